import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import type { Rule } from '../engine/rule.ts';
import { declaredServicesOnly } from './declared-services.ts';
import { droppableSchemas } from './droppable-schemas.ts';
import { exportNameOf } from './rule-scaffold.ts';
import { zipped } from './zipped.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the functions are built. */
export const functionsFolder = `${root}dist/functions`;

/** What a function may weigh: all of its modules unzipped, in KiB. */
export const sizeLimit = 750;

/** A function as it was built. */
export interface FunctionBundle {
  readonly rule: string;
  readonly files: number;
  /** In bytes. */
  readonly unzipped: number;
  /** In bytes. */
  readonly zipped: number;
}

/**
 * Builds the Lambda function of each rule: `<folder>/<rule>.zip`, and its modules with their source maps under `<folder>/<rule>/`. The same sources give the
 * same bytes.
 *
 * @param limit in KiB, of the modules together
 * @throws Error, after all are built, when a function is over the limit
 */
export async function buildFunctions(rules: readonly Rule[], folder = functionsFolder, limit = sizeLimit): Promise<FunctionBundle[]> {
  await rm(folder, { recursive: true, force: true });
  const bundles = await Promise.all(rules.map((rule) => buildFunction(rule, folder)));
  const tooLarge = bundles.filter(({ unzipped }) => unzipped > limit * 1_024);
  if (tooLarge.length > 0) {
    const sizes = tooLarge.map(({ rule, unzipped }) => `${rule} has ${Math.ceil(unzipped / 1_024)} KiB`);
    throw new Error(`a function may have ${limit} KiB; ${sizes.join(', ')}`);
  }
  return bundles;
}

async function buildFunction(rule: Rule, folder: string): Promise<FunctionBundle> {
  const { outputFiles, metafile } = await bundled(rule);
  const reachable = reachableFrom('index.mjs', metafile);
  const files = outputFiles
    .map(({ path, contents }) => ({ name: basename(path), contents }))
    .filter(({ name }) => reachable.has(name.replace(/\.map$/, '')))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const modules = files.filter(({ name }) => name.endsWith('.mjs'));
  const zip = zipped(modules);
  await mkdir(`${folder}/${rule.id}`, { recursive: true });
  await Promise.all(files.map(({ name, contents }) => writeFile(`${folder}/${rule.id}/${name}`, contents)));
  await writeFile(`${folder}/${rule.id}.zip`, zip);
  return {
    rule: rule.id,
    files: modules.length,
    unzipped: modules.reduce((sum, { contents }) => sum + contents.length, 0),
    zipped: zip.length,
  };
}

function bundled(rule: Rule) {
  const name = exportNameOf(rule.id);
  const contents = [
    `import { ${name} } from './rules/${rule.id}.ts';`,
    "import { lambdaFunction } from './src/lambda/main.ts';",
    `export const handler = lambdaFunction(${name});`,
  ].join('\n');
  return build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, sourcefile: `${rule.id}.ts`, loader: 'ts' },
    write: false,
    metafile: true,
    outdir: rule.id,
    entryNames: 'index',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    // The SDK's CommonJS entry points would need a `require` that an ES module does not have.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': './src/lambda/environment-credentials.ts' },
    plugins: [declaredServicesOnly(rule), droppableSchemas],
    format: 'esm',
    platform: 'node',
    target: 'node22',
    sourcemap: 'external',
    logLevel: 'warning',
  });
}

/** The modules that the entry loads, at once or when needed. esbuild also writes those whose `import()` it has dropped. */
function reachableFrom(entry: string, { outputs }: Metafile): ReadonlySet<string> {
  const imports = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output.imports]));
  const reached = new Set([entry]);
  for (const name of reached) for (const { path, external } of imports.get(name) ?? []) if (external !== true) reached.add(basename(path));
  return reached;
}
