import { deliveryRole, landingZone } from './landing-zone.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000002';

export const platform: SampleAccount = {
  account,
  name: 'platform',
  story: "The platform team's reference account: everything right.",
  roles: [deliveryRole(account)],
  regions: {
    'eu-central-1': landingZone(account, 'eu-central-1'),
    'eu-west-1': landingZone(account, 'eu-west-1'),
    'us-east-1': landingZone(account, 'us-east-1'),
  },
};
