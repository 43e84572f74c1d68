import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type OutputFile } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds the command line into `dist/cli/`; its libraries stay in `node_modules`. What is already there and the same is not touched, so that a command line
 * that is running meanwhile finds its modules.
 */
export async function buildCli(folder = `${root}dist/cli`): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    write: false,
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  await mkdir(folder, { recursive: true });
  await Promise.all(outputFiles.map(writeIfChanged));
  await chmod(`${folder}/main.js`, 0o755);
  const built = new Set(outputFiles.map(({ path }) => basename(path)));
  const stale = (await readdir(folder)).filter((name) => !built.has(name));
  await Promise.all(stale.map((name) => rm(`${folder}/${name}`, { recursive: true, force: true })));
}

async function writeIfChanged({ path, contents }: OutputFile): Promise<void> {
  const found = await readFile(path).catch(() => undefined);
  if (!found?.equals(contents)) await writeFile(path, contents);
}
