import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as config from '@aws-sdk/client-config-service';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import * as ssm from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
const document = '{"Version":"2012-10-17","Statement":[]}';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 19 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await emulator.setIamEnforcement(true);
});

type Client = <Made>(ClientClass: new (settings: ClientSettings) => Made) => Made;
type Statement = Readonly<Record<string, unknown>>;

const owner: Client = (ClientClass) => emulator.client(homeAccount, region, ClientClass);

/** Makes a user of the home account who may do this, and clients that act as the user. */
async function userWho(...Statement: Statement[]): Promise<Client> {
  const client = owner(iam.IAMClient);
  const UserName = 'operator';
  await client.send(new iam.CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await client.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'all', PolicyDocument }));
  const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  return (ClientClass) =>
    new ClientClass({
      region,
      endpoint: ClientClass.name === 'S3ControlClient' ? emulator.s3ControlUrl : emulator.url,
      credentials,
      maxAttempts: 1,
    });
}

const nothing = { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' };
const allow = (Action: string, Resource: string, more: Statement = {}) => ({ Effect: 'Allow', Action, Resource, ...more });

/** What a call is refused for, `action on resource`; the error itself where that is another, `undefined` where it succeeds. */
const refusalOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (error: Error) => error.message.match(/not authorized to perform: (\S+ on resource: \S+)/)?.[1] ?? `${error.name}: ${error.message}`,
  );

interface Sender {
  send(command: unknown): Promise<unknown>;
}

/** What each of these calls is refused for when its caller may do nothing. */
async function refusals(ClientClass: new (settings: ClientSettings) => unknown, commands: readonly object[]) {
  const client = (await userWho(nothing))(ClientClass) as Sender;
  const refused: [string, string | undefined][] = [];
  for (const command of commands) refused.push([command.constructor.name.replace('Command', ''), await refusalOf(client.send(command))]);
  return Object.fromEntries(refused);
}

describe('the permission of a call', () => {
  it('in S3 is called after what is changed, and asked of the bucket or the object', async () => {
    const Bucket = 'records';
    await owner(s3.S3Client).send(new s3.CreateBucketCommand({ Bucket }));
    const commands = [
      new s3.CreateBucketCommand({ Bucket: 'new' }),
      new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [] } }),
      new s3.DeleteBucketEncryptionCommand({ Bucket }),
      new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }),
      new s3.DeletePublicAccessBlockCommand({ Bucket }),
      new s3.PutBucketPolicyCommand({ Bucket, Policy: document }),
      new s3.DeleteBucketPolicyCommand({ Bucket }),
      new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }),
      new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [] } }),
      new s3.DeleteBucketLifecycleCommand({ Bucket }),
      new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } }),
      new s3.GetBucketTaggingCommand({ Bucket }),
      new s3.ListObjectsV2Command({ Bucket }),
      new s3.ListObjectVersionsCommand({ Bucket }),
      new s3.GetObjectCommand({ Bucket, Key: 'a/b' }),
      new s3.PutObjectCommand({ Bucket, Key: 'a/b', Body: 'text' }),
    ];
    expect(await refusals(s3.S3Client, commands)).toEqual({
      CreateBucket: 's3:CreateBucket on resource: arn:aws:s3:::new',
      PutBucketEncryption: 's3:PutEncryptionConfiguration on resource: arn:aws:s3:::records',
      DeleteBucketEncryption: 's3:PutEncryptionConfiguration on resource: arn:aws:s3:::records',
      PutPublicAccessBlock: 's3:PutBucketPublicAccessBlock on resource: arn:aws:s3:::records',
      DeletePublicAccessBlock: 's3:PutBucketPublicAccessBlock on resource: arn:aws:s3:::records',
      PutBucketPolicy: 's3:PutBucketPolicy on resource: arn:aws:s3:::records',
      DeleteBucketPolicy: 's3:DeleteBucketPolicy on resource: arn:aws:s3:::records',
      PutBucketVersioning: 's3:PutBucketVersioning on resource: arn:aws:s3:::records',
      PutBucketOwnershipControls: 's3:PutBucketOwnershipControls on resource: arn:aws:s3:::records',
      PutBucketLifecycleConfiguration: 's3:PutLifecycleConfiguration on resource: arn:aws:s3:::records',
      DeleteBucketLifecycle: 's3:PutLifecycleConfiguration on resource: arn:aws:s3:::records',
      PutBucketTagging: 's3:PutBucketTagging on resource: arn:aws:s3:::records',
      GetBucketTagging: 's3:GetBucketTagging on resource: arn:aws:s3:::records',
      ListObjectsV2: 's3:ListBucket on resource: arn:aws:s3:::records',
      ListObjectVersions: 's3:ListBucketVersions on resource: arn:aws:s3:::records',
      GetObject: 's3:GetObject on resource: arn:aws:s3:::records/a/b',
      PutObject: 's3:PutObject on resource: arn:aws:s3:::records/a/b',
    });
  });

  it('of an object is another for one of its versions', async () => {
    await owner(s3.S3Client).send(new s3.CreateBucketCommand({ Bucket: 'records' }));
    const client = (await userWho(nothing))(s3.S3Client);
    await emulator.clearCalls();
    expect(await refusalOf(client.send(new s3.HeadObjectCommand({ Bucket: 'records', Key: 'a' })))).toBeDefined();
    expect(await refusalOf(client.send(new s3.HeadObjectCommand({ Bucket: 'records', Key: 'a', VersionId: '1' })))).toBeDefined();
    expect((await emulator.calls()).map(({ action, status }) => [action, status])).toEqual([
      ['s3:GetObject', 403],
      ['s3:GetObjectVersion', 403],
    ]);
  });

  it('in S3 Control is for the whole account', async () => {
    const input = { AccountId: homeAccount, PublicAccessBlockConfiguration: {} };
    expect(await refusals(s3control.S3ControlClient, [new s3control.PutPublicAccessBlockCommand(input)])).toEqual({
      PutPublicAccessBlock: 's3:PutAccountPublicAccessBlock on resource: *',
    });
  });

  it('in CloudWatch Logs is asked of the log group with an empty stream, and of the log group itself for tags', async () => {
    const logGroupName = '/prompts';
    const arn = 'arn:aws:logs:us-east-1:111122223333:log-group:/prompts';
    const kmsKeyId = 'arn:aws:kms:us-east-1:111122223333:key/1';
    const commands = [
      new logs.CreateLogGroupCommand({ logGroupName }),
      new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 365 }),
      new logs.DeleteRetentionPolicyCommand({ logGroupName }),
      new logs.AssociateKmsKeyCommand({ logGroupName, kmsKeyId }),
      new logs.DisassociateKmsKeyCommand({ resourceIdentifier: `${arn}:*` }),
      new logs.PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: logGroupName, deletionProtectionEnabled: true }),
      new logs.TagResourceCommand({ resourceArn: arn, tags: { a: 'b' } }),
      new logs.ListTagsForResourceCommand({ resourceArn: arn }),
    ];
    expect(await refusals(logs.CloudWatchLogsClient, commands)).toEqual({
      CreateLogGroup: `logs:CreateLogGroup on resource: ${arn}:log-stream:`,
      PutRetentionPolicy: `logs:PutRetentionPolicy on resource: ${arn}:log-stream:`,
      DeleteRetentionPolicy: `logs:DeleteRetentionPolicy on resource: ${arn}:log-stream:`,
      AssociateKmsKey: `logs:AssociateKmsKey on resource: ${arn}:log-stream:`,
      DisassociateKmsKey: `logs:DisassociateKmsKey on resource: ${arn}:log-stream:`,
      PutLogGroupDeletionProtection: `logs:PutLogGroupDeletionProtection on resource: ${arn}:log-stream:`,
      TagResource: `logs:TagResource on resource: ${arn}`,
      ListTagsForResource: `logs:ListTagsForResource on resource: ${arn}`,
    });
  });

  it('in KMS is asked of the key, of its alias, or of nothing in particular', async () => {
    const KeyId = (await owner(kms.KMSClient).send(new kms.CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
    const commands = [
      new kms.CreateKeyCommand({}),
      new kms.CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyId }),
      new kms.ListAliasesCommand({ KeyId }),
      new kms.EnableKeyRotationCommand({ KeyId }),
      new kms.GetKeyRotationStatusCommand({ KeyId }),
      new kms.PutKeyPolicyCommand({ KeyId, Policy: document }),
      new kms.TagResourceCommand({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
      new kms.ListResourceTagsCommand({ KeyId }),
    ];
    expect(await refusals(kms.KMSClient, commands)).toEqual({
      CreateKey: 'kms:CreateKey on resource: *',
      CreateAlias: 'kms:CreateAlias on resource: arn:aws:kms:us-east-1:111122223333:alias/logs',
      ListAliases: 'kms:ListAliases on resource: *',
      EnableKeyRotation: `kms:EnableKeyRotation on resource: ${KeyId}`,
      GetKeyRotationStatus: `kms:GetKeyRotationStatus on resource: ${KeyId}`,
      PutKeyPolicy: `kms:PutKeyPolicy on resource: ${KeyId}`,
      TagResource: `kms:TagResource on resource: ${KeyId}`,
      ListResourceTags: `kms:ListResourceTags on resource: ${KeyId}`,
    });
  });

  it('in IAM is asked of the role, the policy, the user or the group', async () => {
    const role = { RoleName: 'delivery', PolicyName: 'logs', PolicyDocument: document, AssumeRolePolicyDocument: document };
    await owner(iam.IAMClient).send(new iam.CreateRoleCommand({ ...role, Path: '/bedrock/' }));
    const PolicyArn = 'arn:aws:iam::111122223333:policy/logs/guard';
    const version = { PolicyArn, VersionId: 'v1', PolicyDocument: document };
    const [user, group] = [{ UserName: 'ann' }, { GroupName: 'readers' }];
    const onRole = [
      new iam.CreateRoleCommand(role),
      new iam.GetRoleCommand(role),
      new iam.PutRolePolicyCommand(role),
      new iam.DeleteRolePolicyCommand(role),
      new iam.GetRolePolicyCommand(role),
      new iam.ListRolePoliciesCommand(role),
      new iam.TagRoleCommand({ ...role, Tags: [] }),
      new iam.AttachRolePolicyCommand({ ...role, PolicyArn }),
      new iam.DetachRolePolicyCommand({ ...role, PolicyArn }),
      new iam.ListAttachedRolePoliciesCommand(role),
      new iam.UpdateAssumeRolePolicyCommand(role),
    ];
    const onPolicy = [
      new iam.CreatePolicyCommand({ PolicyName: 'guard', Path: '/logs/', PolicyDocument: document }),
      new iam.GetPolicyCommand(version),
      new iam.GetPolicyVersionCommand(version),
      new iam.CreatePolicyVersionCommand(version),
      new iam.DeletePolicyVersionCommand(version),
      new iam.ListPolicyVersionsCommand(version),
      new iam.ListEntitiesForPolicyCommand(version),
    ];
    const onUser = [
      new iam.AttachUserPolicyCommand({ ...user, PolicyArn }),
      new iam.DetachUserPolicyCommand({ ...user, PolicyArn }),
      new iam.ListAttachedUserPoliciesCommand(user),
      new iam.GetUserCommand(user),
    ];
    const onGroup = [
      new iam.AttachGroupPolicyCommand({ ...group, PolicyArn }),
      new iam.DetachGroupPolicyCommand({ ...group, PolicyArn }),
      new iam.ListAttachedGroupPoliciesCommand(group),
      new iam.GetGroupCommand(group),
    ];
    const all = [...onRole, ...onPolicy, ...onUser, ...onGroup, new iam.ListRolesCommand({})];
    const refused = Object.entries(await refusals(iam.IAMClient, all));
    const resources = refused.map(([operation, refusal]) => {
      expect(refusal).toMatch(new RegExp(`^iam:${operation} on`));
      return refusal?.split(' on resource: ')[1];
    });
    expect(resources).toEqual([
      ...onRole.map(() => 'arn:aws:iam::111122223333:role/bedrock/delivery'),
      ...onPolicy.map(() => PolicyArn),
      ...onUser.map(() => 'arn:aws:iam::111122223333:user/ann'),
      ...onGroup.map(() => 'arn:aws:iam::111122223333:group/readers'),
      '*',
    ]);
  });

  it('in Systems Manager is asked of the parameter, the execution or the document', async () => {
    const AutomationExecutionId = '00000000-0000-4000-8000-000000000001';
    const arn = 'arn:aws:ssm:us-east-1:111122223333';
    const commands = [
      new ssm.PutParameterCommand({ Name: 'plain', Value: 'a', Type: 'String' }),
      new ssm.GetParameterCommand({ Name: '/logs/record:3' }),
      new ssm.GetParameterHistoryCommand({ Name: `${arn}:parameter/logs/record` }),
      new ssm.DeleteParameterCommand({ Name: '/logs/record' }),
      new ssm.DescribeAutomationExecutionsCommand({}),
      new ssm.GetAutomationExecutionCommand({ AutomationExecutionId }),
      new ssm.DescribeAutomationStepExecutionsCommand({ AutomationExecutionId }),
      new ssm.SendAutomationSignalCommand({ AutomationExecutionId, SignalType: 'Approve' }),
      new ssm.StartAutomationExecutionCommand({ DocumentName: 'Logging-Enable' }),
      new ssm.DescribeDocumentCommand({ Name: 'Logging-Enable' }),
      new ssm.GetDocumentCommand({ Name: 'AWS-StopEC2Instance' }),
    ];
    expect(await refusals(ssm.SSMClient, commands)).toEqual({
      PutParameter: `ssm:PutParameter on resource: ${arn}:parameter/plain`,
      GetParameter: `ssm:GetParameter on resource: ${arn}:parameter/logs/record`,
      GetParameterHistory: `ssm:GetParameterHistory on resource: ${arn}:parameter/logs/record`,
      DeleteParameter: `ssm:DeleteParameter on resource: ${arn}:parameter/logs/record`,
      DescribeAutomationExecutions: 'ssm:DescribeAutomationExecutions on resource: *',
      GetAutomationExecution: `ssm:GetAutomationExecution on resource: ${arn}:automation-execution/${AutomationExecutionId}`,
      DescribeAutomationStepExecutions: `ssm:DescribeAutomationStepExecutions on resource: ${arn}:automation-execution/${AutomationExecutionId}`,
      SendAutomationSignal: `ssm:SendAutomationSignal on resource: ${arn}:automation-execution/${AutomationExecutionId}`,
      StartAutomationExecution: `ssm:StartAutomationExecution on resource: ${arn}:automation-definition/Logging-Enable:$DEFAULT`,
      DescribeDocument: `ssm:DescribeDocument on resource: ${arn}:document/Logging-Enable`,
      GetDocument: 'ssm:GetDocument on resource: arn:aws:ssm:us-east-1::document/AWS-StopEC2Instance',
    });
  });

  it('in AWS Config is asked of every rule that is named, or of all', async () => {
    await emulator.seed({ account: homeAccount, region, configRules: ['one', 'other'] });
    await emulator.setPaging(false);
    const describeRules = (...ConfigRuleNames: string[]) => new config.DescribeConfigRulesCommand({ ConfigRuleNames });
    const { ConfigRules = [] } = await owner(config.ConfigServiceClient).send(describeRules('one'));
    const user = await userWho(allow('config:StartConfigRulesEvaluation', 'arn:aws:config:us-east-1:111122223333:config-rule/*'));
    const client = user(config.ConfigServiceClient);
    const all = 'config:DescribeConfigRules on resource: arn:aws:config:us-east-1:111122223333:config-rule/*';
    expect(await refusalOf(client.send(describeRules()))).toBe(all);
    const one = `config:DescribeConfigRules on resource: ${ConfigRules[0]?.ConfigRuleArn}`;
    expect(await refusalOf(client.send(describeRules('one', 'other')))).toBe(one);
    await client.send(new config.StartConfigRulesEvaluationCommand({ ConfigRuleNames: ['one', 'other'] }));
  });
});

describe('what a call takes besides', () => {
  const tags = [{ TagKey: 'a', TagValue: 'b' }];

  it('is shown with the call', async () => {
    await emulator.clearCalls();
    const { KeyMetadata } = await owner(kms.KMSClient).send(new kms.CreateKeyCommand({ Tags: tags }));
    await owner(kms.KMSClient).send(new kms.CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyMetadata?.KeyId }));
    await owner(iam.IAMClient).send(new iam.CreateUserCommand({ UserName: 'ann' }));
    expect((await emulator.calls()).map(({ operation, action, furtherActions }) => [operation, action, furtherActions])).toEqual([
      ['CreateKey', 'kms:CreateKey', ['kms:TagResource']],
      ['CreateAlias', 'kms:CreateAlias', undefined],
      ['CreateUser', undefined, undefined],
    ]);
  });

  it('is asked for too', async () => {
    const user = await userWho(
      allow('kms:CreateKey', '*'),
      allow('kms:CreateAlias', 'arn:aws:kms:us-east-1:111122223333:alias/logs'),
      allow('iam:CreateRole', '*'),
      allow('logs:CreateLogGroup', '*'),
      allow('bedrock:Put*', '*'),
    );
    const { KeyMetadata } = await user(kms.KMSClient).send(new kms.CreateKeyCommand({}));
    expect(await refusalOf(user(kms.KMSClient).send(new kms.CreateKeyCommand({ Tags: tags })))).toMatch(/^kms:TagResource on/);
    const alias = { AliasName: 'alias/logs', TargetKeyId: KeyMetadata?.KeyId };
    expect(await refusalOf(user(kms.KMSClient).send(new kms.CreateAliasCommand(alias)))).toBe(
      `kms:CreateAlias on resource: ${KeyMetadata?.Arn}`,
    );
    const role = { RoleName: 'delivery', AssumeRolePolicyDocument: document, Tags: [{ Key: 'a', Value: 'b' }] };
    expect(await refusalOf(user(iam.IAMClient).send(new iam.CreateRoleCommand(role)))).toMatch(/^iam:TagRole on/);
    const group = { logGroupName: '/prompts', tags: { a: 'b' } };
    expect(await refusalOf(user(logs.CloudWatchLogsClient).send(new logs.CreateLogGroupCommand(group)))).toMatch(/^logs:TagResource on/);
    const roleArn = 'arn:aws:iam::111122223333:role/delivery';
    const put = (loggingConfig: object) =>
      refusalOf(user(BedrockClient).send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig })));
    expect(await put({ cloudWatchConfig: { logGroupName: '/prompts', roleArn } })).toBe(`iam:PassRole on resource: ${roleArn}`);
    expect(await put({ s3Config: { bucketName: 'records' } })).toBeUndefined();
  });
});

describe('a statement', () => {
  const read = (user: Client) =>
    refusalOf(user(ssm.SSMClient).send(new ssm.PutParameterCommand({ Name: '/a', Value: 'b', Type: 'String' })));
  const Condition = { StringEquals: { 'aws:ResourceAccount': '999999999999' } };

  it('with a condition allows as if the condition were met, and denies as if it were not', async () => {
    const user = await userWho(allow('ssm:PutParameter', '*', { Condition }), {
      Effect: 'Deny',
      Action: 'ssm:*',
      Resource: '*',
      Condition,
    });
    expect(await read(user)).toBeUndefined();
  });

  it('is matched as IAM matches: in any case of the action, and with both wildcards', async () => {
    expect(await read(await userWho(allow('SSM:put?arameter', 'arn:aws:ssm:*:parameter/?')))).toBeUndefined();
  });

  it('may name what it is not about', async () => {
    const user = await userWho({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:ssm:us-east-1:111122223333:parameter/a' });
    expect(await read(user)).toMatch(/^ssm:PutParameter on/);
  });
});
