import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrganizationPoliciesFile } from '../../src/engine/organization-policies-file.ts';
import type { Fault } from '../emulator/control.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { organizationSeeds } from './organization-seeds.ts';
import { run } from './run.ts';

const [payments, sandbox, suspended] = ['222233334444', '333344445555', '444455556666'];
const policy = (Statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
const texts = {
  // With spaces, as the emulator's own policies have them: a text is kept as it is.
  allowAll: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
  allowAllToAll: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}',
  regions: policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
  noReaders: policy({ Effect: 'Deny', Action: 'logs:GetLogEvents', Resource: '*' }),
  ownBuckets: policy({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' }),
};
const [scp, rcp] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;

let emulator: Emulator;
let folder: string;
let seeds: Awaited<ReturnType<typeof organizationSeeds>>;
let production: string;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 23 });
}, 120_000);
afterAll(() => emulator?.stop());

/** Root → workloads → production → payments; the sandbox account and the management account stand below the root. */
beforeEach(async () => {
  await emulator.reset();
  folder = await mkdtemp(join(tmpdir(), 'organization-policies-'));
  const accounts = [payments, sandbox, { id: suspended, status: 'SUSPENDED' }];
  await emulator.seed({ organization: { management: homeAccount, accounts } });
  seeds = await organizationSeeds(emulator, homeAccount);
  const workloads = await seeds.unit('workloads', seeds.root);
  production = await seeds.unit('production', workloads);
  await seeds.move(payments, production);
  await seeds.enable(scp);
  await seeds.attach(scp, 'regions', texts.regions, workloads, sandbox);
  await seeds.attach(scp, 'no-readers', texts.noReaders, production);
  await seeds.attach(scp, 'a-copy-of-no-readers', texts.noReaders, production);
  await seeds.attach(rcp, 'own-buckets', texts.ownBuckets, seeds.root);
  await emulator.clearCalls();
  return () => rm(folder, { recursive: true });
});

const collect = (account = homeAccount, ...args: readonly string[]) =>
  run(
    ['organization-policies', '--output', 'policies.json', ...args],
    { ...emulator.environmentOf(account), AWS_MAX_ATTEMPTS: '1' },
    folder,
  );
const written = async () => JSON.parse(await readFile(join(folder, 'policies.json'), 'utf8')) as OrganizationPoliciesFile;

/** The policies of an account, level by level, as names and texts. */
function levels({ accounts, documents }: OrganizationPoliciesFile, account: string, type: 'scps' | 'rcps') {
  return accounts[account]?.[type].map((level) => level.map(({ name, document }) => [name, documents[document]]));
}

describe('organization-policies', () => {
  it('writes what is attached on the way to each active account, the root first, the account last', async () => {
    await seeds.enable(rcp);
    const told = await collect();
    expect(told).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringMatching(/^policies\.json: 5 policies of 3 accounts of o-\w+\n$/),
    });
    const file = await written();
    expect(Object.keys(file.accounts)).toEqual([homeAccount, payments, sandbox]);
    const [full, everybody] = [
      ['FullAWSAccess', texts.allowAll],
      ['RCPFullAWSAccess', texts.allowAllToAll],
    ];
    const [regions, ownBuckets] = [
      ['regions', texts.regions],
      ['own-buckets', texts.ownBuckets],
    ];
    const noReaders = ['a-copy-of-no-readers', 'no-readers'].map((name) => [name, texts.noReaders]);
    expect(levels(file, payments, 'scps')).toEqual([[full], [full, regions], [full, ...noReaders], [full]]);
    expect(levels(file, payments, 'rcps')).toEqual([[everybody, ownBuckets], [everybody], [everybody], [everybody]]);
    expect(levels(file, sandbox, 'scps')).toEqual([[full], [full, regions]]);
    expect(levels(file, sandbox, 'rcps')).toEqual([[everybody, ownBuckets], [everybody]]);
    expect(await emulator.violations()).toEqual([]);
  });

  it('says of the management account that no policy binds it', async () => {
    await collect();
    expect((await written()).accounts[homeAccount]).toEqual({ isManagementAccount: true, scps: [], rcps: [] });
  });

  it('knows no levels of a type that is not enabled, and does not ask for its policies', async () => {
    await collect();
    expect((await written()).accounts[payments]).toMatchObject({ rcps: [], scps: { length: 4 } });
    await seeds.disable(scp);
    await collect();
    expect((await written()).accounts[payments]).toEqual({ scps: [], rcps: [] });
    const calls = await emulator.calls();
    expect(calls.filter(({ input }) => input['Filter'] === rcp)).toEqual([]);
  });

  it('asks for each parent, each target and each policy once', async () => {
    await seeds.enable(rcp);
    await emulator.clearCalls();
    await collect();
    const asked = (await emulator.calls()).map(({ operation, input }) => JSON.stringify([operation, input]));
    expect(asked.filter((call, index) => asked.indexOf(call) !== index)).toEqual([]);
    expect(asked.filter((call) => call.includes('DescribePolicy'))).toHaveLength(6);
  });

  it('follows the schema that is published', async () => {
    await seeds.enable(rcp);
    await collect();
    const schema = JSON.parse(await readFile('docs/schemas/organization-policies-1.json', 'utf8')) as object;
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(schema, await written()), ajv.errorsText()).toBe(true);
  });

  it('writes the same again, but for the time', async () => {
    await seeds.enable(rcp);
    await collect();
    const first = await written();
    await collect(homeAccount, '--concurrency', '1');
    const again = await written();
    expect(JSON.stringify({ ...again, collectedAt: '' })).toBe(JSON.stringify({ ...first, collectedAt: '' }));
    for (const members of [again.documents, again.accounts]) expect(Object.keys(members)).toEqual(Object.keys(members).toSorted());
  });

  it('reads lists to their end, page by page', async () => {
    const names = Array.from({ length: 25 }, (_, number) => `guard-${String(number).padStart(2, '0')}`);
    for (const name of names) await seeds.attach(scp, name, policy({ Effect: 'Deny', Action: `s3:${name}`, Resource: '*' }), sandbox);
    expect(await collect()).toMatchObject({ exitCode: 0 });
    expect(levels(await written(), sandbox, 'scps')?.[1]?.map(([name]) => name)).toEqual(['FullAWSAccess', ...names, 'regions']);
  });

  it('works for a delegated administrator', async () => {
    await collect();
    const asManagement = await written();
    await seeds.delegate(sandbox);
    expect(await collect(sandbox)).toMatchObject({ exitCode: 0 });
    expect({ ...(await written()), collectedAt: '' }).toEqual({ ...asManagement, collectedAt: '' });
  });
});

describe('organization-policies writes no file and says in one line', () => {
  const cases: readonly (readonly [what: string, fault: Omit<Fault, 'service'>, says: RegExp])[] = [
    [
      'that the root may not be read',
      { fault: 'denied', operation: 'ListRoots' },
      /the root of the organisation could not be read: denied/,
    ],
    [
      'that the accounts may not be listed',
      { fault: 'denied', operation: 'ListAccounts' },
      /the list of accounts could not be read: denied/,
    ],
    [
      'that a parent may not be read',
      { fault: 'denied', operation: 'ListParents', resource: payments },
      new RegExp(`the parent of ${payments} could not be read: denied`),
    ],
    [
      'that the policies of an OU may not be listed',
      { fault: 'denied', operation: 'ListPoliciesForTarget', resource: '"ou-' },
      /the policies of ou-\S+ could not be read: denied/,
    ],
    [
      'that a policy may not be read',
      { fault: 'denied', operation: 'DescribePolicy', resource: 'p-FullAWSAccess' },
      /the policy p-FullAWSAccess could not be read: denied/,
    ],
    [
      'that a read was throttled',
      { fault: 'throttled', operation: 'ListPoliciesForTarget' },
      /throttled \(TooManyRequestsException\); try again with a lower --concurrency$/,
    ],
    [
      'that the service failed',
      { fault: 'server-error', operation: 'DescribePolicy' },
      /the policy p-\w+ could not be read: failed \(\w+\)$/,
    ],
    ['that an answer is none', { fault: 'malformed', operation: 'ListParents' }, /could not be read: malformed/],
    [
      'that the members of an answer have the wrong type',
      { fault: 'wrong-type', operation: 'ListRoots' },
      /the root of the organisation could not be read: malformed/,
    ],
    ['that a web page answered', { fault: 'html', operation: 'DescribePolicy' }, /could not be read: malformed/],
  ];

  it.each(cases)('%s', async (_what, fault, says) => {
    await emulator.faults([{ service: 'organizations', ...fault }]);
    await writeFile(join(folder, 'policies.json'), 'as it was');
    const { exitCode, stdout, stderr } = await collect();
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^bedrock-logging: [^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(says);
    if (fault.fault === 'denied')
      expect(stderr).toMatch(
        /\(AccessDeniedException\); it takes organizations:ListRoots, .*DescribePolicy, in the management account or a delegated/,
      );
    expect(await readdir(folder)).toEqual(['policies.json']);
    expect(await readFile(join(folder, 'policies.json'), 'utf8')).toBe('as it was');
  });

  it('that a target has no service control policy, which AWS does not let happen', async () => {
    await seeds.detachFullAccess(payments);
    const { exitCode, stderr } = await collect();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `bedrock-logging: the policies of ${payments} could not be read: malformed (MalformedAnswer)\n`,
    });
  });

  it.each([
    ['that a member account may not ask', payments, /denied \(AccessDeniedException\); it takes organizations:/],
    ['that there is no organisation', '999988887777', /failed \(AWSOrganizationsNotInUseException\)$/],
  ])('%s', async (_what, account, says) => {
    const { exitCode, stdout, stderr } = await collect(account);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(says);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that the file cannot be written, before anything is asked', async () => {
    const environment = emulator.environmentOf(homeAccount);
    const told = await run(['organization-policies', '--output', 'gone/policies.json'], environment, folder);
    expect(told).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/cannot write gone\/policies\.json: ENOENT/) as string,
    });
    expect((await emulator.calls()).filter(({ service }) => service === 'organizations')).toEqual([]);
  });

  it('which option is missing', async () => {
    expect(await run(['organization-policies'], emulator.environment, folder)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/required option '--output <file>' not specified/) as string,
    });
  });
});
