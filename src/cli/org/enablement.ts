import { InvalidInput } from '../../engine/invalid-input.ts';
import type { Change } from './change.ts';
import type { ManagementClients } from './management-clients.ts';
import { organizationServices, stackSets, type OrganizationService } from './organization-services.ts';
import type { Standing } from './standing.ts';

/**
 * What it takes to have an account administer the rules for the organisation, in the order in which it is done.
 *
 * @throws InvalidInput where another account is in the way
 */
export function enablement(administrator: string, standing: Standing, clients: ManagementClients): Change[] {
  for (const service of organizationServices) refuseOneMore(service, administrator, standing);
  return [
    ...organizationServices.flatMap((service) => ofService(service, administrator, standing, clients)),
    ...[...standing.securityHub].map(([region, known]) => ofSecurityHub(region, known, administrator, clients)),
  ];
}

/** StackSets are let in by CloudFormation and by AWS Organizations: whether one of them does the other's part is U-21. */
function ofService(
  { principal, purpose }: OrganizationService,
  administrator: string,
  standing: Standing,
  clients: ManagementClients,
): Change[] {
  const activation: Change = {
    what: 'access of StackSets to the organisation, in CloudFormation',
    why: `so that ${purpose}`,
    state: standing.reachesAccounts ? 'so already' : 'to do',
    make: () => clients.activateStackSets(),
  };
  return [
    ...(principal === stackSets.principal ? [activation] : []),
    {
      what: `trusted access of ${principal}`,
      why: `so that ${purpose}`,
      state: standing.trusted.has(principal) ? 'so already' : 'to do',
      make: () => clients.enableServiceAccess(principal),
    },
    {
      what: `${administrator} as delegated administrator of ${principal}`,
      why: 'so that it is done from that account, and nobody works in the management account',
      state: standing.administrators.get(principal)?.includes(administrator) ? 'so already' : 'to do',
      make: () => clients.registerAdministrator(administrator, principal),
    },
  ];
}

/** Security Hub is let in by that alone, and the administrator registered with AWS Organizations: U-22. */
function ofSecurityHub(region: string, known: readonly string[], administrator: string, clients: ManagementClients): Change {
  const [another] = known.filter((account) => account !== administrator);
  if (another !== undefined) {
    throw new InvalidInput(
      `Security Hub is administered by ${another} in ${region}; allowed: one administrator. Give --administrator ${another}, or leave out --security-hub`,
    );
  }
  return {
    what: `${administrator} as administrator of Security Hub in ${region}`,
    why: 'so that the findings of every account come together there',
    state: known.length > 0 ? 'so already' : 'to do',
    make: () => clients.enableSecurityHubAdministrator(region, administrator),
  };
}

function refuseOneMore({ principal, mostAdministrators }: OrganizationService, administrator: string, { administrators }: Standing): void {
  const known = administrators.get(principal) ?? [];
  if (mostAdministrators === undefined || known.includes(administrator) || known.length < mostAdministrators) return;
  throw new InvalidInput(
    `${principal} has ${known.length} delegated administrators already, ${known.join(', ')}; AWS allows ${mostAdministrators}. Take one of them, or deregister one`,
  );
}
