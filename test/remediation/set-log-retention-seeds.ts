import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  type BucketVersioningStatus,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { document } from '../../remediation/set-log-retention/document.ts';
import { bedrockLogRetentionWithinLimits as rule } from '../../rules/bedrock-log-retention-within-limits.ts';
import type { SoundLogging } from '../cli/seeds.ts';
import type { Execution } from './interpreter/execution.ts';
import type { Run } from './interpreter/run.ts';
import type { Fault } from './proof.ts';
import { account, changes, everyRunCalls, region, runRunbook, seeds } from './runbook-place.ts';

const { s3, logs } = seeds;

export const approver = `arn:aws:iam::${account}:role/records-manager`;

/** Where Bedrock puts the records of sound logging. */
export const recordPrefix = `bedrock/AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`;

export const limits = { MinimumDays: '365', MaximumDays: '2557' };

/** A lifecycle rule of somebody else, for every object. */
export const theirs = (ID: string, members: Partial<LifecycleRule>): LifecycleRule => ({
  ID,
  Status: 'Enabled',
  Filter: { Prefix: '' },
  ...members,
});

export const expire = (Days: number, members: Partial<LifecycleRule> = {}): LifecycleRule =>
  theirs(`expire-${Days}`, { Expiration: { Days }, ...members });

/** The rule that the runbook adds. */
export const ours = (Prefix: string, Days: number, NoncurrentDays: number, ID = 'bedrock-logging-retention'): LifecycleRule => ({
  ID,
  Status: 'Enabled',
  Filter: { Prefix },
  Expiration: { Days },
  NoncurrentVersionExpiration: { NoncurrentDays },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
});

export const version = (Bucket: string, Status: BucketVersioningStatus) =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

export const lifecycleOf = async (Bucket: string) => (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules;

/** A log group that keeps events for ever, with events that are this many days old, the oldest first. */
export async function keepForEver(logGroupName: string, ...ages: readonly number[]): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const logStreamName = 'aws/bedrock/modelinvocations';
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = ages.map((age) => ({ timestamp: Date.now() - age * 86_400_000, message: 'a record' }));
  if (logEvents.length > 0) await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

export const approve: NonNullable<Run['approve']> = () => ({ [approver]: 'Approve' });

/** A fault of sound logging that is put right with the approval it takes. */
export const fault = (make: (logging: SoundLogging) => Promise<string>, more: Partial<Fault> = {}): Fault => ({
  rule,
  parameters: { ...limits, Approver: approver },
  approve,
  ...more,
  seed: async () => make(await seeds.soundLogging()),
});

export const run = (ResourceId: string, parameters: Run['parameters'] = {}, options: Partial<Run> = {}): Promise<Execution> =>
  runRunbook(document, { ResourceId, ...limits, Approver: approver, ...parameters }, { approve, ...options });

/** What was changed besides what every run changes. */
export const ownChanges = async (): Promise<string[]> => (await changes()).filter((call) => !everyRunCalls.includes(call));
