import {
  ConfigServiceClient,
  GetComplianceDetailsByConfigRuleCommand,
  PutEvaluationsCommand,
  type GetComplianceDetailsByConfigRuleCommandInput,
  type PutEvaluationsCommandInput,
} from '@aws-sdk/client-config-service';
import { clientConfig } from '../facts/aws/client-config.ts';
import type { ClientSettings } from '../facts/aws/connection.ts';

export type ConfigOperations = ReturnType<typeof configOperations>;

/** The operations of AWS Config that a custom rule reports with. */
export function configOperations(settings: ClientSettings) {
  const client = new ConfigServiceClient(clientConfig(settings));
  return {
    getComplianceDetailsByConfigRule: (input: GetComplianceDetailsByConfigRuleCommandInput) =>
      client.send(new GetComplianceDetailsByConfigRuleCommand(input)),
    putEvaluations: (input: PutEvaluationsCommandInput) => client.send(new PutEvaluationsCommand(input)),
  };
}
