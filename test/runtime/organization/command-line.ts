import { accounts } from '../../../examples/organization/accounts.ts';
import type { SampleAccount } from '../../../examples/organization/sample-account.ts';
import type { Finding } from '../../../src/engine/finding.ts';
import { reportOf, run } from '../../cli/run.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { surroundingsOf } from './surroundings.ts';

/** What the command line says of every account of the sample organisation, as JSON, in the order of the accounts. */
export async function findingsOfCommandLine(emulator: Emulator): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const sample of accounts) findings.push(...(await findingsOf(emulator, sample)));
  return findings;
}

/** Regions with the same surroundings are judged in one run. */
async function findingsOf(emulator: Emulator, sample: SampleAccount): Promise<Finding[]> {
  const regionsBySurroundings = new Map<string, string[]>();
  for (const region of Object.keys(sample.regions)) {
    const surroundings = JSON.stringify(surroundingsOf(emulator, sample, region));
    regionsBySurroundings.set(surroundings, [...(regionsBySurroundings.get(surroundings) ?? []), region]);
  }
  const findings: Finding[] = [];
  for (const [surroundings, regions] of regionsBySurroundings) {
    const environment = JSON.parse(surroundings) as Record<string, string>;
    findings.push(...reportOf(await run(['evaluate', '--regions', regions.join(','), '--format', 'json'], environment)).findings);
  }
  return findings;
}
