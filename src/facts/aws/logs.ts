import { CloudWatchLogsClient, DescribeLogGroupsCommand, type DescribeLogGroupsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type LogsOperations = ReturnType<typeof logsOperations>;

/** The operations of cloudwatch-logs that facts read with. */
export function logsOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new CloudWatchLogsClient(clientConfig(settings)));
  return {
    describeLogGroups: (input: DescribeLogGroupsCommandInput) => client.send(new DescribeLogGroupsCommand(input)),
  };
}
