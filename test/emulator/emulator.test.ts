import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  BedrockClient,
  GetModelInvocationLoggingConfigurationCommand,
  ListCustomModelDeploymentsCommand,
  ListCustomModelsCommand,
  ListFoundationModelsCommand,
  ListGuardrailsCommand,
  ListImportedModelsCommand,
  ListInferenceProfilesCommand,
  ListMarketplaceModelEndpointsCommand,
  ListModelInvocationJobsCommand,
  ListProvisionedModelThroughputsCommand,
  PutModelInvocationLoggingConfigurationCommand,
  paginateListImportedModels,
} from '@aws-sdk/client-bedrock';
import { BedrockAgentClient, ListAgentsCommand, ListFlowsCommand, ListKnowledgeBasesCommand } from '@aws-sdk/client-bedrock-agent';
import { CloudWatchClient, GetMetricDataCommand, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient, PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateAccessPointCommand,
  GetAccessPointCommand,
  GetAccessPointPolicyStatusCommand,
  ListAccessPointsCommand,
  PutAccessPointPolicyCommand,
  PutPublicAccessBlockCommand,
  S3ControlClient,
  GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand,
} from '@aws-sdk/client-s3-control';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind } from './control.ts';
import { homeAccount, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const otherAccount = '444455556666';
const region = 'eu-central-1';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 7 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());

/** Everything a list holds, and how large its pages were. */
async function everyPage<Item>(list: (token: string | undefined) => Promise<readonly [readonly Item[] | undefined, string | undefined]>) {
  const items: Item[] = [];
  const sizes: number[] = [];
  let token: string | undefined;
  do {
    const [page, next] = await list(token);
    items.push(...(page ?? []));
    sizes.push(page?.length ?? 0);
    token = next;
  } while (token !== undefined);
  return { items, sizes };
}

const s3 = (account = homeAccount, where = region) => emulator.client(account, where, S3Client);
const kms = (account = homeAccount, where = region) => emulator.client(account, where, KMSClient);
const logs = (account = homeAccount) => emulator.client(account, region, CloudWatchLogsClient);
const bedrock = (account = homeAccount) => emulator.client(account, region, BedrockClient);

const makeBucket = (Bucket: string, account = homeAccount, where: 'eu-central-1' | 'eu-west-1' = region) =>
  s3(account, where).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: where } }));

describe('what moto answers itself', () => {
  afterEach(async () => {
    expect(await emulator.violations()).toEqual([]);
  });

  it('fits the service models of AWS', async () => {
    await makeBucket('records');
    await s3().send(new PutObjectCommand({ Bucket: 'records', Key: 'a/b', Body: 'text' }));
    expect(await (await s3().send(new GetObjectCommand({ Bucket: 'records', Key: 'a/b' }))).Body?.transformToString()).toBe('text');
    await s3().send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: 'records',
        LifecycleConfiguration: { Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 400 } }] },
      }),
    );
    for (const Command of [GetBucketAclCommand, GetBucketVersioningCommand, GetBucketLifecycleConfigurationCommand, HeadBucketCommand])
      await s3().send(new Command({ Bucket: 'records' }));
    const iam = emulator.client(homeAccount, 'us-east-1', IAMClient);
    await iam.send(new CreateRoleCommand({ RoleName: 'writer', AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' }));
    await iam.send(new GetRoleCommand({ RoleName: 'writer' }));
    const control = emulator.client(homeAccount, region, S3ControlClient);
    await control.send(
      new PutPublicAccessBlockCommand({ AccountId: homeAccount, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    );
    const block = await control.send(new GetAccountPublicAccessBlockCommand({ AccountId: homeAccount }));
    expect(block.PublicAccessBlockConfiguration?.BlockPublicAcls).toBe(true);
  });
});

describe('credentials', () => {
  it('belong to the home account in a spawned process', async () => {
    const script = `const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
      const { S3ControlClient, ListAccessPointsCommand } = require('@aws-sdk/client-s3-control');
      (async () => {
        const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
        const points = await new S3ControlClient({}).send(new ListAccessPointsCommand({ AccountId: Account }));
        console.log(Account, Array.isArray(points.AccessPointList ?? []));
      })();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
      env: { PATH: process.env['PATH'] ?? '', ...emulator.environment },
    });
    expect(stdout.trim()).toBe(`${homeAccount} true`);
  });

  it('of an assumed role belong to the account of the role in every service', async () => {
    const assumed = await emulator
      .client(homeAccount, region, STSClient)
      .send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${otherAccount}:role/auditor`, RoleSessionName: 'audit' }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const settings = { region, endpoint: emulator.url, credentials };
    await makeBucket('theirs', otherAccount);
    const identity = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${otherAccount}:assumed-role/auditor/audit`);
    await new S3Client(settings).send(new HeadBucketCommand({ Bucket: 'theirs', ExpectedBucketOwner: otherAccount }));
    await new CloudWatchLogsClient(settings).send(new DescribeLogGroupsCommand({}));
    await new BedrockClient(settings).send(new ListFoundationModelsCommand({}));
    const seen = (await emulator.calls()).slice(-4);
    expect(seen.map(({ account, status }) => [account, status])).toEqual(Array(4).fill([otherAccount, 200]));
  });
});

describe('Bedrock', () => {
  it('lists what was seeded', async () => {
    const seed = { customModels: 1, importedModels: 2, provisionedThroughputs: 3, customModelDeployments: 4, marketplaceEndpoints: 5 };
    const invocationJobs = [{ status: 'InProgress' }, { status: 'Completed' }];
    await emulator.seed({ account: homeAccount, region, ...seed, applicationInferenceProfiles: 6, invocationJobs });
    await emulator.setPaging(false);
    const client = bedrock();
    expect((await client.send(new ListCustomModelsCommand({}))).modelSummaries).toHaveLength(1);
    expect((await client.send(new ListImportedModelsCommand({}))).modelSummaries).toHaveLength(2);
    expect((await client.send(new ListProvisionedModelThroughputsCommand({}))).provisionedModelSummaries).toHaveLength(3);
    expect((await client.send(new ListCustomModelDeploymentsCommand({}))).modelDeploymentSummaries).toHaveLength(4);
    expect((await client.send(new ListMarketplaceModelEndpointsCommand({}))).marketplaceModelEndpoints).toHaveLength(5);
    const profiles = await client.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }));
    expect(profiles.inferenceProfileSummaries).toHaveLength(6);
    const jobs = await client.send(new ListModelInvocationJobsCommand({ statusEquals: 'InProgress' }));
    expect(jobs.invocationJobSummaries?.map((job) => job.jobName)).toEqual(['job-001']);
    expect((await client.send(new ListFoundationModelsCommand({}))).modelSummaries).not.toHaveLength(0);
    expect((await bedrock(otherAccount).send(new ListImportedModelsCommand({}))).modelSummaries).toEqual([]);
    expect(await emulator.violations()).toEqual([]);
  });

  it('lists agents, knowledge bases and flows', async () => {
    await emulator.seed({ account: homeAccount, region, agents: 1, knowledgeBases: 2, flows: 3 });
    await emulator.setPaging(false);
    const client = emulator.client(homeAccount, region, BedrockAgentClient);
    expect((await client.send(new ListAgentsCommand({}))).agentSummaries).toHaveLength(1);
    expect((await client.send(new ListKnowledgeBasesCommand({}))).knowledgeBaseSummaries).toHaveLength(2);
    expect((await client.send(new ListFlowsCommand({}))).flowSummaries).toHaveLength(3);
  });

  it('refuses a request that the service model does not allow', async () => {
    for (const maxResults of [0, 1_001]) {
      const sent = bedrock().send(new ListImportedModelsCommand({ maxResults }));
      await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'ValidationException' }));
    }
  });

  it('answers an account that never set logging with an empty object, or as ordered', async () => {
    const ask = () => bedrock().send(new GetModelInvocationLoggingConfigurationCommand({}));
    expect(await ask()).not.toHaveProperty('loggingConfig');
    await emulator.setUnsetAnswer('{"loggingConfig":{}}');
    expect((await ask()).loggingConfig).toEqual({});
    await emulator.setUnsetAnswer('{"loggingConfig":null}');
    expect((await ask()).loggingConfig).toBeUndefined();
    const loggingConfig = { s3Config: { bucketName: 'records' }, textDataDeliveryEnabled: true };
    await bedrock().send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
    expect((await ask()).loggingConfig).toEqual(loggingConfig);
  });
});

describe('pages', () => {
  it('are of random size, some empty, and the same for the same seed', async () => {
    const list = async () => {
      await emulator.reset();
      await emulator.seed({ account: homeAccount, region, importedModels: 40 });
      return everyPage(async (nextToken) => {
        const page = await bedrock().send(new ListImportedModelsCommand({ nextToken }));
        return [page.modelSummaries, page.nextToken] as const;
      });
    };
    const { items, sizes } = await list();
    expect(new Set(items.map((each) => each.modelName))).toHaveLength(40);
    expect(sizes).toContain(0);
    expect(new Set(sizes).size).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
    expect((await list()).sizes).toEqual(sizes);
  });

  it('are read to the end by the paginators of the SDK', async () => {
    await emulator.seed({ account: homeAccount, region, importedModels: 30 });
    const names: (string | undefined)[] = [];
    for await (const page of paginateListImportedModels({ client: bedrock() }, {}))
      names.push(...(page.modelSummaries ?? []).map((each) => each.modelName));
    expect(names).toHaveLength(30);
  });

  it('are as large as asked for when switched off', async () => {
    await emulator.seed({ account: homeAccount, region, importedModels: 12 });
    await emulator.setPaging(false);
    const { sizes } = await everyPage(async (nextToken) => {
      const page = await bedrock().send(new ListImportedModelsCommand({ nextToken, maxResults: 10 }));
      return [page.modelSummaries, page.nextToken] as const;
    });
    expect(sizes).toEqual([10, 2]);
  });

  it('hold tokens for the request they were given for', async () => {
    const sent = bedrock().send(new ListImportedModelsCommand({ nextToken: 'made-up' }));
    await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'ValidationException' }));
  });

  it('come from moto, run to the end', async () => {
    for (let number = 0; number < 60; number += 1) await logs().send(new CreateLogGroupCommand({ logGroupName: `group-${number}` }));
    const tooMany = logs().send(new DescribeLogGroupsCommand({ limit: 51 }));
    await expect(tooMany).rejects.toThrow(expect.objectContaining({ name: 'InvalidParameterException' }));
    const groups = await everyPage(async (nextToken) => {
      const page = await logs().send(new DescribeLogGroupsCommand({ nextToken, limit: 50 }));
      return [page.logGroups, page.nextToken] as const;
    });
    expect(new Set(groups.items.map((group) => group.logGroupName)).size).toBe(60);

    const ssm = emulator.client(homeAccount, region, SSMClient);
    const regions = await everyPage(async (NextToken) => {
      const Path = '/aws/service/global-infrastructure/services/bedrock/regions';
      const page = await ssm.send(new GetParametersByPathCommand({ Path, NextToken }));
      return [page.Parameters, page.NextToken] as const;
    });
    const found = regions.items.find((parameter) => parameter.Value === 'us-east-1');
    expect(found?.Name).toBe('/aws/service/global-infrastructure/services/bedrock/regions/us-east-1');

    const metrics = emulator.client(homeAccount, region, CloudWatchClient);
    const MetricData = Array.from({ length: 20 }, (_, number) => ({
      MetricName: `metric-${number}`,
      Value: number,
      Timestamp: new Date(),
    }));
    await metrics.send(new PutMetricDataCommand({ Namespace: 'test', MetricData }));
    const listed = await everyPage(async (NextToken) => {
      const page = await metrics.send(new ListMetricsCommand({ Namespace: 'test', NextToken }));
      return [page.Metrics, page.NextToken] as const;
    });
    expect(listed.items).toHaveLength(20);
    const MetricDataQueries = MetricData.map(({ MetricName }, number) => ({
      Id: `m${number}`,
      MetricStat: { Metric: { Namespace: 'test', MetricName }, Period: 60, Stat: 'Sum' },
    }));
    const [StartTime, EndTime] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 60_000)];
    const values = await everyPage(async (NextToken) => {
      const page = await metrics.send(new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime, NextToken }));
      return [page.MetricDataResults, page.NextToken] as const;
    });
    expect(values.items.map((each) => [each.Id, each.Values?.[0]])).toContainEqual(['m19', 19]);
    expect(await emulator.violations()).toEqual([]);
  });
});

describe('Regions and organisations', () => {
  it('lists the Regions of an account by their status', async () => {
    await emulator.seed({ account: homeAccount, regionOptStatus: { 'ap-east-1': 'DISABLED' } });
    const account = emulator.client(homeAccount, 'us-east-1', AccountClient);
    const { items } = await everyPage(async (NextToken) => {
      const page = await account.send(new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'], NextToken }));
      return [page.Regions, page.NextToken] as const;
    });
    const names = items.map((each) => each.RegionName);
    expect(names).toContain('us-east-1');
    expect(names).toContain('ap-southeast-7');
    expect(names).not.toContain('ap-east-1');
  });

  it('lists the accounts of an organisation to its management account only', async () => {
    await emulator.seed({ organization: { management: homeAccount, accounts: [{ id: otherAccount, status: 'SUSPENDED' }] } });
    const client = emulator.client(homeAccount, 'us-east-1', OrganizationsClient);
    const { items } = await everyPage(async (NextToken) => {
      const page = await client.send(new ListAccountsCommand({ NextToken }));
      return [page.Accounts, page.NextToken] as const;
    });
    const found = items.map((each) => `${each.Id} ${each.State}`).toSorted();
    expect(found).toEqual([`${homeAccount} ACTIVE`, `${otherAccount} SUSPENDED`]);
    const asMember = emulator.client(otherAccount, 'us-east-1', OrganizationsClient).send(new ListAccountsCommand({}));
    await expect(asMember).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
    const outside = emulator.client('123456789012', 'us-east-1', OrganizationsClient).send(new ListAccountsCommand({}));
    await expect(outside).rejects.toThrow(expect.objectContaining({ name: 'AWSOrganizationsNotInUseException' }));
  });
});

describe('S3', () => {
  it('gives a new bucket the defaults of today, and none when switched off', async () => {
    await makeBucket('records');
    const encryption = await s3().send(new GetBucketEncryptionCommand({ Bucket: 'records' }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    expect(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
    const block = await s3().send(new GetPublicAccessBlockCommand({ Bucket: 'records' }));
    expect(block.PublicAccessBlockConfiguration?.RestrictPublicBuckets).toBe(true);
    const ownership = await s3().send(new GetBucketOwnershipControlsCommand({ Bucket: 'records' }));
    expect(ownership.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    await s3().send(new DeletePublicAccessBlockCommand({ Bucket: 'records' }));
    const removed = s3().send(new GetPublicAccessBlockCommand({ Bucket: 'records' }));
    await expect(removed).rejects.toThrow(expect.objectContaining({ name: 'NoSuchPublicAccessBlockConfiguration' }));
    await emulator.setNewBucketDefaults(false);
    await makeBucket('old');
    const open = s3().send(new GetPublicAccessBlockCommand({ Bucket: 'old' }));
    await expect(open).rejects.toThrow(expect.objectContaining({ name: 'NoSuchPublicAccessBlockConfiguration' }));
  });

  it('lists buckets with their Regions, by prefix', async () => {
    for (const name of ['logs-a', 'logs-b', 'other']) await makeBucket(name);
    await makeBucket('logs-far', homeAccount, 'eu-west-1');
    await makeBucket('logs-theirs', otherAccount);
    const { items } = await everyPage(async (ContinuationToken) => {
      const page = await s3().send(new ListBucketsCommand({ Prefix: 'logs-', MaxBuckets: 2, ContinuationToken }));
      return [page.Buckets, page.ContinuationToken] as const;
    });
    expect(items.map((bucket) => [bucket.Name, bucket.BucketRegion])).toEqual([
      ['logs-a', region],
      ['logs-b', region],
      ['logs-far', 'eu-west-1'],
    ]);
  });

  it('says which policies are public', async () => {
    await makeBucket('records');
    const status = async () => (await s3().send(new GetBucketPolicyStatusCommand({ Bucket: 'records' }))).PolicyStatus?.IsPublic;
    await expect(status()).rejects.toThrow(expect.objectContaining({ name: 'NoSuchBucketPolicy' }));
    const isPublicWith = async (statement: object) => {
      const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records/*', ...statement }];
      await s3().send(new PutBucketPolicyCommand({ Bucket: 'records', Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
      return status();
    };
    expect(await isPublicWith({ Principal: '*' })).toBe(true);
    expect(await isPublicWith({ Principal: { AWS: '*' } })).toBe(true);
    expect(await isPublicWith({ Principal: { AWS: `arn:aws:iam::${otherAccount}:root` } })).toBe(false);
    expect(await isPublicWith({ Principal: '*', Effect: 'Deny' })).toBe(false);
    expect(await isPublicWith({ Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': homeAccount } } })).toBe(false);
    expect(await isPublicWith({ Principal: '*', Condition: { StringLike: { 'aws:SourceAccount': '*' } } })).toBe(true);
    expect(await isPublicWith({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })).toBe(true);
    expect(await isPublicWith({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } })).toBe(true);
  });

  it('refuses the buckets of other accounts and of unexpected owners', async () => {
    await makeBucket('theirs', otherAccount);
    await makeBucket('mine');
    const stranger = s3().send(new GetBucketAclCommand({ Bucket: 'theirs' }));
    await expect(stranger).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }));
    const unexpected = s3().send(new GetBucketAclCommand({ Bucket: 'mine', ExpectedBucketOwner: otherAccount }));
    await expect(unexpected).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }));
    await s3().send(new GetBucketAclCommand({ Bucket: 'mine', ExpectedBucketOwner: homeAccount }));
  });

  it('redirects to the Region of a bucket', async () => {
    await makeBucket('far', homeAccount, 'eu-west-1');
    const ask = () => s3().send(new GetBucketAclCommand({ Bucket: 'far' }));
    await expect(ask()).rejects.toThrow(expect.objectContaining({ name: 'PermanentRedirect' }));
    expect((await s3().send(new GetBucketLocationCommand({ Bucket: 'far' }))).LocationConstraint).toBe('eu-west-1');
    await emulator.setRegionRedirect(false);
    await ask();
  });

  it('is followed by an SDK client that follows redirects', async () => {
    await makeBucket('far', homeAccount, 'eu-west-1');
    const credentials = { accessKeyId: `AKIATEST${homeAccount}`, secretAccessKey: 'not-a-secret' };
    const client = new S3Client({ region, endpoint: emulator.url, credentials, followRegionRedirects: true });
    await client.send(new GetBucketAclCommand({ Bucket: 'far' }));
    expect((await client.send(new HeadBucketCommand({ Bucket: 'far' }))).BucketRegion).toBe('eu-west-1');
  });

  it('keeps access points in the Region of the bucket', async () => {
    await makeBucket('records');
    const control = emulator.client(homeAccount, region, S3ControlClient);
    const point = { AccountId: homeAccount, Name: 'readers' };
    await control.send(new CreateAccessPointCommand({ ...point, Bucket: 'records' }));
    await emulator.seed({ account: homeAccount, region, accessPoints: [{ name: 'open', bucket: 'records', isPublic: true }] });
    const { items } = await everyPage(async (NextToken) => {
      const page = await control.send(new ListAccessPointsCommand({ AccountId: homeAccount, Bucket: 'records', NextToken }));
      return [page.AccessPointList, page.NextToken] as const;
    });
    expect(items.map((each) => each.Name)).toEqual(['open', 'readers']);
    const found = await control.send(new GetAccessPointCommand(point));
    expect(found).toMatchObject({ NetworkOrigin: 'Internet', PublicAccessBlockConfiguration: { BlockPublicPolicy: true } });
    const status = () => control.send(new GetAccessPointPolicyStatusCommand(point));
    await expect(status()).rejects.toThrow(expect.objectContaining({ name: 'NoSuchAccessPointPolicy' }));
    const Statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
    await control.send(new PutAccessPointPolicyCommand({ ...point, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
    expect((await status()).PolicyStatus?.IsPublic).toBe(true);
    const seeded = await control.send(new GetAccessPointPolicyStatusCommand({ ...point, Name: 'open' }));
    expect(seeded.PolicyStatus?.IsPublic).toBe(true);
    const elsewhere = await emulator
      .client(homeAccount, 'eu-west-1', S3ControlClient)
      .send(new ListAccessPointsCommand({ AccountId: homeAccount }));
    expect(elsewhere.AccessPointList ?? []).toEqual([]);
  });
});

describe('KMS', () => {
  it('describes keys in full', async () => {
    const created = await kms().send(new CreateKeyCommand({}));
    const KeyId = created.KeyMetadata?.KeyId ?? '';
    const described = await kms().send(new DescribeKeyCommand({ KeyId }));
    expect(described.KeyMetadata).toMatchObject({ KeyManager: 'CUSTOMER', KeyUsage: 'ENCRYPT_DECRYPT', KeySpec: 'SYMMETRIC_DEFAULT' });
    const managed = await kms().send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }));
    expect(managed.KeyMetadata?.KeyManager).toBe('AWS');
    await emulator.seed({ account: homeAccount, region, keyStates: { [KeyId]: 'PendingImport' }, keySpecs: { [KeyId]: 'RSA_2048' } });
    const changed = await kms().send(new DescribeKeyCommand({ KeyId }));
    expect(changed.KeyMetadata).toMatchObject({ KeyState: 'PendingImport', Enabled: false, KeySpec: 'RSA_2048' });
    expect(await emulator.violations()).toEqual([]);
  });

  it('schedules the deletion of a key named by its ARN', async () => {
    const KeyId = (await kms().send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
    await kms().send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect((await kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe('PendingDeletion');
  });

  it('shows a foreign key to the accounts its policy names', async () => {
    const { KeyMetadata } = await kms(otherAccount).send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata?.Arn ?? '';
    const ask = () => kms().send(new DescribeKeyCommand({ KeyId }));
    await expect(ask()).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
    const principals = [otherAccount, homeAccount].map((account) => `arn:aws:iam::${account}:root`);
    const Statement = [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 'kms:*', Resource: '*' }];
    await kms(otherAccount).send(new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
    expect((await ask()).KeyMetadata?.AWSAccountId).toBe(otherAccount);
    const elsewhere = kms(homeAccount, 'eu-west-1').send(new DescribeKeyCommand({ KeyId }));
    await expect(elsewhere).rejects.toThrow(expect.objectContaining({ name: 'NotFoundException' }));
  });
});

describe('CloudWatch Logs', () => {
  it('remembers the class of a log group and the key put on it', async () => {
    const key = `arn:aws:kms:${region}:${homeAccount}:key/11111111-2222-3333-4444-555555555555`;
    await emulator.setPaging(false);
    await logs().send(new CreateLogGroupCommand({ logGroupName: 'rare', logGroupClass: 'INFREQUENT_ACCESS' }));
    await logs().send(new CreateLogGroupCommand({ logGroupName: 'usual' }));
    await logs().send(new AssociateKmsKeyCommand({ logGroupName: 'usual', kmsKeyId: key }));
    const describeGroups = async () => {
      const { logGroups = [] } = await logs().send(new DescribeLogGroupsCommand({}));
      return logGroups.map((group) => [group.logGroupName, group.logGroupClass, group.kmsKeyId]);
    };
    expect(await describeGroups()).toEqual([
      ['rare', 'INFREQUENT_ACCESS', undefined],
      ['usual', 'STANDARD', key],
    ]);
    await logs().send(new DisassociateKmsKeyCommand({ logGroupName: 'usual' }));
    expect((await describeGroups())[1]).toEqual(['usual', 'STANDARD', undefined]);
    const missing = logs().send(new AssociateKmsKeyCommand({ logGroupName: 'none', kmsKeyId: key }));
    await expect(missing).rejects.toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  });
});

describe('faults', () => {
  const callers = {
    bedrock: () => bedrock().send(new ListFoundationModelsCommand({})),
    logs: () => logs().send(new DescribeLogGroupsCommand({})),
    s3: () => s3().send(new GetBucketVersioningCommand({ Bucket: 'records' })),
    sts: () => emulator.client(homeAccount, region, STSClient).send(new GetCallerIdentityCommand({})),
    cloudwatch: () => emulator.client(homeAccount, region, CloudWatchClient).send(new ListMetricsCommand({})),
    s3control: () => emulator.client(homeAccount, region, S3ControlClient).send(new ListAccessPointsCommand({ AccountId: homeAccount })),
  };
  const names: Record<keyof typeof callers, Partial<Record<FaultKind, string>>> = {
    bedrock: {
      denied: 'AccessDeniedException',
      throttled: 'ThrottlingException',
      'server-error': 'InternalServerException',
      'not-enabled': 'UnrecognizedClientException',
      expired: 'ExpiredTokenException',
      invalid: 'ValidationException',
      html: 'SyntaxError',
    },
    logs: {
      denied: 'AccessDeniedException',
      throttled: 'ThrottlingException',
      'server-error': 'InternalServerError',
      invalid: 'InvalidParameterException',
      html: 'SyntaxError',
    },
    cloudwatch: { denied: 'AccessDeniedException', throttled: 'ThrottlingException', expired: 'ExpiredTokenException' },
    s3: {
      denied: 'AccessDenied',
      throttled: 'SlowDown',
      'server-error': 'InternalError',
      'not-enabled': 'InvalidAccessKeyId',
      expired: 'ExpiredToken',
      invalid: 'InvalidArgument',
    },
    s3control: { denied: 'AccessDenied', throttled: 'SlowDown', 'server-error': 'InternalError' },
    sts: { denied: 'AccessDenied', throttled: 'Throttling', 'not-enabled': 'InvalidClientTokenId', expired: 'ExpiredToken' },
  };
  const cases = Object.entries(names).flatMap(([service, faults]) =>
    Object.entries(faults).map(([fault, name]) => ({ service: service as keyof typeof callers, fault: fault as FaultKind, name })),
  );

  it.each(cases)('makes $service answer $fault as $name', async ({ service, fault, name }) => {
    await makeBucket('records');
    await emulator.faults([{ service, fault, times: 1 }]);
    await expect(callers[service]()).rejects.toThrow(expect.objectContaining({ name }));
    await callers[service]();
  });

  it.each(['malformed', 'wrong-type', 'html', 'empty-body'] as const)('answers 200 with %s', async (fault) => {
    await emulator.faults([{ fault }]);
    await Promise.allSettled(Object.values(callers).map((call) => call()));
    const calls = await emulator.calls();
    expect(calls.map((call) => call.status)).toEqual(Array(6).fill(200));
  });

  it('hits the calls it names only', async () => {
    await emulator.faults([{ service: 'logs', operation: 'DescribeLogGroups', account: otherAccount, resource: 'audit', fault: 'denied' }]);
    await logs(homeAccount).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'audit' }));
    await logs(otherAccount).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'other' }));
    const hit = logs(otherAccount).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'audit' }));
    await expect(hit).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
    await emulator.clearFaults();
    await logs(otherAccount).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'audit' }));
  });

  it('refuses a fault it does not know', async () => {
    await expect(emulator.faults([{ fault: 'sulking' as FaultKind }])).rejects.toThrow('not a fault');
  });
});

describe('the gates', () => {
  it('fail a call that the emulator itself would answer unlike AWS', async () => {
    await emulator.setPaging(false);
    await emulator.seed({ account: homeAccount, region, invocationJobs: [{ status: 'Sulking' }] });
    const sent = bedrock().send(new ListModelInvocationJobsCommand({}));
    await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'EmulatorDefect' }));
  });

  it('report an answer of moto that does not fit the service model, and what moto cannot do', async () => {
    const KeyId = (await kms().send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
    await emulator.seed({ account: homeAccount, region, keySpecs: { [KeyId]: 'ROT_13' } });
    await kms().send(new DescribeKeyCommand({ KeyId }));
    await expect(bedrock().send(new ListGuardrailsCommand({}))).rejects.toThrow();
    expect((await emulator.violations()).map(({ operation, problem }) => [operation, problem])).toEqual([
      ['DescribeKey', expect.stringContaining('ROT_13')],
      ['ListGuardrails', expect.stringContaining('moto')],
    ]);
  });
});

describe('the call log', () => {
  it('holds every call since it was emptied', async () => {
    await makeBucket('records');
    await emulator.clearCalls();
    await s3().send(new GetBucketAclCommand({ Bucket: 'records' }));
    await bedrock(otherAccount).send(new ListFoundationModelsCommand({}));
    expect(await emulator.calls()).toEqual([
      {
        service: 's3',
        operation: 'GetBucketAcl',
        account: homeAccount,
        region,
        status: 200,
        input: { Bucket: 'records' },
        resource: 'records',
        action: 's3:GetBucketAcl',
      },
      {
        service: 'bedrock',
        operation: 'ListFoundationModels',
        account: otherAccount,
        region,
        status: 200,
        input: {},
        action: 'bedrock:ListFoundationModels',
      },
    ]);
  });
});
