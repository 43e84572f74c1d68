import { CreateLogGroupCommand, DeleteLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { everyDataType, type Statement } from '../cli/seeds.ts';
import {
  accountDecides,
  alias,
  bedrockAssumes,
  bedrockEncrypts,
  bedrockPuts,
  configuration,
  deliverable,
  jsonIn,
  key,
  logsEncrypt,
  made,
  mark,
  nameless,
  noPlainHttp,
  run,
  statementsOf,
  trust,
  writesTo,
} from './enable-invocation-logging-seeds.ts';
import { account, changes, emulator, everyRunCalls, region, seeds } from './runbook-place.ts';

const { s3, logs, iam, kms } = seeds;
const stranger = '444455556666';

/** Runs it, and expects that to go well. */
async function ran(resource: string, parameters = {}) {
  await emulator.clearCalls();
  const execution = await run(resource, parameters);
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  const changed = (await changes()).filter((call) => !everyRunCalls.includes(call));
  return { changed, sentences: execution.outputs['plan.Changes'] as readonly string[], outputs: execution.outputs };
}

const strangersBucket = (Bucket: string) => emulator.client(stranger, region, S3Client).send(new CreateBucketCommand({ Bucket }));

describe('it keeps', () => {
  it('an account as it is that logs to all that is required', async () => {
    const { config } = await deliverable();
    const { s3Config } = config;
    await seeds.log({ s3Config, ...everyDataType });
    for (const RequiredDestinations of ['any', 's3']) {
      const { changed, sentences } = await ran(account, { RequiredDestinations });
      expect(changed).toEqual([]);
      expect(sentences).toEqual(['Nothing: model invocations are logged to all that is wanted, and all of it is there.']);
    }
  }, 60_000);

  it('the destinations there are and the data types that are off, and only adds', async () => {
    const { config, records } = await deliverable();
    const { s3Config } = config;
    await seeds.log({ s3Config, ...everyDataType, imageDataDeliveryEnabled: false });
    const before = await statementsOf(records);
    const { sentences } = await ran(account, { RequiredDestinations: 'both' });
    expect(await configuration()).toEqual({
      s3Config,
      cloudWatchConfig: {
        logGroupName: made.logGroup,
        roleArn: made.roleArn,
        largeDataDeliveryS3Config: { bucketName: made.bucket, keyPrefix: 'large-data' },
      },
      ...everyDataType,
      imageDataDeliveryEnabled: false,
    });
    expect(await statementsOf(records)).toEqual(before);
    expect(sentences).not.toContainEqual(expect.stringContaining('turns on'));
  }, 60_000);

  it('a log group and its role as they are, and gives it a bucket for large data beside the other', async () => {
    const { logGroup, roleArn, largeData } = await deliverable();
    await seeds.log({ cloudWatchConfig: { logGroupName: logGroup, roleArn }, ...everyDataType });
    const { changed } = await ran(account, { RequiredDestinations: 'both', BucketName: largeData, KeyPrefix: '/from-bedrock/' });
    expect(await configuration()).toEqual({
      s3Config: { bucketName: largeData, keyPrefix: 'from-bedrock' },
      cloudWatchConfig: {
        logGroupName: logGroup,
        roleArn,
        largeDataDeliveryS3Config: { bucketName: largeData, keyPrefix: 'from-bedrock/large-data' },
      },
      ...everyDataType,
    });
    expect(changed).toEqual(['s3:PutBucketPolicy', 'bedrock:PutModelInvocationLoggingConfiguration']);
  }, 60_000);

  it('of a bucket of the account that is named everything but its policy, and of that every statement', async () => {
    await emulator.setNewBucketDefaults(false);
    const Bucket = `central-logs-${account}-${region}`;
    await seeds.newBucket(Bucket);
    const own: Statement[] = [
      {
        Sid: 'AmazonBedrockLogsWrite',
        Effect: 'Deny',
        Principal: { AWS: stranger },
        Action: ['s3:GetObject'],
        Resource: [`arn:aws:s3:::${Bucket}/*`],
      },
    ];
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Id: 'ours', Statement: own[0] }) }));
    await emulator.setDeliveryValidation(true);
    const { changed, outputs } = await ran(account, { BucketName: 'central-logs-ACCOUNT_ID-REGION', Destinations: 's3' });
    expect(changed).toEqual(['s3:PutBucketPolicy', 'bedrock:PutModelInvocationLoggingConfiguration']);
    const after = await statementsOf(Bucket);
    expect(after).toEqual([
      ...own,
      {
        ...bedrockPuts(`${Bucket}/AWSLogs/${account}/BedrockModelInvocationLogs/*`),
        Sid: 'AmazonBedrockLogsWrite2',
      },
    ]);
    expect(jsonIn({ outputs }, 'plan.Before')).toEqual({
      loggingConfiguration: null,
      buckets: { [Bucket]: { policy: JSON.stringify({ Version: '2012-10-17', Id: 'ours', Statement: own[0] }) } },
    });
    const { buckets } = jsonIn({ outputs }, 'verify.After') as { readonly buckets: Record<string, { readonly policy: string }> };
    expect(JSON.parse(buckets[Bucket]?.policy ?? '')).toMatchObject({ Id: 'ours', Statement: after });
  }, 60_000);

  it('a bucket that lets Amazon Bedrock write already, in whatever order the guide is copied', async () => {
    const Bucket = 'central-logs';
    await seeds.newBucket(Bucket);
    const guide = bedrockPuts(`${Bucket}/AWSLogs/${account}/BedrockModelInvocationLogs/*`);
    await seeds.bucketPolicy(Bucket, { ...guide, Sid: 'Mine', Action: ['s3:PutObject'], Resource: [guide['Resource']] });
    await emulator.setDeliveryValidation(true);
    const { changed } = await ran(account, { BucketName: Bucket, Destinations: 's3' });
    expect(changed).toEqual(['bedrock:PutModelInvocationLoggingConfiguration']);
  }, 60_000);

  it('a log group that is named as it is, and a key that is named but for what its users lack', async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/ours' }));
    const ours: Statement = { Sid: 'Ours', Effect: 'Allow', Principal: { AWS: stranger }, Action: 'kms:DescribeKey', Resource: '*' };
    const arn = await key(ours);
    await emulator.setDeliveryValidation(true);
    const { changed, sentences } = await ran(account, { LogGroupName: '/ours', KmsKey: arn.slice(arn.lastIndexOf('/') + 1) });
    expect(sentences).toContainEqual(`Key ${arn}: adds to its policy what the services need that deliver.`);
    expect(changed.filter((call) => call.startsWith('logs:'))).toEqual([]);
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ours' }));
    expect(logGroups[0]).not.toHaveProperty('retentionInDays');
    const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' }));
    const { Statement } = JSON.parse(Policy) as { readonly Statement: readonly Statement[] };
    expect(nameless(Statement)).toEqual(nameless([accountDecides, ours, bedrockEncrypts]));
    expect(Statement[1]).toEqual(ours);
  }, 60_000);

  it('the policy of a key that lets its users in already', async () => {
    const arn = await key(bedrockEncrypts, logsEncrypt(made.logGroup));
    await alias('alias/ours', arn);
    await emulator.setDeliveryValidation(true);
    const { changed } = await ran(account, { KmsKey: `arn:aws:kms:${region}:${account}:alias/ours` });
    expect(changed.filter((call) => call.startsWith('kms:'))).toEqual([]);
  }, 60_000);

  it('whom its own role trusts besides, and what it may do besides', async () => {
    await seeds.role(made.role, { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' });
    await emulator.setDeliveryValidation(true);
    const { changed } = await ran(account, { Destinations: 'cloudwatch' });
    expect(changed.filter((call) => call.startsWith('iam:'))).toEqual(['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy']);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: made.role }));
    const { Statement } = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as {
      readonly Statement: readonly Statement[];
    };
    expect(nameless(Statement)).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      bedrockAssumes,
    ]);
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: made.role, PolicyName: `${made.role}-may` }));
    expect(PolicyDocument).toBeDefined();
  }, 60_000);

  it('what somebody has set another way on a bucket of its own', async () => {
    await emulator.setNewBucketDefaults(false);
    await seeds.newBucket(made.bucket);
    await mark(made.bucket);
    await seeds.expire(made.bucket, { ID: 'seven-years', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 2500 } });
    const arn = await key(bedrockEncrypts);
    await seeds.encrypt(made.bucket, arn);
    await emulator.setDeliveryValidation(true);
    const { sentences } = await ran(account, { Destinations: 's3' });
    expect(sentences[0]).toBe(
      `Bucket ${made.bucket}: completes what a former run began: ownership, publicAccessBlock, versioning. Adds to its policy what it takes for Amazon Bedrock to write.`,
    );
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: made.bucket }))).Rules).toMatchObject([
      { ID: 'seven-years' },
    ]);
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: made.bucket }));
    expect(JSON.stringify(encryption)).toContain(arn);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: made.bucket }))).Status).toBe('Enabled');
    expect(nameless(await statementsOf(made.bucket))[0]).toEqual(noPlainHttp(made.bucket));
  }, 60_000);
});

describe('it replaces', () => {
  it('only what cannot be logged to, and says why', async () => {
    const { config, records } = await deliverable();
    await s3.send(new DeleteBucketCommand({ Bucket: records }));
    await strangersBucket(records);
    const { sentences } = await ran(records);
    expect(sentences).toContain(
      `Logging configuration: replaces bucket ${records}, which belongs to another account, with ${made.bucket}.`,
    );
    expect(await configuration()).toEqual({ ...config, s3Config: { bucketName: made.bucket } });
    const asked = (await emulator.calls()).filter(({ input }) => input['Bucket'] === records);
    expect(new Set(asked.map(({ operation }) => operation))).toEqual(new Set(['HeadBucket']));
  }, 60_000);

  it('the role with the log group it may not write to', async () => {
    const { config, roleArn } = await deliverable();
    const logGroupName = '/delivery/only';
    await logs.send(new CreateLogGroupCommand({ logGroupName, logGroupClass: 'DELIVERY' }));
    await emulator.setDeliveryValidation(false);
    await seeds.log({ ...config, cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName } });
    await emulator.setDeliveryValidation(true);
    const { sentences } = await ran(logGroupName);
    expect(sentences).toEqual(
      expect.arrayContaining([
        `Logging configuration: replaces log group ${logGroupName}, which is of class DELIVERY, which no role delivers to, with ${made.logGroup}.`,
        `Logging configuration: replaces delivery role ${roleArn}, which may not write to the log group, with ${made.roleArn}.`,
      ]),
    );
    expect(await configuration()).toEqual({
      ...config,
      cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName: made.logGroup, roleArn: made.roleArn },
    });
  }, 60_000);

  it('nothing where a deleted bucket can be made again under its name', async () => {
    const { config, records } = await deliverable();
    await s3.send(new DeleteBucketCommand({ Bucket: records }));
    await ran(records);
    expect(await configuration()).toEqual(config);
    expect(nameless(await statementsOf(records))).toEqual([
      noPlainHttp(records),
      bedrockPuts(`${records}/bedrock/AWSLogs/${account}/BedrockModelInvocationLogs/*`),
    ]);
  }, 60_000);

  it('every dead destination at once, for Amazon Bedrock takes none of them', async () => {
    const { records, largeData, logGroup, roleArn } = await deliverable();
    await s3.send(new DeleteBucketCommand({ Bucket: records }));
    await s3.send(new DeleteBucketCommand({ Bucket: largeData }));
    await logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup }));
    await ran(logGroup);
    expect(await configuration()).toMatchObject({
      s3Config: { bucketName: records },
      cloudWatchConfig: { logGroupName: logGroup, roleArn, largeDataDeliveryS3Config: { bucketName: largeData } },
    });
  }, 60_000);
});

describe('it changes nothing', () => {
  const left = async (resource: string, parameters = {}) => {
    const { changed, sentences } = await ran(resource, parameters);
    expect(changed).toEqual([]);
    return sentences;
  };

  it('where everything is there', async () => {
    await deliverable();
    const done = ['Nothing: model invocations are logged to all that is wanted, and all of it is there.'];
    expect(await left(account)).toEqual(done);
  }, 30_000);

  it('of a destination that is there', async () => {
    const { records, largeData, logGroup, roleArn } = await deliverable();
    for (const resource of [records, largeData, logGroup, roleArn]) {
      expect(await left(resource)).toEqual([`Nothing: ${resource} is there, in this account and Region.`]);
    }
  }, 60_000);

  it('for what is not logged to, also where logging is off', async () => {
    const nothing = (resource: string) => [`Nothing: model invocations are not logged to ${resource}, nor by it.`];
    expect(await left('holiday-pictures')).toEqual(nothing('holiday-pictures'));
    await deliverable();
    expect(await left('/bedrock')).toEqual(nothing('/bedrock'));
    expect(await left(`arn:aws:iam::${account}:role/bedrock`)).toEqual(nothing(`arn:aws:iam::${account}:role/bedrock`));
  }, 60_000);

  it('for want of a bucket for large data, or of data types that are off, unless all are', async () => {
    const { config, logGroup, roleArn } = await deliverable();
    await seeds.log({
      s3Config: config.s3Config,
      cloudWatchConfig: { logGroupName: logGroup, roleArn },
      textDataDeliveryEnabled: true,
      imageDataDeliveryEnabled: false,
    });
    expect(await left(account)).toHaveLength(1);
  }, 30_000);

  it('about a dead destination when it is started for another one', async () => {
    const { records, logGroup } = await deliverable();
    await s3.send(new DeleteBucketCommand({ Bucket: records }));
    expect(await left(logGroup)).toEqual([`Nothing: ${logGroup} is there, in this account and Region.`]);
  }, 30_000);
});

it('treats a bucket and a log group of one name as what they are', async () => {
  const name = `namesakes-${account}`;
  const arn = await key(bedrockEncrypts, logsEncrypt(name));
  await seeds.bucket(name, arn);
  await seeds.delivery(name);
  await seeds.logGroup(name, arn);
  const roleArn = await seeds.role('namesakes', writesTo(name));
  await trust('namesakes', bedrockAssumes);
  const config = {
    s3Config: { bucketName: name },
    cloudWatchConfig: { logGroupName: name, roleArn, largeDataDeliveryS3Config: { bucketName: name } },
  };
  await seeds.log({ ...config, ...everyDataType });
  await s3.send(new DeleteBucketCommand({ Bucket: name }));
  await emulator.setDeliveryValidation(true);
  const { changed } = await ran(name);
  expect(changed).toContain('s3:CreateBucket');
  expect(changed).not.toContain('logs:CreateLogGroup');
  expect(await configuration()).toMatchObject(config);
  expect(nameless(await statementsOf(name))).toEqual([
    noPlainHttp(name),
    bedrockPuts(`${name}/AWSLogs/${account}/BedrockModelInvocationLogs/*`),
    bedrockPuts(`${name}/*`),
  ]);
}, 60_000);
