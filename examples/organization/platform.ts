import { accountKey, bucketName, landingZone, logGroupName } from './landing-zone.ts';
import { reviewRole } from './landing-zone-identities.ts';
import { allow, policy, trustOfService } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000002';
const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const buckets = regions.map((region) => bucketName(account, region));
const keys = regions.map((region) => accountKey(account, region));

export const platform: SampleAccount = {
  account,
  name: 'platform',
  story: "The platform team's reference account: everything right, and whoever reviews prompts may read this log and nothing else.",
  identities: {
    roles: [
      reviewRole(account, buckets, [logGroupName], keys),
      {
        name: 'Pipeline',
        path: '/northpike/',
        trust: trustOfService('codebuild.amazonaws.com'),
        inline: { deploy: policy(allow('sts:AssumeRole', 'arn:aws:iam::*:role/northpike/Deployment')) },
      },
    ],
  },
  regions: Object.fromEntries(regions.map((region) => [region, landingZone(account, region)])),
};
