import type { Runbook } from '../runbook.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export const enableInvocationLogging = {
  id: 'enable-invocation-logging',
  title: 'turn on logging of model invocations and make its destinations',
  parameters: {
    RequiredDestinations: { sameAs: 'requiredDestinations' },
    Destinations: {
      description: 'What invocations are to be logged to where nothing is configured.',
      default: 'both',
      allowedValues: ['s3', 'cloudwatch', 'both'],
    },
    BucketName: {
      description:
        'The bucket to log to where none is configured, made where it is missing; ACCOUNT_ID and REGION in it stand for those. Empty for bedrock-logs-ACCOUNT_ID-REGION.',
      default: '',
      allowedPattern: '^([a-z0-9.-]|ACCOUNT_ID|REGION){0,63}$',
    },
    KeyPrefix: {
      description:
        'What the keys of the objects in that bucket begin with, without a slash at the end. Large data goes to large-data under it.',
      default: '',
      allowedPattern: '^[A-Za-z0-9._/-]{0,200}$',
    },
    LogGroupName: {
      description: 'The log group to log to where none is configured, made where it is missing.',
      default: '/aws/bedrock/model-invocations',
      allowedPattern: '^[A-Za-z0-9._/#-]{1,256}$',
    },
    KmsKey: {
      description:
        'The key of what is made: an alias, which is made with a key where it is missing, or the id or ARN of a symmetric customer-managed key of the account and Region.',
      default: 'alias/bedrock-logs',
      allowedPattern:
        '^(alias/[A-Za-z0-9/_-]{1,240}|[A-Za-z0-9-]{1,128}|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]{1,128})$',
    },
    RetentionDays: {
      description:
        'Days that what is made keeps records, of those that CloudWatch Logs takes. A bucket keeps them a day longer, so that it must be less than maximumDays of the rule.',
      default: '365',
      allowedValues: retentionDays.map(String),
    },
  },
  isAutomatic: true,
} as const satisfies Runbook;
