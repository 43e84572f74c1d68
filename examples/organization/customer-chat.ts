import { accountKey, allFlags, landingZone, noFlags, oneBucket } from './landing-zone.ts';
import { applicationRole } from './landing-zone-identities.ts';
import { allow, policy } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000004';
const olderBucket = 'northpike-chat-prompts-us';

export const customerChat: SampleAccount = {
  account,
  name: 'customer-chat',
  story:
    'The chat on the web site: the landing zone in Europe; in America an older bucket, kept private by the account, read by what grades answers.',
  publicAccessBlock: allFlags,
  identities: {
    roles: [
      applicationRole('ChatQuality', {
        inline: {
          grading: policy(allow('s3:GetObject', `arn:aws:s3:::${olderBucket}/*`), allow('kms:Decrypt', accountKey(account, 'us-east-1'))),
        },
      }),
    ],
  },
  regions: {
    'eu-central-1': landingZone(account, 'eu-central-1'),
    'eu-west-1': landingZone(account, 'eu-west-1'),
    'us-east-1': oneBucket(account, 'us-east-1', olderBucket, { publicAccessBlock: noFlags }),
  },
};
