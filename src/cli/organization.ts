import type { Account } from '@aws-sdk/client-organizations';
import { InvalidInput } from '../engine/invalid-input.ts';
import { organizationsOperations, type OrganizationsOperations } from '../facts/aws/organizations.ts';
import { allPages } from '../facts/pages.ts';
import { Unreadable, unreadable } from '../facts/unreadable.ts';
import type { Caller } from './identity.ts';

/** Access to the organisation that the caller's account belongs to. */
export const organizationOf = ({ credentials, region }: Caller): OrganizationsOperations =>
  organizationsOperations({ region: region ?? 'us-east-1', credentials });

/**
 * The ids of the active accounts of the caller's organisation.
 *
 * @throws InvalidInput when the caller may not list them
 */
export async function organizationAccounts(caller: Caller): Promise<string[]> {
  try {
    return await activeAccounts(organizationOf(caller));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new InvalidInput(`${error.message}; --organization takes organizations:ListAccounts`, { cause: error });
  }
}

/**
 * The ids of the active accounts of an organisation.
 *
 * @throws Unreadable when they cannot be listed
 * @throws InvalidInput when there is none
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function activeAccounts(organizations: OrganizationsOperations): Promise<string[]> {
  const accounts = await allPages(async (token) => {
    const answer = await organizations.listAccounts(token);
    return { items: answer.Accounts, next: answer.NextToken };
  }).catch((error: unknown) => Promise.reject(unreadable('the list of accounts', error)));
  const active = accounts.filter(isActive).flatMap(({ Id }) => Id ?? []);
  if (active.length === 0)
    throw new InvalidInput('the organisation lists no active account; call from its management or a delegated administrator account');
  return active;
}

/** `State` takes the place of `Status`, which AWS is retiring. */
const isActive = ({ State, Status }: Account): boolean => (State ?? Status ?? 'ACTIVE') === 'ACTIVE';
