import { GetParametersByPathCommand, type GetParametersByPathCommandInput, SSMClient } from '@aws-sdk/client-ssm';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type SsmOperations = ReturnType<typeof ssmOperations>;

/** The operations of ssm that facts read with. */
export function ssmOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new SSMClient(clientConfig(settings)));
  return {
    getParametersByPath: (input: GetParametersByPathCommandInput) => client.send(new GetParametersByPathCommand(input)),
  };
}
