import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, expect, it } from 'vitest';
import { bucketAccessPoints } from '../../src/facts/bucket-access-points.ts';
import type { SeededAccessPoint } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { home, read } from './read-fact.ts';

const bucket = 'prompts';

beforeEach(async () => {
  for (const Bucket of [bucket, 'others'])
    await emulator.client(home.account, home.region, S3Client).send(new CreateBucketCommand({ Bucket }));
});

const plant = (...accessPoints: SeededAccessPoint[]) => emulator.seed({ account: home.account, region: home.region, accessPoints });

const names = async () => (await read(bucketAccessPoints, bucket))?.internet.map(({ name }) => name);

it('is an empty list when there are none', async () => {
  expect(await read(bucketAccessPoints, bucket)).toEqual({ internet: [] });
});

it('has no public policy where there is no policy', async () => {
  await plant({ name: 'readers', bucket });
  expect(await read(bucketAccessPoints, bucket)).toEqual({
    internet: [{ name: 'readers', hasPublicPolicy: false, restrictsPublic: true }],
  });
});

it('tells whether the policy is public and whether its own block restricts that', async () => {
  await plant(
    { name: 'closed', bucket, isPublic: false },
    { name: 'neutralised', bucket, isPublic: true },
    { name: 'open', bucket, isPublic: true, publicAccessBlock: { RestrictPublicBuckets: false } },
  );
  expect(await read(bucketAccessPoints, bucket)).toEqual({
    internet: [
      { name: 'closed', hasPublicPolicy: false, restrictsPublic: true },
      { name: 'neutralised', hasPublicPolicy: true, restrictsPublic: true },
      { name: 'open', hasPublicPolicy: true, restrictsPublic: false },
    ],
  });
});

it('passes over access points in a VPC and those of other buckets', async () => {
  await plant(
    { name: 'private', bucket, networkOrigin: 'VPC', isPublic: true },
    { name: 'elsewhere', bucket: 'others', isPublic: true },
    { name: 'readers', bucket },
  );
  expect(await names()).toEqual(['readers']);
});

it('reads every page', async () => {
  const all = Array.from({ length: 25 }, (_, number) => `readers-${number + 10}`);
  await plant(...all.map((name) => ({ name, bucket })));
  expect(await names()).toEqual(all);
});
