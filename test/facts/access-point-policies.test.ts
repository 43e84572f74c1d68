import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { PutAccessPointPolicyCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { beforeEach, expect, it } from 'vitest';
import { accessPointPolicies } from '../../src/facts/access-point-policies.ts';
import type { SeededAccessPoint } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const bucket = 'prompts';

beforeEach(async () => {
  for (const Bucket of [bucket, 'others'])
    await emulator.client(home.account, home.region, S3Client).send(new CreateBucketCommand({ Bucket }));
});

const plant = (...accessPoints: SeededAccessPoint[]) => emulator.seed({ account: home.account, region: home.region, accessPoints });

it('is an empty list when there are none', async () => {
  expect(await read(accessPointPolicies, bucket)).toEqual({ accessPoints: [] });
});

it('tells the policy of each, its network and whether its own block restricts public ones', async () => {
  await plant(
    { name: 'closed', bucket },
    { name: 'open', bucket, publicAccessBlock: { RestrictPublicBuckets: false } },
    { name: 'private', bucket, networkOrigin: 'VPC' },
    { name: 'elsewhere', bucket: 'others' },
  );
  const Policy = '{"Version":"2012-10-17","Statement":[]}';
  const s3Control = emulator.client(home.account, home.region, S3ControlClient);
  await s3Control.send(new PutAccessPointPolicyCommand({ AccountId: home.account, Name: 'open', Policy }));
  expect(await read(accessPointPolicies, bucket)).toEqual({
    accessPoints: [
      { name: 'closed', vpc: false, restrictsPublic: true },
      { name: 'open', vpc: false, restrictsPublic: false, policy: Policy },
      { name: 'private', vpc: true, restrictsPublic: true },
    ],
  });
});

it('reads every page, of the Region that is asked', async () => {
  const all = Array.from({ length: 25 }, (_, number) => `readers-${number + 10}`);
  await plant(...all.map((name) => ({ name, bucket })));
  expect((await read(accessPointPolicies, bucket))?.accessPoints.map(({ name }) => name)).toEqual(all);
  expect(await read(accessPointPolicies, bucket, homeIn('eu-west-1'))).toEqual({ accessPoints: [] });
});
