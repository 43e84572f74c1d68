import type { Limit } from '../../../engine/live-reader.ts';
import { allPages } from '../../../facts/pages.ts';
import { describeError } from '../../../facts/unreadable.ts';
import { organizationServices, securityHub } from '../organization-services.ts';
import { isReached, type Organization } from '../standing.ts';
import type { OrganizationClients, StackSetClients } from './administrator-clients.ts';
import { look } from './look.ts';
import { fine, problem, type Observation } from './observation.ts';

/** Whether the organisation has all features. */
export const seeFeatures = ({ hasAllFeatures }: Organization): Observation =>
  hasAllFeatures
    ? fine('organization')
    : problem(
        'organization',
        {},
        'the organisation has consolidated billing alone, so no service can be let in',
        'enable all features, in the management account: aws organizations enable-all-features',
      );

/** Whether the services are let in, and the account administers them. */
export async function seeRegistrations(
  clients: OrganizationClients,
  stackSets: StackSetClients,
  account: string,
  wantsSecurityHub: boolean,
  limit: Limit,
): Promise<Observation[]> {
  const principals = [...organizationServices.map(({ principal }) => principal), ...(wantsSecurityHub ? [securityHub] : [])];
  const command = `run in the management account: bedrock-logging org enable --administrator ${account}${wantsSecurityHub ? ' --security-hub' : ''}`;
  const each = (known: ReadonlySet<string>, found: (principal: string) => string) =>
    principals.map((principal) => (known.has(principal) ? fine('registrations') : problem('registrations', {}, found(principal), command)));
  const seen = await Promise.all([
    look(limit, {
      check: 'registrations',
      what: 'the services with trusted access',
      actions: 'organizations:ListAWSServiceAccessForOrganization',
      read: () => trusted(clients),
      show: (known) => each(known, (principal) => `${principal} has no trusted access to the organisation`),
    }),
    look(limit, {
      check: 'registrations',
      what: 'the services that the account administers',
      actions: 'organizations:ListDelegatedServicesForAccount',
      read: () => delegated(clients, account),
      show: (known) => each(known, (principal) => `${account} is no delegated administrator of ${principal}`),
    }),
    look(limit, {
      check: 'registrations',
      what: 'the access of StackSets to the organisation',
      actions: 'cloudformation:DescribeOrganizationsAccess',
      read: () => stackSets.access(),
      show: ({ Status }) => {
        if (isReached(Status)) return [fine('registrations')];
        return [problem('registrations', {}, `StackSets have no access to the organisation in CloudFormation: ${Status}`, command)];
      },
    }),
  ]);
  return seen.flat();
}

async function trusted(clients: OrganizationClients): Promise<Set<string>> {
  const services = await allPages(async (token) => {
    const answer = await clients.serviceAccess(token);
    return { items: answer.EnabledServicePrincipals, next: answer.NextToken };
  });
  return new Set(services.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []));
}

async function delegated(clients: OrganizationClients, account: string): Promise<Set<string>> {
  try {
    const services = await allPages(async (token) => {
      const answer = await clients.delegatedServices(account, token);
      return { items: answer.DelegatedServices, next: answer.NextToken };
    });
    return new Set(services.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []));
  } catch (error) {
    if (describeError(error).name === 'AccountNotRegisteredException') return new Set();
    throw error;
  }
}
