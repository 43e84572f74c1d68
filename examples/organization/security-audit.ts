import { landingZone, untouched } from './landing-zone.ts';
import { organizationPolicies } from './landing-zone-policies.ts';
import { allow, policy, root, trustOf } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000003';

export const securityAudit: SampleAccount = {
  account,
  name: 'security-audit',
  story: 'The auditors: the landing zone in Europe; a service control policy closes São Paulo to Bedrock, so nothing is logged there.',
  identities: {
    roles: [
      {
        name: 'Auditor',
        path: '/northpike/',
        trust: trustOf(root(account), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
        inline: { audit: policy(allow('sts:AssumeRole', 'arn:aws:iam::*:role/northpike/SecurityAudit')) },
      },
    ],
  },
  organizationPolicies: organizationPolicies({
    CloseSaoPaulo: policy({
      Effect: 'Deny',
      Action: 'bedrock:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'sa-east-1' } },
    }),
  }),
  regions: {
    'eu-central-1': landingZone(account, 'eu-central-1'),
    'eu-west-1': landingZone(account, 'eu-west-1'),
    'sa-east-1': untouched,
  },
};
