import { accountKey, allFlags, customerKey, lifecycleRule, noFlags, oneBucket, withKey } from './landing-zone.ts';
import { applicationRole } from './landing-zone-identities.ts';
import { allow, policy } from './policy-document.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '000000000011';
const twoYears = lifecycleRule({ id: 'two-years', expirationDays: 730 });

export const mediaArchive: SampleAccount = {
  account,
  name: 'media-archive',
  story:
    'Versioned archives: records live on as noncurrent versions, the public access block is half on, and whoever makes replicas makes policies.',
  publicAccessBlock: { ...noFlags, blockPublicAcls: true, ignorePublicAcls: true },
  identities: {
    roles: [
      applicationRole('ArchiveOperator', {
        inline: { replicas: policy(allow(['s3:PutReplicationConfiguration', 's3:PutBucketPolicy'], '*', { Sid: 'Replicas' })) },
      }),
    ],
  },
  regions: {
    'eu-central-1': {
      ...oneBucket(account, 'eu-central-1', 'northpike-archive-prompts-fra', {
        lifecycle: [twoYears],
        versioning: 'Suspended',
        publicAccessBlock: noFlags,
        hiddenPolicy: refused('denied', 'AccessDenied'),
      }),
    },
    'eu-west-1': oneBucket(account, 'eu-west-1', 'northpike-archive-prompts', {
      encryption: { algorithm: 'aws:kms:dsse', kmsKey: accountKey(account, 'eu-west-1') },
      lifecycle: [twoYears],
      publicAccessBlock: { ...noFlags, blockPublicPolicy: true },
    }),
    'us-east-1': {
      ...oneBucket(account, 'us-east-1', 'northpike-archive-prompts-us', {
        encryption: withKey('alias/archive-logs'),
        lifecycle: [
          lifecycleRule({ id: 'two-years-and-three-copies', expirationDays: 730, noncurrentDays: 30, newerNoncurrentVersions: 3 }),
        ],
        publicAccessBlock: allFlags,
      }),
      keys: { 'alias/archive-logs': customerKey(accountKey(account, 'us-east-1')) },
    },
  },
};
