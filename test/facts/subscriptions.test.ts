import { CloudWatchLogsClient, CreateLogGroupCommand, PutAccountPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { accountSubscriptions } from '../../src/facts/account-subscriptions.ts';
import { logSubscriptions } from '../../src/facts/log-subscriptions.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const logs = emulator.client(home.account, home.region, CloudWatchLogsClient);
const logGroup = '/bedrock/prompts';
const destinationArn = 'arn:aws:logs:us-east-1:444455556666:destination:central';

describe('log-subscriptions', () => {
  it('is absent when there is no such log group', async () => {
    expect(await read(logSubscriptions, logGroup)).toBeUndefined();
  });

  it('is an empty list when nothing is copied', async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
    expect(await read(logSubscriptions, logGroup)).toEqual({ filters: [] });
  });

  it('tells where records go', async () => {
    for (const logGroupName of [logGroup, `${logGroup}-old`]) await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const stream = 'arn:aws:kinesis:us-east-1:111122223333:stream/prompts';
    await emulator.seed({
      account: home.account,
      region: home.region,
      subscriptions: [
        { logGroup, name: 'to-central', destinationArn },
        { logGroup, name: 'to-stream', destinationArn: stream },
        { logGroup: `${logGroup}-old`, name: 'old', destinationArn },
      ],
    });
    expect(await read(logSubscriptions, logGroup)).toEqual({
      filters: [
        { name: 'to-central', destinationArn },
        { name: 'to-stream', destinationArn: stream },
      ],
    });
  });
});

describe('account-subscriptions', () => {
  const put = (policyName: string, more: { policyDocument?: string; selectionCriteria?: string } = {}) =>
    logs.send(
      new PutAccountPolicyCommand({
        policyName,
        policyType: 'SUBSCRIPTION_FILTER_POLICY',
        policyDocument: JSON.stringify({ DestinationArn: destinationArn, FilterPattern: '', Distribution: 'Random' }),
        ...more,
      }),
    );

  it('is an empty list when there are none', async () => {
    expect(await read(accountSubscriptions)).toEqual({ policies: [] });
  });

  it('tells where records go and of which log groups', async () => {
    const selectionCriteria = 'LogGroupName NOT IN ["/bedrock/prompts"]';
    await put('all');
    await put('most', { selectionCriteria });
    expect(await read(accountSubscriptions)).toEqual({
      policies: [
        { name: 'all', destinationArn },
        { name: 'most', destinationArn, selectionCriteria },
      ],
    });
    expect(await read(accountSubscriptions, '', homeIn('eu-west-1'))).toEqual({ policies: [] });
  });

  it('passes over account policies of other types', async () => {
    const policyDocument = '{"Name":"mask","Version":"2021-06-01","Statement":[]}';
    await logs.send(new PutAccountPolicyCommand({ policyName: 'mask', policyType: 'DATA_PROTECTION_POLICY', policyDocument }));
    expect(await read(accountSubscriptions)).toEqual({ policies: [] });
  });

  it('reads every page', async () => {
    for (let number = 10; number < 35; number += 1) await put(`policy-${number}`);
    expect((await read(accountSubscriptions))?.policies).toHaveLength(25);
  });

  it.each(['no JSON', 'null', '[]', '{}', '{"DestinationArn":""}', '{"DestinationArn":["a"]}'])(
    'is malformed when the document of a policy is %s',
    async (policyDocument) => {
      await put('broken', { policyDocument });
      await expect(read(accountSubscriptions)).rejects.toMatchObject({ refusal: 'malformed' });
    },
  );
});
