import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, it } from 'vitest';
import { logGroup } from '../../src/facts/log-group.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const logs = emulator.client(home.account, home.region, CloudWatchLogsClient);

it('finds the log group of exactly this name among longer ones', async () => {
  for (const logGroupName of ['/bedrock/prompts-old', '/bedrock/prompts', '/bedrock/prompt'])
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/bedrock/prompts-old', retentionInDays: 30 }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/bedrock/prompts', retentionInDays: 365 }));
  expect(await read(logGroup, '/bedrock/prompts')).toEqual({ retentionInDays: 365, logGroupClass: 'STANDARD' });
});

it('is absent when only longer names exist', async () => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/bedrock/prompts-old' }));
  expect(await read(logGroup, '/bedrock/prompts')).toBeUndefined();
});

it('is absent from another Region', async () => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/bedrock/prompts' }));
  expect(await read(logGroup, '/bedrock/prompts', homeIn('eu-west-1'))).toBeUndefined();
});

it('finds a log group behind many pages, some of them empty', async () => {
  for (let number = 10; number < 40; number += 1)
    await logs.send(new CreateLogGroupCommand({ logGroupName: `/bedrock/prompts/${number}` }));
  expect(await read(logGroup, '/bedrock/prompts/39')).toEqual({ logGroupClass: 'STANDARD' });
  expect(await read(logGroup, '/bedrock/prompts/')).toBeUndefined();
});

it('tells the key of a log group', async () => {
  const kmsKeyId = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/bedrock/prompts' }));
  await logs.send(new AssociateKmsKeyCommand({ logGroupName: '/bedrock/prompts', kmsKeyId }));
  expect(await read(logGroup, '/bedrock/prompts')).toEqual({ kmsKeyId, logGroupClass: 'STANDARD' });
});

it.each(['INFREQUENT_ACCESS', 'DELIVERY'] as const)('tells the class %s', async (logGroupClass) => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/bedrock/prompts', logGroupClass }));
  expect(await read(logGroup, '/bedrock/prompts')).toEqual({ logGroupClass });
});
