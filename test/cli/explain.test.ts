import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineOf, trailerOf } from '../../src/engine/evidence-line.ts';
import { byPlace, type Reading } from '../../src/engine/reading.ts';
import { run } from './run.ts';

const account = '111122223333';
const region = 'us-east-1';
const key = `arn:aws:kms:${region}:${account}:key/logs`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

const documents: Record<string, string> = {};
const kept = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  documents[hash] = text;
  return hash;
};

const policies = Object.entries({
  DatabaseAdministrator: policy(
    { Effect: 'Allow', Action: 'rds:*', Resource: '*' },
    { Effect: 'Allow', Action: 'logs:Get*', Resource: '*' },
  ),
  AdministratorAccess: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
  ReadPrompts: policy({
    Sid: 'Prompts',
    Effect: 'Allow',
    Action: ['s3:GetObject', 'kms:Decrypt'],
    Resource: ['arn:aws:s3:::prompts/*', key],
  }),
  Support: policy({ Effect: 'Allow', Action: 's3:Get*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
  NoPrompts: policy({ Sid: 'NotHere', Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::prompts/*' }),
  Identities: policy({ Effect: 'Allow', Action: 'iam:AttachRolePolicy', Resource: '*' }),
}).map(([name, document]) => ({ name, document: kept(document) }));
const place = (name: string): number => policies.findIndex((one) => one.name === name);

const trust = kept(policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }));
const partnerTrust = kept(policy({ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }));

const principal = (name: string, names: string[], trustedBy = trust) => ({
  arn: role(name),
  id: `AROA${name.toUpperCase()}`,
  policies: names.map(place),
  trust: trustedBy,
});

const authorization = {
  documents,
  policies,
  groups: [],
  principals: [
    ...Array.from({ length: 12 }, (_, number) => principal(`db-${number}`, ['DatabaseAdministrator'])),
    principal('Admin', ['AdministratorAccess']),
    principal('Reader', ['ReadPrompts']),
    principal('Partner', ['ReadPrompts'], partnerTrust),
    principal('Support', ['Support', 'NoPrompts']),
    principal('Identities', ['Identities']),
  ],
};

type Read = [where: 'global' | typeof region, fact: string, resource: string, value?: unknown];

const readings: Read[] = [
  [region, 'bedrock-endpoint', '', { exists: true, source: 'built-in list' }],
  [
    region,
    'invocation-logging',
    '',
    { s3: { bucketName: 'prompts' }, cloudWatch: { logGroupName: '/bedrock/prompts', roleArn: role('Delivery') }, dataTypes: {} },
  ],
  ['global', 'own-bucket', 'prompts', { region }],
  ['global', 'account-authorization', '', authorization],
  ['global', 'organization-policies', ''],
  ['global', 'bucket-policy', 'prompts'],
  [
    'global',
    'bucket-public-access-block',
    'prompts',
    { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true },
  ],
  ['global', 'bucket-encryption', 'prompts', { algorithm: 'aws:kms', kmsKey: key }],
  [region, 'kms-key', key, { arn: key, account, manager: 'CUSTOMER', state: 'Enabled' }],
  [
    region,
    'key-policy',
    key,
    { document: policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }) },
  ],
  [region, 'key-grants', key, { grants: [] }],
  [region, 'log-group', '/bedrock/prompts', {}],
  [
    region,
    'log-subscriptions',
    '/bedrock/prompts',
    { filters: [{ name: 'partner', destinationArn: `arn:aws:logs:${region}:444455556666:destination:siem` }] },
  ],
  [region, 'account-subscriptions', '', { policies: [] }],
  [region, 'oam-links', '', { links: [] }],
];

let folder: string;
let evidence: string;
let denied: string;

const asReading = ([where, fact, resource, value]: Read): Reading => ({
  account,
  region: where,
  fact,
  resource,
  at: '2026-11-25T00:00:00.000Z',
  ...(value === undefined ? { absent: true as const } : { value }),
});

async function written(name: string, lines: readonly Reading[]): Promise<string> {
  const path = join(folder, name);
  const header = { evidence: 'bedrock-logging-rules', version: '1', collectedAt: '2026-11-25T00:00:00.000Z', partition: 'aws' };
  const text = [JSON.stringify(header), ...[...lines].sort(byPlace).map(lineOf), trailerOf({ complete: true, failures: [] }), ''];
  await writeFile(path, text.join('\n'));
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-explain-'));
  const all = readings.map(asReading);
  evidence = await written('evidence.jsonl', all);
  const withoutValue = ({ account: of, region: where, fact, resource, at }: Reading) => ({
    account: of,
    region: where,
    fact,
    resource,
    at,
  });
  denied = await written(
    'denied.jsonl',
    all.map((reading) =>
      reading.fact === 'account-authorization'
        ? { ...withoutValue(reading), refused: { refusal: 'denied', code: 'AccessDenied' } }
        : reading,
    ),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const explain = (...args: string[]) => run(['explain', ...args], { COLUMNS: '160' });

interface Group {
  readonly offends: boolean;
  readonly reads: string;
  readonly isAdministrator: boolean;
  readonly ids: readonly string[];
  readonly through: readonly string[];
  readonly detours: readonly string[];
  readonly trusted: readonly string[];
}

async function groupsOf(destination: string, ...args: string[]): Promise<readonly Group[]> {
  const { stdout, stderr, exitCode } = await explain(
    'readers',
    '--evidence',
    evidence,
    '--destination',
    destination,
    '--format',
    'json',
    ...args,
  );
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const { explanations } = JSON.parse(stdout) as { explanations: { groups: Group[] }[] };
  expect(explanations).toHaveLength(1);
  return explanations[0]?.groups ?? [];
}

const having = (groups: readonly Group[], id: string): Group | undefined => groups.find(({ ids }) => ids.includes(id));

describe('explain readers', () => {
  it('puts everybody who reads for the same reason together', async () => {
    const group = having(await groupsOf('/bedrock/prompts'), role('db-3'));
    expect(group).toMatchObject({
      offends: true,
      reads: 'yes',
      isAdministrator: false,
      through: ['DatabaseAdministrator (statement 2: logs:Get* on *)'],
    });
    expect(group?.ids).toHaveLength(12);
  });

  it('names administrators, who do not offend by default', async () => {
    expect(having(await groupsOf('prompts'), role('Admin'))).toMatchObject({ offends: false, reads: 'yes', isAdministrator: true });
  });

  it('marks administrators when the parameters say that they are to be reported', async () => {
    const parameters = join(folder, 'report.json');
    await writeFile(parameters, JSON.stringify({ 'bedrock-log-readers-restricted': { administrators: 'report' } }));
    expect(having(await groupsOf('prompts', '--parameters', parameters), role('Admin'))?.offends).toBe(true);
  });

  it('tells a grant that is made for the log, and does not mark it', async () => {
    const group = having(await groupsOf('prompts'), role('Reader'));
    expect(group).toMatchObject({ offends: false, reads: 'yes' });
    expect(group?.through[0]).toMatch(/^ReadPrompts \(statement Prompts: s3:GetObject on arn:aws:s3:::prompts\/\*/);
  });

  it('tells who may be assumed from outside', async () => {
    expect(having(await groupsOf('prompts'), role('Partner'))).toMatchObject({ offends: true, trusted: ['account 444455556666'] });
  });

  it('tells who gets at the log by a detour, whatever the parameters say', async () => {
    const group = having(await groupsOf('prompts'), role('Identities'));
    expect(group).toMatchObject({ reads: 'no', detours: ['attach policies to roles'] });
  });

  it('leaves out who is stopped', async () => {
    expect(having(await groupsOf('prompts'), role('Support'))?.reads ?? 'no').toBe('no');
  });

  it('tells the accounts that records go to', async () => {
    expect(having(await groupsOf('/bedrock/prompts'), '444455556666')).toMatchObject({
      offends: true,
      through: ['subscription filter partner'],
    });
  });

  it('prints a table that says what is not known', async () => {
    const { stdout, exitCode } = await explain('readers', '--evidence', evidence);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^111122223333 {2}us-east-1 {2}bucket prompts$/m);
    expect(stdout).toMatch(/^111122223333 {2}us-east-1 {2}log group \/bedrock\/prompts$/m);
    expect(stdout).toMatch(/^ {2}! {2}yes +12 readers: role db-0, role db-1/m);
    expect(stdout).toContain('SCPs and RCPs are not known and taken not to restrict');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(160);
  });

  it.each(['prompts', 'arn:aws:s3:::prompts', '/bedrock/prompts', `arn:aws:logs:${region}:${account}:log-group:/bedrock/prompts`])(
    'takes the destination %s',
    async (destination) => {
      expect((await groupsOf(destination)).length).toBeGreaterThan(0);
    },
  );

  it('says what could not be read, and exits with 2', async () => {
    const { stdout, exitCode } = await explain('readers', '--evidence', denied);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/prompts could not be explained: the authorization details of IAM could not be read: denied \(AccessDenied\)/);
  });

  it('writes to a file', async () => {
    const output = join(folder, 'readers.txt');
    const { stdout, exitCode } = await explain('readers', '--evidence', evidence, '--output', output);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect(await readFile(output, 'utf8')).toContain('bucket prompts');
  });
});

describe('explain principal', () => {
  const actions = async (name: string) => {
    const { stdout, exitCode } = await explain('principal', role(name), '--evidence', evidence, '--format', 'json');
    expect(exitCode).toBe(0);
    const { explanations } = JSON.parse(stdout) as {
      explanations: {
        accesses: { action: string; on: string; allowed: string; because: { policy: string; statement: string; why: string }[] }[];
      }[];
    };
    return explanations.flatMap(({ accesses }) => accesses);
  };

  it('tells by which statement somebody reads', async () => {
    const read = (await actions('Reader')).find(({ action }) => action === 's3:GetObject');
    expect(read).toMatchObject({ allowed: 'yes', because: [{ policy: 'ReadPrompts', statement: 'Prompts' }] });
  });

  it('tells by which statement somebody is stopped', async () => {
    const read = (await actions('Support')).find(({ action }) => action === 's3:GetObject');
    expect(read).toMatchObject({ allowed: 'no', because: [{ policy: 'NoPrompts', statement: 'NotHere' }] });
  });

  it('tells whether the key lets through', async () => {
    expect((await actions('Reader')).find(({ action }) => action === 'kms:Decrypt')?.allowed).toBe('yes');
    expect((await actions('db-1')).find(({ action }) => action === 'kms:Decrypt')?.allowed).toBe('no');
  });

  it('tells what is wanting where nothing allows', async () => {
    const read = (await actions('db-1')).find(({ action }) => action === 's3:GetObject');
    expect(read?.because[0]?.why).toContain('no statement allows s3:GetObject');
  });

  it('prints a table', async () => {
    const { stdout, exitCode } = await explain('principal', role('db-1'), '--evidence', evidence, '--destination', '/bedrock/prompts');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^arn:aws:iam::111122223333:role\/db-1$/m);
    expect(stdout).toMatch(/^ {2}logs:GetLogEvents +yes +on arn:aws:logs:/m);
    expect(stdout).toMatch(/DatabaseAdministrator \(statement 2\): allows logs:Get\* on \*/);
  });

  it('passes over accounts that are not those of the principal', async () => {
    const sample = ['--evidence', 'examples/organization.jsonl.gz', '--accounts', '000000000002,000000000005', '--format', 'json'];
    const { stdout, stderr, exitCode } = await explain('principal', 'arn:aws:iam::000000000002:role/northpike/SecurityAudit', ...sample);
    expect([stderr, exitCode]).toEqual(['', 0]);
    const { explanations } = JSON.parse(stdout) as { explanations: { account: string }[] };
    expect(new Set(explanations.map((one) => one.account))).toEqual(new Set(['000000000002']));
  });
});

describe('nonsense', () => {
  it.each([
    [['principal', 'Reader'], /'Reader' is not the ARN of a user or role; allowed:/],
    [['principal', `arn:aws:iam::${account}:group/readers`], /is not the ARN of a user or role/],
    [['principal'], /missing required argument 'arn'/],
    [['principal', role('Nobody')], /its account has no user or role arn:aws:iam::111122223333:role\/Nobody/],
    [['principal', 'arn:aws:iam::999999999999:role/Reader'], /holds nothing of account 999999999999/],
    [['readers', '--destination', 'elsewhere'], /no log destination is 'elsewhere'; allowed:/],
    [['readers', '--format', 'yaml'], /Allowed choices are table, json/],
    [['readers', '--organization'], /--organization reads from AWS and cannot go with --evidence/],
    [['readers', '--rules', 'bedrock-log-readers-restricted'], /unknown option '--rules'/],
  ])('%j is refused in one line', async (args, message) => {
    const { stdout, stderr, exitCode } = await explain(...args, '--evidence', evidence);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('does not take its evidence for its output', async () => {
    const { stderr, exitCode } = await explain('readers', '--evidence', evidence, '--output', evidence);
    expect({ stderr, exitCode }).toEqual({
      stderr: `bedrock-logging: --evidence and --output name the same file: ${evidence}\n`,
      exitCode: 2,
    });
  });
});
