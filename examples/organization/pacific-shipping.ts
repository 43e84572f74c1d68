import { landingZone } from './landing-zone.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '111122223333';

export const pacificShipping: SampleAccount = {
  account,
  name: 'pacific-shipping',
  story: 'The landing zone around the Pacific; Bahrain is not opted in to, and from the pipeline Jakarta has no name.',
  regions: {
    'ap-east-1': { endpoint: { exists: false, source: 'AWS public parameters' } },
    'ap-southeast-1': landingZone(account, 'ap-southeast-1'),
    'ap-southeast-2': landingZone(account, 'ap-southeast-2'),
    'ap-southeast-3': { logging: refused('unreachable', 'ENOTFOUND') },
    'me-south-1': { logging: refused('region-not-enabled', 'UnrecognizedClientException') },
  },
};
