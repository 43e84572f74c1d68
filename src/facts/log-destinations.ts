import type { InvocationLogging } from './invocation-logging.ts';

/** What is delivered to a bucket, and under which key prefix. */
export interface BucketUse {
  /** `records`: the log itself. `large data`: bodies over 100 KB and binaries of the records in CloudWatch Logs. */
  readonly delivers: 'records' | 'large data';
  /** Without a trailing slash; empty when there is none. */
  readonly keyPrefix: string;
}

/** A bucket that invocations are logged to; one bucket may serve both ways. */
export interface LogBucket {
  readonly type: 'AWS::S3::Bucket';
  /** The bucket's name. */
  readonly id: string;
  readonly uses: readonly BucketUse[];
}

/** A log group that invocations are logged to. */
export interface LogGroupDestination {
  readonly type: 'AWS::Logs::LogGroup';
  /** The log group's name. */
  readonly id: string;
}

/** The role with which Bedrock writes to the log group. */
export interface DeliveryRole {
  readonly type: 'AWS::IAM::Role';
  /** The role's ARN. */
  readonly id: string;
}

export type LogDestination = LogBucket | LogGroupDestination;

/** The buckets of a logging configuration, each once. */
export function logBuckets({ s3, cloudWatch }: InvocationLogging): LogBucket[] {
  const buckets = [...bucketFor('records', s3), ...bucketFor('large data', cloudWatch?.largeData)];
  const [records, largeData] = buckets;
  if (!records || records.id !== largeData?.id) return buckets;
  return [{ ...records, uses: [...records.uses, ...largeData.uses] }];
}

function bucketFor(delivers: BucketUse['delivers'], destination: { bucketName: string; keyPrefix?: string } | undefined): LogBucket[] {
  if (!destination?.bucketName) return [];
  const keyPrefix = (destination.keyPrefix ?? '').replace(/\/$/, '');
  return [{ type: 'AWS::S3::Bucket', id: destination.bucketName, uses: [{ delivers, keyPrefix }] }];
}

/** The log group of a logging configuration, if it has one. */
function logGroupsOf({ cloudWatch }: InvocationLogging): LogGroupDestination[] {
  return cloudWatch?.logGroupName ? [{ type: 'AWS::Logs::LogGroup', id: cloudWatch.logGroupName }] : [];
}

/** The buckets and the log group of a logging configuration, each once. */
export function logDestinations(logging: InvocationLogging): LogDestination[] {
  return [...logBuckets(logging), ...logGroupsOf(logging)];
}

/** The delivery role of a logging configuration, if it names one. */
export function deliveryRoles({ cloudWatch }: InvocationLogging): DeliveryRole[] {
  return cloudWatch?.logGroupName && cloudWatch.roleArn ? [{ type: 'AWS::IAM::Role', id: cloudWatch.roleArn }] : [];
}
