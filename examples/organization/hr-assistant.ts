import { accountKey, customerKey, keep400Days, lifecycleRule, noFlags, oneBucket, withKey } from './landing-zone.ts';
import { managedByAws } from './landing-zone-identities.ts';
import { allow, policy } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000015';
const signingKey = `arn:aws:kms:eu-west-1:${account}:key/aaaabbbb-0015-4ccc-8ddd-eeeeffff0001`;

const s3ReadOnly = managedByAws('AmazonS3ReadOnlyAccess', '/', allow(['s3:Get*', 's3:List*', 's3:Describe*'], '*'));

export const hrAssistant: SampleAccount = {
  account,
  name: 'hr-assistant',
  story:
    'Set up by hand from a wiki page: a signing key, flags off for a test, a key of the wrong Region, an alias tidied away, users who read all of S3.',
  identities: {
    groups: {
      'People-Team': { attached: [s3ReadOnly], inline: { keys: policy(allow('kms:Decrypt', '*')) } },
    },
    users: { amara: { groups: ['People-Team'] }, jonas: { groups: ['People-Team'] } },
  },
  regions: {
    'eu-central-1': oneBucket(account, 'eu-central-1', 'northpike-hr-prompts-fra', {
      encryption: withKey(accountKey(account, 'us-east-1')),
    }),
    'eu-west-1': {
      ...oneBucket(account, 'eu-west-1', 'northpike-hr-prompts', { encryption: withKey(signingKey), publicAccessBlock: noFlags }),
      keys: { [signingKey]: customerKey(signingKey, { spec: 'RSA_4096' }) },
    },
    'us-east-1': oneBucket(account, 'us-east-1', 'northpike-hr-prompts-us', {
      encryption: withKey('alias/hr-prompts'),
      lifecycle: [keep400Days, lifecycleRule({ id: 'no-small-files', bySize: true, expirationDays: 7, noncurrentDays: 1 })],
    }),
  },
};
