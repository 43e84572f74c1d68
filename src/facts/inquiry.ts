import { accountAuthorization, type AccountAuthorization } from './account-authorization.ts';
import { together, type Known } from './fact.ts';
import { organizationPolicies, type OrganizationPolicies } from './organization-policies.ts';
import type { LogReaders, ReaderChoice } from './reader.ts';

/** What is known of the principals of an account, whatever they read. */
export interface PrincipalFacts {
  readonly authorization: AccountAuthorization;
  readonly organization: OrganizationPolicies | undefined;
}

/** Looks up who there is in the account, and what its organisation forbids. */
export function principalFacts(known: Known, choice: ReaderChoice): PrincipalFacts {
  const [authorization, organization] = together<unknown>([
    () => known(accountAuthorization, readerTagOf(choice)?.key ?? ''),
    () => known(organizationPolicies, ''),
  ]);
  return {
    authorization: (authorization as AccountAuthorization | undefined) ?? { documents: {}, policies: [], groups: [], principals: [] },
    organization: organization as OrganizationPolicies | undefined,
  };
}

/** The tag that lets somebody read; `undefined` where none does. */
export function readerTagOf({ allowedReaderTag }: ReaderChoice): { readonly key: string; readonly value: string } | undefined {
  const at = allowedReaderTag.indexOf('=');
  return at < 0 ? undefined : { key: allowedReaderTag.slice(0, at), value: allowedReaderTag.slice(at + 1) };
}

const answers = new WeakMap<AccountAuthorization, Map<string, LogReaders>>();

/** Works out who reads once for the same facts: rules that need more facts are asked again and again, and surveys take time. */
export function remembered(authorization: AccountAuthorization, about: unknown, work: () => LogReaders): LogReaders {
  const known = answers.get(authorization) ?? new Map<string, LogReaders>();
  answers.set(authorization, known);
  const key = JSON.stringify(about);
  const answer = known.get(key) ?? work();
  known.set(key, answer);
  return answer;
}
