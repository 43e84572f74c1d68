import {
  allDataTypes,
  customerKey,
  deliveryRole,
  goodBucket,
  landingZone,
  lifecycleRule,
  logGroupName,
  oneBucket,
  accountKey,
  withKey,
} from './landing-zone.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '000000000016';
const auditorsKey = 'arn:aws:kms:eu-west-1:000000000003:key/aaaabbbb-0003-4ccc-8ddd-eeeeffff0001';
const partnersKey = 'arn:aws:kms:eu-central-1:444455556666:key/aaaabbbb-4444-4ccc-8ddd-eeeeffff0001';
const attachments = 'northpike-partner-attachments';

export const partnerIntegration: SampleAccount = {
  account,
  name: 'partner-integration',
  story: "Built together with a customs broker: one bucket has the auditors' key and locks records for ninety days only, one the broker's.",
  roles: [deliveryRole(account)],
  regions: {
    'eu-central-1': {
      ...oneBucket(account, 'eu-central-1', 'northpike-partner-prompts-fra', { encryption: withKey(partnersKey) }),
      keys: { [partnersKey]: refused('denied', 'AccessDeniedException') },
    },
    'eu-west-1': {
      ...oneBucket(account, 'eu-west-1', 'northpike-partner-prompts', {
        encryption: withKey(auditorsKey),
        lifecycle: [lifecycleRule({ id: 'after-clearance', expirationDays: 30, noncurrentDays: 1 })],
        objectLock: { mode: 'COMPLIANCE', days: 90 },
      }),
      keys: { [auditorsKey]: customerKey(auditorsKey) },
    },
    'us-east-1': {
      ...landingZone(account, 'us-east-1'),
      logging: {
        cloudWatch: { logGroupName, roleArn: deliveryRole(account), largeData: { bucketName: attachments, keyPrefix: 'prompts' } },
        dataTypes: allDataTypes,
      },
      buckets: { [attachments]: goodBucket(accountKey(account, 'us-east-1')) },
    },
  },
};
