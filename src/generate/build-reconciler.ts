import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundled, isModule, writeFiles } from './bundle.ts';
import { zipped } from './zipped.ts';

/** Builds the Lambda function of the reconciler: `reconciler.zip` in the folder, and its modules with their source maps beside it. The same sources give the same bytes. */
export async function buildReconciler(folder = fileURLToPath(new URL('../../dist', import.meta.url))): Promise<void> {
  const entry = ["import { reconciler } from './src/reconciler/main.ts';", 'export const handler = reconciler();'];
  const files = await bundled('reconciler', entry.join('\n'), []);
  await rm(`${folder}/reconciler`, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFiles(`${folder}/reconciler`, files);
  await writeFile(`${folder}/reconciler.zip`, zipped(files.filter(isModule)));
}
