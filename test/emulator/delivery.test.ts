import {
  BedrockClient,
  GetModelInvocationLoggingConfigurationCommand,
  PutModelInvocationLoggingConfigurationCommand,
  type LoggingConfig,
} from '@aws-sdk/client-bedrock';
import { AssociateKmsKeyCommand, CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketEncryptionCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
const otherAccount = '444455556666';
const logGroupName = '/bedrock/prompts';
const roleArn = `arn:aws:iam::${homeAccount}:role/delivery`;
const stream = `arn:aws:logs:${region}:${homeAccount}:log-group:${logGroupName}:log-stream:aws/bedrock/modelinvocations`;
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 23 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await emulator.setDeliveryValidation(true);
});
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

type Statement = Readonly<Record<string, unknown>>;

const client = <Client>(ClientClass: new (settings: ClientSettings) => Client, account = homeAccount, where = region) =>
  emulator.client(account, where, ClientClass);
const policy = (...Statement: Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const bedrock = { Service: 'bedrock.amazonaws.com' };
const trust = { Effect: 'Allow', Principal: bedrock, Action: 'sts:AssumeRole' };
const mayWrite = (Resource: string): Statement => ({ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource });

const put = (loggingConfig: LoggingConfig) =>
  client(BedrockClient).send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
const toLogGroup: LoggingConfig = { cloudWatchConfig: { logGroupName, roleArn } };
const toBucket: LoggingConfig = { s3Config: { bucketName: 'records', keyPrefix: 'prompts' } };
const invalid = (message: string) =>
  expect.objectContaining({ name: 'ValidationException', message: expect.stringMatching(message) as string }) as Error;
const noLogGroup = invalid(
  `^Failed to validate permissions for log group: ${logGroupName}, with role: ${roleArn}\\. Verify the IAM role permissions are correct\\.$`,
);
const noBucket = invalid('^Failed to validate permissions for bucket: records');

/** A key whose policy lets a service do this. */
async function key(Service: string, Action: string | string[]): Promise<string> {
  const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${homeAccount}:root` }, Action: 'kms:*', Resource: '*' };
  const Policy = policy(own, { Effect: 'Allow', Principal: { Service }, Action, Resource: '*' });
  return (await client(KMSClient).send(new CreateKeyCommand({ Policy }))).KeyMetadata?.Arn ?? '';
}

const makeLogGroup = (kmsKeyId?: string) => client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }));

async function makeRole({ trusted = trust, permission = mayWrite(stream) }: { trusted?: Statement; permission?: Statement } = {}) {
  await client(IAMClient).send(new CreateRoleCommand({ RoleName: 'delivery', AssumeRolePolicyDocument: policy(trusted) }));
  await client(IAMClient).send(new PutRolePolicyCommand({ RoleName: 'delivery', PolicyName: 'logs', PolicyDocument: policy(permission) }));
}

const logs = `arn:aws:s3:::records/prompts/AWSLogs/${homeAccount}/BedrockModelInvocationLogs/*`;
const mayPut = (Resource = logs, change: Statement = {}): Statement => ({
  Effect: 'Allow',
  Principal: bedrock,
  Action: 's3:PutObject',
  Resource,
  ...change,
});

async function makeBucket(...statements: Statement[]) {
  await client(S3Client).send(new CreateBucketCommand({ Bucket: 'records' }));
  if (statements.length > 0) await client(S3Client).send(new PutBucketPolicyCommand({ Bucket: 'records', Policy: policy(...statements) }));
}

const encrypt = (KMSMasterKeyID: string) =>
  client(S3Client).send(
    new PutBucketEncryptionCommand({
      Bucket: 'records',
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }] },
    }),
  );

it('takes any logging configuration until a test switches validation on', async () => {
  await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
  await emulator.setDeliveryValidation(false);
  await put({ ...toLogGroup, ...toBucket });
});

describe('Bedrock, as the emulator reads the guide, takes a log group', () => {
  it('that exists, with a role that Bedrock may assume and that may write the one stream', async () => {
    await makeLogGroup();
    await makeRole();
    await put(toLogGroup);
    const { loggingConfig } = await client(BedrockClient).send(new GetModelInvocationLoggingConfigurationCommand({}));
    expect(loggingConfig?.cloudWatchConfig).toEqual({ logGroupName, roleArn });
  });

  it('but not one that is missing', async () => {
    await makeRole();
    await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
  });

  it('but not with a role that is missing', async () => {
    await makeLogGroup();
    await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
  });

  it('but not with a role that trusts another service, until it trusts Bedrock', async () => {
    await makeLogGroup();
    await makeRole({ trusted: { ...trust, Principal: { Service: ['lambda.amazonaws.com'] } } });
    await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
    const Condition = { StringEquals: { 'aws:SourceAccount': homeAccount } };
    const PolicyDocument = policy({ ...trust, Principal: { Service: ['lambda.amazonaws.com', 'bedrock.amazonaws.com'] }, Condition });
    await client(IAMClient).send(new UpdateAssumeRolePolicyCommand({ RoleName: 'delivery', PolicyDocument }));
    await put(toLogGroup);
  });

  it.each([
    ['another log group', mayWrite(stream.replace('prompts', 'others'))],
    ['an ARN that is none', mayWrite(stream.replace(':log-stream', ':*:log-stream'))],
    ['one of two actions', { ...mayWrite(stream), Action: 'logs:PutLogEvents' }],
    ['no action', { ...mayWrite(stream), Effect: 'Deny' }],
  ])('but not with a role that may write %s', async (_, permission) => {
    await makeLogGroup();
    await makeRole({ permission });
    await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
  });

  it('with a role that may write by a managed policy', async () => {
    await makeLogGroup();
    await makeRole({ permission: { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' } });
    const PolicyDocument = policy(mayWrite(`arn:aws:logs:*:${homeAccount}:log-group:/bedrock/*`));
    const made = await client(IAMClient).send(new CreatePolicyCommand({ PolicyName: 'logs', PolicyDocument }));
    await client(IAMClient).send(new AttachRolePolicyCommand({ RoleName: 'delivery', PolicyArn: made.Policy?.Arn }));
    await put(toLogGroup);
  });

  it('with a key that CloudWatch Logs may use, as long as it may', async () => {
    const kmsKeyId = await key(`logs.${region}.amazonaws.com`, ['kms:Encrypt*', 'kms:Decrypt*', 'kms:GenerateDataKey*']);
    await makeLogGroup(kmsKeyId);
    await makeRole();
    await put(toLogGroup);
    await client(KMSClient).send(new DisableKeyCommand({ KeyId: kmsKeyId }));
    await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
  });
});

describe('Bedrock, as the emulator reads the guide, takes a bucket', () => {
  it.each([
    ['the logs of the account', mayPut()],
    ['every object', mayPut('arn:aws:s3:::records/*', { Action: 's3:*' })],
    ['only for the account', mayPut(logs, { Condition: { StringEquals: { 'aws:SourceAccount': homeAccount } } })],
  ])('whose policy lets Bedrock write %s', async (_, statement) => {
    const onlyEncrypted = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::records/*' };
    await makeBucket(statement, { ...onlyEncrypted, Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    await put(toBucket);
  });

  it.each([
    ['that has no policy', []],
    ['whose policy names another prefix', [mayPut(logs.replace('/prompts/', '/'))]],
    ['whose policy names another account', [mayPut(logs.replace(homeAccount, otherAccount))]],
    ['whose policy lets everybody write', [mayPut(logs, { Principal: '*' })]],
    ['whose policy lets another service write', [mayPut(logs, { Principal: { Service: 'delivery.logs.amazonaws.com' } })]],
    ['whose policy lets Bedrock read', [mayPut(logs, { Action: 's3:GetObject' })]],
    ['whose policy denies everybody', [mayPut(), mayPut(logs, { Effect: 'Deny', Principal: '*' })]],
  ])('but not one %s', async (_, statements) => {
    await makeBucket(...statements);
    await expect(put(toBucket)).rejects.toThrow(noBucket);
  });

  it('but not one that is missing, of another account or in another Region', async () => {
    await expect(put(toBucket)).rejects.toThrow(noBucket);
    await client(S3Client, otherAccount).send(new CreateBucketCommand({ Bucket: 'records' }));
    await expect(put(toBucket)).rejects.toThrow(noBucket);
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
    await client(S3Client, homeAccount, 'eu-west-1').send(new CreateBucketCommand({ Bucket: 'far', CreateBucketConfiguration }));
    const Policy = policy(mayPut('arn:aws:s3:::far/*'));
    await client(S3Client, homeAccount, 'eu-west-1').send(new PutBucketPolicyCommand({ Bucket: 'far', Policy }));
    await expect(put({ s3Config: { bucketName: 'far' } })).rejects.toThrow(invalid('for bucket: far'));
  });

  it('with a key that Bedrock may use, as long as it may', async () => {
    await makeBucket(mayPut());
    await encrypt(await key('logs.amazonaws.com', 'kms:GenerateDataKey'));
    await expect(put(toBucket)).rejects.toThrow(noBucket);
    await encrypt(`arn:aws:kms:${region}:${homeAccount}:key/11111111-2222-4333-8444-555555555555`);
    await expect(put(toBucket)).rejects.toThrow(noBucket);
    const usable = await key('bedrock.amazonaws.com', 'kms:GenerateDataKey');
    await encrypt(usable);
    await put(toBucket);
    await client(KMSClient).send(new DisableKeyCommand({ KeyId: usable }));
    await expect(put(toBucket)).rejects.toThrow(noBucket);
  });

  it('for large data by the same rule', async () => {
    await makeLogGroup();
    await makeRole();
    const large = {
      cloudWatchConfig: { logGroupName, roleArn, largeDataDeliveryS3Config: { bucketName: 'records', keyPrefix: 'prompts' } },
    };
    await expect(put(large)).rejects.toThrow(noBucket);
    await makeBucket(mayPut());
    await put(large);
  });
});

describe('CloudWatch Logs', () => {
  const associate = (kmsKeyId: string) => client(CloudWatchLogsClient).send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
  const unusable = (name: string) =>
    expect.objectContaining({
      name,
      message: `The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:${region}:${homeAccount}:log-group:${logGroupName}'`,
    }) as Error;

  it('takes a key that it may use only', async () => {
    await makeLogGroup();
    const missing = `arn:aws:kms:${region}:${homeAccount}:key/11111111-2222-4333-8444-555555555555`;
    await expect(associate(missing)).rejects.toThrow(unusable('InvalidParameterException'));
    await expect(associate(await key('bedrock.amazonaws.com', 'kms:*'))).rejects.toThrow(unusable('AccessDeniedException'));
    const usable = await key(`logs.${region}.amazonaws.com`, 'kms:*');
    await associate(usable);
    await client(KMSClient).send(new DisableKeyCommand({ KeyId: usable }));
    await expect(associate(usable)).rejects.toThrow(unusable('InvalidParameterException'));
    await emulator.setDeliveryValidation(false);
    await associate(missing);
  });

  it('makes no log group with a key that it may not use', async () => {
    await expect(makeLogGroup(await key('bedrock.amazonaws.com', 'kms:*'))).rejects.toThrow(unusable('AccessDeniedException'));
  });
});

it('refuses the next calls as Bedrock does while IAM settles, when told to', async () => {
  await makeLogGroup();
  await makeRole();
  await emulator.faults([{ service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration', fault: 'invalid', times: 2 }]);
  await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
  await expect(put(toLogGroup)).rejects.toThrow(noLogGroup);
  await put(toLogGroup);
});
