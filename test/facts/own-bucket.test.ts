import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { ownBucket } from '../../src/facts/own-bucket.ts';
import { emulator } from './emulated.ts';
import { home, read } from './read-fact.ts';

const makeBucket = (Bucket: string, account = home.account, region = home.region) =>
  emulator.client(account, region, S3Client).send(
    new CreateBucketCommand({
      Bucket,
      ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
    }),
  );

it('finds the bucket of exactly this name among longer ones', async () => {
  for (const name of ['prompts-old', 'prompts', 'prompts-archive']) await makeBucket(name);
  expect(await read(ownBucket, 'prompts')).toEqual({ region: 'us-east-1' });
});

it('is absent when only longer and shorter names exist', async () => {
  for (const name of ['prompts-old', 'prompt', 'my-prompts']) await makeBucket(name);
  expect(await read(ownBucket, 'prompts')).toBeUndefined();
});

it('finds a bucket behind many pages, some of them empty', async () => {
  for (let number = 10; number < 40; number += 1) await makeBucket(`prompts-${number}`);
  expect(await read(ownBucket, 'prompts-39')).toEqual({ region: 'us-east-1' });
  await makeBucket('prompts-1');
  expect(await read(ownBucket, 'prompts-1')).toEqual({ region: 'us-east-1' });
});

it('tells the Region of a bucket elsewhere', async () => {
  await makeBucket('prompts', home.account, 'eu-west-1');
  expect(await read(ownBucket, 'prompts')).toEqual({ region: 'eu-west-1' });
});

it('is absent when another account has the bucket', async () => {
  await makeBucket('prompts', '444455556666');
  expect(await read(ownBucket, 'prompts')).toBeUndefined();
});
