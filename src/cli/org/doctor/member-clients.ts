import {
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  DescribeConfigurationAggregatorsCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConformancePacksCommand,
  DescribeDeliveryChannelStatusCommand,
} from '@aws-sdk/client-config-service';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { refuseForeignAnswers } from '../../../facts/aws/client-config.ts';
import type { SharedSettings } from './shared-settings.ts';

export type MemberClients = ReturnType<typeof memberClients>;

/** What the doctor reads in one Region of one account. */
export function memberClients(settings: SharedSettings) {
  const config = refuseForeignAnswers(new ConfigServiceClient(settings));
  const lambda = refuseForeignAnswers(new LambdaClient(settings));
  const ssm = refuseForeignAnswers(new SSMClient(settings));
  return {
    recorders: () => config.send(new DescribeConfigurationRecordersCommand({})),
    recorderStatus: () => config.send(new DescribeConfigurationRecorderStatusCommand({})),
    channelStatus: () => config.send(new DescribeDeliveryChannelStatusCommand({})),
    rules: (NextToken: string | undefined) => config.send(new DescribeConfigRulesCommand({ NextToken })),
    packs: (NextToken: string | undefined) => config.send(new DescribeConformancePacksCommand({ NextToken })),
    aggregators: (NextToken: string | undefined) => config.send(new DescribeConfigurationAggregatorsCommand({ NextToken })),
    functions: () => lambda.send(new ListFunctionsCommand({})),
    function: (FunctionName: string) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    document: (Name: string) => ssm.send(new DescribeDocumentCommand({ Name })),
  };
}

/** Lists the service-linked roles of an account. */
export function serviceLinkedRoles(settings: SharedSettings) {
  const iam = refuseForeignAnswers(new IAMClient(settings), { ListRolesCommand: 'ListRolesResponse' });
  return (Marker: string | undefined) => iam.send(new ListRolesCommand({ PathPrefix: '/aws-service-role/', Marker }));
}
