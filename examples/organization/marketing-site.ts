import { allFlags, lifecycleRule, oneBucket, withKey } from './landing-zone.ts';
import { bucketPolicy } from './landing-zone-policies.ts';
import { allow, policy } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000010';
const agencyRead = 'agency-read';
const managedAlias = `arn:aws:kms:us-east-1:${account}:alias/aws/s3`;

export const marketingSite: SampleAccount = {
  account,
  name: 'marketing-site',
  story: 'The agency that runs the campaigns was given the log buckets as well, and opened every one in another way.',
  regions: {
    'eu-central-1': oneBucket(account, 'eu-central-1', 'northpike-campaign-prompts-fra', {
      encryption: { algorithm: 'aws:kms' },
      lifecycle: [lifecycleRule({ id: 'after-campaign', expirationDays: 90 })],
      versioning: 'Never',
      publicAccessBlock: { ...allFlags, blockPublicAcls: false, ignorePublicAcls: false },
      acl: { publicGroups: ['AllUsers', 'AuthenticatedUsers'] },
      ownership: { objectOwnership: 'ObjectWriter' },
    }),
    'eu-west-1': {
      logging: { s3: { bucketName: 'northpike-campaign-prompts' }, dataTypes: { text: true } },
      buckets: {
        'northpike-campaign-prompts': {
          policy: ({ name }) => policy(allow('s3:GetObject', `arn:aws:s3:::${name}/*`, { Sid: 'Website', Principal: '*' })),
          policyStatus: { isPublic: true },
          isWebsite: true,
        },
      },
    },
    'us-east-1': {
      ...oneBucket(account, 'us-east-1', 'northpike-campaign-prompts-us', {
        encryption: withKey(managedAlias),
        lifecycle: [lifecycleRule({ id: 'sweep-after-contract', expirationDate: '2026-12-31' })],
        versioning: 'Never',
        publicAccessBlock: { ...allFlags, restrictPublicBuckets: false },
        policy: bucketPolicy(({ name }) => [
          allow('s3:*', [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`], {
            Sid: 'AccessPointsDecide',
            Principal: '*',
            Condition: { StringEquals: { 's3:DataAccessPointAccount': account } },
          }),
        ]),
        accessPoints: [
          {
            name: agencyRead,
            isPublic: true,
            restrictsPublic: false,
            policy: ({ region }) =>
              policy(
                allow('s3:GetObject', `arn:aws:s3:${region}:${account}:accesspoint/${agencyRead}/object/*`, {
                  Sid: 'Agency',
                  Principal: '*',
                }),
              ),
          },
        ],
      }),
      keys: {
        [managedAlias]: {
          arn: `arn:aws:kms:us-east-1:${account}:key/aaaabbbb-0010-4ccc-8ddd-eeeeffff0001`,
          account,
          manager: 'AWS',
          state: 'Enabled',
          spec: 'SYMMETRIC_DEFAULT',
        },
      },
    },
  },
};
