import {
  DescribePolicyCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  OrganizationsClient,
  type ListPoliciesForTargetCommandInput,
} from '@aws-sdk/client-organizations';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type OrganizationsOperations = ReturnType<typeof organizationsOperations>;

/**
 * The operations of organizations that tell what an organisation consists of. They answer to its management account and to delegated administrators only, so
 * no connection to a member account offers them.
 */
export function organizationsOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new OrganizationsClient(clientConfig(settings)));
  return {
    describePolicy: (PolicyId: string) => client.send(new DescribePolicyCommand({ PolicyId })),
    listAccounts: (NextToken: string | undefined) => client.send(new ListAccountsCommand({ NextToken })),
    listParents: (ChildId: string, NextToken: string | undefined) => client.send(new ListParentsCommand({ ChildId, NextToken })),
    listPoliciesForTarget: (input: ListPoliciesForTargetCommandInput) => client.send(new ListPoliciesForTargetCommand(input)),
    listRoots: (NextToken: string | undefined) => client.send(new ListRootsCommand({ NextToken })),
  };
}
