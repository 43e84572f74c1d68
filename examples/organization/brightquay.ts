import { allDataTypes, oneBucket, oneLogGroup } from './landing-zone.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000009';
const french = oneLogGroup(account, 'eu-central-1', '/brightquay/prompts');

export const brightquay: SampleAccount = {
  account,
  name: 'brightquay',
  story: 'An acquisition: its log bucket was deleted and a stranger took the name; the seller took its delivery role along.',
  namesOfStrangers: ['brightquay-prompts'],
  regions: {
    'ap-southeast-2': { logging: { s3: { bucketName: 'brightquay-prompts-sydney' }, dataTypes: allDataTypes } },
    'eu-central-1': {
      ...french,
      logging: {
        ...french.logging,
        cloudWatch: { ...french.logging.cloudWatch, roleArn: 'arn:aws:iam::444455556666:role/BrightquayPromptDelivery' },
      },
    },
    'eu-west-1': { logging: { s3: { bucketName: 'brightquay-prompts' }, dataTypes: allDataTypes } },
    'us-east-1': {
      logging: { s3: { bucketName: 'brightquay-prompts-virginia' }, dataTypes: allDataTypes },
      // Rebuilt after the sale, in the wrong Region: Sydney still logs to this name.
      buckets: oneBucket(account, 'us-east-1', 'brightquay-prompts-sydney').buckets,
    },
  },
};
