import { BedrockClient, PutModelInvocationLoggingConfigurationCommand, type LoggingConfig } from '@aws-sdk/client-bedrock';
import { expect, it } from 'vitest';
import { invocationLogging, type InvocationLogging } from '../../src/facts/invocation-logging.ts';
import type { UnsetAnswer } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const roleArn = 'arn:aws:iam::111122223333:role/logging/Delivery';

const put = (loggingConfig: LoggingConfig) =>
  emulator.client(home.account, home.region, BedrockClient).send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));

it.each<UnsetAnswer>(['{}', '{"loggingConfig":{}}', '{"loggingConfig":null}'])('is absent when the answer is %s', async (answer) => {
  await emulator.setUnsetAnswer(answer);
  expect(await read(invocationLogging)).toBeUndefined();
});

const cases: readonly (readonly [what: string, configured: LoggingConfig, read: InvocationLogging])[] = [
  [
    'a bucket and every data type',
    {
      s3Config: { bucketName: 'prompts', keyPrefix: 'bedrock/' },
      textDataDeliveryEnabled: true,
      imageDataDeliveryEnabled: false,
      embeddingDataDeliveryEnabled: true,
      videoDataDeliveryEnabled: false,
      audioDataDeliveryEnabled: true,
    },
    {
      s3: { bucketName: 'prompts', keyPrefix: 'bedrock/' },
      dataTypes: { text: true, image: false, embedding: true, video: false, audio: true },
    },
  ],
  [
    'a bucket without a prefix and one data type',
    { s3Config: { bucketName: 'prompts' }, videoDataDeliveryEnabled: false },
    { s3: { bucketName: 'prompts' }, dataTypes: { video: false } },
  ],
  [
    'a bucket with an empty prefix',
    { s3Config: { bucketName: 'prompts', keyPrefix: '' } },
    { s3: { bucketName: 'prompts' }, dataTypes: {} },
  ],
  [
    'a log group',
    { cloudWatchConfig: { logGroupName: '/bedrock/prompts', roleArn }, textDataDeliveryEnabled: true },
    { cloudWatch: { logGroupName: '/bedrock/prompts', roleArn }, dataTypes: { text: true } },
  ],
  [
    'both, and a bucket for large data',
    {
      s3Config: { bucketName: 'prompts' },
      cloudWatchConfig: {
        logGroupName: '/bedrock/prompts',
        roleArn,
        largeDataDeliveryS3Config: { bucketName: 'large-prompts', keyPrefix: 'large' },
      },
    },
    {
      s3: { bucketName: 'prompts' },
      cloudWatch: { logGroupName: '/bedrock/prompts', roleArn, largeData: { bucketName: 'large-prompts', keyPrefix: 'large' } },
      dataTypes: {},
    },
  ],
  ['data types without a destination', { textDataDeliveryEnabled: true }, { dataTypes: { text: true } }],
];

it.each(cases)('reads %s', async (_what, configured, expected) => {
  await put(configured);
  expect(await read(invocationLogging)).toEqual(expected);
});

it('is the setting of one Region', async () => {
  await put({ s3Config: { bucketName: 'prompts' } });
  expect(await read(invocationLogging, '', homeIn('eu-west-1'))).toBeUndefined();
});
