import { accountKey, goodLogGroup, landingZone, logGroupName } from './landing-zone.ts';
import { allow, policy, root, trustOf } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000008';
const american = landingZone(account, 'us-east-1');
const irish = landingZone(account, 'eu-west-1');

export const parcelTracking: SampleAccount = {
  account,
  name: 'parcel-tracking',
  story:
    'A clean-up script met the landing zone: a log group renamed, one in the wrong class, a role deleted; it may do anything, from the office.',
  identities: {
    roles: [
      {
        name: 'CleanUp',
        path: '/northpike/',
        trust: trustOf(root(account)),
        inline: {
          'clean-up': policy(
            allow(['s3:*', 'logs:*'], '*', { Sid: 'FromTheOffice', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
            allow('kms:Decrypt', '*', { Sid: 'Keys' }),
          ),
        },
      },
    ],
  },
  regions: {
    'eu-central-1': {
      ...landingZone(account, 'eu-central-1'),
      logGroups: { [logGroupName]: { retentionInDays: 2, logGroupClass: 'DELIVERY' } },
    },
    'eu-west-1': { ...irish, logGroups: { [`${logGroupName}-v2`]: goodLogGroup(accountKey(account, 'eu-west-1')) } },
    'us-east-1': {
      ...american,
      logging: {
        ...american.logging,
        cloudWatch: { ...american.logging.cloudWatch, roleArn: `arn:aws:iam::${account}:role/parcel-tracking-BedrockLogs-us-east-1` },
      },
    },
  },
};
