import { allDataTypes, oneBucket, oneLogGroup } from './landing-zone.ts';
import { allow, policy, root, trustOf } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000009';
const seller = '444455556666';
const logGroup = '/brightquay/prompts';
const french = oneLogGroup(account, 'eu-central-1', logGroup);

export const brightquay: SampleAccount = {
  account,
  name: 'brightquay',
  story:
    'An acquisition: its log bucket was deleted and a stranger took the name; the seller took the delivery role along, and may still come in to read.',
  namesOfStrangers: ['brightquay-prompts'],
  identities: {
    roles: [
      {
        name: 'MigrationSupport',
        path: '/',
        trust: trustOf(root(seller)),
        inline: {
          support: policy(allow(['logs:FilterLogEvents', 'logs:GetLogEvents'], `arn:aws:logs:*:${account}:log-group:${logGroup}:*`)),
        },
      },
    ],
  },
  regions: {
    'ap-southeast-2': { logging: { s3: { bucketName: 'brightquay-prompts-sydney' }, dataTypes: allDataTypes } },
    'eu-central-1': {
      ...french,
      logging: {
        ...french.logging,
        cloudWatch: { ...french.logging.cloudWatch, roleArn: `arn:aws:iam::${seller}:role/BrightquayPromptDelivery` },
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
