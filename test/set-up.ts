import { buildCli } from '../src/generate/build-cli.ts';

/** Builds the command line once, so that the tests run what ships. */
export async function setup(): Promise<void> {
  await buildCli();
}
