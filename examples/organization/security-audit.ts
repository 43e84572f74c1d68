import { deliveryRole, landingZone, untouched } from './landing-zone.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000003';

export const securityAudit: SampleAccount = {
  account,
  name: 'security-audit',
  story: 'The auditors: the landing zone in Europe; a service control policy closes São Paulo to Bedrock, so nothing is logged there.',
  roles: [deliveryRole(account)],
  regions: {
    'eu-central-1': landingZone(account, 'eu-central-1'),
    'eu-west-1': landingZone(account, 'eu-west-1'),
    'sa-east-1': untouched,
  },
};
