import { BedrockClient, PutModelInvocationLoggingConfigurationCommand, type LoggingConfig } from '@aws-sdk/client-bedrock';
import { CloudWatchLogsClient, CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  S3Client,
  type BucketLocationConstraint,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import type { Emulator } from '../emulator/emulator.ts';

/** Logging that no rule finds fault with, and what it is made of. */
export interface SoundLogging {
  /** ARN of the key of all three destinations. */
  readonly key: string;
  readonly records: string;
  readonly largeData: string;
  readonly logGroup: string;
  readonly roleArn: string;
  /** ARN of a role whose grants name the three destinations and the key. */
  readonly reader: string;
  /** What was put; put it again with a change to bend it. */
  readonly config: LoggingConfig & { s3Config: object; cloudWatchConfig: object };
}

export const everyDataType = {
  textDataDeliveryEnabled: true,
  imageDataDeliveryEnabled: true,
  embeddingDataDeliveryEnabled: true,
  videoDataDeliveryEnabled: true,
  audioDataDeliveryEnabled: true,
} as const;

/** A statement of a policy. */
export type Statement = Readonly<Record<string, unknown>>;

const allow = (Action: readonly string[], ...Resource: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource });
const document = (...Statement: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

/** The lifecycle rule of a sound bucket: 400 days, for every object. */
const for400Days: LifecycleRule = { ID: 'for-400-days', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 400 } };

/** Makes things in one Region of one account, as their owner would. */
export function seedsFor(emulator: Emulator, account: string, region = 'us-east-1') {
  const s3 = emulator.client(account, region, S3Client);
  const kms = emulator.client(account, region, KMSClient);
  const logs = emulator.client(account, region, CloudWatchLogsClient);
  const iam = emulator.client(account, region, IAMClient);
  const bedrock = emulator.client(account, region, BedrockClient);

  const seeds = {
    s3,
    kms,
    logs,
    iam,

    /** @returns its ARN */
    async key(): Promise<string> {
      return (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
    },

    /** A bucket as AWS makes it today: SSE-S3, all public access blocked, no lifecycle. */
    async newBucket(Bucket: string): Promise<void> {
      const LocationConstraint = region as BucketLocationConstraint;
      await s3.send(
        new CreateBucketCommand({ Bucket, ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint } }) }),
      );
    },

    /** @param KMSMasterKeyID left out for `aws/s3` */
    async encrypt(Bucket: string, KMSMasterKeyID: string | undefined, SSEAlgorithm: 'aws:kms' | 'aws:kms:dsse' = 'aws:kms'): Promise<void> {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } }];
      await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    },

    async expire(Bucket: string, ...Rules: readonly LifecycleRule[]): Promise<void> {
      await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [...Rules] } }));
    },

    async bucket(name: string, key: string): Promise<void> {
      await seeds.newBucket(name);
      await Promise.all([seeds.encrypt(name, key), seeds.expire(name, for400Days)]);
    },

    async logGroup(logGroupName: string, kmsKeyId: string | undefined, retentionInDays = 400): Promise<void> {
      await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
    },

    /**
     * A role of a service, with its only policy; none without statements.
     *
     * @returns its ARN
     */
    async role(RoleName: string, ...statements: readonly Statement[]): Promise<string> {
      const AssumeRolePolicyDocument = document({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      });
      const made = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      const PolicyDocument = document(...statements);
      if (statements.length > 0) await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: `${RoleName}-may`, PolicyDocument }));
      return made.Role?.Arn ?? '';
    },

    /** A user with its only policy; none without statements. */
    async user(UserName: string, ...statements: readonly Statement[]): Promise<void> {
      await iam.send(new CreateUserCommand({ UserName }));
      const PolicyDocument = document(...statements);
      if (statements.length > 0) await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: `${UserName}-may`, PolicyDocument }));
    },

    async bucketPolicy(Bucket: string, ...statements: readonly Statement[]): Promise<void> {
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: document(...statements) }));
    },

    /** Lets Amazon Bedrock write, and nobody read, as its guide has it. */
    async delivery(Bucket: string): Promise<void> {
      await seeds.bucketPolicy(Bucket, {
        Effect: 'Allow',
        Principal: { Service: 'bedrock.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      });
    },

    async log(loggingConfig: LoggingConfig): Promise<void> {
      await bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
    },

    /** Beside the people who should read, an administrator and one who reads other things. */
    async soundLogging(): Promise<SoundLogging> {
      const key = await seeds.key();
      const [records, largeData, logGroup] = [`records-${account}-${region}`, `large-${account}-${region}`, '/bedrock/invocations'];
      const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${logGroup}`;
      const [roleArn, reader] = await Promise.all([
        seeds.role(`bedrock-delivery-${region}`, allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `${logGroupArn}:*`)),
        seeds.role(
          `log-reader-${region}`,
          allow(['s3:GetObject'], `arn:aws:s3:::${records}/bedrock/*`, `arn:aws:s3:::${largeData}/*`),
          allow(['kms:Decrypt'], key),
          allow(['logs:FilterLogEvents', 'logs:GetLogEvents'], `${logGroupArn}:*`),
        ),
        seeds.role(`administrator-${region}`, allow(['*'], '*')),
        seeds.user(`accountant-${region}`, allow(['s3:GetObject'], 'arn:aws:s3:::invoices/*')),
        seeds.bucket(records, key).then(() => seeds.delivery(records)),
        seeds.bucket(largeData, key).then(() => seeds.delivery(largeData)),
        seeds.logGroup(logGroup, key),
      ]);
      const config = {
        s3Config: { bucketName: records, keyPrefix: 'bedrock' },
        cloudWatchConfig: { logGroupName: logGroup, roleArn, largeDataDeliveryS3Config: { bucketName: largeData } },
        ...everyDataType,
      };
      await seeds.log(config);
      return { key, records, largeData, logGroup, roleArn, reader, config };
    },
  };
  return seeds;
}
