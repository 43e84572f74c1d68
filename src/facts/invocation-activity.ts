import type { Dimension, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { BedrockOperations } from './aws/bedrock.ts';
import type { CloudWatchOperations } from './aws/cloudwatch.ts';
import type { Connection } from './aws/connection.ts';
import type { Fact } from './fact.ts';
import { demand, malformed } from './malformed.ts';
import { allPages, listOf } from './pages.ts';

/** How far back calls are looked for, in days. */
const activityWindowDays = 90;

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
    demand(MetricName, 'name of a metric');
    if (metricNames.includes(MetricName) && Dimensions.length > 0) byText.set(JSON.stringify(Dimensions), Dimensions);
  }
  return [...byText.values()];
}

async function modelDimensions(aws: Connection): Promise<Dimension[][]> {
  const bedrock = await aws.bedrock();
  const [models, profiles] = await Promise.all([bedrock.listFoundationModels({}), inferenceProfileIds(bedrock)]);
  const ids = new Set([...listOf(models.modelSummaries).map(({ modelId }) => modelId), ...profiles]);
  return [...ids].map((Value) => {
    demand(Value, 'id of a model');
    return [{ Name: 'ModelId', Value }];
  });
}

async function inferenceProfileIds(bedrock: BedrockOperations): Promise<(string | undefined)[]> {
  const profiles = await allPages(async (nextToken) => {
    const answer = await bedrock.listInferenceProfiles({ nextToken });
    return { items: answer.inferenceProfileSummaries, next: answer.nextToken };
  });
  return profiles.flatMap(({ inferenceProfileId, inferenceProfileArn }) => [inferenceProfileId, inferenceProfileArn]);
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
    refuseUnanswered(MetricDataQueries, results);
    for (const at of results.flatMap(timesOfCalls)) if (!last || at > last) last = at;
  }
  return last;
}

/**
 * Refuses results that leave a query open. A metric without data points is answered with none, and a result may come in parts.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html
 */
function refuseUnanswered(queries: readonly MetricDataQuery[], results: readonly MetricDataResult[]): void {
  const statuses = new Map(results.map(({ Id, StatusCode }) => [Id, StatusCode]));
  for (const { Id } of queries) {
    const status = statuses.get(Id);
    if (status === 'Complete') continue;
    if (status === 'Forbidden') throw Object.assign(new Error('a metric may not be read'), { name: 'AccessDenied' });
    if (status === 'InternalError') throw Object.assign(new Error('a metric was not read'), { name: 'InternalError' });
    throw malformed('the answer has no complete data of a metric');
  }
}

/** When the data points of a result count calls. */
function timesOfCalls({ Timestamps, Values }: MetricDataResult): Date[] {
  demand(Array.isArray(Timestamps) && Array.isArray(Values) && Timestamps.length === Values.length, 'data points of a metric');
  return Timestamps.filter((at, index) => {
    const calls = Values[index];
    demand(at instanceof Date && Number.isFinite(at.getTime()) && Number.isFinite(calls), 'time or value of a data point');
    return Number(calls) > 0;
  });
}

const startOfDay = (at: Date): Date => new Date(at.toISOString().slice(0, 10));

function wholeDaysBetween(earlier: Date, later: Date): number {
  return Math.max(0, Math.round((startOfDay(later).getTime() - startOfDay(earlier).getTime()) / (secondsPerDay * 1_000)));
}
