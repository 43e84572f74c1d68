import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandInput,
  GetRoleCommand,
  type GetRoleCommandInput,
  IAMClient,
} from '@aws-sdk/client-iam';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type IamOperations = ReturnType<typeof iamOperations>;

/** The operations of iam that facts read with. */
export function iamOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new IAMClient(clientConfig(settings)));
  return {
    getAccountAuthorizationDetails: (input: GetAccountAuthorizationDetailsCommandInput) =>
      client.send(new GetAccountAuthorizationDetailsCommand(input)),
    getRole: (input: GetRoleCommandInput) => client.send(new GetRoleCommand(input)),
  };
}
