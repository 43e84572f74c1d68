import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCli } from '../../src/generate/build-cli.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-cli-'));
  await buildCli(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** When each file was last written, by name. */
const writtenAt = async () => {
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => [name, (await stat(join(folder, name))).mtimeMs] as const));
};

it('makes a command line that can be started', async () => {
  expect((await stat(join(folder, 'main.js'))).mode & 0o777).toBe(0o755);
  expect(await readFile(join(folder, 'main.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

it('touches no file that is the same, so that two builds do not break each other', async () => {
  const before = await writtenAt();
  expect(before.length).toBeGreaterThan(10);
  await Promise.all([buildCli(folder), buildCli(folder)]);
  expect(await writtenAt()).toEqual(before);
});

it('replaces what has changed and removes what is stale', async () => {
  const before = await readFile(join(folder, 'main.js'), 'utf8');
  await Promise.all([writeFile(join(folder, 'main.js'), 'old'), writeFile(join(folder, 'stale-ABCDEFGH.js'), 'old')]);
  await buildCli(folder);
  expect(await readFile(join(folder, 'main.js'), 'utf8')).toBe(before);
  expect(await readdir(folder)).not.toContain('stale-ABCDEFGH.js');
});
