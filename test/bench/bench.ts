import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import CliTable from 'cli-table3';
import { callsPerRule } from './calls-per-rule.ts';
import { functions } from './functions.ts';
import { readers } from './readers.ts';
import { writeSyntheticEvidence } from './synthetic-evidence.ts';

const run = promisify(execFile);
const rounds = 5;

interface Took {
  readonly seconds: number;
  readonly megabytes: number;
}

async function judging(): Promise<void> {
  const evidence = join(folder, 'evidence.jsonl');
  const accountRegions = await writeSyntheticEvidence(evidence, 1_000);
  const { size } = await stat(evidence);
  console.log(
    `Judging evidence: 1,000 accounts, ${accountRegions} account-Regions, ${(size / 1e6).toFixed(0)} MB; medians of ${rounds} rounds`,
  );
  const sides = { parse: [] as Took[], judge: [] as Took[] };
  for (let round = 0; round < rounds; round += 1)
    for (const side of ['parse', 'judge'] as const) sides[side].push(await timed(side, evidence));
  const [parse, judge] = [medianOf(sides.parse), medianOf(sides.judge)];
  const table = new CliTable({ head: ['', 'seconds', 'ratio', 'peak memory (MB)'], style: { head: [], border: [] } });
  table.push(['read and JSON-parse', parse.seconds.toFixed(2), '1.00', parse.megabytes.toFixed(0)]);
  table.push(['judge by every rule', judge.seconds.toFixed(2), (judge.seconds / parse.seconds).toFixed(2), judge.megabytes.toFixed(0)]);
  console.log(table.toString());
}

async function timed(side: 'parse' | 'judge', evidence: string): Promise<Took> {
  const { stdout } = await run(process.execPath, [await sideProgram(), side, evidence], { maxBuffer: 1e8 });
  return JSON.parse(stdout) as Took;
}

let built: Promise<string> | undefined;

/** The side is built once, so that neither side pays for a TypeScript loader. */
function sideProgram(): Promise<string> {
  built ??= (async () => {
    const outfile = fileURLToPath(new URL('../../dist/bench/side.mjs', import.meta.url));
    const entry = fileURLToPath(new URL('side.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20' });
    return outfile;
  })();
  return built;
}

function medianOf(all: readonly Took[]): Took {
  const middle = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { seconds: middle(all.map(({ seconds }) => seconds)), megabytes: middle(all.map(({ megabytes }) => megabytes)) };
}

async function calls(): Promise<void> {
  console.log(
    '\nAWS calls per account-Region: both destinations and a large-data bucket, every default; each rule alone, then all together',
  );
  const table = new CliTable({ head: ['rule', 'calls', 'twice', 'which'], style: { head: [], border: [] } });
  for (const { rule, operations, repeated } of await callsPerRule()) table.push([rule, operations.length, repeated, operations.join('\n')]);
  console.log(table.toString());
}

const folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-bench-'));
try {
  await judging();
  await calls();
  await readers(folder);
  await functions();
} finally {
  await rm(folder, { recursive: true, force: true });
}
