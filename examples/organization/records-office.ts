import { accountKey, lifecycleRule, oneBucket } from './landing-zone.ts';
import { bucketPolicy, keyUse, landingZoneKeyPolicy } from './landing-zone-policies.ts';
import { allow } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000012';
const ofTheOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-n0rthp1ke5' } };

export const recordsOffice: SampleAccount = {
  account,
  name: 'records-office',
  story: 'The archivists keep everything as long as bills of lading, longer than prompts may be kept, and open to the whole company.',
  regions: {
    'eu-central-1': oneBucket(account, 'eu-central-1', 'northpike-records-prompts-fra', {
      lifecycle: [lifecycleRule({ id: 'seven-years', expirationDays: 2555, noncurrentDays: 90 })],
    }),
    'eu-north-1': oneBucket(account, 'eu-north-1', 'northpike-records-prompts-sto', { objectLock: { mode: 'GOVERNANCE', days: 3000 } }),
    'eu-west-1': {
      ...oneBucket(account, 'eu-west-1', 'northpike-records-prompts', {
        lifecycle: [lifecycleRule({ id: 'ten-years', expirationDays: 3650 })],
        versioning: 'Never',
        policy: bucketPolicy(({ name }) => [
          allow('s3:GetObject', `arn:aws:s3:::${name}/*`, { Sid: 'Everyone', Principal: '*', Condition: ofTheOrganization }),
        ]),
      }),
      keyPolicies: {
        [accountKey(account, 'eu-west-1')]: landingZoneKeyPolicy(account, 'eu-west-1', keyUse('Everyone', '*', ofTheOrganization)),
      },
    },
    'us-east-1': oneBucket(account, 'us-east-1', 'northpike-records-prompts-us', { objectLock: { mode: 'COMPLIANCE', years: 10 } }),
  },
};
