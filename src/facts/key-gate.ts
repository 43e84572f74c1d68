import { parsePolicy } from '../policy/policy-document.ts';
import { bucketEncryption } from './bucket-encryption.ts';
import { destinationKey } from './destination-key.ts';
import { together, type Fact, type Known, type Scope } from './fact.ts';
import { keyGrants } from './key-grants.ts';
import { keyPolicy } from './key-policy.ts';
import type { LogBucket } from './log-destinations.ts';
import type { KeyGate } from './principal-readers.ts';
import type { ReaderChoice } from './reader.ts';

/** The facts it takes to tell whom the key of a bucket lets through. */
export const keyGateFacts: readonly Fact<unknown>[] = [...destinationKey.facts, keyPolicy, keyGrants];

const anyKey = { allowedKeys: [], allowedKeyAccounts: [] };

/** The customer-managed key that a reader of the bucket must be able to use; the keys of S3 itself let through whom the bucket lets in. */
export function keyGateOf(known: Known, scope: Scope, bucket: LogBucket, { allObjectsUnderBucketKey }: ReaderChoice): KeyGate | undefined {
  const encryption = destinationKey.of(known, scope, bucket, anyKey);
  if (encryption.kind !== 'not allowed' && (encryption.kind !== 'key' || encryption.key.manager === 'AWS')) return undefined;
  const [key, account] = encryption.kind === 'key' ? [encryption.key.arn, encryption.key.account] : [encryption.key, encryption.account];
  // AWS shows a key's policy to nobody outside its account.
  const { policy, grants } = account === scope.account ? sharingOf(known, key) : { policy: undefined, grants: [] };
  const ofBucket = known(bucketEncryption, bucket.id)?.bucketKey === true;
  return {
    key,
    policy: policy === undefined ? undefined : { name: 'key policy', parsed: parsePolicy(policy, 'resource') },
    grants,
    keys: {
      'kms:viaservice': { kind: 'known', values: [`s3.${scope.region}.amazonaws.com`] },
      'kms:calleraccount': { kind: 'known', values: [scope.account] },
      'kms:encryptioncontextkeys': { kind: 'known', values: ['aws:s3:arn'] },
      // With a bucket key it is the bucket's ARN, otherwise that of each object.
      'kms:encryptioncontext:aws:s3:arn': ofBucket
        ? { kind: 'known', values: [`arn:${scope.partition}:s3:::${bucket.id}`] }
        : { kind: 'unknown', mayBeAbsent: false },
    },
    mayBeElsewhere: !allObjectsUnderBucketKey,
  };
}

/**
 * The AWS-managed key of S3, where it encrypts the bucket: it serves requests of its own account alone, and nobody can share it.
 *
 * @returns `undefined` where another key encrypts, or none
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export function awsManagedGate(
  known: Known,
  scope: Scope,
  bucket: LogBucket,
  { allObjectsUnderBucketKey }: ReaderChoice,
): KeyGate | undefined {
  const encryption = destinationKey.of(known, scope, bucket, anyKey);
  if (encryption.kind !== 'aws/s3' && (encryption.kind !== 'key' || encryption.key.manager !== 'AWS')) return undefined;
  const ofOwnAccount = {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalAccount': scope.account } },
  };
  return {
    key: 'aws/s3',
    policy: { name: 'policy of aws/s3', parsed: parsePolicy({ Version: '2012-10-17', Statement: ofOwnAccount }, 'resource') },
    grants: [],
    keys: {},
    mayBeElsewhere: !allObjectsUnderBucketKey,
  };
}

/** How a key lets others use it. */
function sharingOf(known: Known, key: string): { readonly policy: string | undefined; readonly grants: KeyGate['grants'] } {
  const [policy, grants] = together<unknown>([() => known(keyPolicy, key)?.document, () => known(keyGrants, key)?.grants ?? []]) as [
    string | undefined,
    KeyGate['grants'],
  ];
  return { policy, grants };
}
