import { argv } from 'node:process';
import CliTable from 'cli-table3';
import { rules } from '../../rules/registry.ts';
import { buildCli } from './build-cli.ts';
import { buildFunctions, sizeLimit } from './build-functions.ts';
import { buildReconciler } from './build-reconciler.ts';

/** Builds the command line and, unless `--cli-only` is given, the function of every rule and that of the reconciler. */
await buildCli();
if (!argv.includes('--cli-only')) {
  const kibibytes = (bytes: number): string => (bytes / 1_024).toFixed(1);
  const table = new CliTable({
    head: ['function of rule', 'files', `KiB unzipped (limit ${sizeLimit})`, 'KiB zipped'],
    style: { head: [], border: [] },
  });
  for (const { rule, files, unzipped, zipped } of await buildFunctions(rules))
    table.push([rule, files, kibibytes(unzipped), kibibytes(zipped)]);
  await buildReconciler();
  console.log(table.toString());
}
