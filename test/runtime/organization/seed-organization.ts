import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutAccountPolicyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { accounts } from '../../../examples/organization/accounts.ts';
import { identitiesOf } from '../../../examples/organization/landing-zone-identities.ts';
import type { SampleAccount, SampleRegion } from '../../../examples/organization/sample-account.ts';
import { pageOf, type SampleIdentities } from '../../../examples/organization/sample-identities.ts';
import type { BedrockResourceKind } from '../../../src/facts/bedrock-resources.ts';
import type { InvocationLogging } from '../../../src/facts/invocation-logging.ts';
import { Unreadable } from '../../../src/facts/unreadable.ts';
import type { Seed } from '../../emulator/control.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { seedBucket, seedStrangersBucket } from './seed-bucket.ts';
import { seedKeys, type SeededKeys } from './seed-keys.ts';
import { faultsOf } from './sample-faults.ts';

/**
 * Makes the sample organisation in an emulator, by the calls its people would have made. Refusals become faults of the emulator.
 *
 * @returns what could not be made with the name or date that the sample gives it
 */
export async function seedOrganization(emulator: Emulator): Promise<SeededKeys> {
  // The sample leaves out what is not configured, so nothing may be configured by default.
  await emulator.setNewBucketDefaults(false);
  const keys = await seedKeys(emulator, accounts);
  for (const sample of accounts) if (!sample.closedDoor) await seedAccount(emulator, sample, keys);
  await emulator.faults(accounts.flatMap(faultsOf));
  return keys;
}

async function seedAccount(emulator: Emulator, sample: SampleAccount, keys: SeededKeys): Promise<void> {
  const { account, publicAccessBlock, namesOfStrangers = [] } = sample;
  const identities = JSON.parse(keys.translated(JSON.stringify(identitiesOf(sample)))) as SampleIdentities;
  await emulator.seed({ account, authorizationDetails: pageOf(account, identities) });
  if (publicAccessBlock && !(publicAccessBlock instanceof Unreadable)) {
    const control = emulator.client(account, 'us-east-1', S3ControlClient);
    const PublicAccessBlockConfiguration = upperCamelCase(publicAccessBlock);
    await control.send(new PutPublicAccessBlockCommand({ AccountId: account, PublicAccessBlockConfiguration }));
  }
  for (const name of namesOfStrangers) await seedStrangersBucket(emulator, name);
  for (const [region, described] of Object.entries(sample.regions)) await seedRegion(emulator, account, region, described, keys);
}

async function seedRegion(emulator: Emulator, account: string, region: string, described: SampleRegion, keys: SeededKeys): Promise<void> {
  const { logging, buckets = {}, daysSinceLastCall, resources = {}, links = [] } = described;
  for (const [name, bucket] of Object.entries(buckets)) await seedBucket(emulator, { account, region, name }, bucket, keys);
  await seedLogs(emulator, account, region, described, keys);
  if (logging && !(logging instanceof Unreadable)) {
    const bedrock = emulator.client(account, region, BedrockClient);
    await bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig: loggingConfig(logging) }));
  }
  if (daysSinceLastCall !== undefined) await seedCall(emulator.client(account, region, CloudWatchClient), daysSinceLastCall);
  await emulator.seed({ account, region, ...seedsOf(resources), links });
}

async function seedLogs(emulator: Emulator, account: string, region: string, described: SampleRegion, keys: SeededKeys): Promise<void> {
  const { logGroups = {}, subscriptions = {}, accountSubscriptions = [] } = described;
  const logs = emulator.client(account, region, CloudWatchLogsClient);
  for (const [logGroupName, group] of Object.entries(logGroups)) {
    if (group instanceof Unreadable) continue;
    const { kmsKeyId, logGroupClass, retentionInDays } = group;
    await logs.send(
      new CreateLogGroupCommand({ logGroupName, logGroupClass: logGroupClass as 'STANDARD', kmsKeyId: kmsKeyId && keys.named(kmsKeyId) }),
    );
    // AWS keeps the events of a DELIVERY log group for two days, and lets nobody change that.
    const isGiven = retentionInDays !== undefined && logGroupClass !== 'DELIVERY';
    if (isGiven) await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  }
  const filters = Object.entries(subscriptions).flatMap(([logGroup, each]) => each.map((filter) => ({ logGroup, ...filter })));
  await emulator.seed({ account, region, subscriptions: filters });
  for (const { name: policyName, destinationArn: DestinationArn, selectionCriteria } of accountSubscriptions) {
    const policyDocument = JSON.stringify({ DestinationArn, FilterPattern: '', Distribution: 'Random' });
    await logs.send(
      new PutAccountPolicyCommand({ policyName, policyType: 'SUBSCRIPTION_FILTER_POLICY', policyDocument, selectionCriteria }),
    );
  }
}

function loggingConfig({ s3, cloudWatch, dataTypes }: InvocationLogging) {
  const { largeData, ...logGroup } = cloudWatch ?? {};
  return {
    ...(s3 && { s3Config: s3 }),
    ...(cloudWatch && {
      cloudWatchConfig: { ...logGroup, ...(largeData && { largeDataDeliveryS3Config: largeData }) } as {
        logGroupName: string;
        roleArn: string;
      },
    }),
    textDataDeliveryEnabled: dataTypes.text,
    imageDataDeliveryEnabled: dataTypes.image,
    embeddingDataDeliveryEnabled: dataTypes.embedding,
    videoDataDeliveryEnabled: dataTypes.video,
    audioDataDeliveryEnabled: dataTypes.audio,
  };
}

async function seedCall(cloudwatch: CloudWatchClient, daysAgo: number): Promise<void> {
  const Timestamp = new Date(Date.now() - daysAgo * 86_400_000);
  const Dimensions = [{ Name: 'ModelId', Value: 'amazon.nova-lite-v1:0' }];
  const MetricData = [{ MetricName: 'Invocations', Dimensions, Timestamp, Value: 1, Unit: 'Count' as const }];
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Bedrock', MetricData }));
}

/** The emulator's name of each kind of resource. */
const counts = {
  'provisioned model throughput': 'provisionedThroughputs',
  'custom model deployment': 'customModelDeployments',
  'custom model': 'customModels',
  'imported model': 'importedModels',
  'marketplace model endpoint': 'marketplaceEndpoints',
  'application inference profile': 'applicationInferenceProfiles',
  agent: 'agents',
  flow: 'flows',
  'knowledge base': 'knowledgeBases',
} as const satisfies Partial<Record<BedrockResourceKind, keyof Seed>>;

function seedsOf(resources: NonNullable<SampleRegion['resources']>): Seed {
  const seeds = Object.entries(resources).map(([kind, count]): [string, unknown] => {
    if (kind === 'running batch inference job') return ['invocationJobs', Array<object>(count as number).fill({ status: 'InProgress' })];
    return [counts[kind as keyof typeof counts], count];
  });
  return Object.fromEntries(seeds.filter(([, count]) => !(count instanceof Unreadable)));
}

/** The members of an object under the names that AWS gives them. */
function upperCamelCase(flags: object): Record<string, boolean> {
  return Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name.charAt(0).toUpperCase() + name.slice(1), flag as boolean]));
}
