import { AssociateKmsKeyCommand, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, DisableKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetBucketEncryptionCommand, PutBucketEncryptionCommand, type ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { document } from '../../remediation/encrypt-log-destination/document.ts';
import { everyDataType, type SoundLogging, type Statement } from '../cli/seeds.ts';
import type { Execution } from './interpreter/execution.ts';
import type { Run } from './interpreter/run.ts';
import { account, changes, everyRunCalls, region, runRunbook, seeds } from './runbook-place.ts';

const { iam, kms, logs, s3 } = seeds;

/** The alias that the runbook is given unless it is told another. */
export const alias = 'alias/bedrock-logs';

const forTheAccount: Statement = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };

/** What the guide of Amazon Bedrock has in the policy of a bucket's key. */
export const forBedrock: Statement = {
  Effect: 'Allow',
  Principal: { Service: 'bedrock.amazonaws.com' },
  Action: 'kms:GenerateDataKey',
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:${region}:${account}:*` } },
};

/** What the guide of CloudWatch Logs has in the policy of a log group's key. */
export const forLogs: Statement = {
  Effect: 'Allow',
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:*` } },
};

const policyWith = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [forTheAccount, ...statements] });

/** Gives a key a policy that lets the account do anything, and of services only what the statements say. */
export const letUse = (KeyId: string, ...statements: readonly Statement[]) =>
  kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: policyWith(statements) }));

/**
 * A key that Amazon Bedrock and CloudWatch Logs can use.
 *
 * @returns its ARN
 */
export async function usableKey(): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: policyWith([forBedrock, forLogs]) }));
  return KeyMetadata?.Arn ?? '';
}

/** By its id: moto knows no ARN here. */
export const disable = (key: string) => kms.send(new DisableKeyCommand({ KeyId: key.slice(key.lastIndexOf('/') + 1) }));

/** @returns its ARN */
export async function disabledKey(): Promise<string> {
  const key = await usableKey();
  await disable(key);
  return key;
}

export const associate = (logGroupName: string, kmsKeyId: string) => logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));

export async function keyOf(name: string): Promise<string | undefined> {
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: name })) {
    const found = logGroups.find(({ logGroupName }) => logGroupName === name);
    if (found) return found.kmsKeyId;
  }
  throw new Error(`there is no log group ${name}`);
}

export const encryptWith = (Bucket: string, ...Rules: ServerSideEncryptionRule[]) =>
  s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));

export const encryptionOf = async (Bucket: string): Promise<ServerSideEncryptionRule[] | undefined> =>
  (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;

/** Logging that no rule finds fault with, and another key, behind the alias. */
export interface Deliverable extends SoundLogging {
  /** ARN of the key that the runbook is given. */
  readonly given: string;
}

function letBedrockAssume(RoleName: string) {
  const trust = { Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }) }),
  );
}

/**
 * A role that Amazon Bedrock can deliver with.
 *
 * @returns its ARN
 */
async function deliveryRole(name: string, ...statements: readonly Statement[]): Promise<string> {
  const arn = await seeds.role(name, ...statements);
  await letBedrockAssume(name);
  return arn;
}

/** Logging that Amazon Bedrock would deliver. */
export async function deliverable(): Promise<Deliverable> {
  const logging = await seeds.soundLogging();
  const given = await usableKey();
  await Promise.all([
    letUse(logging.key, forBedrock, forLogs),
    kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: given })),
    letBedrockAssume(`bedrock-delivery-${region}`),
  ]);
  return { ...logging, given };
}

/** A bucket and a log group of one name, with the rest of the configuration. */
export async function namesakes({ config }: Deliverable, key: string): Promise<string> {
  const name = `namesakes-${account}`;
  await seeds.bucket(name, key);
  await seeds.delivery(name);
  await seeds.logGroup(name, undefined);
  const roleArn = await deliveryRole('namesakes', { Effect: 'Allow', Action: 'logs:*', Resource: '*' });
  await seeds.log({
    s3Config: { bucketName: name },
    cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName: name, roleArn },
    ...everyDataType,
  });
  return name;
}

export const run = (ResourceId: string, parameters: Run['parameters'] = {}, options: Partial<Run> = {}): Promise<Execution> =>
  runRunbook(document, { ResourceId, ...parameters }, options);

/** What was changed since the calls were last cleared, but for what every run does. */
export const ownChanges = async (): Promise<string[]> => (await changes()).filter((call) => !everyRunCalls.includes(call));
