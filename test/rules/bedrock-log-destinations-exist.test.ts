import { bedrockLogDestinationsExist } from '../../rules/bedrock-log-destinations-exist.ts';
import {
  absent,
  account,
  bothWays,
  bucket,
  denied,
  destinationCases,
  group,
  inBedrockRegion,
  judges,
  large,
  logsTo,
  refused,
  role,
  toAll,
  toBucket,
  toGroup,
  type World,
} from './world.ts';

/** Records go to a bucket, and to a log group with a bucket for large data; all of it exists. */
const good: World = {
  ...inBedrockRegion,
  ...toAll,
  'own-bucket': { [bucket]: { region: 'us-east-1' }, [large]: { region: 'us-east-1' } },
  'bucket-holder': { [bucket]: 'nobody', [large]: 'nobody' },
  'log-group': { [group]: { retentionInDays: 365 } },
  'iam-role': { [role]: { arn: role } },
};

const otherRole = (roleArn: string): World => logsTo({ cloudWatch: { logGroupName: group, roleArn } });

judges(bedrockLogDestinationsExist, good, [
  ...destinationCases,

  // what is judged
  {
    name: 'accepts a bucket, a large-data bucket, a log group and a delivery role that exist',
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', large],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },
  { name: 'accepts a bucket alone', changes: toBucket, expected: [['COMPLIANT', bucket]] },
  {
    name: 'accepts a log group with its delivery role alone',
    changes: toGroup,
    expected: [
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'accepts a bucket that serves both ways once',
    changes: bothWays,
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'reports a bucket that serves both ways once',
    changes: { ...bothWays, 'own-bucket': { [bucket]: absent } },
    expected: [
      ['NON_COMPLIANT', bucket, 'not among the buckets'],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },

  // nothing under that exact name; held by another account
  {
    name: 'reports a bucket whose name is free',
    changes: { ...toBucket, 'own-bucket': { [bucket]: absent } },
    expected: [['NON_COMPLIANT', bucket, 'not among the buckets of account 111122223333', 'stranger']],
  },
  {
    name: 'reports a bucket that another account holds',
    changes: { ...toBucket, 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: 'somebody' } },
    expected: [['NON_COMPLIANT', bucket, 'held by another account', '111122223333', 'stranger']],
  },
  {
    name: 'reports a bucket that is not the own one even when nobody can tell who holds it',
    changes: { ...toBucket, 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: refused('unreachable', 'ETIMEDOUT') } },
    expected: [['NON_COMPLIANT', bucket, 'not among the buckets']],
  },
  {
    name: 'reports a bucket of which only a longer name exists',
    changes: { ...toBucket, 'own-bucket': { [bucket]: absent, 'prompts-2': { region: 'us-east-1' } } },
    expected: [['NON_COMPLIANT', bucket, 'not among the buckets']],
  },
  {
    name: 'reports a large-data bucket that another account holds',
    changes: { 'own-bucket': { [large]: absent }, 'bucket-holder': { [large]: 'somebody' } },
    expected: [
      ['COMPLIANT', bucket],
      ['NON_COMPLIANT', large, 'held by another account'],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'reports a large-data bucket whose name is free',
    changes: { 'own-bucket': { [large]: absent } },
    expected: [
      ['COMPLIANT', bucket],
      ['NON_COMPLIANT', large, 'not among the buckets'],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'reports a log group that does not exist',
    changes: { ...toGroup, 'log-group': { [group]: absent } },
    expected: [
      ['NON_COMPLIANT', group, 'no log group named exactly', '111122223333'],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'reports a log group of which only a longer name exists',
    changes: { ...toGroup, 'log-group': { [group]: absent, [`${group}-2`]: {} } },
    expected: [
      ['NON_COMPLIANT', group, 'no log group named exactly'],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'reports a delivery role that does not exist',
    changes: { ...toGroup, 'iam-role': { [role]: absent } },
    expected: [
      ['COMPLIANT', group],
      ['NON_COMPLIANT', role, 'no role named exactly'],
    ],
  },
  {
    name: 'reports a delivery role of which only one under another path exists',
    changes: {
      ...otherRole('arn:aws:iam::111122223333:role/logging/Delivery'),
      'iam-role': { 'arn:aws:iam::111122223333:role/logging/Delivery': absent },
    },
    expected: [
      ['COMPLIANT', group],
      ['NON_COMPLIANT', 'arn:aws:iam::111122223333:role/logging/Delivery', 'no role named exactly'],
    ],
  },
  {
    name: 'accepts a delivery role under a path',
    changes: {
      ...otherRole('arn:aws:iam::111122223333:role/logging/Delivery'),
      'iam-role': { 'arn:aws:iam::111122223333:role/logging/Delivery': { arn: 'arn:aws:iam::111122223333:role/logging/Delivery' } },
    },
    expected: [
      ['COMPLIANT', group],
      ['COMPLIANT', 'arn:aws:iam::111122223333:role/logging/Delivery'],
    ],
  },
  {
    name: 'reports a delivery role of another account',
    changes: otherRole('arn:aws:iam::444455556666:role/Delivery'),
    expected: [
      ['COMPLIANT', group],
      ['NON_COMPLIANT', 'arn:aws:iam::444455556666:role/Delivery', 'account 444455556666', '111122223333'],
    ],
  },
  {
    name: 'reports a delivery role whose ARN names no account',
    changes: { ...otherRole('arn:aws:iam:::role/Delivery'), 'iam-role': { 'arn:aws:iam:::role/Delivery': absent } },
    expected: [
      ['COMPLIANT', group],
      ['NON_COMPLIANT', 'arn:aws:iam:::role/Delivery', 'no role named exactly'],
    ],
  },

  // in another Region
  {
    name: 'reports a bucket in another Region',
    changes: { ...toBucket, 'own-bucket': { [bucket]: { region: 'eu-west-1' } } },
    expected: [['NON_COMPLIANT', bucket, 'is in eu-west-1', 'us-east-1']],
  },
  {
    name: 'reports a large-data bucket in another Region',
    changes: { 'own-bucket': { [large]: { region: 'eu-west-1' } } },
    expected: [
      ['COMPLIANT', bucket],
      ['NON_COMPLIANT', large, 'is in eu-west-1', 'us-east-1'],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },

  // a log group of class DELIVERY
  {
    name: 'reports a log group of class DELIVERY',
    changes: { ...toGroup, 'log-group': { [group]: { logGroupClass: 'DELIVERY' } } },
    expected: [
      ['NON_COMPLIANT', group, 'class DELIVERY', 'STANDARD'],
      ['COMPLIANT', role],
    ],
  },
  ...['STANDARD', 'INFREQUENT_ACCESS', 'ESSENTIALS'].map((logGroupClass) => ({
    name: `accepts a log group of class ${logGroupClass}`,
    changes: { ...toGroup, 'log-group': { [group]: { logGroupClass } } },
    expected: [
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ] as const,
  })),

  // a destination whose existence cannot be read
  {
    name: "cannot tell when the account's own buckets cannot be listed, and judges the others",
    changes: { 'own-bucket': { [bucket]: denied } },
    expected: [
      ['UNKNOWN', bucket, 'the ownership of bucket prompts', 'could not be read', 'denied'],
      ['COMPLIANT', large],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'cannot tell when the large-data bucket cannot be looked for',
    changes: { 'own-bucket': { [large]: refused('throttled', 'SlowDown') } },
    expected: [
      ['COMPLIANT', bucket],
      ['UNKNOWN', large, 'throttled', 'SlowDown'],
      ['COMPLIANT', group],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'cannot tell when the log group cannot be read',
    changes: { ...toGroup, 'log-group': { [group]: denied } },
    expected: [
      ['UNKNOWN', group, 'log group', 'could not be read', 'denied'],
      ['COMPLIANT', role],
    ],
  },
  {
    name: 'cannot tell when the delivery role cannot be read',
    changes: { ...toGroup, 'iam-role': { [role]: denied } },
    expected: [
      ['COMPLIANT', group],
      ['UNKNOWN', role, 'the role', 'could not be read', 'denied'],
    ],
  },
  {
    name: 'reports a fault of each destination for itself',
    changes: {
      'own-bucket': { [bucket]: absent, [large]: { region: 'eu-west-1' } },
      'log-group': { [group]: absent },
      'iam-role': { [role]: absent },
    },
    expected: [
      ['NON_COMPLIANT', bucket, 'not among the buckets'],
      ['NON_COMPLIANT', large, 'eu-west-1'],
      ['NON_COMPLIANT', group, 'no log group'],
      ['NON_COMPLIANT', role, 'no role'],
    ],
  },
  {
    name: 'judges the destinations of a Region that is not among the closed ones',
    changes: { ...toBucket, 'own-bucket': { [bucket]: absent } },
    parameters: { closedRegions: ['eu-west-1'] },
    expected: [['NON_COMPLIANT', bucket, account]],
  },
]);
