import type { OrganizationConformancePack, OrganizationConformancePackDetailedStatus } from '@aws-sdk/client-config-service';
import { packName } from '../../../organization/names.ts';
import type { Limit } from '../../../engine/live-reader.ts';
import { demand } from '../../../facts/malformed.ts';
import { allPages } from '../../../facts/pages.ts';
import type { PackClients } from './administrator-clients.ts';
import { look } from './look.ts';
import { fine, problem, type Observation } from './observation.ts';
import { nearlyUsed } from './quotas.ts';

/** Who is meant to have the pack. */
export interface PackPlaces {
  readonly region: string;
  readonly accounts: readonly string[];
  /** Who is meant to be excluded from it; `undefined` where nobody said. */
  readonly excluded: readonly string[] | undefined;
}

/** Whether a Region has the organisation's pack, and every account got it. */
export async function seePack(clients: PackClients, places: PackPlaces, limit: Limit): Promise<Observation[]> {
  const { region } = places;
  const packs: OrganizationConformancePack[] = [];
  const seen = await look(limit, {
    check: 'pack',
    region,
    what: 'the packs of the organisation',
    actions: 'config:DescribeOrganizationConformancePacks',
    read: () =>
      allPages(async (token) => {
        const answer = await clients.packs(token);
        return { items: answer.OrganizationConformancePacks, next: answer.NextToken };
      }),
    show: (found) => {
      packs.push(...found);
      return [nearlyUsed('organizationPacks', found.length, { region }), ...seeSettings(packOf(found), places)];
    },
  });
  const pack = packOf(packs);
  if (!pack) return [...seen];
  const deployed = await Promise.all([seeStatus(clients, region, limit), seeAccounts(clients, pack, places, limit)]);
  return [...seen, ...deployed.flat()];
}

const packOf = (packs: readonly OrganizationConformancePack[]) =>
  packs.find(({ OrganizationConformancePackName }) => OrganizationConformancePackName === packName);

function seeSettings(pack: OrganizationConformancePack | undefined, { region, excluded }: PackPlaces): Observation[] {
  if (!pack) {
    return [
      problem('pack', { region }, `the organisation has no pack ${packName} that this account deployed`, 'deploy it: npm run deploy'),
    ];
  }
  if (excluded === undefined) return [];
  const found = pack.ExcludedAccounts ?? [];
  const [more, less] = [found.filter((each) => !excluded.includes(each)), excluded.filter((each) => !found.includes(each))];
  if (more.length + less.length === 0) return [fine('pack', { region })];
  const wrong = [
    ...(more.length > 0 ? [`it excludes ${more.join(', ')} against the organisation file`] : []),
    ...(less.length > 0 ? [`it does not exclude ${less.join(', ')}`] : []),
  ];
  return [problem('pack', { region }, `pack ${packName}: ${wrong.join('; ')}`, 'deploy again: npm run deploy')];
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackStatus.html */
function seeStatus(clients: PackClients, region: string, limit: Limit): Promise<readonly Observation[]> {
  return look(limit, {
    check: 'pack',
    region,
    what: `the status of pack ${packName}`,
    actions: 'config:DescribeOrganizationConformancePackStatuses',
    read: () =>
      allPages(async (token) => {
        const answer = await clients.status(packName, token);
        return { items: answer.OrganizationConformancePackStatuses, next: answer.NextToken };
      }),
    show: ([status]) => {
      demand(status?.Status, 'status of the pack');
      const { Status, ErrorCode, ErrorMessage } = status;
      if (isSuccess(Status)) return [fine('pack', { region })];
      return [problem('pack', { region }, `pack ${packName} is ${Status}${because(ErrorCode, ErrorMessage)}`, fixOf(Status, undefined))];
    },
  });
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackDetailedStatus.html */
function seeAccounts(
  clients: PackClients,
  pack: OrganizationConformancePack,
  places: PackPlaces,
  limit: Limit,
): Promise<readonly Observation[]> {
  const { region, accounts } = places;
  const excluded = pack.ExcludedAccounts ?? [];
  return look(limit, {
    check: 'pack',
    region,
    what: `the accounts of pack ${packName}`,
    actions: 'config:GetOrganizationConformancePackDetailedStatus',
    read: () =>
      allPages(async (token) => {
        const answer = await clients.accounts(packName, token);
        return { items: answer.OrganizationConformancePackDetailedStatuses, next: answer.NextToken };
      }),
    show: (statuses) => {
      const byAccount = new Map(statuses.map((each) => [each.AccountId, each]));
      return accounts
        .filter((account) => !excluded.includes(account))
        .map((account) => seeAccount(account, region, byAccount.get(account)));
    },
  });
}

function seeAccount(account: string, region: string, status: OrganizationConformancePackDetailedStatus | undefined): Observation {
  const where = { account, region };
  if (!status)
    return problem(
      'pack',
      where,
      `pack ${packName} did not reach it`,
      'wait for AWS Config, which deploys to new accounts; then deploy again',
    );
  const { Status, ErrorCode, ErrorMessage } = status;
  demand(Status, 'status of an account');
  if (isSuccess(Status)) return fine('pack', where);
  return problem('pack', where, `pack ${packName} is ${Status}${because(ErrorCode, ErrorMessage)}`, fixOf(Status, ErrorMessage));
}

const isSuccess = (status: string): boolean => status === 'CREATE_SUCCESSFUL' || status === 'UPDATE_SUCCESSFUL';

const because = (code: string | undefined, message: string | undefined): string => {
  const told = [code, message].filter((each) => each !== undefined && each !== '');
  return told.length === 0 ? '' : `: ${told.join(', ')}`;
};

function fixOf(status: string, message = ''): string {
  if (status.endsWith('_IN_PROGRESS')) return 'wait until AWS Config is through';
  if (/recorder/i.test(message)) return 'turn on the configuration recorder there, then deploy the pack again';
  if (/lambda|function|export/i.test(message))
    return 'deploy the functions there, then put the pack again, which the reconciler does by itself';
  return 'put right what the error says, then deploy the pack again';
}
