import { landingZone, oneBucket } from './landing-zone.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '000000000018';

export const hongKongBranch: SampleAccount = {
  account,
  name: 'hong-kong-branch',
  story: 'A branch with a reading role of its own making, which may not list buckets, nor users and roles, nor read where Bedrock exists.',
  unlistedIdentities: refused('denied', 'AccessDenied'),
  regions: {
    'ap-east-1': { endpoint: { exists: false, source: 'built-in list' } },
    'ap-northeast-1': oneBucket(account, 'ap-northeast-1', 'northpike-branch-prompts-tyo', { unlisted: refused('denied', 'AccessDenied') }),
    'ap-southeast-1': { ...landingZone(account, 'ap-southeast-1') },
  },
};
