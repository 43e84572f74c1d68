import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type ListMetricsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type CloudWatchOperations = ReturnType<typeof cloudWatchOperations>;

/** The operations of cloudwatch that facts read with. */
export function cloudWatchOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new CloudWatchClient(clientConfig(settings)));
  return {
    getMetricData: (input: GetMetricDataCommandInput) => client.send(new GetMetricDataCommand(input)),
    listMetrics: (input: ListMetricsCommandInput) => client.send(new ListMetricsCommand(input)),
  };
}
