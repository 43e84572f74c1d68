import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { reportOf, run } from './run.ts';
import { saying } from './saying.ts';
import { everyDataType, seedsFor } from './seeds.ts';

const rule = 'bedrock-log-destinations-exist';
const siblings = Array.from({ length: 998 }, (_, number) => `records-${number}`);

let emulator: Emulator;
let seeds: ReturnType<typeof seedsFor>;

/** An account with a thousand buckets: one whose name begins that of 998 others, those, and one more. */
beforeAll(async () => {
  emulator = await startEmulator({ seed: 17 });
  seeds = seedsFor(emulator, homeAccount);
  for (let first = 0; first < siblings.length; first += 4) {
    await Promise.all(siblings.slice(first, first + 4).map((name) => seeds.newBucket(name)));
  }
  await Promise.all(['records', 'other'].map((name) => seeds.newBucket(name)));
  await seeds.logGroup('/bedrock/invocations', undefined);
  await log('records', 'records-500');
}, 120_000);
afterAll(() => emulator?.stop());

const log = async (bucketName: string, largeData: string) =>
  seeds.log({
    s3Config: { bucketName },
    cloudWatchConfig: {
      logGroupName: '/bedrock/invocations',
      roleArn: `arn:aws:iam::${homeAccount}:role/delivery`,
      largeDataDeliveryS3Config: { bucketName: largeData },
    },
    ...everyDataType,
  });

async function bucketFindings() {
  const { findings } = reportOf(await run(['evaluate', '--format', 'json', '--rules', rule], emulator.environment));
  return findings
    .filter(({ resource }) => resource.type === 'AWS::S3::Bucket')
    .map(({ resource, verdict, because }) => [resource.id, verdict, because]);
}

it('is found, also where its name is the beginning of others', async () => {
  expect(await bucketFindings()).toEqual([
    ['records', 'COMPLIANT', undefined],
    ['records-500', 'COMPLIANT', undefined],
  ]);
  const pages = (await emulator.calls()).filter(({ operation }) => operation === 'ListBuckets');
  expect(pages.length).toBeGreaterThan(10);
});

it('is not taken for a longer name, nor for a bucket of somebody else', async () => {
  await emulator.setPaging(false);
  await seeds.s3.send(new DeleteBucketCommand({ Bucket: 'records' }));
  await seedsFor(emulator, '222233334444').newBucket('othe');
  await log('records', 'othe');
  expect(await bucketFindings()).toEqual([
    ['othe', 'NON_COMPLIANT', saying('bucket othe', 'held by another account', '111122223333', 'stranger')],
    ['records', 'NON_COMPLIANT', saying('bucket records', 'not among the buckets of account 111122223333')],
  ]);
});
