import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Finding } from '../../../src/engine/finding.ts';
import { functionsFolder } from '../../../src/generate/build-functions.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import type { NodeMajor } from '../installed.ts';
import { startFunction, type Outcome } from '../lambda-function.ts';
import { hiddenResults, scheduledEvent, shownResults, type ConfigRule } from './config-rule.ts';
import { surroundingsOf } from './surroundings.ts';
import { byResource, wantedOf } from './wanted.ts';

/** What a function of the pack may take; AWS Lambda would kill it for more. */
const limits = { memoryMegabytes: 256, timeoutSeconds: 60 };

/** Lays out what ships as AWS Lambda would. */
export async function unzipFunction(rule: string, folder: string): Promise<void> {
  await mkdir(join(folder, rule));
  const files = Object.entries(unzipSync(await readFile(`${functionsFolder}/${rule}.zip`)));
  await Promise.all(files.map(([name, contents]) => writeFile(join(folder, rule, name), contents)));
}

/** One run of a function, and what AWS Config showed of its rule afterwards. */
export interface FunctionRun extends ConfigRule {
  readonly outcome: Outcome;
  readonly shown: Awaited<ReturnType<typeof shownResults>>;
  readonly log: string;
}

/**
 * Runs a function once for a rule of AWS Config, in an execution environment of its own.
 *
 * @param folder that of the function's modules
 */
export async function runFunction(emulator: Emulator, folder: string, configRule: ConfigRule, node: NodeMajor = 24): Promise<FunctionRun> {
  const { account, region, rule } = configRule;
  const environment = surroundingsOf(emulator, account, region);
  const running = await startFunction({ name: rule, folder, node, account, region, environment, ...limits });
  try {
    const outcome = await running.invoke(await scheduledEvent(emulator, configRule));
    return { ...configRule, outcome, shown: await shownResults(emulator, configRule), log: running.log() };
  } finally {
    await running.stop();
  }
}

/** The runs after which AWS Config does not have what the command line finds, with both. */
export async function differences(emulator: Emulator, runs: readonly FunctionRun[], findings: readonly Finding[]): Promise<object[]> {
  const hidden = await hiddenResults(emulator);
  return runs.flatMap((run) => {
    const isHere = ({ account, region }: { account: string; region: string }) => account === run.account && region === run.region;
    const wanted = wantedOf(findings.filter((finding) => isHere(finding) && finding.rule === run.rule));
    const unshown = hidden.filter((each) => isHere(each) && each.name === run.name).map(({ result }) => result);
    const results = [...run.shown, ...unshown].sort(byResource);
    const isSame =
      JSON.stringify(results) === JSON.stringify(wanted.results) && run.outcome.kind === (wanted.fails ? 'failed' : 'returned');
    return isSame ? [] : [{ ...run, results, wanted }];
  });
}
