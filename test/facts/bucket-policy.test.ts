import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, expect, it } from 'vitest';
import { bucketPolicy } from '../../src/facts/bucket-policy.ts';
import { emulator } from './emulated.ts';
import { home, read } from './read-fact.ts';

const s3 = emulator.client(home.account, home.region, S3Client);
const Bucket = 'prompts';

beforeEach(() => s3.send(new CreateBucketCommand({ Bucket })));

it('is the text as it was put', async () => {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::prompts/*' }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement }, null, 2);
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect(await read(bucketPolicy, Bucket)).toEqual({ document: Policy });
});

it('is absent when there is none', async () => {
  expect(await read(bucketPolicy, Bucket)).toBeUndefined();
});

it('is unreadable, not absent, when the bucket is gone', async () => {
  await expect(read(bucketPolicy, 'gone')).rejects.toMatchObject({ refusal: 'failed', code: 'NoSuchBucket' });
});
