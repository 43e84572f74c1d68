import {
  CloudWatchLogsClient,
  DescribeAccountPoliciesCommand,
  type DescribeAccountPoliciesCommandInput,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  DescribeSubscriptionFiltersCommand,
  type DescribeSubscriptionFiltersCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type LogsOperations = ReturnType<typeof logsOperations>;

/** The operations of cloudwatch-logs that facts read with. */
export function logsOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new CloudWatchLogsClient(clientConfig(settings)));
  return {
    describeAccountPolicies: (input: DescribeAccountPoliciesCommandInput) => client.send(new DescribeAccountPoliciesCommand(input)),
    describeLogGroups: (input: DescribeLogGroupsCommandInput) => client.send(new DescribeLogGroupsCommand(input)),
    describeSubscriptionFilters: (input: DescribeSubscriptionFiltersCommandInput) =>
      client.send(new DescribeSubscriptionFiltersCommand(input)),
  };
}
