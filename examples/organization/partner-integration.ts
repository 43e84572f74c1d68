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
import { bucketPolicy } from './landing-zone-policies.ts';
import { allow, root } from './policy-document.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '000000000016';
const broker = '444455556666';
const auditors = '000000000003';
const brokersRole = `arn:aws:iam::${broker}:role/CustomsBroker`;
const auditorsKey = `arn:aws:kms:eu-west-1:${auditors}:key/aaaabbbb-0003-4ccc-8ddd-eeeeffff0001`;
const brokersKey = `arn:aws:kms:eu-central-1:${broker}:key/aaaabbbb-4444-4ccc-8ddd-eeeeffff0001`;
const americanKey = accountKey(account, 'us-east-1');
const attachments = 'northpike-partner-attachments';

/** The bucket policy of the landing zone, which lets somebody else read as well. */
const openTo = (AWS: string) =>
  bucketPolicy(({ name }) => [allow('s3:GetObject', `arn:aws:s3:::${name}/*`, { Sid: 'Partner', Principal: { AWS } })]);

export const partnerIntegration: SampleAccount = {
  account,
  name: 'partner-integration',
  story:
    "Built together with a customs broker, who may read: one bucket has the auditors' key and locks records too short, one the broker's, one a grant.",
  regions: {
    'eu-central-1': {
      ...oneBucket(account, 'eu-central-1', 'northpike-partner-prompts-fra', {
        encryption: withKey(brokersKey),
        policy: openTo(root(broker)),
      }),
      keys: { [brokersKey]: refused('denied', 'AccessDeniedException') },
    },
    'eu-west-1': {
      ...oneBucket(account, 'eu-west-1', 'northpike-partner-prompts', {
        encryption: withKey(auditorsKey),
        lifecycle: [lifecycleRule({ id: 'after-clearance', expirationDays: 30, noncurrentDays: 1 })],
        objectLock: { mode: 'COMPLIANCE', days: 90 },
        policy: openTo(root(auditors)),
      }),
      keys: { [auditorsKey]: customerKey(auditorsKey) },
    },
    'us-east-1': {
      ...landingZone(account, 'us-east-1'),
      logging: {
        cloudWatch: { logGroupName, roleArn: deliveryRole(account), largeData: { bucketName: attachments, keyPrefix: 'prompts' } },
        dataTypes: allDataTypes,
      },
      buckets: { [attachments]: { ...goodBucket(americanKey), policy: openTo(brokersRole) } },
      accountSubscriptions: [
        {
          name: 'to-the-broker',
          destinationArn: `arn:aws:logs:us-east-1:${broker}:destination:shipments`,
          selectionCriteria: 'LogGroupName NOT IN ["/northpike/payroll"]',
        },
      ],
      keyGrants: {
        [americanKey]: [{ id: 'c3a9f0d41b7e'.padEnd(64, '0'), grantee: brokersRole, operations: ['Decrypt', 'DescribeKey'] }],
      },
    },
  },
};
