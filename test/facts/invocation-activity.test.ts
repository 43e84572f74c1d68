import { CloudWatchClient, PutMetricDataCommand, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { expect, it } from 'vitest';
import { invocationActivity } from '../../src/facts/invocation-activity.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const nova = [{ Name: 'ModelId', Value: 'amazon.nova-lite-v1:0' }];

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

const put = (MetricData: MetricDatum[], Namespace = 'AWS/Bedrock') =>
  emulator.client(home.account, home.region, CloudWatchClient).send(new PutMetricDataCommand({ Namespace, MetricData }));

it('shows no call where there are no metrics', async () => {
  expect(await read(invocationActivity)).toEqual({ windowDays: 90 });
});

it.each(['Invocations', 'InvocationClientErrors', 'InvocationServerErrors', 'InvocationThrottles'])(
  'shows the last call by %s, with and without dimensions',
  async (MetricName) => {
    await put([{ MetricName, Dimensions: nova, Value: 3, Timestamp: daysAgo(12) }]);
    expect(await read(invocationActivity)).toEqual({ windowDays: 90, daysSinceLastCall: 12 });
    await put([{ MetricName, Value: 1, Timestamp: daysAgo(4) }]);
    expect(await read(invocationActivity)).toEqual({ windowDays: 90, daysSinceLastCall: 4 });
  },
);

it('shows a call of today', async () => {
  await put([{ MetricName: 'Invocations', Dimensions: nova, Value: 1, Timestamp: new Date(Date.now() - 1_000) }]);
  expect((await read(invocationActivity))?.daysSinceLastCall).toBeLessThanOrEqual(1);
});

const at = (days: number, Value: string) => ({
  MetricName: 'Invocations',
  Dimensions: [{ Name: 'ModelId', Value }],
  Value: 5,
  Timestamp: daysAgo(days),
});

it('shows the latest of several calls', async () => {
  await put([at(30, 'a'), at(7, 'b'), at(60, 'c'), at(9, 'b')]);
  expect(await read(invocationActivity)).toEqual({ windowDays: 90, daysSinceLastCall: 7 });
});

it('passes over days without calls, other metrics, other namespaces and other Regions', async () => {
  await put([
    { MetricName: 'Invocations', Dimensions: nova, Value: 0, Timestamp: daysAgo(1) },
    { MetricName: 'InvocationLatency', Dimensions: nova, Value: 900, Timestamp: daysAgo(1) },
  ]);
  const mine = [{ Name: 'ModelId', Value: 'my-own' }];
  await put([{ MetricName: 'Invocations', Dimensions: mine, Value: 9, Timestamp: daysAgo(1) }], 'MyApplication');
  expect(await read(invocationActivity)).toEqual({ windowDays: 90 });
  await put([{ MetricName: 'Invocations', Dimensions: nova, Value: 9, Timestamp: daysAgo(1) }]);
  expect(await read(invocationActivity, '', homeIn('eu-west-1'))).toEqual({ windowDays: 90 });
});

it('asks about more models than one call takes', async () => {
  const foundationModels = Array.from({ length: 140 }, (_, number) => `amazon.model-${number}-v1:0`);
  await emulator.seed({ account: home.account, region: home.region, foundationModels });
  await emulator.setPaging(false);
  expect(await read(invocationActivity)).toEqual({ windowDays: 90 });
  const calls = (await emulator.calls()).map(({ operation }) => operation);
  expect(calls.filter((operation) => operation === 'GetMetricData')).toHaveLength(3);
});
