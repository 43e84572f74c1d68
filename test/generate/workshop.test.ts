import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compare } from '../../src/engine/finding.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const parts = [
  'conformance-pack',
  'remediation',
  'rules',
  'src',
  'docs',
  'examples',
  'infra',
  'test/rules/world.ts',
  'README.md',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  '.prettierrc.json',
];

let copy = '';

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'bedrock-logging-workshop-'));
  const filter = (path: string): boolean => basename(path) !== 'node_modules';
  for (const part of parts) await cp(join(root, part), join(copy, part), { recursive: true, filter });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rm(copy, { recursive: true, force: true }));

interface Ran {
  readonly code: number;
  readonly output: string;
}

async function tsx(...args: string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), ...args], { cwd: copy });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

it('finds the committed generated files fresh', async () => {
  expect(await tsx('src/generate/generate.ts', '--check')).toMatchObject({ code: 0, output: 'generated files are fresh\n' });
});

it('refuses an id that is no rule id', async () => {
  for (const id of [[], ['Bedrock'], ['bedrock-x'], ['../bedrock-a-b'], ['bedrock-log-a', 'b']]) {
    const { code, output } = await tsx('src/generate/new-rule.ts', ...id);
    expect(code).toBe(2);
    expect(output).toContain('<service>-<resource>-<wanted state>');
  }
});

it('refuses the id of a rule that exists', async () => {
  expect(await tsx('src/generate/new-rule.ts', 'bedrock-log-destinations-exist')).toMatchObject({ code: 2 });
});

it('scaffolds a rule that compiles and stands in the registry in the order of ids', async () => {
  const registryBefore = await readFile(join(copy, 'rules/registry.ts'), 'utf8');
  expect(await tsx('src/generate/new-rule.ts', 'bedrock-log-destinations-good')).toMatchObject({ code: 0 });
  const registry = await readFile(join(copy, 'rules/registry.ts'), 'utf8');
  const names = [...registry.matchAll(/^ {2}(\w+),$/gm)].map((match) => match[1] ?? '');
  expect(names).toEqual(names.toSorted(compare));
  expect(names).toContain('bedrockLogDestinationsGood');
  expect(registry.split('\n').length).toBe(registryBefore.split('\n').length + 2);
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: copy });
});

it('calls a page stale when its rule has changed, and makes it fresh', async () => {
  const path = join(copy, 'rules/bedrock-log-retention-within-limits.ts');
  await writeFile(path, (await readFile(path, 'utf8')).replace('default: 365', 'default: 366'));
  const stale = await tsx('src/generate/generate.ts', '--check');
  expect(stale.code).toBe(1);
  expect(stale.output).toContain('docs/rules/bedrock-log-retention-within-limits.md');
  expect(await tsx('src/generate/generate.ts')).toMatchObject({ code: 0 });
  expect(await tsx('src/generate/generate.ts', '--check')).toMatchObject({ code: 0 });
}, 60_000);
