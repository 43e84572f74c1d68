import { mkdir, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { credentialsFromEnvironment } from './credentials-from-environment.ts';
import { droppablePackageFields } from './droppable-package-fields.ts';
import { droppableSchemas } from './droppable-schemas.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A file of a bundle. */
export interface BundledFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/**
 * Bundles a Lambda function with the SDK as ES modules, each part loaded when it is first needed.
 *
 * @param name what the entry is called in source maps
 * @param entry TypeScript whose imports start at the root of the repository; it exports `handler`
 * @returns `index.mjs`, what it loads, and a source map of each, by name
 */
export async function bundled(name: string, entry: string, plugins: readonly Plugin[]): Promise<BundledFile[]> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: root, sourcefile: `${name}.ts`, loader: 'ts' },
    write: false,
    metafile: true,
    outdir: name,
    entryNames: 'index',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    // The SDK's CommonJS entry points would need a `require` that an ES module does not have.
    mainFields: ['module', 'main'],
    plugins: [...plugins, credentialsFromEnvironment(root), droppablePackageFields, droppableSchemas],
    format: 'esm',
    platform: 'node',
    target: 'node22',
    sourcemap: 'external',
    logLevel: 'warning',
  });
  const reachable = reachableFrom('index.mjs', metafile);
  return outputFiles
    .map(({ path, contents }) => ({ name: basename(path), contents }))
    .filter((file) => reachable.has(file.name.replace(/\.map$/, '')))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Whether a file is code, which ships, and no source map, which does not. */
export const isModule = ({ name }: BundledFile): boolean => name.endsWith('.mjs');

export async function writeFiles(folder: string, files: readonly BundledFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map(({ name, contents }) => writeFile(`${folder}/${name}`, contents)));
}

/** The modules that the entry loads, at once or when needed. esbuild also writes those whose `import()` it has dropped. */
function reachableFrom(entry: string, { outputs }: Metafile): ReadonlySet<string> {
  const imports = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output.imports]));
  const reached = new Set([entry]);
  for (const name of reached) for (const { path, external } of imports.get(name) ?? []) if (external !== true) reached.add(basename(path));
  return reached;
}
