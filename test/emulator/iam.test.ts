import { BedrockClient, GetModelInvocationLoggingConfigurationCommand, ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  GetRoleCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetBucketEncryptionCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { GetAccessPointPolicyStatusCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 9 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await emulator.setIamEnforcement(true);
});

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string;
  readonly Resource: string;
}

const allow = (Action: string, Resource = '*'): Statement => ({ Effect: 'Allow', Action, Resource });
/** Says something that no test asks for. */
const nothing = allow('iam:ListUsers');
const owner = <Client>(ClientClass: new (settings: ClientSettings) => Client) => emulator.client(homeAccount, region, ClientClass);

/** Makes a user of the home account who may do this, and clients that act as the user. */
async function userWho(...Statement: Statement[]) {
  const iam = owner(IAMClient);
  const UserName = 'auditor';
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'all', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return clientsOf(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey ?? '');
}

const clientsOf =
  (accessKeyId: string, secretAccessKey: string) =>
  <Client>(ClientClass: new (settings: ClientSettings) => Client, where = region): Client => {
    const endpoint = ClientClass.name === 'S3ControlClient' ? emulator.s3ControlUrl : emulator.url;
    return new ClientClass({ region: where, endpoint, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
  };

/** The name and status of the error a call ends in; `undefined` when it succeeds. */
const refusalOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => `${error.name} ${error.$metadata?.httpStatusCode}`,
  );

async function bucketNamed(Bucket: string): Promise<void> {
  await owner(S3Client).send(new CreateBucketCommand({ Bucket }));
}

const logging = new GetModelInvocationLoggingConfigurationCommand({});

it('lets everybody do everything until it is switched on, and again after a reset', async () => {
  await emulator.setIamEnforcement(false);
  const user = await userWho(nothing);
  expect(await refusalOf(user(BedrockClient).send(logging))).toBeUndefined();
  await emulator.setIamEnforcement(true);
  expect(await refusalOf(user(BedrockClient).send(logging))).toBe('AccessDeniedException 403');
  await emulator.reset();
  const again = await userWho(nothing);
  expect(await refusalOf(again(BedrockClient).send(logging))).toBeUndefined();
});

it('lets the keys of an account itself do everything', async () => {
  expect(await refusalOf(owner(BedrockClient).send(logging))).toBeUndefined();
});

it('allows what a policy allows', async () => {
  const user = await userWho(allow('bedrock:Get*'));
  expect(await refusalOf(user(BedrockClient).send(logging))).toBeUndefined();
  expect(await refusalOf(user(SSMClient).send(new GetParametersByPathCommand({ Path: '/a' })))).toBe('AccessDeniedException 400');
});

it('denies what a policy denies, whatever another one allows', async () => {
  const user = await userWho(allow('*'), { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' });
  expect(await refusalOf(user(BedrockClient).send(logging))).toBe('AccessDeniedException 403');
  expect(await refusalOf(user(SSMClient).send(new GetParametersByPathCommand({ Path: '/a' })))).toBeUndefined();
});

it('refuses as each service does, and names the action and the resource', async () => {
  await bucketNamed('records');
  const user = await userWho(nothing);
  const Name = 'reports';
  expect(await refusalOf(user(IAMClient).send(new GetRoleCommand({ RoleName: 'writer' })))).toBe('AccessDenied 403');
  expect(await refusalOf(user(S3Client).send(new GetBucketEncryptionCommand({ Bucket: 'records' })))).toBe('AccessDenied 403');
  expect(await refusalOf(user(S3ControlClient).send(new GetAccessPointPolicyStatusCommand({ AccountId: homeAccount, Name })))).toBe(
    'AccessDenied 403',
  );
  await expect(user(S3Client).send(new GetBucketEncryptionCommand({ Bucket: 'records' }))).rejects.toThrow(
    'User: arn:aws:iam::111122223333:user/auditor is not authorized to perform: s3:GetEncryptionConfiguration on resource: arn:aws:s3:::records',
  );
});

it('tells one key from another, and an alias from none', async () => {
  const kms = owner(KMSClient);
  const [one = '', other = ''] = await Promise.all([1, 2].map(async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/one', TargetKeyId: one }));
  const user = await userWho(allow('kms:DescribeKey', one));
  const describe = (KeyId: string) => refusalOf(user(KMSClient).send(new DescribeKeyCommand({ KeyId })));
  expect(await describe(one)).toBeUndefined();
  expect(await describe(one.split('/')[1] ?? '')).toBeUndefined();
  expect(await describe('alias/one')).toBeUndefined();
  expect(await describe(other)).toBe('AccessDeniedException 400');
  expect(await describe('alias/none')).toBe('NotFoundException 400');
});

it('tells one bucket from another, from none and from one in another Region', async () => {
  await bucketNamed('records');
  await bucketNamed('others');
  const user = await userWho(allow('s3:GetEncryptionConfiguration', 'arn:aws:s3:::records'));
  const read = (Bucket: string) => refusalOf(user(S3Client).send(new GetBucketEncryptionCommand({ Bucket })));
  expect(await read('records')).toBeUndefined();
  expect(await read('others')).toBe('AccessDenied 403');
  expect(await read('nobody-has-this')).toBe('NoSuchBucket 404');
  expect(await refusalOf(user(S3Client).send(new HeadBucketCommand({ Bucket: 'others' })))).toMatch(/ 403$/);
  expect(await refusalOf(user(S3Client).send(new HeadBucketCommand({ Bucket: 'nobody-has-this' })))).toMatch(/ 404$/);
  expect(await refusalOf(user(S3Client, 'eu-west-1').send(new GetBucketEncryptionCommand({ Bucket: 'others' })))).toMatch(/ 301$/);
});

it('tells the parameters of the account from those of AWS', async () => {
  const user = await userWho(
    allow('ssm:GetParametersByPath', `arn:aws:ssm:${region}:${homeAccount}:parameter/own`),
    allow('ssm:GetParametersByPath', `arn:aws:ssm:${region}::parameter/aws/service/global-infrastructure/regions`),
  );
  const read = (Path: string) => refusalOf(user(SSMClient).send(new GetParametersByPathCommand({ Path })));
  expect(await read('/own')).toBeUndefined();
  expect(await read('/another')).toBe('AccessDeniedException 400');
  expect(await read('/aws/service/global-infrastructure/regions')).toBeUndefined();
  expect(await read('/aws/service/global-infrastructure/services')).toBe('AccessDeniedException 400');
});

it('tells one log group from another', async () => {
  for (const logGroupName of ['/prompts', '/others']) await owner(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName }));
  const user = await userWho(
    allow('logs:DescribeSubscriptionFilters', `arn:aws:logs:${region}:${homeAccount}:log-group:/prompts:*`),
    // Without the asterisk it names no log group to any action but those on tags.
    allow('logs:DescribeSubscriptionFilters', `arn:aws:logs:${region}:${homeAccount}:log-group:/others`),
  );
  const read = (logGroupName: string) =>
    refusalOf(user(CloudWatchLogsClient).send(new DescribeSubscriptionFiltersCommand({ logGroupName })));
  expect(await read('/prompts')).toBeUndefined();
  expect(await read('/others')).toBe('AccessDeniedException 400');
});

it('asks for the permission of each read of what may be read', async () => {
  const KeyId = (await owner(KMSClient).send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  const user = await userWho(allow('kms:GetKeyPolicy', KeyId), allow('iam:GetAccountAuthorizationDetails'));
  expect(await refusalOf(user(KMSClient).send(new GetKeyPolicyCommand({ KeyId })))).toBeUndefined();
  expect(await refusalOf(user(KMSClient).send(new ListGrantsCommand({ KeyId })))).toBe('AccessDeniedException 400');
  expect(await refusalOf(user(IAMClient).send(new GetAccountAuthorizationDetailsCommand({})))).toBeUndefined();
});

it('lets everybody ask who they are', async () => {
  const user = await userWho({ Effect: 'Deny', Action: '*', Resource: '*' });
  expect((await user(STSClient).send(new GetCallerIdentityCommand({}))).Arn).toBe('arn:aws:iam::111122223333:user/auditor');
});

it('refuses a key that nobody has', async () => {
  const stranger = clientsOf('AKIANOBODYHASTHISKEY', 'not-a-secret');
  expect(await refusalOf(stranger(BedrockClient).send(logging))).toBe('UnrecognizedClientException 403');
});

it('answers nothing of which it does not know the permission', async () => {
  const user = await userWho(allow('*'));
  await expect(user(BedrockClient).send(new ListGuardrailsCommand({}))).rejects.toThrow(
    'which IAM permission bedrock:ListGuardrails takes is not known',
  );
});
