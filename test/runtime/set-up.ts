import { rules } from '../../rules/registry.ts';
import { buildCli } from '../../src/generate/build-cli.ts';
import { buildFunctions } from '../../src/generate/build-functions.ts';
import { demandRuntime } from './installed.ts';

/** Builds what ships, once, where there is something to run it with. */
export async function setup(): Promise<void> {
  demandRuntime();
  await Promise.all([buildCli(), buildFunctions(rules)]);
}
