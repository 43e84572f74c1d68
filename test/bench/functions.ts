import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import CliTable from 'cli-table3';
import { rules } from '../../rules/registry.ts';
import { buildFunctions, functionsFolder, type FunctionBundle } from '../../src/generate/build-functions.ts';
import { seedsFor } from '../cli/seeds.ts';
import type { SeenCall } from '../emulator/control.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { demandRuntime } from '../runtime/installed.ts';
import { startFunction } from '../runtime/lambda-function.ts';
import { scheduledEvent } from '../runtime/organization/config-rule.ts';
import { buildMinimalFunction } from './minimal-function.ts';

const rounds = 10;
const region = 'us-east-1';

/** One cold start and one warm event, in milliseconds, and the most memory it took, in bytes. */
interface Took {
  readonly init: number;
  readonly first: number;
  readonly warm: number;
  readonly memory: number;
}

/** Measures the built function of each rule beside one that makes the same calls and nothing else; prints a table. */
export async function functions(): Promise<void> {
  try {
    demandRuntime();
  } catch (error) {
    console.log(`\nFunctions: not measured; ${(error as Error).message}`);
    return;
  }
  const bundles = await buildFunctions(rules);
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-minimal-'));
  const emulator = await startEmulator({ seed: 1 });
  try {
    await emulator.setPaging(false);
    await seedsFor(emulator, homeAccount, region).soundLogging();
    const head = [
      'function of rule',
      'KiB',
      'AWS calls',
      'init + first event',
      'minimal',
      'ratio',
      'warm',
      'minimal',
      'peak MB',
      'minimal',
    ];
    const table = new CliTable({ head, style: { head: [], border: [] } });
    for (const bundle of bundles) table.push(await compared(emulator, bundle, join(folder, bundle.rule)));
    console.log(
      `\nFunctions under the runtime client of AWS Lambda on Node 24, in milliseconds; medians of ${rounds}, the two sides in turn`,
    );
    console.log(table.toString());
  } finally {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compared(emulator: Emulator, { rule, unzipped }: FunctionBundle, minimal: string): Promise<(string | number)[]> {
  const calls = await callsOf(emulator, rule);
  await buildMinimalFunction(minimal, calls);
  const sides = { ours: [] as Took[], minimal: [] as Took[] };
  for (let round = 0; round < rounds; round += 1) {
    sides.ours.push(await measured(emulator, rule, join(functionsFolder, rule)));
    sides.minimal.push(await measured(emulator, rule, minimal));
  }
  const [ours, least] = [medians(sides.ours), medians(sides.minimal)];
  const [cold, leastCold] = [ours.init + ours.first, least.init + least.first];
  const split = ({ init, first }: Took): string => `${Math.round(init)} + ${Math.round(first)}`;
  const megabytes = ({ memory }: Took): string => (memory / 1e6).toFixed(0);
  return [
    rule,
    (unzipped / 1_024).toFixed(0),
    calls.length,
    split(ours),
    split(least),
    (cold / leastCold).toFixed(2),
    ours.warm.toFixed(0),
    least.warm.toFixed(0),
    megabytes(ours),
    megabytes(least),
  ];
}

/** The AWS calls that a function makes for its first event. */
async function callsOf(emulator: Emulator, rule: string): Promise<readonly SeenCall[]> {
  await emulator.clearCalls();
  await measured(emulator, rule, join(functionsFolder, rule), 0);
  return emulator.calls();
}

async function measured(emulator: Emulator, rule: string, folder: string, warmEvents = 5): Promise<Took> {
  const place = { account: homeAccount, region };
  const event = () => scheduledEvent(emulator, { ...place, rule, name: rule });
  const events = await Promise.all(Array.from({ length: 1 + warmEvents }, event));
  const started = performance.now();
  const limits = { memoryMegabytes: 256, timeoutSeconds: 60 };
  const running = await startFunction({ name: rule, folder, node: 24, ...place, environment: emulator.environment, ...limits });
  try {
    await running.initialised();
    const initialised = performance.now();
    const times: number[] = [];
    for (const each of events) {
      const before = performance.now();
      const outcome = await running.invoke(each);
      if (outcome.kind !== 'returned')
        throw new Error(`the function of ${rule} did not return: ${JSON.stringify(outcome)}\n${running.log()}`);
      times.push(performance.now() - before);
    }
    const [first = Number.NaN, ...warm] = times;
    return { init: initialised - started, first, warm: medianOf(warm), memory: running.peakMemory() };
  } finally {
    await running.stop();
  }
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const medians = (all: readonly Took[]): Took => ({
  init: medianOf(all.map(({ init }) => init)),
  first: medianOf(all.map(({ first }) => first)),
  warm: medianOf(all.map(({ warm }) => warm)),
  memory: medianOf(all.map(({ memory }) => memory)),
});
