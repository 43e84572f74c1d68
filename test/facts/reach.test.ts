import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { liveAccount } from '../../src/engine/live-reader.ts';
import { accountAuthorization } from '../../src/facts/account-authorization.ts';
import { bucketPolicy } from '../../src/facts/bucket-policy.ts';
import { iamRole } from '../../src/facts/iam-role.ts';
import { kmsKey } from '../../src/facts/kms-key.ts';
import { oamLinks } from '../../src/facts/oam-links.ts';
import { ownBucket } from '../../src/facts/own-bucket.ts';
import { accountPublicAccessBlock } from '../../src/facts/public-access-block.ts';
import { emulator } from './emulated.ts';
import { connectionOf, home, homeIn } from './read-fact.ts';

const role = 'arn:aws:iam::111122223333:role/Delivery';

it('account-wide facts are read once for several Regions, others once for each', async () => {
  await emulator.setPaging(false);
  await emulator.client(home.account, home.region, S3Client).send(new CreateBucketCommand({ Bucket: 'prompts' }));
  await emulator.clearCalls();
  const account = liveAccount((work) => work());
  const readers = ['us-east-1', 'eu-west-1', 'ap-south-1'].map(homeIn).map((scope) => account.reader(scope, connectionOf(scope)));
  const read = () =>
    Promise.all(
      readers.flatMap((reader) => [
        reader.read(ownBucket, 'prompts'),
        reader.read(accountPublicAccessBlock, ''),
        reader.read(iamRole, role),
        reader.read(accountAuthorization, ''),
        reader.read(bucketPolicy, 'prompts'),
        reader.read(oamLinks, ''),
        reader.read(kmsKey, 'alias/prompts'),
      ]),
    );
  await Promise.all([read(), read()]);
  await read();
  const calls = (await emulator.calls()).map(({ operation, region }) =>
    ['DescribeKey', 'ListLinks'].includes(operation) ? `${operation} ${region}` : operation,
  );
  expect(calls.sort()).toEqual([
    'DescribeKey ap-south-1',
    'DescribeKey eu-west-1',
    'DescribeKey us-east-1',
    'GetAccountAuthorizationDetails',
    'GetBucketPolicy',
    'GetPublicAccessBlock',
    'GetRole',
    'ListBuckets',
    'ListLinks ap-south-1',
    'ListLinks eu-west-1',
    'ListLinks us-east-1',
  ]);
  const kept = account.readings().map(({ fact, region }) => `${fact} ${region}`);
  expect(kept.sort()).toEqual([
    'account-authorization global',
    'account-public-access-block global',
    'bucket-policy global',
    'iam-role global',
    'kms-key ap-south-1',
    'kms-key eu-west-1',
    'kms-key us-east-1',
    'oam-links ap-south-1',
    'oam-links eu-west-1',
    'oam-links us-east-1',
    'own-bucket global',
  ]);
});
