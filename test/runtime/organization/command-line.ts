import { accounts } from '../../../examples/organization/accounts.ts';
import type { SampleAccount } from '../../../examples/organization/sample-account.ts';
import type { Finding } from '../../../src/engine/finding.ts';
import { reportOf, run } from '../../cli/run.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { surroundingsOf } from './surroundings.ts';

/** What the command line says of every account of the sample organisation, in the order of the accounts. */
export async function findingsOfCommandLine(emulator: Emulator, ...options: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const sample of accounts) findings.push(...(await findingsOf(emulator, sample, options)));
  return findings;
}

/** Regions with the same surroundings are judged in one run. */
async function findingsOf(emulator: Emulator, sample: SampleAccount, options: readonly string[]): Promise<Finding[]> {
  const regionsBySurroundings = new Map<string, string[]>();
  for (const region of Object.keys(sample.regions)) {
    const surroundings = JSON.stringify(surroundingsOf(emulator, sample.account, region));
    regionsBySurroundings.set(surroundings, [...(regionsBySurroundings.get(surroundings) ?? []), region]);
  }
  const findings: Finding[] = [];
  for (const [surroundings, regions] of regionsBySurroundings) {
    const environment = JSON.parse(surroundings) as Record<string, string>;
    const args = ['evaluate', '--regions', regions.join(','), '--format', 'json', ...options];
    findings.push(...reportOf(await run(args, environment)).findings);
  }
  return findings;
}
