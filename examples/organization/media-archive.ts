import { accountKey, allFlags, customerKey, lifecycleRule, noFlags, oneBucket, withKey } from './landing-zone.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '000000000011';
const twoYears = lifecycleRule({ id: 'two-years', expirationDays: 730 });

export const mediaArchive: SampleAccount = {
  account,
  name: 'media-archive',
  story: 'Versioned archives: records expire after two years and live on as noncurrent versions; the public access block is half on.',
  publicAccessBlock: { ...noFlags, blockPublicAcls: true, ignorePublicAcls: true },
  regions: {
    'eu-central-1': {
      ...oneBucket(account, 'eu-central-1', 'northpike-archive-prompts-fra', {
        lifecycle: [twoYears],
        versioning: 'Suspended',
        publicAccessBlock: noFlags,
        policyStatus: refused('denied', 'AccessDenied'),
      }),
    },
    'eu-west-1': oneBucket(account, 'eu-west-1', 'northpike-archive-prompts', {
      encryption: { algorithm: 'aws:kms:dsse', kmsKey: accountKey(account, 'eu-west-1') },
      lifecycle: [twoYears],
      publicAccessBlock: { ...noFlags, blockPublicPolicy: true },
      policyStatus: { isPublic: false },
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
