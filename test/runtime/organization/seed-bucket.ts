import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type BucketLocationConstraint,
  type LifecycleRule,
  type ObjectOwnership,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';
import { PutAccessPointPolicyCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import type { BucketPlace, SampleBucket } from '../../../examples/organization/sample-account.ts';
import type { BucketLifecycle } from '../../../src/facts/bucket-lifecycle.ts';
import { Unreadable } from '../../../src/facts/unreadable.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import type { SeededKeys } from './seed-keys.ts';

/** An account outside the organisation. */
const stranger = '444455556666';

export async function seedStrangersBucket(emulator: Emulator, Bucket: string): Promise<void> {
  await emulator.client(stranger, 'us-east-1', S3Client).send(new CreateBucketCommand({ Bucket }));
}

/** Makes a bucket of the sample. What the sample refuses to tell is left as a new bucket has it. */
export async function seedBucket(emulator: Emulator, place: BucketPlace, sample: SampleBucket, keys: SeededKeys): Promise<void> {
  const { account, region, name: Bucket } = place;
  const s3 = emulator.client(account, region, S3Client);
  const { encryption, lifecycle, versioning, objectLock, publicAccessBlock, policy, acl, ownership, accessPoints = [], isWebsite } = sample;
  const LocationConstraint = region as BucketLocationConstraint;
  const CreateBucketConfiguration = region === 'us-east-1' ? undefined : { LocationConstraint };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: objectLock !== undefined }));
  if (told(encryption)) {
    const { algorithm, kmsKey } = encryption;
    const byDefault = { SSEAlgorithm: algorithm as ServerSideEncryption, KMSMasterKeyID: kmsKey && keys.named(kmsKey) };
    const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault }] };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
  }
  if (told(lifecycle)) {
    const LifecycleConfiguration = { Rules: lifecycle.map(lifecycleRule) };
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  }
  if (versioning !== undefined && versioning !== 'Never') {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: versioning } }));
  }
  if (objectLock) {
    const { mode, days, years } = objectLock;
    const DefaultRetention = { Mode: mode as 'GOVERNANCE' | 'COMPLIANCE', Days: days, Years: years };
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule: { DefaultRetention } };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  }
  if (ownership) {
    const OwnershipControls = { Rules: [{ ObjectOwnership: ownership.objectOwnership as ObjectOwnership }] };
    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  }
  if (acl) await s3.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy: accessControlPolicy(account, acl.publicGroups) }));
  if (policy) await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: keys.translated(policy(place)) }));
  if (isWebsite) await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } }));
  if (told(publicAccessBlock)) {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: publicAccessBlock.blockPublicAcls,
      IgnorePublicAcls: publicAccessBlock.ignorePublicAcls,
      BlockPublicPolicy: publicAccessBlock.blockPublicPolicy,
      RestrictPublicBuckets: publicAccessBlock.restrictPublicBuckets,
    };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  }
  for (const { name: Name, isPublic, restrictsPublic, policy: policyFor } of accessPoints) {
    const block = { RestrictPublicBuckets: restrictsPublic };
    await emulator.seed({ account, region, accessPoints: [{ name: Name, bucket: Bucket, isPublic, publicAccessBlock: block }] });
    const control = emulator.client(account, region, S3ControlClient);
    await control.send(new PutAccessPointPolicyCommand({ AccountId: account, Name, Policy: policyFor(place) }));
  }
}

/** Whether the sample tells of something, and AWS did not refuse to. */
const told = <Value>(answer: Value | Unreadable | undefined): answer is Value => answer !== undefined && !(answer instanceof Unreadable);

function lifecycleRule(rule: BucketLifecycle[number]): LifecycleRule {
  const { id, enabled, prefix, byTag, bySize, expirationDays, expirationDate, noncurrentDays, newerNoncurrentVersions } = rule;
  const chosen = {
    Prefix: prefix,
    ...(byTag && { Tags: [{ Key: 'kind', Value: 'any' }] }),
    ...(bySize && { ObjectSizeLessThan: 131_072 }),
  };
  const expires = expirationDays !== undefined || expirationDate !== undefined;
  return {
    ID: id,
    Status: enabled ? 'Enabled' : 'Disabled',
    Filter: byTag || bySize ? { And: chosen } : chosen,
    ...(expires && { Expiration: { Days: expirationDays, Date: expirationDate === undefined ? undefined : new Date(expirationDate) } }),
    ...(noncurrentDays !== undefined && {
      NoncurrentVersionExpiration: { NoncurrentDays: noncurrentDays, NewerNoncurrentVersions: newerNoncurrentVersions },
    }),
  };
}

function accessControlPolicy(account: string, groups: readonly string[]) {
  const Owner = { ID: account.padStart(64, '0') };
  const Grants = groups.map((group) => {
    const URI = `http://acs.amazonaws.com/groups/global/${group}`;
    return { Grantee: { Type: 'Group' as const, URI }, Permission: 'READ' as const };
  });
  return { Owner, Grants };
}
