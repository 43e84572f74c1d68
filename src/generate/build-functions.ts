import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Rule } from '../engine/rule.ts';
import { exportNameOf } from './rule-scaffold.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the Lambda function of each rule into `dist/functions/<rule>/index.mjs`, its source map beside it. */
export async function buildFunctions(rules: readonly Rule[]): Promise<void> {
  await rm(`${root}dist/functions`, { recursive: true, force: true });
  await Promise.all(rules.map(({ id }) => buildFunction(id)));
}

async function buildFunction(id: string): Promise<void> {
  const contents = [
    `import { ${exportNameOf(id)} } from './rules/${id}.ts';`,
    "import { lambdaFunction } from './src/lambda/main.ts';",
    `export const handler = lambdaFunction(${exportNameOf(id)});`,
  ].join('\n');
  await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, sourcefile: `${id}.ts`, loader: 'ts' },
    outdir: `dist/functions/${id}`,
    entryNames: 'index',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    // The SDK's CommonJS entry points would need a `require` that an ES module does not have.
    mainFields: ['module', 'main'],
    format: 'esm',
    platform: 'node',
    target: 'node22',
    sourcemap: 'external',
    logLevel: 'warning',
  });
}
