import { allDataTypes, landingZone, oneBucket } from './landing-zone.ts';
import { managedByAws } from './landing-zone-identities.ts';
import { organizationPolicies } from './landing-zone-policies.ts';
import { allow, policy } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';
import { roleArn, type SampleRole } from './sample-identities.ts';

const account = '000000000007';
const american = landingZone(account, 'us-east-1');

/** One role for everything: Bedrock delivers with it, and the application runs with it. */
const visionRole: SampleRole = {
  name: 'PalletVision',
  path: '/northpike/',
  trust: policy({ Effect: 'Allow', Principal: { Service: ['bedrock.amazonaws.com', 'lambda.amazonaws.com'] }, Action: 'sts:AssumeRole' }),
  attached: [managedByAws('CloudWatchLogsFullAccess', '/', allow(['logs:*', 'cloudwatch:GenerateQuery'], '*'))],
};

export const warehouseVision: SampleAccount = {
  account,
  name: 'warehouse-vision',
  story:
    'Photographs of pallets: logging is on in three Regions, nothing is ever delivered in two, and in the third by a role that may do more.',
  identities: { roles: [visionRole] },
  organizationPolicies: organizationPolicies(),
  regions: {
    'eu-central-1': {
      ...oneBucket(account, 'eu-central-1', 'northpike-pallet-prompts'),
      logging: {
        s3: { bucketName: 'northpike-pallet-prompts' },
        dataTypes: { text: false, image: false, embedding: false, video: false, audio: false },
      },
    },
    'eu-west-1': { logging: { dataTypes: allDataTypes } },
    'us-east-1': {
      ...american,
      logging: {
        ...american.logging,
        cloudWatch: { ...american.logging.cloudWatch, roleArn: roleArn(account, visionRole) },
        dataTypes: { ...allDataTypes, image: false, video: false },
      },
    },
  },
};
