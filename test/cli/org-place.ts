import { documents } from '../../remediation/documents.ts';
import { documentNameOf } from '../../remediation/runbook.ts';
import { rules } from '../../rules/registry.ts';
import type { SeededDeployment, SeededException } from '../emulator/deployment.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { run, type Run } from './run.ts';

/** The delegated administrator of the organisation. */
export const administrator = '123456789012';

/** As many ids of accounts. */
export const accountIds = (count: number): string[] => Array.from({ length: count }, (_, index) => String(100_000_000_001 + index));

export const functions = Object.fromEntries(rules.map(({ id }) => [id, `${Buffer.from(id).toString('base64').slice(0, 43)}=`]));
export const documentHashes = Object.fromEntries(documents.map(({ runbook }) => [documentNameOf(runbook), `hash-of-${runbook.id}`]));

/** An organisation with the rules in each of these accounts, besides the administrator, and Regions. */
export async function deployed(
  emulator: Emulator,
  accounts: readonly string[],
  regions: readonly string[],
  exceptions: readonly SeededException[] = [],
  changes: Partial<SeededDeployment> = {},
): Promise<void> {
  const all = [administrator, ...accounts];
  await emulator.seed({ organization: { management: homeAccount, accounts: all } });
  await enabled(emulator);
  await emulator.seed({
    deployment: {
      administrator,
      accounts: all,
      regions,
      functions,
      documents: documentHashes,
      stackSets: [{ name: 'bedrock-logging-roles', regions: regions.slice(0, 1) }, { name: 'bedrock-logging-functions' }],
      pack: 'bedrock-logging',
      exceptions,
      ...changes,
    },
  });
  await emulator.clearCalls();
}

/** Lets the services in and registers the administrator, as the command line does. */
async function enabled(emulator: Emulator): Promise<void> {
  const { exitCode, stderr } = await run(['org', 'enable', '--yes', '--administrator', administrator], emulator.environmentOf(homeAccount));
  if (exitCode !== 0) throw new Error(stderr);
}

/** Something that `org doctor` saw. */
export interface Seen {
  readonly check: string;
  readonly account?: string;
  readonly region?: string;
  readonly state: 'PROBLEM' | 'UNKNOWN';
  readonly found: string;
  readonly fix: string;
}

/** The JSON report of `org doctor`. */
export interface DoctorReport {
  readonly schemaVersion: string;
  readonly organization: string;
  readonly administrator: string;
  readonly accounts: number;
  readonly accountRegions: number;
  readonly observations: readonly Seen[];
  readonly checks: Readonly<Record<string, { readonly ok: number; readonly problems: number; readonly unknown: number }>>;
  readonly exitCode: number;
}

/** @throws Error with everything the run wrote when standard output is not JSON */
export function reportIn({ exitCode, stdout, stderr }: Run): DoctorReport {
  try {
    return JSON.parse(stdout) as DoctorReport;
  } catch (cause) {
    throw new Error(`exit code ${exitCode}; stderr: ${stderr}; stdout: ${stdout.slice(0, 500)}`, { cause });
  }
}
