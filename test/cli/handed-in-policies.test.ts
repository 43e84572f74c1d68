import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { program } from '../../src/cli/program.ts';
import { defineRule, type Resource } from '../../src/engine/rule.ts';
import { compliant, nonCompliant } from '../../src/engine/verdict.ts';
import type { Knowledge } from '../../src/facts/fact.ts';
import { organizationPolicies, type OrganizationPolicies } from '../../src/facts/organization-policies.ts';
import type { JsonReport } from './run.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { useEndpoints } from '../facts/read-fact.ts';
import { organizationSeeds } from './organization-seeds.ts';

const [member, outside] = ['222233334444', '333344445555'];

const handedIn: Knowledge<Resource, OrganizationPolicies | undefined> = {
  facts: [organizationPolicies],
  of: (known) => known(organizationPolicies, ''),
};

/** Says what it knows of the policies of the organisation; complies where nothing was handed in. */
const policiesAreToldOf = defineRule({
  id: 'policies-are-told-of',
  title: 'Policies are told of',
  severity: 'LOW',
  trigger: { on: 'schedule', every: 'TwentyFour_Hours', andAfter: [] },
  over: {
    are: 'the account',
    types: ['AWS::::Account'],
    facts: [],
    list: (_known, { account }) => [{ type: 'AWS::::Account', id: account }],
  },
  facts: { policies: handedIn },
  parameters: {},
  controls: {},
  fix: 'none',
  evaluate: ({ policies }) => (policies ? nonCompliant(told(policies)) : compliant),
});

function told({ isManagementAccount, documents, scps }: OrganizationPolicies): string {
  if (isManagementAccount) return 'management account';
  const names = scps.map((level) => level.map(({ name }) => name).join(' and ')).join(', then ');
  return `${names}; ${Object.keys(documents).length} texts`;
}

let emulator: Emulator;
let folder: string;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 29 });
  useEndpoints(emulator.environment);
  folder = await mkdtemp(join(tmpdir(), 'handed-in-'));
  await emulator.seed({ organization: { management: homeAccount, accounts: [member] } });
  const seeds = await organizationSeeds(emulator, homeAccount);
  await seeds.enable('SERVICE_CONTROL_POLICY');
  await seeds.attach('SERVICE_CONTROL_POLICY', 'guard', '{"Version":"2012-10-17","Statement":[]}', member);
  await bedrockLogging('organization-policies', '--output', at('policies.json'));
}, 120_000);
afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);

const bedrockLogging = (...args: readonly string[]) => stoppable(new AbortController().signal, ...args);

/** Runs the command line with the made-up rule as its only one. */
async function stoppable(stop: AbortSignal, ...args: readonly string[]): Promise<number> {
  const stream = () => new PassThrough().resume() as unknown as NodeJS.WriteStream;
  const terminal = { stdin: process.stdin, stdout: stream(), stderr: stream(), width: 100, colour: false, stop };
  let exitCode = -1;
  await program([policiesAreToldOf], terminal, (code) => (exitCode = code)).parseAsync(args, { from: 'user' });
  return exitCode;
}

/** What the rule says of each account. */
async function evaluate(...args: readonly string[]): Promise<readonly (readonly [string, string | undefined])[]> {
  await bedrockLogging('evaluate', '--format', 'json', '--output', at('report.json'), ...args);
  const { findings } = JSON.parse(await readFile(at('report.json'), 'utf8')) as JsonReport;
  return findings.map(({ account, verdict, because }) => [account, because ?? verdict]);
}

const live = ['--accounts', `${homeAccount},${member},${outside}`, '--assume-role', 'auditor', '--regions', 'us-east-1,eu-west-1'];
/** A reading of an account-wide fact tells of no Region. */
const replayed = (name: string) => ['--evidence', at(name), '--regions', 'us-east-1,eu-west-1'];
const twice = <Row>(rows: readonly Row[]): readonly Row[] => rows.flatMap((row) => [row, row]);

const withPolicies = twice([
  [homeAccount, 'management account'],
  [member, 'FullAWSAccess, then FullAWSAccess and guard; 2 texts'],
  [outside, 'COMPLIANT'],
]);
const withNone = twice([homeAccount, member, outside].map((account) => [account, 'COMPLIANT']));

/** The readings in an evidence file, without when. */
const readings = async (name: string) =>
  (await readFile(at(name), 'utf8'))
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .map((line) => ({ ...(JSON.parse(line) as Record<string, unknown>), at: '' }));

it('a rule sees live what was handed in of the account, and nothing of an account that is not in the file', async () => {
  expect(await evaluate(...live, '--organization-policies', at('policies.json'))).toEqual(withPolicies);
});

it('what was handed in is recorded, once an account, and replayed', async () => {
  await evaluate(...live, '--organization-policies', at('policies.json'), '--record', at('recorded.jsonl'));
  expect(await readings('recorded.jsonl')).toMatchObject([
    { account: homeAccount, region: 'global', fact: 'organization-policies', value: { isManagementAccount: true, documents: {} } },
    { account: member, region: 'global', fact: 'organization-policies', value: { scps: [{ length: 1 }, { length: 2 }], rcps: [] } },
    { account: outside, region: 'global', fact: 'organization-policies', absent: true },
  ]);
  expect(await evaluate(...replayed('recorded.jsonl'))).toEqual(withPolicies);
});

it('collect records the same as evaluate', async () => {
  await evaluate(...live, '--organization-policies', at('policies.json'), '--record', at('recorded.jsonl'));
  expect(await bedrockLogging('collect', ...live, '--organization-policies', at('policies.json'), '--record', at('collected.jsonl'))).toBe(
    0,
  );
  expect(await readings('collected.jsonl')).toEqual(await readings('recorded.jsonl'));
});

it('what was not handed in is absent, live as replayed', async () => {
  expect(await evaluate(...live, '--record', at('without.jsonl'))).toEqual(withNone);
  expect(await readings('without.jsonl')).toEqual(
    [homeAccount, member, outside].map((account) => ({
      account,
      region: 'global',
      fact: 'organization-policies',
      resource: '',
      at: '',
      absent: true,
    })),
  );
  expect(await evaluate(...replayed('without.jsonl'))).toEqual(withNone);
});

it('what is handed in when evidence is judged goes before what was recorded', async () => {
  await evaluate(...live, '--record', at('without.jsonl'));
  expect(await evaluate(...replayed('without.jsonl'), '--organization-policies', at('policies.json'))).toEqual(withPolicies);
  await evaluate(...live, '--organization-policies', at('policies.json'), '--record', at('recorded.jsonl'));
  const file = JSON.parse(await readFile(at('policies.json'), 'utf8')) as { accounts: Record<string, unknown> };
  const accounts = { [member]: { scps: [], rcps: [] } };
  await writeFile(at('other.json'), JSON.stringify({ ...file, accounts }));
  expect(await evaluate(...replayed('recorded.jsonl'), '--organization-policies', at('other.json'))).toEqual(
    twice([
      [homeAccount, 'management account'],
      [member, '; 0 texts'],
      [outside, 'COMPLIANT'],
    ]),
  );
});

it('what was handed in is known of an account that cannot be entered', async () => {
  await emulator.faults([{ service: 'sts', operation: 'AssumeRole', fault: 'denied' }]);
  expect(await evaluate(...live, '--organization-policies', at('policies.json'))).toEqual(withPolicies);
  await emulator.clearFaults();
});

it('a run that is stopped keeps no policies', async () => {
  const stopped = stoppable(AbortSignal.abort(), 'organization-policies', '--output', at('stopped.json'));
  await expect(stopped).rejects.toThrow('stopped before the end; no file was written');
  expect((await readdir(folder)).filter((name) => name.includes('stopped'))).toEqual([]);
});
