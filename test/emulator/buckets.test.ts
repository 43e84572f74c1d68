import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 31 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await emulator.setPaging(false);
});
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const client = <Client>(ClientClass: new (settings: ClientSettings) => Client, where = region) =>
  emulator.client(homeAccount, where, ClientClass);
const named = (name: string) => expect.objectContaining({ name }) as Error;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

const Bucket = 'records';
const make = () => client(s3.S3Client).send(new s3.CreateBucketCommand({ Bucket }));

it('a bucket is made in us-east-1 without a constraint, and elsewhere with one', async () => {
  await make();
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  const elsewhere = client(s3.S3Client, 'eu-west-1').send.bind(client(s3.S3Client, 'eu-west-1'));
  await elsewhere(new s3.CreateBucketCommand({ Bucket: 'far', CreateBucketConfiguration }));
  await expect(elsewhere(new s3.CreateBucketCommand({ Bucket: 'far', CreateBucketConfiguration }))).rejects.toThrow(
    named('BucketAlreadyOwnedByYou'),
  );
  const without = emulator.client(homeAccount, 'eu-west-1', s3.S3Client);
  without.middlewareStack.add((next) => (given) => next({ ...given, input: { ...given.input, CreateBucketConfiguration: undefined } }), {
    step: 'initialize',
    priority: 'low',
  });
  await expect(without.send(new s3.CreateBucketCommand({ Bucket: 'other' }))).rejects.toThrow(named('IllegalLocationConstraintException'));
});

it('a bucket keeps a lifecycle as it was put', async () => {
  await make();
  const Rules: s3.LifecycleRule[] = [
    {
      ID: 'old versions',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      Expiration: { ExpiredObjectDeleteMarker: true },
      NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
    {
      ID: 'large',
      Status: 'Disabled',
      Filter: { And: { Prefix: 'prompts/', ObjectSizeGreaterThan: 1_000 } },
      Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
      Transitions: [{ Days: 30, StorageClass: 'GLACIER_IR' }],
    },
  ];
  const TransitionDefaultMinimumObjectSize = 'varies_by_storage_class';
  const put = new s3.PutBucketLifecycleConfigurationCommand({
    Bucket,
    LifecycleConfiguration: { Rules },
    TransitionDefaultMinimumObjectSize,
  });
  expect(await client(s3.S3Client).send(put)).toMatchObject({ TransitionDefaultMinimumObjectSize });
  const get = () => client(s3.S3Client).send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(await get()).toMatchObject({ Rules, TransitionDefaultMinimumObjectSize });
  await client(s3.S3Client).send(
    new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: Rules.slice(0, 1) } }),
  );
  expect(await get()).toMatchObject({ Rules: Rules.slice(0, 1), TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' });
  await client(s3.S3Client).send(new s3.DeleteBucketLifecycleCommand({ Bucket }));
  await expect(get()).rejects.toThrow(named('NoSuchLifecycleConfiguration'));
});

it.each([
  ['no JSON', 'nonsense'],
  ['no statement', '{"Version":"2012-10-17","Statement":[]}'],
  ['no principal', policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records/*' })],
  ['no effect', policy({ Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records/*' })],
  ['another bucket', policy({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::others/*' })],
])('a bucket takes no policy with %s', async (_, Policy) => {
  await make();
  await expect(client(s3.S3Client).send(new s3.PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toThrow(named('MalformedPolicy'));
  const none = client(s3.S3Client).send(new s3.GetBucketPolicyCommand({ Bucket }));
  await expect(none).rejects.toThrow(named('NoSuchBucketPolicy'));
});

it('a bucket refuses every call that expects another owner', async () => {
  await make();
  const given = { Bucket, ExpectedBucketOwner: '444455556666' };
  const Policy = policy({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records/*' });
  const commands = [
    new s3.GetBucketPolicyCommand(given),
    new s3.PutBucketPolicyCommand({ ...given, Policy }),
    new s3.DeleteBucketPolicyCommand(given),
    new s3.GetBucketLocationCommand(given),
    new s3.PutBucketEncryptionCommand({ ...given, ServerSideEncryptionConfiguration: { Rules: [] } }),
    new s3.PutBucketLifecycleConfigurationCommand({ ...given, LifecycleConfiguration: { Rules: [] } }),
    new s3.PutPublicAccessBlockCommand({ ...given, PublicAccessBlockConfiguration: {} }),
    new s3.PutBucketVersioningCommand({ ...given, VersioningConfiguration: { Status: 'Enabled' } }),
    new s3.ListObjectVersionsCommand(given),
    new s3.PutObjectCommand({ ...given, Key: 'a', Body: 'text' }),
  ];
  const send = client(s3.S3Client).send.bind(client(s3.S3Client)) as (command: unknown) => Promise<unknown>;
  for (const command of commands) await expect(send(command)).rejects.toThrow(named('AccessDenied'));
  expect(new Set((await emulator.calls()).slice(1).map(({ status }) => status))).toEqual(new Set([403]));
});

it('a bucket tells the key of every version of an object', async () => {
  await make();
  const keys: string[] = [];
  await client(s3.S3Client).send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  for (const Body of ['one', 'two', 'three']) {
    const KMSMasterKeyID = (await client(kms.KMSClient).send(new kms.CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID } }];
    await client(s3.S3Client).send(new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    await client(s3.S3Client).send(new s3.PutObjectCommand({ Bucket, Key: 'log', Body }));
    keys.unshift(KMSMasterKeyID);
  }
  await client(s3.S3Client).send(new s3.DeleteObjectCommand({ Bucket, Key: 'log' }));
  const found: (string | undefined)[] = [];
  let [KeyMarker, VersionIdMarker]: (string | undefined)[] = [];
  do {
    const page: s3.ListObjectVersionsCommandOutput = await client(s3.S3Client).send(
      new s3.ListObjectVersionsCommand({ Bucket, MaxKeys: 2, KeyMarker, VersionIdMarker }),
    );
    for (const { Key, VersionId } of page.Versions ?? [])
      found.push((await client(s3.S3Client).send(new s3.HeadObjectCommand({ Bucket, Key, VersionId }))).SSEKMSKeyId);
    [KeyMarker, VersionIdMarker] = [page.NextKeyMarker, page.NextVersionIdMarker];
  } while (KeyMarker !== undefined);
  expect(found).toEqual(keys);
  expect((await client(s3.S3Client).send(new s3.ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
});

it('a bucket lists its objects in pages', async () => {
  await make();
  for (const Key of ['a', 'b', 'c']) await client(s3.S3Client).send(new s3.PutObjectCommand({ Bucket, Key, Body: 'text' }));
  const found: (string | undefined)[] = [];
  for await (const { Contents = [] } of s3.paginateListObjectsV2({ client: client(s3.S3Client), pageSize: 2 }, { Bucket }))
    found.push(...Contents.map((each) => each.Key));
  expect(found).toEqual(['a', 'b', 'c']);
});
