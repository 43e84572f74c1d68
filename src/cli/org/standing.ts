import { InvalidInput } from '../../engine/invalid-input.ts';
import { demand } from '../../facts/malformed.ts';
import { allPages } from '../../facts/pages.ts';
import { describeError, Unreadable, unreadable } from '../../facts/unreadable.ts';
import type { ManagementClients } from './management-clients.ts';

/** The organisation of the caller. */
export interface Organization {
  /** As `o-…`. */
  readonly id: string;
  /** Id of the management account. */
  readonly management: string;
  readonly hasAllFeatures: boolean;
}

/** What an organisation trusts, and who administers it. */
export interface Standing {
  /** Principals of the services with trusted access. */
  readonly trusted: ReadonlySet<string>;
  /** Ids of the delegated administrators, by principal. */
  readonly administrators: ReadonlyMap<string, readonly string[]>;
  /** Whether CloudFormation has StackSets reach the organisation's accounts. */
  readonly reachesAccounts: boolean;
  /** Administrators of Security Hub, by Region; only of those asked for. */
  readonly securityHub: ReadonlyMap<string, readonly string[]>;
}

type Reading = Pick<ManagementClients, 'describeOrganization'>;

/**
 * Reads of which organisation the caller's account is.
 *
 * @throws InvalidInput when it is of none
 * @throws Unreadable
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
 */
export async function readOrganization(clients: Reading, account: string): Promise<Organization> {
  try {
    const { Id, MasterAccountId, FeatureSet } = (await clients.describeOrganization()).Organization ?? {};
    demand(Id && MasterAccountId && FeatureSet, 'id, management account and feature set of the organisation');
    return { id: Id, management: MasterAccountId, hasAllFeatures: FeatureSet === 'ALL' };
  } catch (error) {
    if (describeError(error).name !== 'AWSOrganizationsNotInUseException') throw unreadable('the organisation', error);
    throw new InvalidInput(`account ${account} is not part of an organisation`, { cause: error });
  }
}

/** Whether an account is a member of the organisation, and works. */
export type Membership = 'active' | 'inactive' | 'none';

/**
 * @throws Unreadable
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html
 */
export async function membershipOf(clients: ManagementClients, account: string): Promise<Membership> {
  try {
    const { State, Status } = (await clients.describeAccount(account)).Account ?? {};
    const state = State ?? Status;
    demand(state, 'state of the account');
    return state === 'ACTIVE' ? 'active' : 'inactive';
  } catch (error) {
    if (describeError(error).name === 'AccountNotFoundException') return 'none';
    throw unreadable(`account ${account}`, error);
  }
}

/** @throws Unreadable when any of it could not be read */
export async function readStanding(
  clients: ManagementClients,
  principals: readonly string[],
  securityHubRegions: readonly string[],
): Promise<Standing> {
  const [trusted, administrators, reachesAccounts, securityHub] = await Promise.all([
    trustedServices(clients),
    byKey(principals, (principal) => administratorsOf(clients, principal)),
    stackSetAccess(clients),
    byKey(securityHubRegions, (region) => securityHubAdministrators(clients, region)),
  ]);
  return { trusted, administrators, reachesAccounts, securityHub };
}

const byKey = async <Value>(keys: readonly string[], read: (key: string) => Promise<Value>): Promise<Map<string, Value>> =>
  new Map(await Promise.all(keys.map(async (key) => [key, await read(key)] as const)));

/** Turns whatever a read throws into an {@link Unreadable}. */
const reading = <Value>(what: string, read: Promise<Value>): Promise<Value> =>
  read.catch((error: unknown) => Promise.reject(error instanceof Unreadable ? error : unreadable(what, error)));

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html */
async function trustedServices(clients: Pick<ManagementClients, 'listServiceAccess'>): Promise<Set<string>> {
  const services = await reading(
    'the services with trusted access',
    allPages(async (token) => {
      const answer = await clients.listServiceAccess(token);
      return { items: answer.EnabledServicePrincipals, next: answer.NextToken };
    }),
  );
  return new Set(services.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []));
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html */
async function administratorsOf(clients: ManagementClients, principal: string): Promise<string[]> {
  const administrators = await reading(
    `the delegated administrators of ${principal}`,
    allPages(async (token) => {
      const answer = await clients.listAdministrators(principal, token);
      return { items: answer.DelegatedAdministrators, next: answer.NextToken };
    }),
  );
  return administrators.flatMap(({ Id }) => Id ?? []).sort();
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeOrganizationsAccess.html */
async function stackSetAccess(clients: ManagementClients): Promise<boolean> {
  const { Status } = await reading('the access of StackSets to the organisation', clients.describeStackSetAccess());
  return reading('the access of StackSets to the organisation', Promise.resolve(Status).then(isReached));
}

/**
 * Whether a status says that StackSets reach the organisation's accounts.
 *
 * @throws Error named `MalformedAnswer` for one that AWS does not give
 */
export function isReached(status: string | undefined): boolean {
  demand(['ENABLED', 'DISABLED', 'DISABLED_PERMANENTLY'].includes(status ?? ''), 'status of the access');
  return status === 'ENABLED';
}

/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ListOrganizationAdminAccounts.html */
async function securityHubAdministrators(clients: ManagementClients, region: string): Promise<string[]> {
  const administrators = await reading(
    `the administrator of Security Hub in ${region}`,
    allPages(async (token) => {
      const answer = await clients.listSecurityHubAdministrators(region, token);
      return { items: answer.AdminAccounts, next: answer.NextToken };
    }),
  );
  return administrators.flatMap(({ AccountId, Status }) => (Status === 'ENABLED' && AccountId ? [AccountId] : []));
}
