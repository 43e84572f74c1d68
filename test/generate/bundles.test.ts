import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { buildFunctions, sizeLimit, type FunctionBundle } from '../../src/generate/build-functions.ts';

const run = promisify(execFile);
let folder = '';
let bundles: readonly FunctionBundle[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-bundles-'));
  bundles = await buildFunctions(rules, join(folder, 'once'));
  await buildFunctions(rules, join(folder, 'twice'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const zipOf = (rule: string, time = 'once') => readFile(join(folder, time, `${rule}.zip`));

it('every rule has a function, and the limit is what was promised', () => {
  expect(bundles.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
  expect(sizeLimit).toBe(750);
});

it('a function over the limit fails the build and is named with its size', async () => {
  const [smallest] = bundles.toSorted((one, other) => one.unzipped - other.unzipped);
  const limit = Math.floor((smallest?.unzipped ?? 0) / 1_024);
  const sizes = bundles
    .filter(({ unzipped }) => unzipped > limit * 1_024)
    .map((each) => `${each.rule} has ${Math.ceil(each.unzipped / 1_024)} KiB`);
  expect(sizes.length).toBeGreaterThan(0);
  await expect(buildFunctions(rules, join(folder, 'small'), limit)).rejects.toThrow(
    `a function may have ${limit} KiB; ${sizes.join(', ')}`,
  );
});

describe.each(rules.map(({ id }) => id))('the function of %s', (rule) => {
  it('is the same bytes at every build', async () => {
    expect((await zipOf(rule)).equals(await zipOf(rule, 'twice'))).toBe(true);
  });

  it('holds modules only, sorted, and weighs what the table says', async () => {
    const files = Object.entries(unzipSync(await zipOf(rule)));
    const names = files.map(([name]) => name);
    expect(names).toEqual(names.filter((name) => /^[\w.-]+\.mjs$/.test(name)).sort());
    const unzipped = files.reduce((sum, [, { length }]) => sum + length, 0);
    expect(bundles.find((bundle) => bundle.rule === rule)).toMatchObject({ files: files.length, unzipped });
    expect(unzipped).toBeLessThanOrEqual(sizeLimit * 1_024);
  });

  it('has a source map beside every module, and no word of one inside', async () => {
    for (const [name, contents] of Object.entries(unzipSync(await zipOf(rule)))) {
      const map = JSON.parse(await readFile(join(folder, 'once', rule, `${name}.map`), 'utf8')) as { version: number };
      expect(map.version).toBe(3);
      expect(Buffer.from(contents).includes('sourceMappingURL')).toBe(false);
    }
  });

  it('has its schemas compiled, and no compiler', async () => {
    const sources = await sourcesOf(rule);
    expect(sources.filter((source) => source.endsWith('/schemas.ts') || source.includes('schema-compiler'))).toEqual([
      'precompiled-schemas:src/engine/schema-compiler.ts',
      expect.stringMatching(/\/src\/engine\/schemas\.ts$/),
    ]);
    expect(sources.filter((source) => /\/node_modules\/ajv\/(?!lib\/runtime\/|dist\/runtime\/)/.test(source))).toEqual([]);
    const modules = Object.values(unzipSync(await zipOf(rule))).map((contents) => Buffer.from(contents).toString());
    expect(modules.filter((text) => text.includes('new Function('))).toEqual([]);
  });

  it('holds nothing that only a browser, a profile or a sign-in needs, and of no package more than its version', async () => {
    const needless = /node_modules\/.*\b(bowser|nested-clients|credential-provider-(?!env\/)[\w-]+|fromSso|fromIni)\b/;
    expect((await sourcesOf(rule)).filter((source) => needless.test(source))).toEqual([]);
    const modules = Object.values(unzipSync(await zipOf(rule))).map((contents) => Buffer.from(contents).toString());
    expect(modules.filter((text) => /\bdevDependencies\b/.test(text))).toEqual([]);
  });

  it('loads where nothing is installed, but for the services that no fact declares', async () => {
    const { alone, names } = await unzippedAlone(rule);
    const script = `
      const failures = [];
      for (const name of ${JSON.stringify(names)}) await import('./' + name).catch(({ message }) => failures.push(message));
      console.log(JSON.stringify(failures));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: alone });
    const undeclared = new RegExp(`^no fact of ${rule} declares calls to [\\w-]+$`);
    const failures = JSON.parse(stdout) as string[];
    expect(failures.filter((failure) => !undeclared.test(failure))).toEqual([]);
    expect(failures.length).toBeGreaterThan(0);
  });

  it('names no module, in any import or require, that is neither its own nor one of Node', async () => {
    const { alone, names } = await unzippedAlone(rule);
    const again = {
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      write: false,
      outdir: 'out',
      logLevel: 'silent',
    } as const;
    const { warnings, metafile } = await build({ ...again, absWorkingDir: alone, entryPoints: names, metafile: true });
    expect(warnings).toEqual([]);
    const outside = Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external === true));
    expect(outside.map(({ path }) => path).filter((path) => !isBuiltin(path))).toEqual([]);
    expect(outside.map(({ kind }) => kind).filter((kind) => kind === 'require-call')).toEqual([]);
  });
});

/** The sources that a function was built from. */
async function sourcesOf(rule: string): Promise<string[]> {
  const maps = (await readdir(join(folder, 'once', rule))).filter((name) => name.endsWith('.map'));
  const read = maps.map(async (name) => JSON.parse(await readFile(join(folder, 'once', rule, name), 'utf8')) as { sources: string[] });
  return (await Promise.all(read)).flatMap((map) => map.sources);
}

async function unzippedAlone(rule: string) {
  const files = Object.entries(unzipSync(await zipOf(rule)));
  const alone = await mkdtemp(join(folder, 'alone-'));
  await Promise.all(files.map(([name, contents]) => writeFile(join(alone, name), contents)));
  return { alone, names: files.map(([name]) => name) };
}

it('a function loads its clients only when they are needed', async () => {
  for (const { id } of rules) {
    const entry = Buffer.from(unzipSync(await zipOf(id))['index.mjs'] ?? []).toString();
    expect(entry).toMatch(/import\("\.\/bedrock-\w+\.mjs"\)/);
    expect(entry).toMatch(/import\("\.\/config-service-\w+\.mjs"\)/);
    expect(entry).not.toContain('com.amazonaws.');
  }
});
