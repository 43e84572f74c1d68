import { AccountClient, ListRegionsCommand, type ListRegionsCommandInput } from '@aws-sdk/client-account';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type AccountOperations = ReturnType<typeof accountOperations>;

/** The operations of account that facts read with. */
export function accountOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new AccountClient(clientConfig(settings)));
  return {
    listRegions: (input: ListRegionsCommandInput) => client.send(new ListRegionsCommand(input)),
  };
}
