import { accountKey, bucketName, deliveryRole, goodBucket, landingZone, logGroupName } from './landing-zone.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '000000000017';
const frankfurtBucket = bucketName(account, 'eu-central-1');
const americanBucket = bucketName(account, 'us-east-1');

export const fleetTelemetry: SampleAccount = {
  account,
  name: 'fleet-telemetry',
  story: 'The landing zone, read on a bad day: CloudWatch Logs throttled, S3 failed, and a proxy answered in its place.',
  roles: [deliveryRole(account)],
  regions: {
    'eu-central-1': {
      ...landingZone(account, 'eu-central-1'),
      buckets: {
        [frankfurtBucket]: { ...goodBucket(accountKey(account, 'eu-central-1')), encryption: refused('malformed', 'SyntaxError') },
      },
    },
    'eu-west-1': { ...landingZone(account, 'eu-west-1'), logGroups: { [logGroupName]: refused('throttled', 'ThrottlingException') } },
    'us-east-1': {
      ...landingZone(account, 'us-east-1'),
      buckets: { [americanBucket]: { ...goodBucket(accountKey(account, 'us-east-1')), lifecycle: refused('failed', 'InternalError') } },
    },
  },
};
