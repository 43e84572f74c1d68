import { InvalidInput } from '../../engine/invalid-input.ts';
import { callerIdentity, configuredRegion } from '../identity.ts';
import { demandPartition, parseRegions } from '../region-scope.ts';
import { canAsk } from '../remediate/ask.ts';
import type { Terminal } from '../terminal.ts';
import { disablement } from './disablement.ts';
import { enablement } from './enablement.ts';
import { managementClients, type ManagementClients } from './management-clients.ts';
import { organizationServices } from './organization-services.ts';
import { readable, rearrange } from './rearrangement.ts';
import { membershipOf, readOrganization, readStanding, type Organization } from './standing.ts';

/** What the user wants of the organisation. */
export interface Wish {
  readonly command: 'enable' | 'disable';
  /** Id of the account that administers the rules. */
  readonly administrator: string;
  readonly securityHub: boolean;
  /** Regions of Security Hub; `undefined` for the configured one. */
  readonly regions: string | undefined;
  /** Whether trusted access stays when it is disabled. */
  readonly keepsAccess: boolean;
  readonly isDryRun: boolean;
  /** Whether nothing is asked. */
  readonly yes: boolean;
}

/**
 * Lets services into the organisation and registers who administers them, or takes that back.
 *
 * @returns the exit code of {@link rearrange}
 * @throws InvalidInput for a wish that cannot be carried out
 */
export async function manage(wish: Wish, terminal: Terminal): Promise<0 | 1 | 2> {
  const { command, administrator, keepsAccess, isDryRun, yes } = wish;
  refuseUnusable(wish, terminal);
  const region = await configuredRegion();
  const caller = await callerIdentity(region);
  const hubRegions = securityHubRegions(wish, region);
  demandPartition(hubRegions, caller.partition);
  const clients = managementClients(caller);
  const organization = await readable(readOrganization(clients, caller.account));
  await readable(refuseUnfit(organization, caller.account, wish, clients));
  const principals = organizationServices.map(({ principal }) => principal);
  const changes = async () => {
    const standing = await readStanding(clients, principals, hubRegions);
    return command === 'enable' ? enablement(administrator, standing, clients) : disablement(administrator, keepsAccess, standing, clients);
  };
  const title = `organisation ${organization.id}, management account ${organization.management}, administrator ${administrator}`;
  return rearrange({ title, isDryRun, yes, changes }, terminal);
}

function refuseUnusable({ administrator, securityHub, regions, isDryRun, yes }: Wish, terminal: Terminal): void {
  if (!/^\d{12}$/.test(administrator)) {
    throw new InvalidInput(`--administrator: '${administrator}' is not an account id; wanted: twelve digits`);
  }
  if (regions !== undefined && !securityHub) throw new InvalidInput('--regions is of Security Hub alone and takes --security-hub');
  if (!isDryRun && !yes && !canAsk(terminal)) {
    throw new InvalidInput('nobody can be asked without a terminal: give --yes to go on unasked, or --dry-run to see what would change');
  }
}

function securityHubRegions({ securityHub, regions }: Wish, region: string | undefined): readonly string[] {
  if (!securityHub) return [];
  const wanted = regions ?? region;
  if (wanted === undefined) throw new InvalidInput('no Region of Security Hub: give --regions, or set AWS_REGION');
  return parseRegions(wanted, regions === undefined ? 'AWS_REGION' : '--regions');
}

async function refuseUnfit(
  { id, management, hasAllFeatures }: Organization,
  account: string,
  { command, administrator }: Wish,
  clients: ManagementClients,
): Promise<void> {
  if (management !== account) {
    throw new InvalidInput(`org ${command} is for the management account ${management} of ${id}; the credentials are of ${account}`);
  }
  if (administrator === management) {
    throw new InvalidInput(`--administrator: ${administrator} is the management account; wanted: a member account`);
  }
  // What a member that is gone, or an organisation without features, still has can be taken away all the same.
  if (command === 'disable') return;
  if (!hasAllFeatures) {
    throw new InvalidInput(
      `organisation ${id} has consolidated billing alone; wanted: all features (aws organizations enable-all-features, which every member accepts)`,
    );
  }
  const membership = await membershipOf(clients, administrator);
  if (membership === 'none') throw new InvalidInput(`--administrator: ${administrator} is no member of ${id}`);
  if (membership === 'inactive')
    throw new InvalidInput(`--administrator: ${administrator} is suspended or being closed; wanted: an active account`);
}
