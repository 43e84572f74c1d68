import type { Dimension, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { BedrockOperations } from './aws/bedrock.ts';
import type { CloudWatchOperations } from './aws/cloudwatch.ts';
import type { Connection } from './aws/connection.ts';
import type { Fact } from './fact.ts';
import { allPages } from './pages.ts';

/** How far back calls are looked for, in days. */
export const activityWindowDays = 90;

const invocationActivitySchema = {
  type: 'object',
  required: ['windowDays'],
  additionalProperties: false,
  properties: {
    windowDays: { type: 'integer', minimum: 1 },
    /** Whole days since the last day with a call, 0 for today; left out when the window has none. */
    daysSinceLastCall: { type: 'integer', minimum: 0 },
  },
} as const satisfies JSONSchema;

export type InvocationActivity = FromSchema<typeof invocationActivitySchema>;

/**
 * When a model was last called in the Region, by the metrics of successful, failed and throttled calls.
 *
 * CloudWatch lists only metrics that had data in the last two weeks, so the models and inference profiles of the Region are asked for by id as well when
 * the listed metrics and the one without dimensions show nothing.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
export const invocationActivity: Fact<InvocationActivity> = {
  id: 'invocation-activity',
  about: 'the invocation metrics',
  reach: 'region',
  actions: ['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData', 'bedrock:ListFoundationModels', 'bedrock:ListInferenceProfiles'],
  calls: ['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData', 'bedrock:ListFoundationModels', 'bedrock:ListInferenceProfiles'],
  schema: invocationActivitySchema,
  async read(aws) {
    const cloudwatch = await aws.cloudwatch();
    const now = new Date();
    const last =
      (await lastCall(cloudwatch, now, [[], ...(await listedDimensions(cloudwatch))])) ??
      (await lastCall(cloudwatch, now, await modelDimensions(aws)));
    return { windowDays: activityWindowDays, ...(last && { daysSinceLastCall: wholeDaysBetween(last, now) }) };
  },
};

const namespace = 'AWS/Bedrock';
const metricNames = ['Invocations', 'InvocationClientErrors', 'InvocationServerErrors', 'InvocationThrottles'];
const secondsPerDay = 86_400;
/** Queries GetMetricData takes at most in one call. */
const queriesPerCall = 500;

async function listedDimensions(cloudwatch: CloudWatchOperations): Promise<Dimension[][]> {
  const metrics = await allPages(async (NextToken) => {
    const answer = await cloudwatch.listMetrics({ Namespace: namespace, NextToken });
    return { items: answer.Metrics, next: answer.NextToken };
  });
  const byText = new Map<string, Dimension[]>();
  for (const { MetricName, Dimensions = [] } of metrics) {
    if (MetricName && metricNames.includes(MetricName) && Dimensions.length > 0) byText.set(JSON.stringify(Dimensions), Dimensions);
  }
  return [...byText.values()];
}

async function modelDimensions(aws: Connection): Promise<Dimension[][]> {
  const bedrock = await aws.bedrock();
  const [models, profiles] = await Promise.all([bedrock.listFoundationModels({}), inferenceProfileIds(bedrock)]);
  const ids = new Set([...(models.modelSummaries ?? []).map(({ modelId }) => modelId as string), ...profiles]);
  return [...ids].map((Value) => [{ Name: 'ModelId', Value }]);
}

async function inferenceProfileIds(bedrock: BedrockOperations): Promise<string[]> {
  const profiles = await allPages(async (nextToken) => {
    const answer = await bedrock.listInferenceProfiles({ nextToken });
    return { items: answer.inferenceProfileSummaries, next: answer.nextToken };
  });
  return profiles.flatMap(({ inferenceProfileId, inferenceProfileArn }) => [inferenceProfileId as string, inferenceProfileArn as string]);
}

async function lastCall(cloudwatch: CloudWatchOperations, now: Date, dimensions: Dimension[][]): Promise<Date | undefined> {
  const queries = dimensions.flatMap((Dimensions) => metricNames.map((MetricName) => ({ Namespace: namespace, MetricName, Dimensions })));
  let last: Date | undefined;
  for (let first = 0; first < queries.length; first += queriesPerCall) {
    const MetricDataQueries = queries.slice(first, first + queriesPerCall).map((Metric, index): MetricDataQuery => ({
      Id: `m${index}`,
      MetricStat: { Metric, Period: secondsPerDay, Stat: 'Sum' },
    }));
    const results = await allPages(async (NextToken) => {
      const StartTime = new Date(startOfDay(now).getTime() - activityWindowDays * secondsPerDay * 1_000);
      const answer = await cloudwatch.getMetricData({ MetricDataQueries, StartTime, EndTime: now, NextToken });
      return { items: answer.MetricDataResults, next: answer.NextToken };
    });
    for (const { Timestamps = [], Values = [] } of results) {
      for (const [index, at] of Timestamps.entries()) if ((Values[index] ?? 0) > 0 && (!last || at > last)) last = at;
    }
  }
  return last;
}

const startOfDay = (at: Date): Date => new Date(at.toISOString().slice(0, 10));

function wholeDaysBetween(earlier: Date, later: Date): number {
  return Math.max(0, Math.round((startOfDay(later).getTime() - startOfDay(earlier).getTime()) / (secondsPerDay * 1_000)));
}
