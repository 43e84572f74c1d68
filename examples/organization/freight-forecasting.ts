import { accountKey, deliveryRole, oneLogGroup } from './landing-zone.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000005';
const name = '/forecasting/bedrock';

export const freightForecasting: SampleAccount = {
  account,
  name: 'freight-forecasting',
  story: 'Forecasting reads its logs in CloudWatch only, and everyone who set up a Region chose a retention of his own, or none.',
  roles: [deliveryRole(account)],
  regions: {
    'eu-central-1': oneLogGroup(account, 'eu-central-1', name, group('eu-central-1', 365)),
    'eu-north-1': oneLogGroup(account, 'eu-north-1', name, group('eu-north-1', 3653)),
    'eu-west-1': oneLogGroup(account, 'eu-west-1', name, { retentionInDays: 30, logGroupClass: 'STANDARD' }),
    'us-east-1': oneLogGroup(account, 'us-east-1', name, { kmsKeyId: accountKey(account, 'us-east-1'), logGroupClass: 'STANDARD' }),
  },
};

function group(region: string, retentionInDays: number) {
  return { retentionInDays, kmsKeyId: accountKey(account, region), logGroupClass: 'STANDARD' };
}
