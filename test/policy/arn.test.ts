import { describe, expect, it } from 'vitest';
import { parseArn, type Arn } from '../../src/policy/arn.ts';

const arn = (partition: string, service: string, region: string, account: string, resource: string): Arn => ({
  partition,
  service,
  region,
  account,
  resource,
});

describe('parseArn', () => {
  it.each([
    [
      'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555',
      arn('aws', 'kms', 'eu-west-1', '111122223333', 'key/11111111-2222-4333-8444-555555555555'),
    ],
    ['arn:aws:kms:eu-west-1:111122223333:alias/aws/s3', arn('aws', 'kms', 'eu-west-1', '111122223333', 'alias/aws/s3')],
    ['arn:aws:iam::111122223333:role/path/Delivery', arn('aws', 'iam', '', '111122223333', 'role/path/Delivery')],
    ['arn:aws-us-gov:iam::111122223333:role/Delivery', arn('aws-us-gov', 'iam', '', '111122223333', 'role/Delivery')],
    ['arn:aws-cn:s3:::prompts', arn('aws-cn', 's3', '', '', 'prompts')],
    [
      'arn:aws:logs:us-east-1:111122223333:log-group:/bedrock/prompts:*',
      arn('aws', 'logs', 'us-east-1', '111122223333', 'log-group:/bedrock/prompts:*'),
    ],
    [
      'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      arn('aws', 'bedrock', 'us-east-1', '', 'foundation-model/amazon.nova-lite-v1:0'),
    ],
    ['arn:aws:s3:us-east-1:111122223333:', arn('aws', 's3', 'us-east-1', '111122223333', '')],
  ])('reads %s', (text, fields) => {
    expect(parseArn(text)).toEqual(fields);
  });

  it.each([
    '',
    'arn',
    'arn:aws',
    'arn:aws:iam::111122223333',
    'arn::iam::111122223333:role/Delivery',
    'arn:aws:::111122223333:role/Delivery',
    'ARN:aws:iam::111122223333:role/Delivery',
    ' arn:aws:iam::111122223333:role/Delivery',
    'alias/prompts',
    '11111111-2222-4333-8444-555555555555',
    'prompts:a:b:c:d:e',
  ])('does not take "%s" for one', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});
