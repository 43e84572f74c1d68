import { refused, type SampleAccount } from './sample-account.ts';

export const jointVenture: SampleAccount = {
  account: '123456789012',
  name: 'joint-venture',
  story: 'Half owned: the role for reading was never deployed here, so nobody knows.',
  closedDoor: refused('denied', 'AccessDenied'),
  regions: { 'eu-central-1': {}, 'eu-west-1': {} },
};
