import {
  accountKey,
  bucketName,
  customerKey,
  goodBucket,
  keep400Days,
  landingZone,
  lifecycleRule,
  logGroupName,
  oneBucket,
} from './landing-zone.ts';
import { allow, policy } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000014';
const frankfurt = landingZone(account, 'eu-central-1');
const frankfurtBucket = bucketName(account, 'eu-central-1');
const frankfurtKey = accountKey(account, 'eu-central-1');
const bucketKey = `arn:aws:kms:eu-central-1:${account}:key/aaaabbbb-0014-4ccc-8ddd-eeeeffff0001`;
const irishKey = accountKey(account, 'eu-west-1');

export const insuranceClaims: SampleAccount = {
  account,
  name: 'insurance-claims',
  story:
    'Sold and being wound down: the buyer gets a copy of the log, keys await deletion, records go early, and provisioned throughput still bills.',
  identities: {
    groups: { Adjusters: { inline: { photographs: policy(allow('s3:GetObject', '*')) } } },
    users: { adjuster: { groups: ['Adjusters'] } },
  },
  regions: {
    'eu-central-1': {
      ...frankfurt,
      subscriptions: {
        [logGroupName]: [{ name: 'to-the-buyer', destinationArn: 'arn:aws:logs:eu-central-1:444455556666:destination:claims' }],
      },
      buckets: {
        [frankfurtBucket]: {
          ...goodBucket(bucketKey),
          lifecycle: [keep400Days, lifecycleRule({ id: 'drop-attachments', prefix: 'large/', expirationDays: 60 })],
        },
      },
      keys: {
        [bucketKey]: customerKey(bucketKey),
        [frankfurtKey]: customerKey(frankfurtKey, { state: 'PendingReplicaDeletion' }),
      },
    },
    'eu-west-1': {
      ...oneBucket(account, 'eu-west-1', 'northpike-claims-prompts', {
        lifecycle: [keep400Days, lifecycleRule({ prefix: 'claims/AWSLogs/', expirationDays: 14 })],
        versioning: 'Never',
      }),
      logging: {
        s3: { bucketName: 'northpike-claims-prompts', keyPrefix: 'claims/' },
        dataTypes: { text: true, image: true, embedding: true },
      },
      keys: { [irishKey]: customerKey(irishKey, { state: 'PendingDeletion', deletionDate: '2026-12-07' }) },
    },
    'us-east-1': { resources: { 'provisioned model throughput': 1 } },
  },
};
