import {
  ConfigServiceClient,
  GetComplianceDetailsByConfigRuleCommand,
  GetResourceConfigHistoryCommand,
  PutEvaluationsCommand,
  type GetComplianceDetailsByConfigRuleCommandInput,
  type GetResourceConfigHistoryCommandInput,
  type PutEvaluationsCommandInput,
} from '@aws-sdk/client-config-service';
import { clientConfig, refuseForeignAnswers } from '../facts/aws/client-config.ts';
import type { ClientSettings } from '../facts/aws/connection.ts';

export type ConfigOperations = ReturnType<typeof configOperations>;

/** The operations of AWS Config that a custom rule reports with. */
export function configOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new ConfigServiceClient(clientConfig(settings)));
  return {
    getComplianceDetailsByConfigRule: (input: GetComplianceDetailsByConfigRuleCommandInput) =>
      client.send(new GetComplianceDetailsByConfigRuleCommand(input)),
    getResourceConfigHistory: (input: GetResourceConfigHistoryCommandInput) => client.send(new GetResourceConfigHistoryCommand(input)),
    putEvaluations: (input: PutEvaluationsCommandInput) => client.send(new PutEvaluationsCommand(input)),
  };
}
