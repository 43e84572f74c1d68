import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Rule } from '../engine/rule.ts';
import { bundled, isModule, writeFiles } from './bundle.ts';
import { declaredServicesOnly } from './declared-services.ts';
import { precompiledSchemas } from './precompiled-schemas.ts';
import { exportNameOf } from './rule-scaffold.ts';
import { zipped } from './zipped.ts';

/** Where the functions are built. */
export const functionsFolder = fileURLToPath(new URL('../../dist/functions', import.meta.url));

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
  const name = exportNameOf(rule.id);
  const entry = [
    `import { ${name} } from './rules/${rule.id}.ts';`,
    "import { lambdaFunction } from './src/lambda/main.ts';",
    `export const handler = lambdaFunction(${name});`,
  ];
  const files = await bundled(rule.id, entry.join('\n'), [declaredServicesOnly(rule), precompiledSchemas(rule)]);
  const modules = files.filter(isModule);
  const zip = zipped(modules);
  await writeFiles(`${folder}/${rule.id}`, files);
  await writeFile(`${folder}/${rule.id}.zip`, zip);
  const unzipped = modules.reduce((sum, { contents }) => sum + contents.length, 0);
  return { rule: rule.id, files: modules.length, unzipped, zipped: zip.length };
}
