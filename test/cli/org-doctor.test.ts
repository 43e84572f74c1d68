import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  OrganizationsClient,
  DisableAWSServiceAccessCommand,
  DeregisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../emulator/control.ts';
import type { SeededDeployment, SeededException } from '../emulator/deployment.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { accountIds, administrator, deployed, documentHashes, functions, reportIn, type DoctorReport, type Seen } from './org-place.ts';
import { refusal, unconnected } from './refusal.ts';
import { run } from './run.ts';
import { saying } from './saying.ts';

const regions = ['eu-west-1', 'us-east-1'];
const ids = accountIds(3);
const [first = '', second = '', third = ''] = ids;
const rule = 'bedrock-log-destinations-exist';
const document = 'BedrockLogging-BlockLogBucketPublicAccess';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: 67 });
}, 120_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());

const environment = () => ({ ...emulator.environmentOf(administrator), AWS_MAX_ATTEMPTS: '1' });
const doctor = (...args: readonly string[]) =>
  run(['org', 'doctor', '--assume-role', 'Auditor', '--regions', regions.join(','), ...args], environment());
const seen = async (...args: readonly string[]): Promise<DoctorReport> => reportIn(await doctor('--format', 'json', ...args));
const place = (exceptions: readonly SeededException[] = [], changes: Partial<SeededDeployment> = {}) =>
  deployed(emulator, ids, regions, exceptions, changes);
const isReading = (operation: string) => /^(Get|List|Describe|AssumeRole)/.test(operation);

describe('a sound organisation', () => {
  it('is all right, page by page, and nothing is written', async () => {
    await place();
    const told = await doctor('--format', 'json');
    expect(told, told.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    const { observations, checks, ...report } = reportIn(told);
    expect(report).toMatchObject({ schemaVersion: '1', administrator, accounts: 4, accountRegions: 8, exitCode: 0 });
    expect(observations).toEqual([]);
    const rules = Object.keys(functions).length;
    const documents = Object.keys(documentHashes).length;
    const counts = Object.fromEntries(Object.entries(checks).map(([check, { ok }]) => [check, ok]));
    expect(counts).toEqual({
      organization: 1,
      registrations: 7,
      'stack-sets': 2,
      'stack-instances': 4 + 8,
      // Of each Region its status, and the accounts.
      pack: 2 + 8,
      access: 4,
      'service-linked-roles': 16,
      recorder: 8,
      delivery: 8,
      functions: 8 * rules,
      'function-versions': 8 * rules,
      documents: 8 * documents,
      'document-versions': 8 * documents,
      // Rules and packs everywhere; aggregators of the administrator, packs of the organisation in each Region.
      quotas: 16 + 2 + 2,
    });
    expect((await emulator.calls()).map(({ operation }) => operation).filter((operation) => !isReading(operation))).toEqual([]);
    expect(await emulator.violations()).toEqual([]);
  });

  it('is told as a table', async () => {
    await place();
    const { exitCode, stdout } = await doctor();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^organisation o-\w+, from 123456789012: 4 accounts, 8 account-Regions$/m);
    expect(stdout).toMatch(/^recorder +0 +0 +8 {2}AWS Config records in every account and Region$/m);
    expect(stdout).not.toContain('fix:');
  });

  it('takes one call for each thing, and one for the functions of a place', async () => {
    await place();
    await emulator.setPaging(false);
    await seen();
    const counts = new Map<string, number>();
    for (const { operation } of await emulator.calls()) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const documents = Object.keys(documentHashes).length;
    expect(Object.fromEntries(counts)).toEqual({
      AssumeRole: 3,
      DescribeConfigRules: 8,
      DescribeConfigurationAggregators: 2,
      DescribeConfigurationRecorderStatus: 8,
      DescribeConformancePacks: 8,
      DescribeDeliveryChannelStatus: 8,
      DescribeDocument: 8 * documents,
      DescribeOrganization: 1,
      DescribeOrganizationConformancePackStatuses: 2,
      DescribeOrganizationConformancePacks: 2,
      DescribeOrganizationsAccess: 1,
      GetCallerIdentity: 1,
      GetOrganizationConformancePackDetailedStatus: 2,
      ListAWSServiceAccessForOrganization: 1,
      ListAccounts: 1,
      ListDelegatedServicesForAccount: 1,
      ListFunctions: 8,
      ListRoles: 4,
      ListStackInstances: 2,
      ListStackSets: 1,
    });
  });

  it('is looked at in every enabled Region with Bedrock, account by account', async () => {
    await place();
    await emulator.setPaging(false);
    const on = (names: readonly string[]) => (account: string) =>
      emulator.seed({
        account,
        regionOptStatus: Object.fromEntries(allRegions.map((name) => [name, names.includes(name) ? 'ENABLED' : 'DISABLED'])),
      });
    await Promise.all([administrator, first, second].map(on(['us-east-1', 'eu-west-1'])));
    await on(['us-east-1'])(third);
    const report = await seen('--regions', 'all');
    expect(report.accountRegions).toBe(7);
    expect(report.exitCode).toBe(0);
  });
});

const allRegions = (
  'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ' +
  'ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 ' +
  'eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'
).split(' ');

/** Something wrong in one place, and all that is to be seen of it. */
const states: readonly (readonly [
  name: string,
  exception: SeededException,
  ...seen: readonly (readonly [check: string, found: string, fix: string])[],
])[] = [
  ['no recorder', { recorder: 'absent' }, ['recorder', 'there is no configuration recorder', 'make a recorder']],
  ['a stopped recorder', { recorder: 'stopped' }, ['recorder', 'the configuration recorder is stopped', 'start-configuration-recorder']],
  ['a failing recorder', { recorder: 'failing' }, ['recorder', 'fails: InsufficientPermissions', 'the role of the recorder']],
  ['no delivery channel', { deliveryChannel: 'absent' }, ['delivery', 'there is no delivery channel', 'put-delivery-channel']],
  ['a failing delivery', { deliveryChannel: 'failing' }, ['delivery', 'the last delivery failed: AccessDenied', 'bucket']],
  ['a missing function', { functions: { [rule]: null } }, ['functions', `there is no function of ${rule}`, 'deploy again']],
  [
    'another function',
    { functions: { [rule]: 'c29tZWJvZHk=' } },
    ['function-versions', `the function of ${rule} is another one there (c29tZWJvZHk=)`, 'UpdateFunctionCode'],
  ],
  [
    'another function behind many others',
    { functions: { [rule]: 'c29tZWJvZHk=' }, otherFunctions: 70 },
    ['function-versions', `the function of ${rule} is another one there (c29tZWJvZHk=)`, 'UpdateFunctionCode'],
  ],
  ['a missing document', { documents: { [document]: null } }, ['documents', `there is no document ${document}`, 'deploy again']],
  [
    'a broken document',
    { documents: { [document]: 'failed' } },
    ['documents', `document ${document} is Failed`, 'deploy again'],
    ['document-versions', `document ${document} is another one there (failed)`, 'UpdateDocument'],
  ],
  [
    'another document',
    { documents: { [document]: 'ffff' } },
    ['document-versions', `document ${document} is another one there (ffff) than in most places (hash-of-bloc)`, 'UpdateDocument'],
  ],
  ['many rules', { rules: 900 }, ['quotas', 'there are 900 rules of AWS Config; AWS allows 1000', 'delete rules']],
  ['many packs', { packs: 45 }, ['quotas', 'there are 45 conformance packs; AWS allows 50', 'delete packs']],
  [
    'an outdated instance',
    { instances: { 'bedrock-logging-functions': { Status: 'OUTDATED' } } },
    ['stack-instances', 'the instance of StackSet bedrock-logging-functions is OUTDATED, SUCCEEDED', 'deploy again'],
  ],
  [
    'a failed instance',
    {
      instances: {
        'bedrock-logging-functions': { Status: 'OUTDATED', StackInstanceStatus: { DetailedStatus: 'FAILED' }, StatusReason: 'it broke' },
      },
    },
    ['stack-instances', 'is OUTDATED, FAILED: it broke', 'put right what the reason says'],
  ],
  [
    'an inoperable instance',
    { instances: { 'bedrock-logging-functions': { Status: 'INOPERABLE', StackInstanceStatus: { DetailedStatus: 'INOPERABLE' } } } },
    ['stack-instances', 'is INOPERABLE, INOPERABLE', '--retain-stacks'],
  ],
  [
    'a running operation',
    { instances: { 'bedrock-logging-functions': { Status: 'OUTDATED', StackInstanceStatus: { DetailedStatus: 'RUNNING' } } } },
    ['stack-instances', 'is OUTDATED, RUNNING', 'wait'],
  ],
  [
    'no instance',
    { instances: { 'bedrock-logging-functions': null } },
    ['stack-instances', 'StackSet bedrock-logging-functions has no instance there', 'organisational unit'],
  ],
  [
    'a failed pack, for want of a recorder',
    {
      pack: {
        Status: 'CREATE_FAILED',
        ErrorCode: 'NoAvailableConfigurationRecorderException',
        ErrorMessage: 'There is no configuration recorder',
      },
    },
    [
      'pack',
      'is CREATE_FAILED: NoAvailableConfigurationRecorderException, There is no configuration recorder',
      'turn on the configuration recorder',
    ],
  ],
  [
    'a failed pack, for want of a function',
    { pack: { Status: 'UPDATE_FAILED', ErrorCode: 'InternalError', ErrorMessage: 'The AWS Lambda function cannot be invoked' } },
    ['pack', 'is UPDATE_FAILED: InternalError, The AWS Lambda function cannot be invoked', 'deploy the functions'],
  ],
  ['a pack under way', { pack: { Status: 'UPDATE_IN_PROGRESS' } }, ['pack', 'pack bedrock-logging is UPDATE_IN_PROGRESS', 'wait']],
  ['a pack that never came', { pack: { Status: 'ABSENT' } }, ['pack', 'pack bedrock-logging did not reach it', 'new accounts']],
];

describe('what is wrong in one place', () => {
  it('is seen there and nowhere else, all at once', async () => {
    const accounts = accountIds(states.length);
    const exceptions = states.map(([, exception], at) => ({ ...exception, account: accounts[at] ?? '', region: 'eu-west-1' }));
    await deployed(emulator, accounts, ['eu-west-1'], exceptions);
    const told = await doctor('--format', 'json', '--regions', 'eu-west-1');
    expect(told.exitCode, told.stderr).toBe(1);
    const { observations } = reportIn(told);
    const of = (account: string | undefined): readonly Seen[] => observations.filter((each) => each.account === account);
    for (const [at, [name, , ...expected]] of states.entries()) {
      expect(of(accounts[at]), name).toEqual(
        expected.map(([check, found, fix]) => ({
          check,
          account: accounts[at],
          region: 'eu-west-1',
          state: 'PROBLEM',
          found: saying(found),
          fix: saying(fix),
        })),
      );
    }
    expect(observations).toHaveLength(states.reduce((sum, [, , ...expected]) => sum + expected.length, 0));
  });

  it('is said once for all places, the fix below it', async () => {
    const accounts = accountIds(8);
    const stopped = accounts.slice(0, 7).map((account): SeededException => ({ account, recorder: 'stopped' }));
    const elsewhere = { account: accounts[7] ?? '', region: 'us-east-1', recorder: 'stopped' } as const;
    await deployed(emulator, accounts, regions, [...stopped, elsewhere]);
    const { exitCode, stdout } = await doctor();
    expect(exitCode).toBe(1);
    expect(stdout.match(/✗ problem/g)).toHaveLength(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'recorder the configuration recorder is stopped in 7 accounts (100000000001, 100000000002, 100000000003, 100000000004, 100000000005 …): ' +
        'all 2 Regions; 100000000008: us-east-1 fix: start it: aws configservice start-configuration-recorder',
    );
    expect(stdout).toMatch(/^recorder +15 +0 +3 /m);
  });

  it.each([
    ['AWSServiceRoleForConfigConforms', 'config-conforms.amazonaws.com'],
    ['AWSServiceRoleForConfigMultiAccountSetup', 'config-multiaccountsetup.amazonaws.com'],
    ['AWSServiceRoleForConfigRemediation', 'remediation.config.amazonaws.com'],
  ])('may be that %s is missing', async (role, service) => {
    await place([{ account: second, roles: { [role]: null } }]);
    const { observations, exitCode } = await seen();
    expect(observations).toEqual([
      {
        check: 'service-linked-roles',
        account: second,
        state: 'PROBLEM',
        found: `there is no ${role}`,
        fix: saying('create-service-linked-role', service),
      },
    ]);
    expect(exitCode).toBe(1);
  });

  it('is not that the recorder has a role of the account’s own', async () => {
    const roles = { AWSServiceRoleForConfig: null };
    await place([
      { account: second, roles, recorderRole: 'OwnRecorder' },
      { account: third, roles },
    ]);
    const { observations } = await seen();
    expect(observations.map(({ account, found }) => [account, found])).toEqual([
      [third, 'there is no AWSServiceRoleForConfig'],
      [third, 'there is no AWSServiceRoleForConfig'],
    ]);
  });
});

describe('what is wrong with the whole', () => {
  it('is that a service is not let in, or not administered from here', async () => {
    await place();
    const organizations = emulator.client(homeAccount, 'us-east-1', OrganizationsClient);
    const ServicePrincipal = 'config.amazonaws.com';
    await organizations.send(new DeregisterDelegatedAdministratorCommand({ AccountId: administrator, ServicePrincipal }));
    await organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal }));
    const { observations, exitCode } = await seen('--security-hub');
    expect(observations.map(({ check, found }) => [check, found])).toEqual([
      ['registrations', `123456789012 is no delegated administrator of config.amazonaws.com`],
      ['registrations', `123456789012 is no delegated administrator of securityhub.amazonaws.com`],
      ['registrations', 'config.amazonaws.com has no trusted access to the organisation'],
      ['registrations', 'securityhub.amazonaws.com has no trusted access to the organisation'],
    ]);
    expect(observations[0]?.fix).toContain('bedrock-logging org enable --administrator 123456789012 --security-hub');
    expect(exitCode).toBe(1);
  });

  it('is that StackSets are missing, do not reach new accounts, or have too few instances', async () => {
    await place([], { stackSets: [{ name: 'bedrock-logging-functions', autoDeployment: false, regions: ['eu-west-1'] }] });
    const { observations } = await seen();
    expect(observations.filter(({ check }) => check === 'stack-sets').map(({ found }) => found)).toEqual([
      'StackSet bedrock-logging-functions does not deploy to accounts that join the organisation',
      'there is no StackSet bedrock-logging-roles',
    ]);
    const without = observations.filter(({ check }) => check === 'stack-instances');
    expect(without.map(({ account, region }) => [account, region])).toEqual(
      [...ids, administrator].map((account) => [account, 'us-east-1']),
    );
  });

  it('is that a Region has no pack, that the pack failed, and that there are too many', async () => {
    await place([{ region: 'us-east-1', pack: null }], { packStatus: 'UPDATE_FAILED', packsOfOrganization: 49 });
    const { observations } = await seen();
    expect(observations.map(({ check, region, found }) => [check, region, found])).toEqual([
      ['pack', 'eu-west-1', 'pack bedrock-logging is UPDATE_FAILED: OrganizationConformancePackFailed, made up'],
      ['pack', 'us-east-1', 'the organisation has no pack bedrock-logging that this account deployed'],
      ['quotas', 'eu-west-1', 'there are 49 conformance packs of the organisation; AWS allows 50'],
    ]);
  });

  it('is that aggregators run out where they are', async () => {
    await place([
      { account: administrator, region: 'us-east-1', aggregators: 46 },
      { account: first, aggregators: 50 },
    ]);
    const { observations } = await seen();
    expect(observations.map(({ account, region, found }) => [account, region, found])).toEqual([
      [administrator, 'us-east-1', 'there are 46 aggregators; AWS allows 50'],
    ]);
  });
});

describe('what cannot be read', () => {
  const unreadable: readonly (readonly [service: string, operation: string, check: string, actions: string])[] = [
    ['organizations', 'ListAWSServiceAccessForOrganization', 'registrations', 'organizations:ListAWSServiceAccessForOrganization'],
    ['organizations', 'ListDelegatedServicesForAccount', 'registrations', 'organizations:ListDelegatedServicesForAccount'],
    ['cloudformation', 'DescribeOrganizationsAccess', 'registrations', 'cloudformation:DescribeOrganizationsAccess'],
    ['cloudformation', 'ListStackSets', 'stack-sets', 'cloudformation:ListStackSets'],
    ['cloudformation', 'ListStackInstances', 'stack-instances', 'cloudformation:ListStackInstances'],
    ['config', 'DescribeOrganizationConformancePacks', 'pack', 'config:DescribeOrganizationConformancePacks'],
    ['config', 'DescribeOrganizationConformancePackStatuses', 'pack', 'config:DescribeOrganizationConformancePackStatuses'],
    ['config', 'GetOrganizationConformancePackDetailedStatus', 'pack', 'config:GetOrganizationConformancePackDetailedStatus'],
    ['iam', 'ListRoles', 'service-linked-roles', 'iam:ListRoles'],
    ['config', 'DescribeConfigurationRecorderStatus', 'recorder', 'config:DescribeConfigurationRecorderStatus'],
    ['config', 'DescribeDeliveryChannelStatus', 'delivery', 'config:DescribeDeliveryChannelStatus'],
    ['lambda', 'ListFunctions', 'functions', 'lambda:ListFunctions'],
    ['lambda', 'GetFunctionConfiguration', 'functions', 'lambda:GetFunctionConfiguration'],
    ['ssm', 'DescribeDocument', 'documents', 'ssm:DescribeDocument'],
    ['config', 'DescribeConfigRules', 'quotas', 'config:DescribeConfigRules'],
    ['config', 'DescribeConformancePacks', 'quotas', 'config:DescribeConformancePacks'],
    ['config', 'DescribeConfigurationAggregators', 'quotas', 'config:DescribeConfigurationAggregators'],
  ];

  it.each(['denied', 'html', 'empty-body', 'wrong-type'] as const)(
    'is unknown when every answer is %s, and nothing passes for it',
    async (fault) => {
      await deployed(emulator, [first], ['us-east-1'], [{ otherFunctions: 70 }]);
      const faults = unreadable.map(([service, operation]): Fault => ({ service, operation, fault }));
      await emulator.faults(faults.filter(({ operation }) => operation !== 'ListFunctions'));
      // Who may not list functions is asked for none by name; without the list of packs, nobody asks how one is.
      await emulator.faults([{ service: 'lambda', operation: 'ListFunctions', account: first, fault }]);
      const behind = ['DescribeOrganizationConformancePackStatuses', 'GetOrganizationConformancePackDetailedStatus'];
      const reached = unreadable.filter(([, operation]) => !behind.includes(operation));
      const { observations, checks, exitCode } = await seen('--regions', 'us-east-1');
      expect(exitCode).toBe(2);
      expect(new Set(observations.map(({ state }) => state))).toEqual(new Set(['UNKNOWN']));
      const ok = Object.entries(checks).flatMap(([check, counts]) => (counts.ok > 0 ? [check] : []));
      // Organisation and entry are read by other calls; of the functions, some are on the first page of the list.
      expect(ok.filter((check) => !check.startsWith('function'))).toEqual(['organization', 'access']);
      for (const { found } of observations) expect(found).toContain(fault === 'denied' ? 'denied' : 'malformed');
      const advised = new Set(observations.map(({ check, fix }) => `${check}: ${fix}`));
      if (fault === 'denied') expect(advised).toEqual(new Set(reached.map(([, , check, actions]) => `${check}: allow ${actions}`)));
    },
  );

  it('is how the pack is in the Region and in the accounts', async () => {
    await deployed(emulator, [first], ['us-east-1']);
    const operations = ['DescribeOrganizationConformancePackStatuses', 'GetOrganizationConformancePackDetailedStatus'];
    await emulator.faults(operations.map((operation): Fault => ({ service: 'config', operation, fault: 'denied' })));
    const { observations, exitCode } = await seen('--regions', 'us-east-1');
    expect(exitCode).toBe(2);
    expect(observations.map(({ check, state, fix }) => [check, state, fix])).toEqual(
      operations.toReversed().map((operation) => ['pack', 'UNKNOWN', `allow config:${operation}`]),
    );
  });

  it('is an account that cannot be entered, of which nothing passes', async () => {
    await place();
    await emulator.faults([{ service: 'sts', operation: 'AssumeRole', resource: second, fault: 'denied' }]);
    const { observations, checks, exitCode } = await seen();
    expect(exitCode).toBe(2);
    expect(observations).toEqual([
      {
        check: 'access',
        account: second,
        state: 'UNKNOWN',
        found: 'it could not be entered by role Auditor, so nothing of it is known: denied (AccessDenied)',
        fix: 'let this account assume the role there',
      },
    ]);
    expect(checks['recorder']).toEqual({ ok: 6, problems: 0, unknown: 0 });
  });

  it('is a Region that is not enabled', async () => {
    await place();
    await emulator.faults([{ account: second, region: 'eu-west-1', fault: 'not-enabled' }]);
    const { observations, exitCode } = await seen();
    expect(exitCode).toBe(2);
    expect(new Set(observations.map(({ account, region, fix }) => `${account} ${region} ${fix}`))).toEqual(
      new Set([`${second} eu-west-1 enable the Region in the account, or leave it out of the Regions`]),
    );
  });

  it('outranks what is wrong', async () => {
    await place([{ account: first, recorder: 'stopped' }]);
    await emulator.faults([{ service: 'iam', fault: 'denied' }]);
    const { exitCode, stdout } = await doctor();
    expect(exitCode).toBe(2);
    expect(stdout).toEqual(
      saying('✗ problem', '? unknown', 'the service-linked roles could not be read: denied (AccessDenied)', 'fix: allow iam:ListRoles'),
    );
  });

  it('is tried again when it is throttled', async () => {
    await place();
    await emulator.faults([
      { service: 'ssm', operation: 'DescribeDocument', fault: 'throttled', times: 2 },
      { service: 'config', operation: 'GetOrganizationConformancePackDetailedStatus', fault: 'throttled', times: 1 },
      { service: 'lambda', operation: 'ListFunctions', fault: 'throttled', times: 1 },
    ]);
    const args = ['org', 'doctor', '--assume-role', 'Auditor', '--regions', regions.join(','), '--format', 'json'];
    expect(await run(args, { ...environment(), AWS_MAX_ATTEMPTS: '4' })).toMatchObject({ exitCode: 0 });
    await emulator.faults([{ service: 'lambda', operation: 'ListFunctions', account: first, region: 'us-east-1', fault: 'throttled' }]);
    const { observations } = await seen();
    expect(observations).toMatchObject([{ check: 'functions', account: first, state: 'UNKNOWN', fix: saying('--concurrency') }]);
  });
});

describe('an organisation file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'org-doctor-'));
    return () => rm(folder, { recursive: true });
  });
  const file = async (changes: object = {}): Promise<string> => {
    const path = join(folder, 'organization.json');
    const organization = (await seen('--accounts', administrator)).organization;
    const content = {
      version: '1',
      organization,
      managementAccount: homeAccount,
      administratorAccount: administrator,
      deploymentRoles: [`arn:aws:iam::${administrator}:role/deployment`],
      homeRegion: 'eu-west-1',
      regions,
      organizationalUnits: ['r-exam'],
      excludedAccounts: [third],
      ...changes,
    };
    await writeFile(path, JSON.stringify(content));
    return path;
  };
  const doctorOf = async (path: string) =>
    run(['org', 'doctor', '--assume-role', 'Auditor', '--organization-file', path, '--format', 'json'], environment());

  it('says which Regions, rules and accounts are meant', async () => {
    await place([{ account: third, recorder: 'absent' }], { excludedAccounts: [third, homeAccount] });
    const report = reportIn(await doctorOf(await file()));
    expect(report).toMatchObject({ accounts: 3, accountRegions: 6, observations: [], exitCode: 0 });
    const calls = await emulator.calls();
    expect(new Set(calls.filter(({ service }) => service === 'cloudformation').map(({ region }) => region))).toEqual(
      new Set(['us-east-1', 'eu-west-1']),
    );
  });

  it('is held against the accounts that the pack excludes', async () => {
    await place([], { excludedAccounts: [second, homeAccount] });
    const { observations } = reportIn(await doctorOf(await file()));
    expect(observations.map(({ check, region, found }) => [check, region, found])).toEqual(
      regions.map((region) => [
        'pack',
        region,
        `pack bedrock-logging: it excludes ${second} against the organisation file; it does not exclude ${third}`,
      ]),
    );
  });

  it('without a pack takes the StackSet of the rules', async () => {
    await place([{ pack: null }]);
    const path = await file({ rulesThrough: 'stacks', excludedAccounts: [] });
    const { observations } = reportIn(await doctorOf(path));
    expect(observations.map(({ found }) => found)).toEqual(['there is no StackSet bedrock-logging-rules']);
  });

  it.each([
    [{ administratorAccount: first, deploymentRoles: [`arn:aws:iam::${first}:role/deployment`] }, `names administratorAccount ${first}`],
    [{ organization: 'o-anotherone1' }, 'the organisation file names o-anotherone1'],
    [{ regions: [] }, 'regions'],
  ])('is refused with %j', async (changes, said) => {
    await place();
    const text = await readFile(await file(changes), 'utf8');
    const args = ['org', 'doctor', '--assume-role', 'Auditor', '--organization-file', 'organization.json'];
    expect(await refusal(args, environment(), { 'organization.json': text })).toContain(said);
  });
});

describe('what it refuses', () => {
  it.each([
    [['--regions', 'mars-north-1'], "there is no Region 'mars-north-1'"],
    [['--accounts', '1234'], "'1234' is not an account id"],
    [['--rules', 'no-such-rule'], "no rule has id 'no-such-rule'"],
    [['--concurrency', '0'], '1 to 64'],
    [['--organization-file', 'missing.json'], 'missing.json cannot be read'],
    [['--organization-file', 'same.json', '--output', 'same.json'], 'name the same file'],
  ])('is %j', async (args, said) => {
    expect(await refusal(['org', 'doctor', ...args], unconnected)).toContain(said);
  });

  it('is the management account, an account that may not look, and one outside', async () => {
    await place();
    const line = (account: string) => refusal(['org', 'doctor', '--assume-role', 'Auditor'], { ...emulator.environmentOf(account) });
    expect(await line(homeAccount)).toContain(`of the management account ${homeAccount}`);
    expect(await line(first)).toContain('it takes organizations:ListAccounts, in a delegated administrator');
    expect(await line('100000000099')).toContain('not part of an organisation');
  });

  it('is accounts that no role enters', async () => {
    await place();
    expect(await refusal(['org', 'doctor'], environment())).toContain('--assume-role is needed');
    expect(await run(['org', 'doctor', '--accounts', administrator], environment())).toMatchObject({ exitCode: 0 });
  });
});
