import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import CliTable from 'cli-table3';
import { build } from 'esbuild';
import { writeSyntheticAuthorization, type SyntheticAccount } from './synthetic-authorization.ts';

const run = promisify(execFile);
const rounds = 5;

/** What one side took; `verdicts` in seconds, of `seconds`. */
interface Took {
  readonly seconds: number;
  readonly megabytes: number;
  readonly verdicts?: number;
}

/** Ten thousand roles with few and with many policies, then growing numbers of roles. */
const accounts: readonly SyntheticAccount[] = [
  { roles: 10_000, managedPerRole: 3, inlinePerRole: 2 },
  { roles: 10_000, managedPerRole: 20, inlinePerRole: 10 },
];
const growing = [1_000, 5_000, 10_000, 20_000].map((roles): SyntheticAccount => ({ roles, managedPerRole: 3, inlinePerRole: 2 }));

/** Measures who reads a bucket and a log group of large accounts beside reading and parsing the same pages; prints two tables. */
export async function readers(folder: string): Promise<void> {
  console.log(
    `\nWho reads a bucket with a key and a log group, beside reading, decoding and parsing the same pages; medians of ${rounds} rounds`,
  );
  const table = new CliTable({
    head: ['roles', 'policies each', 'MB', 'floor (s)', 'ours (s)', 'ratio', 'of that after reading (s)', 'peak MB'],
    style: { head: [], border: [] },
  });
  for (const account of accounts) table.push(await compared(folder, account));
  console.log(table.toString());
  console.log('\nThe same by size of the account');
  const sizes = new CliTable({ head: ['roles', 'ours (s)', 'microseconds a role'], style: { head: [], border: [] } });
  for (const account of growing) {
    const { ours } = await measured(folder, account);
    sizes.push([account.roles, ours.seconds.toFixed(2), ((ours.seconds / account.roles) * 1e6).toFixed(0)]);
  }
  console.log(sizes.toString());
}

async function compared(folder: string, account: SyntheticAccount): Promise<(string | number)[]> {
  const { floor, ours, size } = await measured(folder, account);
  return [
    account.roles,
    account.managedPerRole + account.inlinePerRole,
    (size / 1e6).toFixed(0),
    floor.seconds.toFixed(2),
    ours.seconds.toFixed(2),
    (ours.seconds / floor.seconds).toFixed(2),
    (ours.verdicts ?? Number.NaN).toFixed(2),
    ours.megabytes.toFixed(0),
  ];
}

async function measured(folder: string, account: SyntheticAccount): Promise<{ floor: Took; ours: Took; size: number }> {
  const path = join(folder, `authorization-${account.roles}-${account.inlinePerRole}.jsonl`);
  await writeSyntheticAuthorization(path, account);
  const sides = { floor: [] as Took[], ours: [] as Took[] };
  for (let round = 0; round < rounds; round += 1) for (const side of ['floor', 'ours'] as const) sides[side].push(await took(side, path));
  return { floor: median(sides.floor), ours: median(sides.ours), size: (await stat(path)).size };
}

/** The round in the middle, by seconds. */
const median = (all: readonly Took[]): Took =>
  all.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(all.length / 2)] as Took;

async function took(side: 'floor' | 'ours', path: string): Promise<Took> {
  const { stdout } = await run(process.execPath, [await sideProgram(), side, path]);
  return JSON.parse(stdout) as Took;
}

let built: Promise<string> | undefined;

function sideProgram(): Promise<string> {
  built ??= (async () => {
    const outfile = fileURLToPath(new URL('../../dist/bench/readers-side.mjs', import.meta.url));
    const entry = fileURLToPath(new URL('readers-side.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20' });
    return outfile;
  })();
  return built;
}
