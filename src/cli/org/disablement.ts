import type { Change } from './change.ts';
import type { ManagementClients } from './management-clients.ts';
import { organizationServices, stackSets, type OrganizationService } from './organization-services.ts';
import type { Standing } from './standing.ts';

/**
 * What undoes {@link ./enablement.ts}, the last first. Trusted access stays where another account administers the service too.
 *
 * @param keepsAccess whether trusted access stays in any case
 */
export function disablement(administrator: string, keepsAccess: boolean, standing: Standing, clients: ManagementClients): Change[] {
  return [
    ...[...standing.securityHub].map(([region, known]) => ofSecurityHub(region, known, administrator, clients)),
    ...organizationServices.toReversed().flatMap((service) => ofService(service, administrator, keepsAccess, standing, clients)),
  ];
}

function ofService(
  { principal, loss }: OrganizationService,
  administrator: string,
  keepsAccess: boolean,
  standing: Standing,
  clients: ManagementClients,
): Change[] {
  const known = standing.administrators.get(principal) ?? [];
  const others = known.filter((account) => account !== administrator);
  const access = (isThere: boolean): Pick<Change, 'why' | 'state'> => {
    if (!isThere) return { why: 'there is none', state: 'so already' };
    if (keepsAccess) return { why: '--keep-trusted-access is given', state: 'kept' };
    if (others.length > 0) return { why: `${others.join(', ')} administers it too`, state: 'kept' };
    return { why: `then ${loss}`, state: 'to do' };
  };
  const deactivation: Change = {
    what: 'no access of StackSets to the organisation, in CloudFormation',
    ...access(standing.reachesAccounts),
    make: () => clients.deactivateStackSets(),
  };
  return [
    {
      what: `${administrator} no delegated administrator of ${principal}`,
      why: 'then it can no longer do that for the organisation',
      state: known.includes(administrator) ? 'to do' : 'so already',
      make: () => clients.deregisterAdministrator(administrator, principal),
    },
    ...(principal === stackSets.principal ? [deactivation] : []),
    {
      what: `no trusted access of ${principal}`,
      ...access(standing.trusted.has(principal)),
      make: () => clients.disableServiceAccess(principal),
    },
  ];
}

const ofSecurityHub = (region: string, known: readonly string[], administrator: string, clients: ManagementClients): Change => ({
  what: `${administrator} no administrator of Security Hub in ${region}`,
  why: 'then the findings of other accounts no longer come together there',
  state: known.includes(administrator) ? 'to do' : 'so already',
  make: () => clients.disableSecurityHubAdministrator(region, administrator),
});
