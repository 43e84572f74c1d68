import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteBucketOwnershipControlsCommand,
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeenCall } from '../emulator/control.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { reportOf, run } from './run.ts';
import { seedsFor } from './seeds.ts';

const other = '222233334444';
let emulator: Emulator;
let folder: string;
let calls: readonly SeenCall[];

/**
 * Two accounts that make every rule read all it can: logging in one Region, with open buckets, one of which leaves it to access points who reads, and a
 * link to a monitoring account; and none in the other.
 */
beforeAll(async () => {
  emulator = await startEmulator({ seed: 18 });
  folder = await mkdtemp(join(tmpdir(), 'calls-'));
  for (const account of [homeAccount, other]) {
    const seeds = seedsFor(emulator, account);
    const { records, largeData } = await seeds.soundLogging();
    for (const Bucket of [records, largeData]) await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await seeds.s3.send(new PutBucketVersioningCommand({ Bucket: records, VersioningConfiguration: { Status: 'Enabled' } }));
    await seeds.s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: records }));
    await seeds.s3.send(new PutBucketAclCommand({ Bucket: records, ACL: 'public-read' }));
    await seeds.bucketPolicy(records, {
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${records}/*`,
      Condition: { StringEquals: { 's3:DataAccessPointAccount': account } },
    });
    const accessPoints = [{ name: 'readers', bucket: records, isPublic: true }];
    const links = [{ sinkArn: 'arn:aws:oam:us-east-1:999988887777:sink/monitoring', resourceTypes: ['AWS::Logs::LogGroup'] }];
    await emulator.seed({ account, region: 'us-east-1', accessPoints, links });
    // The same bucket and log group name again, in another Region.
    await seedsFor(emulator, account, 'eu-west-1').log({ s3Config: { bucketName: records }, textDataDeliveryEnabled: true });
  }
  const parameters = join(folder, 'parameters.json');
  await writeFile(parameters, JSON.stringify({ 'bedrock-invocation-logging-enabled': { appliesTo: 'regions-in-use' } }));
  await emulator.clearCalls();
  const scope = ['--accounts', `${homeAccount},${other}`, '--assume-role', 'auditor', '--regions', 'us-east-1,eu-west-1,eu-north-1'];
  const report = reportOf(await run(['evaluate', '--format', 'json', ...scope, '--parameters', parameters], emulator.environment));
  expect(report.summary).toMatchObject({ accounts: 2, accountRegions: 6 });
  expect(report.findings.filter(({ because }) => because?.includes('could not be read'))).toEqual([]);
  calls = await emulator.calls();
}, 120_000);
afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true });
});

/** Services whose answers are the same from every Region. */
const global = ['s3', 'iam', 'sts', 'account', 'organizations'];

it('makes no AWS call twice', () => {
  const keys = calls.map(({ service, operation, account, region, input }) =>
    JSON.stringify([service, operation, account, global.includes(service) ? '' : region, input]),
  );
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

it('reads what it should, and only reads', () => {
  const operations = new Set(calls.map(({ service, operation }) => `${service}:${operation}`));
  const expected = {
    'bedrock-agent': 'ListAgents ListFlows ListKnowledgeBases',
    bedrock:
      'GetModelInvocationLoggingConfiguration ListCustomModelDeployments ListCustomModels ListFoundationModels ListImportedModels ListInferenceProfiles ListMarketplaceModelEndpoints ListModelInvocationJobs ListProvisionedModelThroughputs',
    cloudwatch: 'GetMetricData ListMetrics',
    iam: 'GetAccountAuthorizationDetails GetRole',
    kms: 'DescribeKey GetKeyPolicy ListGrants',
    logs: 'DescribeAccountPolicies DescribeLogGroups DescribeSubscriptionFilters',
    oam: 'GetLink ListLinks',
    s3: 'GetBucketAcl GetBucketEncryption GetBucketLifecycleConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketVersioning GetBucketWebsite GetObjectLockConfiguration GetPublicAccessBlock ListBuckets',
    s3control: 'GetAccessPoint GetAccessPointPolicy GetAccessPointPolicyStatus GetPublicAccessBlock ListAccessPoints',
    sts: 'AssumeRole GetCallerIdentity',
  };
  const named = Object.entries(expected).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));
  expect([...operations].sort()).toEqual(named);
});

it('names the expected owner in every call about a bucket', () => {
  const ofBuckets = calls.filter(({ service, input }) => service === 's3' && 'Bucket' in input);
  expect(ofBuckets.length).toBeGreaterThan(20);
  expect(ofBuckets.filter(({ account, input }) => input['ExpectedBucketOwner'] !== account)).toEqual([]);
});

it('reads each account with credentials of that account', () => {
  expect(calls.filter(({ operation }) => operation === 'AssumeRole').map(({ account, input }) => [account, input['RoleArn']])).toEqual([
    [homeAccount, `arn:aws:iam::${other}:role/auditor`],
  ]);
  const reads = calls.filter(({ service }) => service !== 'sts');
  expect(new Set(reads.map(({ account }) => account))).toEqual(new Set([homeAccount, other]));
});
