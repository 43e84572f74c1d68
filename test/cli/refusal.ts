import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { run } from './run.ts';

/** Files by name. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** An environment with credentials and a Region, where no AWS call can succeed: for what must be refused before the first. */
export const unconnected = {
  AWS_ACCESS_KEY_ID: 'AKIATEST111122223333',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
} as const;

/**
 * Runs the command line in a folder of its own with these files, and holds it to what every refusal owes: exit code 2, nothing on standard output, one
 * line on standard error, and no file made or changed, in the folder or among the temporary files.
 *
 * @returns the line
 */
export async function refusal(args: readonly string[], environment: Readonly<Record<string, string>>, files: Files = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'refusal-'));
  const [here, temporary] = [join(folder, 'here'), join(folder, 'temporary')];
  try {
    await Promise.all([mkdir(here), mkdir(temporary)]);
    await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(here, name), content)));
    const { exitCode, stdout, stderr } = await run(args, { ...environment, TMPDIR: temporary }, here);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 2, stdout: '' });
    expect(await filesOf(here)).toEqual(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));
    expect(await readdir(temporary)).toEqual([]);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    return stderr.trimEnd();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function filesOf(folder: string): Promise<Record<string, Buffer>> {
  const names = await readdir(folder);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
}
