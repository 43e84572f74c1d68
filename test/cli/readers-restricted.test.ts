import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TagRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { organizationSeeds } from './organization-seeds.ts';
import { reportOf, run, type Run } from './run.ts';
import { saying } from './saying.ts';
import { seedsFor } from './seeds.ts';

const member = '222233334444';
const restricted = ['--rules', 'bedrock-log-readers-restricted'];
const both = ['--accounts', `${homeAccount},${member}`, '--assume-role', 'auditor'];
const withPolicies = ['--organization-policies', 'policies.json'];
const group = '/bedrock/invocations';

let emulator: Emulator;
let folder: string;

const cli = (...args: readonly string[]) => run(args, { ...emulator.environment, COLUMNS: '100' }, folder);
const live = (...args: readonly string[]) => cli('evaluate', ...restricted, ...both, '--format', 'json', ...args);
/** Without credentials, and nothing that could answer for AWS. */
const replay = (...args: readonly string[]) =>
  run(['evaluate', ...restricted, '--format', 'json', '--evidence', ...args], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, folder);

/** Two accounts of an organisation, each with a role that reads more than it should; where they bind, the policies of the organisation keep it from the logs. */
beforeAll(async () => {
  emulator = await startEmulator({ seed: 31 });
  folder = await mkdtemp(join(tmpdir(), 'restricted-'));
  await emulator.seed({ organization: { management: homeAccount, accounts: [member] } });
  const organization = await organizationSeeds(emulator, homeAccount);
  await organization.enable('SERVICE_CONTROL_POLICY');
  const guard = {
    Sid: 'OnlyReaders',
    Effect: 'Deny',
    Action: ['s3:GetObject*', 'logs:*'],
    Resource: '*',
    Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/log-reader-*' } },
  };
  await organization.attach('SERVICE_CONTROL_POLICY', 'guard', JSON.stringify({ Version: '2012-10-17', Statement: [guard] }), member);
  for (const account of [homeAccount, member]) {
    const seeds = seedsFor(emulator, account);
    await seeds.soundLogging();
    const audit = { RoleName: 'log-reader-us-east-1', Tags: [{ Key: 'team', Value: 'audit' }] };
    await seeds.iam.send(new TagRoleCommand(audit));
    await seeds.role('analyst', { Effect: 'Allow', Action: ['s3:Get*', 'logs:Get*', 'kms:Decrypt'], Resource: '*' });
  }
  await cli('organization-policies', '--output', 'policies.json');
}, 120_000);
afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true });
});

const notKnown = '; SCPs and RCPs are not known and taken not to restrict';
const large = (account: string) => `large-${account}-us-east-1`;
const records = (account: string) => `records-${account}-us-east-1`;

type Row = readonly [account: string, resource: string, verdict: string, because: string | undefined];

/** What an analyst who can read everything is reported with. */
const offences = (account: string, note: string): Row[] => [
  [account, group, 'NON_COMPLIANT', `role analyst can read log group ${group} through analyst-may (statement 1: logs:Get* on *)${note}`],
  ...[large(account), records(account)].map((bucket): Row => [
    account,
    bucket,
    'NON_COMPLIANT',
    `role analyst can read bucket ${bucket} through analyst-may (statement 1: s3:Get* on *)${note}`,
  ]),
];
const sound = (account: string): Row[] => [group, large(account), records(account)].map((id) => [account, id, 'COMPLIANT', undefined]);

const withoutPolicies = [...offences(homeAccount, notKnown), ...offences(member, notKnown)];
/** The management account is bound by none. */
const underPolicies = [...offences(homeAccount, ''), ...sound(member)];

const rows = (told: Run): Row[] =>
  reportOf(told).findings.map(({ account, resource, verdict, because }) => [account, resource.id, verdict, because]);

it('takes policies of the organisation that are not known not to restrict, and says so', async () => {
  const told = await live();
  expect(rows(told)).toEqual(withoutPolicies);
  expect(told).toMatchObject({ exitCode: 1, stderr: '' });
});

it('judges by the policies of the organisation that are handed in', async () => {
  const told = await live(...withPolicies);
  expect(rows(told)).toEqual(underPolicies);
  expect(told).toMatchObject({ exitCode: 1, stderr: '' });
  expect(await live(...withPolicies, '--accounts', member)).toMatchObject({ exitCode: 0, stderr: '' });
});

const fix =
  'fix: take the named grants away, or confine them to the people who should read and to the log itself; ' +
  'deny the read actions on the destination to everybody else';

it('says in the table who reads, through what, and how to put it right', async () => {
  const { stdout } = await cli('evaluate', ...restricted, ...both, ...withPolicies);
  expect(stdout.replaceAll(/\s+/g, ' ').trim()).toBe(
    [
      `${homeAccount} us-east-1`,
      ...offences(homeAccount, '').map(([, , , because]) => `✗ HIGH bedrock-log-readers-restricted ${because}`),
      fix,
      `${member} us-east-1 ✓ ok bedrock-log-readers-restricted`,
      '✗ ? n/a ✓ bedrock-log-readers-restricted 3 0 0 3 all rules 3 0 0 3',
      '2 accounts, 2 account-Regions',
      `non-compliant: 3 (3 high); worst first: ${homeAccount}`,
    ].join(' '),
  );
});

describe('evidence', () => {
  /** An evidence file as a version wrote it that knew nothing of policies of an organisation. */
  async function withoutTheFact(name: string): Promise<string> {
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
    const older = lines.filter((line) => !line.includes('"fact":"organization-policies"'));
    expect(older.length).toBe(lines.length - 2);
    await writeFile(join(folder, `older-${name}`), older.join('\n'));
    return `older-${name}`;
  }

  it.each([
    ['evaluate', 'evaluated.jsonl'],
    ['collect', 'collected.jsonl'],
  ])('that %s kept without policies is judged as the account was, and by those that are handed in later', async (command, name) => {
    await cli(command, ...restricted, ...both, '--record', name);
    expect(rows(await replay(name))).toEqual(withoutPolicies);
    expect(rows(await replay(name, ...withPolicies))).toEqual(underPolicies);
  });

  it('keeps the policies that were handed in', async () => {
    await live(...withPolicies, '--record', 'known.jsonl');
    expect(rows(await replay('known.jsonl'))).toEqual(underPolicies);
  });

  it('that says nothing of policies is judged as if there were none', async () => {
    await live(...withPolicies, '--record', 'full.jsonl');
    const older = await withoutTheFact('full.jsonl');
    const told = await replay(older);
    expect(rows(told)).toEqual(withoutPolicies);
    expect(told).toMatchObject({ exitCode: 1, stderr: '' });
    expect(rows(await replay(older, ...withPolicies))).toEqual(underPolicies);
  });

  it('tells of the tag that the run asked for, and of no other', async () => {
    const tagged = { 'bedrock-log-readers-restricted': { standard: 'listed-only', allowedReaderTag: 'team=audit' } };
    await writeFile(join(folder, 'tagged.json'), JSON.stringify(tagged));
    const byTag = ['--parameters', 'tagged.json'];
    const told = await live(...byTag, '--record', 'tagged.jsonl');
    expect(rows(told)).toEqual(withoutPolicies);
    expect(rows(await replay('tagged.jsonl', ...byTag))).toEqual(withoutPolicies);
    await live('--record', 'untagged.jsonl');
    const unknown = await replay('untagged.jsonl', ...byTag);
    expect(rows(unknown).map(([, , verdict, because]) => [verdict, because])).toEqual(
      Array.from({ length: 6 }, () => ['UNKNOWN', saying('authorization details of IAM', 'team', 'not-recorded (not in the evidence)')]),
    );
    expect(unknown.exitCode).toBe(2);
  });

  it('that says nothing of who is in the account makes nothing of it', async () => {
    await live('--record', 'whole.jsonl');
    const lines = (await readFile(join(folder, 'whole.jsonl'), 'utf8')).split('\n');
    await writeFile(join(folder, 'part.jsonl'), lines.filter((line) => !line.includes('"fact":"account-authorization"')).join('\n'));
    const told = await replay('part.jsonl');
    expect(rows(told).map(([, , verdict, because]) => [verdict, because])).toEqual(
      Array.from({ length: 6 }, () => ['UNKNOWN', saying('authorization details of IAM', 'not-recorded (not in the evidence)')]),
    );
    expect(told.exitCode).toBe(2);
  });
});
