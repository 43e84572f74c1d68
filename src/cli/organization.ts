import { ListAccountsCommand, OrganizationsClient, type Account } from '@aws-sdk/client-organizations';
import { InvalidInput } from '../engine/invalid-input.ts';
import { refuseForeignAnswers, timeouts } from '../facts/aws/client-config.ts';
import { allPages } from '../facts/pages.ts';
import { unreadable } from '../facts/unreadable.ts';
import type { Caller } from './identity.ts';

/**
 * The ids of the active accounts of the caller's organisation.
 *
 * @throws InvalidInput when the caller may not list them
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function organizationAccounts({ credentials, region }: Caller): Promise<string[]> {
  const client = refuseForeignAnswers(new OrganizationsClient({ region: region ?? 'us-east-1', credentials, requestHandler: timeouts }));
  try {
    const accounts = await allPages(async (NextToken) => {
      const answer = await client.send(new ListAccountsCommand({ NextToken }));
      return { items: answer.Accounts, next: answer.NextToken };
    });
    const active = accounts.filter(isActive).flatMap(({ Id }) => Id ?? []);
    if (active.length === 0)
      throw new InvalidInput('the organisation lists no active account; call from its management or a delegated administrator account');
    return active;
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    throw new InvalidInput(`${unreadable('the list of accounts', error).message}; --organization takes organizations:ListAccounts`, {
      cause: error,
    });
  }
}

/** `State` takes the place of `Status`, which AWS is retiring. */
const isActive = ({ State, Status }: Account): boolean => (State ?? Status ?? 'ACTIVE') === 'ACTIVE';
