import { parsePolicy, type Policy } from '../policy/policy-document.ts';
import type { NamedPolicy } from '../policy/sources.ts';
import { accessPointPolicies, type AccessPointPolicies } from './access-point-policies.ts';
import { bucketAcl } from './bucket-acl.ts';
import { bucketOwnership } from './bucket-ownership.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { together, type Fact, type Known } from './fact.ts';
import type { LogBucket } from './log-destinations.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock, effectiveBlock, type PublicAccessBlock } from './public-access-block.ts';

/** The facts it takes to tell how a bucket lets in others than by their own policies. */
export const doorFacts: readonly Fact<unknown>[] = [
  bucketPolicy,
  bucketPublicAccessBlock,
  accountPublicAccessBlock,
  bucketAcl,
  bucketOwnership,
  accessPointPolicies,
];

/** The policies by which a bucket lets in whoever they name. */
export interface Doors {
  readonly resource: NamedPolicy | undefined;
  readonly restrictsPublicBuckets: boolean;
  /** None when the bucket policy does not speak of access points. */
  readonly accessPoints: readonly AccessPoint[];
  /** Whether it is known which access points there are. */
  readonly knowsAccessPoints: boolean;
  /** Groups of strangers that the ACL of the bucket lets in, where ACLs count. */
  readonly publicAcl: readonly string[];
}

export type AccessPoint = AccessPointPolicies['accessPoints'][number];

/** The policy of an access point, if it has one. */
export const policyOf = ({ name, policy }: AccessPoint): NamedPolicy | undefined =>
  policy === undefined ? undefined : { name: `policy of access point ${name}`, parsed: parsePolicy(policy, 'resource') };

/** Looks up how a bucket lets in others than by their own policies. */
export function doorsOf(known: Known, { id }: LogBucket): Doors {
  const [document, block] = together<unknown>([() => known(bucketPolicy, id)?.document, () => effectiveBlock(known, id)]) as [
    string | undefined,
    PublicAccessBlock,
  ];
  const parsed = document === undefined ? undefined : parsePolicy(document, 'resource');
  const speaks = parsed !== undefined && ('problem' in parsed || speaksOfAccessPoints(parsed.policy));
  const [accessPoints, publicAcl] = together<unknown>([
    () => (speaks ? (known(accessPointPolicies, id)?.accessPoints ?? []) : []),
    () => (block.ignorePublicAcls ? [] : publicGroups(known, id)),
  ]) as [AccessPoint[], string[]];
  return {
    resource: parsed && { name: 'bucket policy', parsed },
    restrictsPublicBuckets: block.restrictPublicBuckets,
    accessPoints,
    knowsAccessPoints: speaks,
    publicAcl,
  };
}

function publicGroups(known: Known, bucket: string): readonly string[] {
  const groups = known(bucketAcl, bucket)?.publicGroups ?? [];
  return groups.length > 0 && known(bucketOwnership, bucket)?.objectOwnership !== 'BucketOwnerEnforced' ? groups : [];
}

/** The condition keys that ask through which access point a request comes. */
export const accessPointKeys = ['s3:dataaccesspointaccount', 's3:dataaccesspointarn', 's3:accesspointnetworkorigin'];

/**
 * Whether a bucket policy lets access points decide, or lets in nobody but through them. Without that, a bucket lets nobody in through an access point whom it
 * does not let in itself.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
const speaksOfAccessPoints = ({ statements }: Policy): boolean =>
  statements.some(({ conditions }) => conditions.some(({ key }) => accessPointKeys.includes(key)));
