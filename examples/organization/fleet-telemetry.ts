import { accountKey, bucketName, goodBucket, landingZone, logGroupName } from './landing-zone.ts';
import { refused, type SampleAccount } from './sample-account.ts';

const account = '000000000017';
const auditorsSink = 'arn:aws:oam:us-east-1:000000000003:sink/0a1b2c3d-4e5f-4a1b-8c2d-3e4f5a6b7c8d';
const frankfurtBucket = bucketName(account, 'eu-central-1');
const americanBucket = bucketName(account, 'us-east-1');

export const fleetTelemetry: SampleAccount = {
  account,
  name: 'fleet-telemetry',
  story:
    'Shares its telemetry with the auditors, logs and all; read on a bad day: CloudWatch Logs throttled, S3 failed, a proxy answered for it.',
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
      links: [
        {
          id: '11111111-2222-4333-8444-000000000001',
          sinkArn: auditorsSink,
          resourceTypes: ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup'],
        },
      ],
    },
  },
};
