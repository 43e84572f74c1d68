import { beforeEach, describe, expect, it } from 'vitest';
import { invocationActivity } from '../../src/facts/invocation-activity.ts';
import { answerWith, type Asked } from './answering.ts';
import { read } from './read-fact.ts';

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Value: string }[] } };
}

/** What CloudWatch knows of a metric: data points as seconds since 1970 and sums. */
interface Known {
  readonly Timestamps: unknown;
  readonly Values: unknown;
  readonly StatusCode: string;
}

const nothing: Known = { Timestamps: [], Values: [], StatusCode: 'Complete' };

const called = (days: number): Known => ({ Timestamps: [Date.now() / 1_000 - days * 86_400], Values: [2], StatusCode: 'Complete' });

let queries: Query[];
beforeEach(() => {
  queries = [];
});

/** An account whose metrics are too old for CloudWatch to list them, with two models and one inference profile. */
const unlisted =
  (known: (name: string, model: string | undefined) => Known) =>
  ({ path, operation, body }: Asked): string => {
    if (path.startsWith('/foundation-models')) {
      return JSON.stringify({ modelSummaries: [{ modelId: 'amazon.nova-lite-v1:0' }, { modelId: 'amazon.nova-pro-v1:0' }] });
    }
    if (path.startsWith('/inference-profiles')) {
      const inferenceProfileArn = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-pro-v1:0';
      return JSON.stringify({ inferenceProfileSummaries: [{ inferenceProfileId: 'us.amazon.nova-pro-v1:0', inferenceProfileArn }] });
    }
    if (operation === 'ListMetrics') return '{"Metrics":[]}';
    const asked = (JSON.parse(body) as { MetricDataQueries: Query[] }).MetricDataQueries;
    queries.push(...asked);
    return JSON.stringify({
      MetricDataResults: asked.map(({ Id, MetricStat: { Metric } }) => ({
        Id,
        ...known(Metric.MetricName, Metric.Dimensions[0]?.Value),
      })),
    });
  };

describe('a call of more than two weeks ago', () => {
  it.each([
    'amazon.nova-pro-v1:0',
    'us.amazon.nova-pro-v1:0',
    'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-pro-v1:0',
  ])('is found by the id %s', async (id) => {
    answerWith(unlisted((name, model) => (name === 'InvocationThrottles' && model === id ? called(20) : nothing)));
    expect(await read(invocationActivity)).toEqual({ windowDays: 90, daysSinceLastCall: 20 });
  });

  it('is found without dimensions, and then no model is asked about', async () => {
    answerWith(unlisted((name, model) => (name === 'Invocations' && model === undefined ? called(40) : nothing)));
    expect(await read(invocationActivity)).toEqual({ windowDays: 90, daysSinceLastCall: 40 });
    expect(queries).toHaveLength(4);
  });

  it('is not there when no metric has one', async () => {
    answerWith(unlisted(() => nothing));
    expect(await read(invocationActivity)).toEqual({ windowDays: 90 });
    // Four metrics, each without dimensions, for two models and for both names of the profile.
    expect(queries).toHaveLength(20);
  });
});

const unread = (known: Partial<Known>) => answerWith(unlisted((name) => (name === 'Invocations' ? { ...nothing, ...known } : called(60))));

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html */
describe('a metric that was not read', () => {
  it.each([
    ['Forbidden', 'denied'],
    ['InternalError', 'failed'],
    ['PartialData', 'malformed'],
    ['', 'malformed'],
  ])('makes activity unreadable when its status is "%s"', async (StatusCode, refusal) => {
    unread({ StatusCode });
    await expect(read(invocationActivity)).rejects.toMatchObject({ refusal });
  });

  it.each([
    ['values without times', { Values: [1] }],
    ['times without values', { Timestamps: [1_790_000_000] }],
    ['times that are none', { Timestamps: ['today'], Values: [1] }],
    ['values that are none', { Timestamps: [1_790_000_000], Values: ['many'] }],
    ['texts in place of lists', { Timestamps: 'x', Values: 'y' }],
  ])('makes activity malformed when it has %s', async (_what, known) => {
    unread(known);
    await expect(read(invocationActivity)).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('makes activity malformed when it is not in the answer', async () => {
    const whole = unlisted(() => nothing);
    answerWith((asked) => (asked.operation === 'GetMetricData' ? '{"MetricDataResults":[]}' : whole(asked)));
    await expect(read(invocationActivity)).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('is read by a later page', async () => {
    const whole = unlisted(() => called(6));
    answerWith((asked) => {
      const { NextToken, MetricDataQueries } = JSON.parse(asked.body || '{}') as { NextToken?: string; MetricDataQueries?: Query[] };
      if (asked.operation !== 'GetMetricData' || NextToken !== undefined) return whole(asked);
      const MetricDataResults = MetricDataQueries?.map(({ Id }) => ({ Id, ...called(60), StatusCode: 'PartialData' }));
      return JSON.stringify({ MetricDataResults, NextToken: 'more' });
    });
    expect(await read(invocationActivity)).toEqual({ windowDays: 90, daysSinceLastCall: 6 });
  });
});
