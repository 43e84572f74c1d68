import { bucketLifecycle } from './bucket-lifecycle.ts';
import { bucketObjectLock } from './bucket-object-lock.ts';
import { bucketVersioning } from './bucket-versioning.ts';
import type { Knowledge, Reader, Scope } from './fact.ts';
import { lifecycleLifetime, type Lifetime } from './lifecycle-lifetime.ts';
import type { BucketUse, LogBucket, LogDestination } from './log-destinations.ts';
import { logGroup } from './log-group.ts';

/** How long a destination keeps what is delivered to it, for each way it is used. */
export const destinationLifetime: Knowledge<LogDestination, readonly Lifetime[]> = {
  facts: [logGroup, bucketLifecycle, bucketVersioning, bucketObjectLock],
  async of(reader, scope, destination) {
    if (destination.type === 'AWS::S3::Bucket') return bucketLifetimes(reader, scope, destination);
    const days = (await reader.read(logGroup, destination.id))?.retentionInDays;
    const bound = { days: days ?? Number.POSITIVE_INFINITY, because: days === undefined ? 'no retention is set' : 'its retention setting' };
    return [{ atLeast: bound, atMost: bound }];
  },
};

async function bucketLifetimes(reader: Reader, scope: Scope, bucket: LogBucket): Promise<Lifetime[]> {
  const rules = await reader.read(bucketLifecycle, bucket.id);
  const [versioning = 'Never', lock] = rules
    ? await Promise.all([reader.read(bucketVersioning, bucket.id), reader.read(bucketObjectLock, bucket.id)])
    : [];
  return bucket.uses.map((use) => lifecycleLifetime(rules ?? [], versioning, lock, recordPrefix(use, scope)));
}

/**
 * What the key of every object of a use starts with. The keys of large data are not documented beyond the configured prefix.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
export function recordPrefix({ delivers, keyPrefix }: BucketUse, { account, region }: Scope): string {
  const prefix = keyPrefix === '' ? '' : `${keyPrefix}/`;
  return delivers === 'large data' ? prefix : `${prefix}AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`;
}
