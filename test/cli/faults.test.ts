import { DeletePublicAccessBlockCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import type { FaultKind, UnsetAnswer } from '../emulator/control.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { reportOf, run } from './run.ts';
import { saying } from './saying.ts';
import { seedsFor } from './seeds.ts';

const enabled = 'bedrock-invocation-logging-enabled';
const isBlocked = 'bedrock-log-buckets-block-public-access';
const encrypted = 'bedrock-log-destinations-encrypted';
const exist = 'bedrock-log-destinations-exist';
const restricted = 'bedrock-log-readers-restricted';
const retained = 'bedrock-log-retention-within-limits';

/** A fact that decides, the calls that fail, and what must be unknown because of it; everything else of the account is compliant. */
interface Decider {
  readonly name: string;
  readonly account: string;
  readonly calls: readonly { readonly service: string; readonly operation: string }[];
  readonly unknown: readonly (readonly [rule: string, resources: RegExp])[];
}

type Operation = readonly [service: string, operation: string];

/** A decider of who reads buckets, and one of who reads log groups. */
function whoReads(account: string, ofBuckets: Operation, ofLogGroup: Operation): Decider {
  return {
    name: `${ofBuckets[1]} and ${ofLogGroup[1]}`,
    account,
    calls: [ofBuckets, ofLogGroup].map(([service, operation]) => ({ service, operation })),
    unknown: [
      [restricted, buckets],
      [restricted, group],
    ],
  };
}

const buckets = /^(records|large)-/;
const group = /^\/bedrock/;
const deciders: readonly Decider[] = [
  {
    name: 'the logging configuration',
    account: '200000000001',
    calls: [{ service: 'bedrock', operation: 'GetModelInvocationLoggingConfiguration' }],
    unknown: [enabled, isBlocked, encrypted, exist, restricted, retained].map((rule) => [rule, /^200000000001$/] as const),
  },
  {
    name: 'own buckets, log groups and roles',
    account: '200000000002',
    calls: [
      { service: 's3', operation: 'ListBuckets' },
      { service: 'logs', operation: 'DescribeLogGroups' },
      { service: 'iam', operation: 'GetRole' },
    ],
    unknown: [
      [exist, /./],
      [encrypted, group],
      [retained, group],
    ],
  },
  {
    name: 'encryption, public access blocks and lifecycles',
    account: '200000000003',
    calls: ['GetBucketEncryption', 'GetPublicAccessBlock', 'GetBucketLifecycleConfiguration'].map((operation) => ({
      service: 's3',
      operation,
    })),
    unknown: [
      [isBlocked, buckets],
      [encrypted, buckets],
      [restricted, buckets],
      [retained, buckets],
    ],
  },
  {
    name: 'keys and versioning',
    account: '200000000004',
    calls: [
      { service: 'kms', operation: 'DescribeKey' },
      { service: 's3', operation: 'GetBucketVersioning' },
    ],
    unknown: [
      [encrypted, /./],
      [restricted, buckets],
      [retained, buckets],
    ],
  },
  {
    name: 'Object Lock and the public access block of the account',
    account: '200000000005',
    calls: [
      { service: 's3', operation: 'GetObjectLockConfiguration' },
      { service: 's3control', operation: 'GetPublicAccessBlock' },
    ],
    unknown: [
      [retained, buckets],
      [restricted, buckets],
      [isBlocked, buckets],
    ],
  },
  {
    name: 'the policies of users and roles',
    account: '200000000006',
    calls: [{ service: 'iam', operation: 'GetAccountAuthorizationDetails' }],
    unknown: [[restricted, /./]],
  },
  whoReads('200000000007', ['s3', 'GetBucketPolicy'], ['logs', 'DescribeSubscriptionFilters']),
  whoReads('200000000008', ['kms', 'GetKeyPolicy'], ['logs', 'DescribeAccountPolicies']),
  whoReads('200000000009', ['kms', 'ListGrants'], ['oam', 'ListLinks']),
  whoReads('200000000010', ['s3control', 'GetAccessPointPolicy'], ['oam', 'GetLink']),
];

/** A bucket of which Object Lock and the public access block of the account must be known. */
async function openWithVersions(seeds: ReturnType<typeof seedsFor>, Bucket: string): Promise<void> {
  await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await seeds.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const days = { Expiration: { Days: 400 }, NoncurrentVersionExpiration: { NoncurrentDays: 30 } };
  await seeds.expire(Bucket, { ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, ...days });
}

/** Buckets that leave it to access points of the account who reads them, and a link to a monitoring account that shares no logs. */
async function readThroughAccessPoints(account: string, ...names: readonly string[]): Promise<void> {
  const seeds = seedsFor(emulator, account);
  for (const bucket of names) {
    await seeds.bucketPolicy(bucket, {
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { StringEquals: { 's3:DataAccessPointAccount': account } },
    });
  }
  const accessPoints = names.map((bucket) => ({ name: `of-${bucket}`, bucket }));
  const links = [{ sinkArn: 'arn:aws:oam:us-east-1:999988887777:sink/monitoring', resourceTypes: ['AWS::CloudWatch::Metric'] }];
  await emulator.seed({ account, region: 'us-east-1', accessPoints, links });
}

const accounts = deciders.map(({ account }) => account).join(',');

let emulator: Emulator;
const judge = async (environment: Readonly<Record<string, string>>) =>
  reportOf(await run(['evaluate', '--format', 'json', '--accounts', accounts, '--assume-role', 'auditor'], environment)).findings;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 16 });
}, 120_000);
afterAll(() => emulator?.stop());

describe('a fault of kind', () => {
  beforeAll(async () => {
    await emulator.reset();
    for (const { account } of deciders) {
      const seeds = seedsFor(emulator, account);
      const { records, largeData } = await seeds.soundLogging();
      if (account === '200000000005') {
        for (const bucket of [records, largeData]) await openWithVersions(seeds, bucket);
      }
      if (account === '200000000010') await readThroughAccessPoints(account, records, largeData);
    }
  });
  beforeEach(() => emulator.clearFaults());

  const kinds: readonly (readonly [FaultKind, RegExp])[] = [
    ['denied', /could not be read: denied \(AccessDenied(Exception)?\)/],
    ['throttled', /could not be read: throttled \((ThrottlingException|Throttling|SlowDown)\)/],
    ['server-error', /could not be read: failed \(\w+\)/],
    ['not-enabled', /could not be read: region-not-enabled \((UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId)\)/],
    ['expired', /could not be read: denied \(ExpiredToken(Exception)?\)/],
    ['malformed', /could not be read: malformed \(\w+\)/],
    ['html', /could not be read: malformed \(\w+\)/],
    ['empty-body', /could not be read: malformed \(\w+\)/],
    ['wrong-type', /could not be read: malformed \(\w+\)/],
  ];

  it.each(kinds)('%s makes unknown what it hides, and nothing else', async (fault, reason) => {
    await emulator.faults(deciders.flatMap(({ account, calls }) => calls.map((call) => ({ ...call, account, fault }))));
    const findings = await judge({ ...emulator.environment, AWS_MAX_ATTEMPTS: '1' });
    for (const { name, account, unknown } of deciders) {
      const isHidden = ({ rule, resource }: Finding) => unknown.some(([hidden, ids]) => hidden === rule && ids.test(resource.id));
      const told = findings.filter((finding) => finding.account === account);
      expect(told.filter(isHidden).length, name).toBeGreaterThan(0);
      for (const finding of told) {
        const { rule, resource, verdict, because } = finding;
        const expected = isHidden(finding) ? ['UNKNOWN', expect.stringMatching(reason)] : ['COMPLIANT', undefined];
        expect([verdict, because], `${name}: ${rule} ${resource.id}`).toEqual(expected);
      }
    }
  });

  it('throttled is overcome when it passes', async () => {
    await emulator.faults(
      deciders.flatMap(({ account, calls }) => calls.map((call) => ({ ...call, account, fault: 'throttled' as const, times: 1 }))),
    );
    const findings = await judge(emulator.environment);
    const ofAccount5 = findings.filter(({ account, rule }) => account === '200000000005' && rule === isBlocked);
    expect(ofAccount5.map(({ verdict }) => verdict)).toEqual(['NON_COMPLIANT', 'NON_COMPLIANT']);
    expect(findings.filter((finding) => !ofAccount5.includes(finding)).map(({ verdict }) => verdict)).toEqual(
      Array(deciders.length * 16 - 2).fill('COMPLIANT'),
    );
  });
});

describe('logging that was never set', () => {
  it.each<UnsetAnswer>(['{}', '{"loggingConfig":{}}', '{"loggingConfig":null}'])('is off when AWS answers %s', async (answer) => {
    await emulator.reset();
    await emulator.setUnsetAnswer(answer);
    const told = await run(['evaluate', '--format', 'json'], emulator.environment);
    const { findings } = reportOf(told);
    expect(findings.map(({ rule, verdict, because }) => [rule, verdict, because])).toEqual([
      [enabled, 'NON_COMPLIANT', saying('logging is off', 'us-east-1', '111122223333')],
      ...[isBlocked, encrypted, exist, restricted, retained].map((rule) => [rule, 'NOT_APPLICABLE', saying('logging is off', enabled)]),
    ]);
    expect(findings.every(({ resource }) => resource.id === homeAccount)).toBe(true);
    expect(told.exitCode).toBe(1);
  });
});
