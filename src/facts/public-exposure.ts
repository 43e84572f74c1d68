import { bucketAccessPoints } from './bucket-access-points.ts';
import { bucketAcl } from './bucket-acl.ts';
import { bucketOwnership } from './bucket-ownership.ts';
import { bucketPolicyStatus } from './bucket-policy-status.ts';
import { bucketWebsite } from './bucket-website.ts';
import type { Knowledge, Reader } from './fact.ts';
import type { LogBucket } from './log-destinations.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock, blockOf, type PublicAccessBlock } from './public-access-block.ts';
import { attempt, type Attempt } from './unreadable.ts';

/** What keeps the public out of a bucket, and what lets it in now. */
export interface PublicExposure {
  /** Flags that neither the bucket nor the account (or its organisation) has on; empty when all four are on. */
  readonly flagsOff: readonly (keyof PublicAccessBlock)[];
  /** What the flags that are on do not neutralise, as phrases. */
  readonly exposedBy: readonly string[];
  /** What could not be read of that, as phrases. */
  readonly unread: readonly string[];
}

/**
 * How exposed a bucket is. Each flag is on when the bucket or the account has it on; one of them with all four on suffices.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const publicExposure: Knowledge<LogBucket, PublicExposure> = {
  facts: [
    bucketPublicAccessBlock,
    accountPublicAccessBlock,
    bucketPolicyStatus,
    bucketAcl,
    bucketOwnership,
    bucketAccessPoints,
    bucketWebsite,
  ],
  async of(reader, _scope, { id }) {
    const block = await effectiveBlock(reader, id);
    const flagsOff = (Object.keys(block) as (keyof PublicAccessBlock)[]).filter((flag) => !block[flag]);
    if (flagsOff.length === 0) return { flagsOff, exposedBy: [], unread: [] };
    const exposures = await Promise.all([
      block.restrictPublicBuckets ? [] : publicPolicy(reader, id),
      block.ignorePublicAcls ? [] : publicAcl(reader, id),
      block.restrictPublicBuckets ? [] : publicAccessPoints(reader, id),
      block.restrictPublicBuckets && block.ignorePublicAcls ? [] : website(reader, id),
    ]);
    const found = exposures.flat();
    return {
      flagsOff,
      exposedBy: found.flatMap((exposure) => ('value' in exposure ? exposure.value : [])),
      unread: found.flatMap((exposure) => ('unreadable' in exposure ? exposure.unreadable.message : [])),
    };
  },
};

async function effectiveBlock(reader: Reader, bucket: string): Promise<PublicAccessBlock> {
  const ofBucket = await attempt(reader.read(bucketPublicAccessBlock, bucket));
  if (isComplete(ofBucket)) return ofBucket.value;
  const ofAccount = await attempt(reader.read(accountPublicAccessBlock, ''));
  if (isComplete(ofAccount)) return ofAccount.value;
  if ('unreadable' in ofBucket) throw ofBucket.unreadable;
  if ('unreadable' in ofAccount) throw ofAccount.unreadable;
  const [one, other] = [ofBucket.value ?? blockOf(undefined), ofAccount.value ?? blockOf(undefined)];
  return {
    blockPublicAcls: one.blockPublicAcls || other.blockPublicAcls,
    ignorePublicAcls: one.ignorePublicAcls || other.ignorePublicAcls,
    blockPublicPolicy: one.blockPublicPolicy || other.blockPublicPolicy,
    restrictPublicBuckets: one.restrictPublicBuckets || other.restrictPublicBuckets,
  };
}

function isComplete(block: Attempt<PublicAccessBlock | undefined>): block is { value: PublicAccessBlock } {
  return 'value' in block && block.value !== undefined && Object.values(block.value).every(Boolean);
}

type Exposures = Promise<Attempt<string[]>>;

const publicPolicy = (reader: Reader, bucket: string): Exposures =>
  attempt(reader.read(bucketPolicyStatus, bucket).then((status) => (status?.isPublic ? ['its policy is public'] : [])));

const publicAcl = (reader: Reader, bucket: string): Exposures =>
  attempt(
    reader.read(bucketAcl, bucket).then(async (acl) => {
      if (!acl || acl.publicGroups.length === 0) return [];
      if ((await reader.read(bucketOwnership, bucket))?.objectOwnership === 'BucketOwnerEnforced') return [];
      return [`its ACL grants to ${acl.publicGroups.join(' and ')}`];
    }),
  );

const publicAccessPoints = (reader: Reader, bucket: string): Exposures =>
  attempt(
    reader.read(bucketAccessPoints, bucket).then((accessPoints) => {
      const open = accessPoints?.internet.filter(({ hasPublicPolicy, restrictsPublic }) => hasPublicPolicy && !restrictsPublic) ?? [];
      return open.map(({ name }) => `its access point ${name} has a public policy`);
    }),
  );

const website = (reader: Reader, bucket: string): Exposures =>
  attempt(reader.read(bucketWebsite, bucket).then((configured) => (configured ? ['it is a website'] : [])));
