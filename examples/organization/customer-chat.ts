import { allFlags, deliveryRole, landingZone, noFlags, oneBucket } from './landing-zone.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000004';

export const customerChat: SampleAccount = {
  account,
  name: 'customer-chat',
  story: 'The chat on the web site: the landing zone in Europe; in America an older bucket, kept private by the account as a whole.',
  publicAccessBlock: allFlags,
  roles: [deliveryRole(account)],
  regions: {
    'eu-central-1': landingZone(account, 'eu-central-1'),
    'eu-west-1': landingZone(account, 'eu-west-1'),
    'us-east-1': oneBucket(account, 'us-east-1', 'northpike-chat-prompts-us', { publicAccessBlock: noFlags }),
  },
};
