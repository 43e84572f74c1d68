import { untouched } from './landing-zone.ts';
import type { SampleAccount } from './sample-account.ts';

export const management: SampleAccount = {
  account: '000000000001',
  name: 'management',
  story: 'The management account: nobody builds here, so nobody ever turned logging on.',
  regions: { 'eu-central-1': untouched, 'eu-west-1': untouched, 'us-east-1': untouched },
};
