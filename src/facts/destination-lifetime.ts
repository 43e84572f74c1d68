import { bucketLifecycle } from './bucket-lifecycle.ts';
import { bucketObjectLock, type BucketObjectLock } from './bucket-object-lock.ts';
import { bucketVersioning, type BucketVersioning } from './bucket-versioning.ts';
import type { Knowledge, Known, Scope } from './fact.ts';
import { lifecycleLifetime, type Lifetime } from './lifecycle-lifetime.ts';
import type { BucketUse, LogBucket, LogDestination } from './log-destinations.ts';
import { logGroup } from './log-group.ts';
import { attempt, type Unreadable } from './unreadable.ts';

/** How long a destination keeps what is delivered to it, for each way it is used. */
export const destinationLifetime: Knowledge<LogDestination, readonly Lifetime[], { readonly maximumDays: number }> = {
  facts: [logGroup, bucketLifecycle, bucketVersioning, bucketObjectLock],
  of(known, scope, destination, { maximumDays }) {
    if (destination.type === 'AWS::S3::Bucket') return bucketLifetimes(known, scope, destination, maximumDays);
    const days = known(logGroup, destination.id)?.retentionInDays;
    const bound = { days: days ?? Number.POSITIVE_INFINITY, because: days === undefined ? 'no retention is set' : 'its retention setting' };
    return [{ atLeast: bound, atMost: bound }];
  },
};

function bucketLifetimes(known: Known, scope: Scope, bucket: LogBucket, maximumDays: number): Lifetime[] {
  const rules = known(bucketLifecycle, bucket.id) ?? [];
  const lifetimes = (versioning: BucketVersioning, lock?: BucketObjectLock) =>
    bucket.uses.map((use) => lifecycleLifetime(rules, versioning, lock, recordPrefix(use, scope)));
  if (rules.length === 0) return lifetimes('Never');

  const versioning = attempt(() => known(bucketVersioning, bucket.id) ?? 'Never');
  if ('unreadable' in versioning) return longEnough(lifetimes('Never'), maximumDays, versioning.unreadable);
  // Object Lock takes versioning, which can then no longer be suspended.
  if (versioning.value !== 'Enabled') return lifetimes(versioning.value);
  const lock = attempt(() => known(bucketObjectLock, bucket.id));
  if ('unreadable' in lock) return longEnough(lifetimes('Enabled'), maximumDays, lock.unreadable);
  return lifetimes('Enabled', lock.value);
}

/** Versioning and Object Lock only make records live longer, so what is too long without them is too long. */
function longEnough(shortest: Lifetime[], maximumDays: number, unread: Unreadable): Lifetime[] {
  const unknownMinimum = { days: Number.POSITIVE_INFINITY, because: 'not known' };
  if (shortest.some(({ atMost }) => atMost.days > maximumDays)) return shortest.map(({ atMost }) => ({ atLeast: unknownMinimum, atMost }));
  throw unread;
}

/**
 * What the key of every object of a use starts with. The keys of large data are not documented beyond the configured prefix.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
function recordPrefix({ delivers, keyPrefix }: BucketUse, { account, region }: Scope): string {
  const prefix = keyPrefix === '' ? '' : `${keyPrefix}/`;
  return delivers === 'large data' ? prefix : `${prefix}AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`;
}
