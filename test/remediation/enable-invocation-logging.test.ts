import { S3Client, CreateBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import { CreateLogGroupCommand, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { document } from '../../remediation/enable-invocation-logging/document.ts';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import { bedrockLogDestinationsExist } from '../../rules/bedrock-log-destinations-exist.ts';
import { everyDataType, type SoundLogging } from '../cli/seeds.ts';
import { alias, deliverable, key, made, mark } from './enable-invocation-logging-seeds.ts';
import { prove, type Fault } from './proof.ts';
import { account, emulator, region, seeds } from './runbook-place.ts';

const { s3, logs, iam } = seeds;

/** A fault of the configuration as a whole. */
const ofAccount = (make: () => Promise<unknown>): Fault => ({
  rule: bedrockInvocationLoggingEnabled,
  ruleParameters: { requiredDestinations: 'both' },
  parameters: { RequiredDestinations: 'both' },
  seed: async () => {
    await make();
    await emulator.setDeliveryValidation(true);
    return account;
  },
});

/** A fault of something that the configuration names. */
const ofDestination = (make: (logging: SoundLogging) => Promise<string>): Fault => ({
  rule: bedrockLogDestinationsExist,
  seed: async () => make(await deliverable()),
});

const remove = (Bucket: string) => s3.send(new DeleteBucketCommand({ Bucket }));

const inAnotherAccount = (Bucket: string) => emulator.client('444455556666', region, S3Client).send(new CreateBucketCommand({ Bucket }));

const dropRole = async (RoleName: string) => {
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: `${RoleName}-may` }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
};

/** Puts the configuration again as Amazon Bedrock would not take it today, for it looks only when it is put. */
const logUnseen = async (config: Parameters<typeof seeds.log>[0]) => {
  await emulator.setDeliveryValidation(false);
  await seeds.log(config);
  await emulator.setDeliveryValidation(true);
};

prove({
  document,
  faults: {
    'a key whose policy names nobody': ofAccount(async () => alias(made.alias, await key())),
    'nothing at all': ofAccount(async () => undefined),
    'a configuration without a destination': ofAccount(() => seeds.log({ textDataDeliveryEnabled: true })),
    'every data type off': ofAccount(async () => {
      const { config } = await deliverable();
      const off = Object.fromEntries(Object.keys(everyDataType).map((flag) => [flag, false]));
      await seeds.log({ ...config, ...off });
    }),
    'a bucket alone, where both are wanted': ofAccount(async () => {
      const { config } = await deliverable();
      await seeds.log({ s3Config: config.s3Config });
    }),
    'a log group alone, where both are wanted': ofAccount(async () => {
      const { config } = await deliverable();
      await seeds.log({ cloudWatchConfig: config.cloudWatchConfig, ...everyDataType, audioDataDeliveryEnabled: false });
    }),
    'a bucket that was left half-made': ofAccount(async () => {
      await emulator.setNewBucketDefaults(false);
      await seeds.newBucket(made.bucket);
      await mark(made.bucket);
    }),
    'a log group that was left half-made': ofAccount(() =>
      logs.send(new CreateLogGroupCommand({ logGroupName: made.logGroup, tags: { 'bedrock-logging': 'managed' } })),
    ),
    'a delivery role of its own that trusts somebody else': ofAccount(() => seeds.role(made.role)),
    'a bucket that was deleted': ofDestination(async ({ records }) => {
      await remove(records);
      return records;
    }),
    'a bucket that somebody else has now': ofDestination(async ({ records }) => {
      await remove(records);
      await inAnotherAccount(records);
      return records;
    }),
    'a bucket of another Region': ofDestination(async ({ config }) => {
      const Bucket = 'logs-in-frankfurt';
      const there = emulator.client(account, 'eu-central-1', S3Client);
      await there.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }));
      await logUnseen({ ...config, s3Config: { bucketName: Bucket } });
      return Bucket;
    }),
    'a bucket for large data that was deleted': ofDestination(async ({ largeData }) => {
      await remove(largeData);
      return largeData;
    }),
    'a bucket for large data that somebody else has now': ofDestination(async ({ largeData }) => {
      await remove(largeData);
      await inAnotherAccount(largeData);
      return largeData;
    }),
    'a log group that was deleted': ofDestination(async ({ logGroup }) => {
      await logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup }));
      return logGroup;
    }),
    'a log group of a class that no role delivers to': ofDestination(async ({ config }) => {
      const logGroupName = '/delivery/only';
      await logs.send(new CreateLogGroupCommand({ logGroupName, logGroupClass: 'DELIVERY' }));
      await logUnseen({ ...config, cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName } });
      return logGroupName;
    }),
    'a delivery role that was deleted': ofDestination(async ({ roleArn }) => {
      await dropRole(`bedrock-delivery-${region}`);
      return roleArn;
    }),
    'a delivery role of another account': ofDestination(async ({ config }) => {
      const roleArn = 'arn:aws:iam::444455556666:role/central-delivery';
      await logUnseen({ ...config, cloudWatchConfig: { ...config.cloudWatchConfig, roleArn } });
      return roleArn;
    }),
    'a delivery role of its own that was deleted': ofDestination(async ({ config }) => {
      await logUnseen({ ...config, cloudWatchConfig: { ...config.cloudWatchConfig, roleArn: made.roleArn } });
      return made.roleArn;
    }),
  },
  killedIn: ['nothing at all', 'a delivery role of its own that was deleted'],
});
