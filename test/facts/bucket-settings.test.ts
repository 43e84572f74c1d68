import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type ServerSideEncryptionByDefault,
} from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand as PutAccountPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { beforeEach, describe, expect, it } from 'vitest';
import { bucketAcl } from '../../src/facts/bucket-acl.ts';
import { bucketEncryption } from '../../src/facts/bucket-encryption.ts';
import { bucketHolder } from '../../src/facts/bucket-holder.ts';
import { bucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import { bucketObjectLock } from '../../src/facts/bucket-object-lock.ts';
import { bucketOwnership } from '../../src/facts/bucket-ownership.ts';
import { bucketPolicyStatus } from '../../src/facts/bucket-policy-status.ts';
import { bucketVersioning } from '../../src/facts/bucket-versioning.ts';
import { bucketWebsite } from '../../src/facts/bucket-website.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock } from '../../src/facts/public-access-block.ts';
import { emulator } from './emulated.ts';
import { home, read } from './read-fact.ts';

const s3 = emulator.client(home.account, home.region, S3Client);
const Bucket = 'prompts';

/** A bucket as new ones are since April 2023, without lifecycle, lock, policy or website. */
beforeEach(() => s3.send(new CreateBucketCommand({ Bucket })));

/** A bucket as those made before: unencrypted by choice, open to ACLs, without a public access block. */
async function oldBucket(): Promise<string> {
  await emulator.setNewBucketDefaults(false);
  await s3.send(new CreateBucketCommand({ Bucket: 'old-prompts' }));
  return 'old-prompts';
}

const absent = [bucketLifecycle, bucketObjectLock, bucketPolicyStatus, bucketWebsite].map((fact) => [fact.id, fact] as const);

it.each(absent)('%s is absent from a new bucket', async (_id, fact) => {
  expect(await read<unknown>(fact, Bucket)).toBeUndefined();
});

it('a bucket elsewhere is read by following the redirect to its Region', async () => {
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await emulator
    .client(home.account, 'eu-west-1', S3Client)
    .send(new CreateBucketCommand({ Bucket: 'far-prompts', CreateBucketConfiguration }));
  expect(await read(bucketVersioning, 'far-prompts')).toBe('Never');
  expect(await read(bucketHolder, 'far-prompts')).toBe('somebody');
});

it('a bucket that changed hands is unreadable', async () => {
  await emulator.client('444455556666', home.region, S3Client).send(new CreateBucketCommand({ Bucket: 'their-prompts' }));
  await expect(read(bucketVersioning, 'their-prompts')).rejects.toMatchObject({ refusal: 'denied', code: 'AccessDenied' });
});

it('a bucket that is gone is unreadable, not without settings', async () => {
  await expect(read(bucketLifecycle, 'gone')).rejects.toMatchObject({ refusal: 'failed', code: 'NoSuchBucket' });
});

describe('bucket-holder', () => {
  it('is somebody when the account or another has the bucket', async () => {
    await emulator.client('444455556666', home.region, S3Client).send(new CreateBucketCommand({ Bucket: 'their-prompts' }));
    expect(await read(bucketHolder, Bucket)).toBe('somebody');
    expect(await read(bucketHolder, 'their-prompts')).toBe('somebody');
  });

  it('is nobody when the name is free', async () => {
    expect(await read(bucketHolder, 'free-prompts')).toBe('nobody');
  });
});

const encrypt = (rule: ServerSideEncryptionByDefault) =>
  s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: rule }] },
    }),
  );

describe('bucket-encryption', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';
  it('is SSE-S3 on a new bucket', async () => {
    expect(await read(bucketEncryption, Bucket)).toEqual({ algorithm: 'AES256' });
  });

  it.each([
    [
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
      { algorithm: 'aws:kms', kmsKey: key },
    ],
    [
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/logs' },
      { algorithm: 'aws:kms', kmsKey: 'alias/logs' },
    ],
    [
      { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: key },
      { algorithm: 'aws:kms:dsse', kmsKey: key },
    ],
    [{ SSEAlgorithm: 'aws:kms' }, { algorithm: 'aws:kms' }],
  ] as const)('reads %o', async (rule, encryption) => {
    await encrypt(rule);
    expect(await read(bucketEncryption, Bucket)).toEqual(encryption);
  });

  it('tells that S3 asks KMS once for many objects', async () => {
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const }, BucketKeyEnabled: true }];
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    expect(await read(bucketEncryption, Bucket)).toEqual({ algorithm: 'aws:kms', bucketKey: true });
  });

  it('is absent when none is configured', async () => {
    expect(await read(bucketEncryption, await oldBucket())).toBeUndefined();
  });
});

describe('bucket-versioning', () => {
  it('tells never, enabled and suspended apart', async () => {
    expect(await read(bucketVersioning, Bucket)).toBe('Never');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    expect(await read(bucketVersioning, Bucket)).toBe('Enabled');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
    expect(await read(bucketVersioning, Bucket)).toBe('Suspended');
  });
});

describe('bucket-object-lock', () => {
  const locked = 'locked-prompts';

  it('is absent when new objects are not locked by default', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: locked, ObjectLockEnabledForBucket: true }));
    expect(await read(bucketObjectLock, locked)).toBeUndefined();
  });

  it.each([
    [
      { Mode: 'COMPLIANCE', Days: 400 },
      { mode: 'COMPLIANCE', days: 400 },
    ],
    [
      { Mode: 'GOVERNANCE', Years: 3 },
      { mode: 'GOVERNANCE', years: 3 },
    ],
  ] as const)('reads a default retention of %o', async (DefaultRetention, retention) => {
    await s3.send(new CreateBucketCommand({ Bucket: locked, ObjectLockEnabledForBucket: true }));
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket: locked, ObjectLockConfiguration }));
    expect(await read(bucketObjectLock, locked)).toEqual(retention);
  });
});

describe('bucket-lifecycle', () => {
  it('reads rules', async () => {
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'old ones', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 400 } }],
        },
      }),
    );
    expect(await read(bucketLifecycle, Bucket)).toEqual([
      { id: 'old ones', enabled: true, prefix: 'AWSLogs/', byTag: false, bySize: false, expirationDays: 400 },
    ]);
  });
});

describe('bucket-ownership', () => {
  it('is enforced on a new bucket', async () => {
    expect(await read(bucketOwnership, Bucket)).toEqual({ objectOwnership: 'BucketOwnerEnforced' });
  });

  it('is absent when none is configured', async () => {
    expect(await read(bucketOwnership, await oldBucket())).toBeUndefined();
  });
});

describe('bucket-acl', () => {
  it.each([
    ['private', []],
    ['public-read', ['AllUsers']],
    ['public-read-write', ['AllUsers']],
    ['authenticated-read', ['AuthenticatedUsers']],
  ] as const)('of the canned ACL %s grants to %o', async (ACL, publicGroups) => {
    const old = await oldBucket();
    await s3.send(new PutBucketAclCommand({ Bucket: old, ACL }));
    expect(await read(bucketAcl, old)).toEqual({ publicGroups });
  });

  it('does not count the log delivery of S3 as strangers', async () => {
    const old = await oldBucket();
    const ID = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a';
    const Grantee = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' } as const;
    const AccessControlPolicy = { Owner: { ID }, Grants: [{ Grantee, Permission: 'WRITE' as const }] };
    await s3.send(new PutBucketAclCommand({ Bucket: old, AccessControlPolicy }));
    expect(await read(bucketAcl, old)).toEqual({ publicGroups: [] });
  });
});

describe('bucket-policy-status', () => {
  it.each([
    ['*', true],
    [{ AWS: 'arn:aws:iam::444455556666:root' }, false],
  ] as const)('of a policy for %o is public: %s', async (Principal, isPublic) => {
    const Statement = [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::prompts/*' }];
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
    expect(await read(bucketPolicyStatus, Bucket)).toEqual({ isPublic });
  });
});

describe('bucket-website', () => {
  it.each([{ IndexDocument: { Suffix: 'index.html' } }, { RedirectAllRequestsTo: { HostName: 'example.org' } }])(
    'is true for %o',
    async (WebsiteConfiguration) => {
      await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
      expect(await read(bucketWebsite, Bucket)).toBe(true);
    },
  );
});

describe('the public access block', () => {
  const some = { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: true };
  const stated = { blockPublicAcls: true, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: true };

  it('of a new bucket has every flag on', async () => {
    expect(await read(bucketPublicAccessBlock, Bucket)).toEqual({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
  });

  it('of a bucket is read flag by flag', async () => {
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: some }));
    expect(await read(bucketPublicAccessBlock, Bucket)).toEqual(stated);
  });

  it('of a bucket is absent when there is none', async () => {
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await read(bucketPublicAccessBlock, Bucket)).toBeUndefined();
  });

  it('of the account is read flag by flag, and absent when there is none', async () => {
    expect(await read(accountPublicAccessBlock)).toBeUndefined();
    await emulator
      .client(home.account, home.region, S3ControlClient)
      .send(new PutAccountPublicAccessBlockCommand({ AccountId: home.account, PublicAccessBlockConfiguration: some }));
    expect(await read(accountPublicAccessBlock)).toEqual(stated);
  });
});
