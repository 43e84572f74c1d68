import type { BucketEncryption } from '../../src/facts/bucket-encryption.ts';
import type { BucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import type { InvocationLogging } from '../../src/facts/invocation-logging.ts';
import type { KmsKey } from '../../src/facts/kms-key.ts';
import type { LogGroup } from '../../src/facts/log-group.ts';
import type { PublicAccessBlock } from '../../src/facts/public-access-block.ts';
import { bucketPolicy } from './landing-zone-policies.ts';
import type { SampleBucket, SampleRegion } from './sample-account.ts';

export const allDataTypes: InvocationLogging['dataTypes'] = { text: true, image: true, embedding: true, video: true, audio: true };

export const allFlags: PublicAccessBlock = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

export const noFlags: PublicAccessBlock = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

/** The log group that the landing zone makes, and that other accounts have copied. */
export const logGroupName = '/northpike/bedrock/invocations';

/** ARN of the role with which Bedrock writes to the log group. */
export const deliveryRole = (account: string): string => `arn:aws:iam::${account}:role/northpike/BedrockLogDelivery`;

/** ARN of the account's multi-Region key, the same key id in every Region. */
export const accountKey = (account: string, region: string): string =>
  `arn:aws:kms:${region}:${account}:key/mrk-0a1b2c3d4e5f0a1b2c3d4e5f0a1b2c${account.slice(-2)}`;

/** A customer-managed key that can be used, but for what is bent. */
export function customerKey(arn: string, bends: Partial<KmsKey> = {}): KmsKey {
  return { arn, account: arn.split(':')[4] as string, manager: 'CUSTOMER', state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', ...bends };
}

export const withKey = (kmsKey: string): BucketEncryption => ({ algorithm: 'aws:kms', kmsKey });

/** A lifecycle rule for every object, but for what is bent. */
export function lifecycleRule(bends: Partial<BucketLifecycle[number]>): BucketLifecycle[number] {
  return { enabled: true, prefix: '', byTag: false, bySize: false, ...bends };
}

/** What keeps records 400 days and their noncurrent versions 30 more. */
export const keep400Days = lifecycleRule({ id: 'keep-400-days', expirationDays: 400, noncurrentDays: 30 });

/** The bucket of the landing zone. */
export const goodBucket = (key: string): SampleBucket => ({
  encryption: withKey(key),
  lifecycle: [keep400Days],
  versioning: 'Enabled',
  publicAccessBlock: allFlags,
  policy: bucketPolicy(),
});

/** The log group of the landing zone. */
export const goodLogGroup = (key: string): LogGroup => ({ retentionInDays: 400, kmsKeyId: key, logGroupClass: 'STANDARD' });

/** Name of the landing zone's bucket. */
export const bucketName = (account: string, region: string): string => `bedrock-logs-${account}-${region}`;

/** Everything right: records to a bucket and a log group, what is too large for the log group to the same bucket. */
export function landingZone(account: string, region: string) {
  const key = accountKey(account, region);
  const name = bucketName(account, region);
  return {
    logging: {
      s3: { bucketName: name },
      cloudWatch: { logGroupName, roleArn: deliveryRole(account), largeData: { bucketName: name, keyPrefix: 'large' } },
      dataTypes: allDataTypes,
    },
    buckets: { [name]: goodBucket(key) },
    logGroups: { [logGroupName]: goodLogGroup(key) },
    keys: { [key]: customerKey(key) },
  } satisfies SampleRegion;
}

/** Records to one bucket only, which is as good as the landing zone's but for what is bent. */
export function oneBucket(account: string, region: string, name: string, bends: SampleBucket = {}) {
  const key = accountKey(account, region);
  return {
    logging: { s3: { bucketName: name }, dataTypes: allDataTypes },
    buckets: { [name]: { ...goodBucket(key), ...bends } },
    keys: { [key]: customerKey(key) },
  } satisfies SampleRegion;
}

/** Records to one log group only, which is as good as the landing zone's but for what is given. */
export function oneLogGroup(account: string, region: string, name: string, group: LogGroup = goodLogGroup(accountKey(account, region))) {
  const key = accountKey(account, region);
  return {
    logging: { cloudWatch: { logGroupName: name, roleArn: deliveryRole(account) }, dataTypes: allDataTypes },
    logGroups: { [name]: group },
    keys: { [key]: customerKey(key) },
  } satisfies SampleRegion;
}

/** Logging was never turned on, and nothing uses Bedrock. */
export const untouched: SampleRegion = {};
