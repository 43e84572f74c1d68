import { bucketAccessPoints } from './bucket-access-points.ts';
import { bucketAcl } from './bucket-acl.ts';
import { bucketOwnership } from './bucket-ownership.ts';
import { bucketPolicyStatus } from './bucket-policy-status.ts';
import { bucketWebsite } from './bucket-website.ts';
import { together, type Knowledge, type Known } from './fact.ts';
import type { LogBucket } from './log-destinations.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock, effectiveBlock, type PublicAccessBlock } from './public-access-block.ts';
import { attempt } from './unreadable.ts';

/** What keeps the public out of a bucket, and what lets it in now. */
export interface PublicExposure {
  /** Flags that neither the bucket nor the account (or its organisation) has on; empty when all four are on. */
  readonly flagsOff: readonly (keyof PublicAccessBlock)[];
  /** What the flags that are on do not neutralise, as phrases. */
  readonly exposedBy: readonly string[];
  /** What could not be read of that, as phrases that leave out the bucket's name. */
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
  of(known, _scope, { id }) {
    const block = effectiveBlock(known, id);
    const flagsOff = (Object.keys(block) as (keyof PublicAccessBlock)[]).filter((flag) => !block[flag]);
    if (flagsOff.length === 0) return { flagsOff, exposedBy: [], unread: [] };
    const exposures = [
      ...(block.restrictPublicBuckets ? [] : [publicPolicy, publicAccessPoints]),
      ...(block.ignorePublicAcls ? [] : [publicAcl]),
      ...(block.restrictPublicBuckets && block.ignorePublicAcls ? [] : [website]),
    ];
    const found = together(exposures.map((exposure) => () => attempt(() => exposure(known, id))));
    return {
      flagsOff,
      exposedBy: found.flatMap((exposure) => ('value' in exposure ? exposure.value : [])),
      unread: found.flatMap((exposure) => ('unreadable' in exposure ? exposure.unreadable.message.replace(` of bucket ${id}`, '') : [])),
    };
  },
};

const publicPolicy = (known: Known, bucket: string): string[] => (known(bucketPolicyStatus, bucket)?.isPublic ? ['public policy'] : []);

function publicAcl(known: Known, bucket: string): string[] {
  const groups = known(bucketAcl, bucket)?.publicGroups ?? [];
  if (groups.length === 0 || known(bucketOwnership, bucket)?.objectOwnership === 'BucketOwnerEnforced') return [];
  return [`public ACL (${groups.join(', ')})`];
}

function publicAccessPoints(known: Known, bucket: string): string[] {
  const accessPoints = known(bucketAccessPoints, bucket)?.internet ?? [];
  const open = accessPoints.filter(({ hasPublicPolicy, restrictsPublic }) => hasPublicPolicy && !restrictsPublic);
  if (open.length === 0) return [];
  const named = open.slice(0, open.length > 2 ? 1 : 2).map(({ name }) => shortened(name));
  return [`public policy of access point ${named.join(', ')}${open.length > 2 ? ` and ${open.length - 1} others` : ''}`];
}

const website = (known: Known, bucket: string): string[] => (known(bucketWebsite, bucket) ? ['website hosting'] : []);

/** An access point's name, shortened so that two and every other exposure fit into a reason. */
const shortened = (name: string): string => (name.length <= 20 ? name : `${name.slice(0, 19)}…`);
