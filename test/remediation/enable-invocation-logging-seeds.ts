import { BedrockClient, GetModelInvocationLoggingConfigurationCommand, type LoggingConfig } from '@aws-sdk/client-bedrock';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { document } from '../../remediation/enable-invocation-logging/document.ts';
import type { SoundLogging, Statement } from '../cli/seeds.ts';
import type { Execution } from './interpreter/execution.ts';
import type { Run } from './interpreter/run.ts';
import { account, emulator, region, runRunbook, seeds } from './runbook-place.ts';

const { iam, kms, s3 } = seeds;

export const policyOf = (...Statement: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

/** What the runbook makes unless it is told otherwise. */
export const made = {
  alias: 'alias/bedrock-logs',
  bucket: `bedrock-logs-${account}-${region}`,
  logGroup: '/aws/bedrock/model-invocations',
  role: `BedrockLogsDelivery-${region}`,
  roleArn: `arn:aws:iam::${account}:role/BedrockLogsDelivery-${region}`,
} as const;

export const run = (ResourceId: string, parameters: Run['parameters'] = {}, options: Partial<Run> = {}) =>
  runRunbook(document, { ResourceId, ...parameters }, options);

/** What an output of an execution holds that is JSON. */
export const jsonIn = ({ outputs }: Pick<Execution, 'outputs'>, output: string): unknown => JSON.parse(outputs[output] as string);

const fromHere = {
  StringEquals: { 'aws:SourceAccount': account },
  ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:${region}:${account}:*` },
};

const bedrock = { Service: 'bedrock.amazonaws.com' };

export const accountDecides: Statement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
};

/** What the guide of Amazon Bedrock has in the policy of a bucket's key. */
export const bedrockEncrypts: Statement = {
  Effect: 'Allow',
  Principal: bedrock,
  Action: 'kms:GenerateDataKey',
  Resource: '*',
  Condition: fromHere,
};

/** What the guide of CloudWatch Logs has in the policy of a log group's key. */
export const logsEncrypt = (logGroup: string): Statement => ({
  Effect: 'Allow',
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:${logGroup}` } },
});

/** What the guide of Amazon Bedrock has in the policy of a bucket. */
export const bedrockPuts = (resource: string): Statement => ({
  Effect: 'Allow',
  Principal: bedrock,
  Action: 's3:PutObject',
  Resource: `arn:aws:s3:::${resource}`,
  Condition: fromHere,
});

export const noPlainHttp = (bucket: string): Statement => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** What the guide of Amazon Bedrock has as the trust policy of the delivery role. */
export const bedrockAssumes: Statement = { Effect: 'Allow', Principal: bedrock, Action: 'sts:AssumeRole', Condition: fromHere };

/** All that the guide of Amazon Bedrock has in the policy of the delivery role. */
export const writesTo = (logGroup: string): Statement => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: `arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:aws/bedrock/modelinvocations`,
});

export const trust = (RoleName: string, ...statements: readonly Statement[]) =>
  iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: policyOf(...statements) }));

/** @returns its ARN */
export async function key(...statements: readonly Statement[]): Promise<string> {
  return (await kms.send(new CreateKeyCommand({ Policy: policyOf(accountDecides, ...statements) }))).KeyMetadata?.Arn ?? '';
}

export const alias = (AliasName: string, TargetKeyId: string) => kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));

/** Marks a bucket as one that the runbook made. */
export const mark = (Bucket: string) =>
  s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'bedrock-logging', Value: 'managed' }] } }));

export async function statementsOf(Bucket: string, client = s3): Promise<readonly Statement[]> {
  const { Policy = '{}' } = await client.send(new GetBucketPolicyCommand({ Bucket }));
  return (JSON.parse(Policy) as { readonly Statement: readonly Statement[] }).Statement;
}

export const nameless = (statements: readonly Statement[]) => statements.map(({ Sid: _sid, ...statement }) => statement);

/** What Amazon Bedrock answers now. */
export async function configuration(at = region): Promise<LoggingConfig | undefined> {
  const client = emulator.client(account, at, BedrockClient);
  return (await client.send(new GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig;
}

/** Logging that no rule finds fault with, with keys and a role that Amazon Bedrock and CloudWatch Logs can use; from now on they look. */
export async function deliverable(): Promise<SoundLogging> {
  const logging = await seeds.soundLogging();
  const Policy = policyOf(accountDecides, bedrockEncrypts, logsEncrypt(logging.logGroup));
  await kms.send(new PutKeyPolicyCommand({ KeyId: logging.key, PolicyName: 'default', Policy }));
  await trust(`bedrock-delivery-${region}`, bedrockAssumes);
  await emulator.setDeliveryValidation(true);
  return logging;
}
