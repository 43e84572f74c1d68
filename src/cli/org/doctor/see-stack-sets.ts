import type { StackInstanceSummary, StackSetSummary } from '@aws-sdk/client-cloudformation';
import { stackSetNames } from '../../../organization/names.ts';
import type { Limit } from '../../../engine/live-reader.ts';
import { demand } from '../../../facts/malformed.ts';
import { allPages } from '../../../facts/pages.ts';
import type { StackSetClients } from './administrator-clients.ts';
import { look } from './look.ts';
import { fine, problem, type Observation } from './observation.ts';

/** Where instances of a StackSet are meant to be. */
export interface StackSetPlaces {
  readonly name: string;
  readonly accounts: readonly string[];
  /** In each of these. */
  readonly regions: readonly string[];
  /** In one Region of each account, whichever it is. */
  readonly once: boolean;
}

const deploy = 'deploy again: npm run deploy';

/** Whether the StackSets are there, reach new accounts, and have a current instance in every place. */
export async function seeStackSets(clients: StackSetClients, wanted: readonly StackSetPlaces[], limit: Limit): Promise<Observation[]> {
  const seen = await look(limit, {
    check: 'stack-sets',
    what: 'the StackSets',
    actions: 'cloudformation:ListStackSets',
    read: () => stackSets(clients),
    show: (found) => wanted.map(({ name }) => seeStackSet(name, found.get(name))),
  });
  const isThere = (name: string) => !seen.some(({ found }) => found === noStackSet(name));
  const instances = await Promise.all(wanted.filter(({ name }) => isThere(name)).map((places) => seeInstances(clients, places, limit)));
  return [...seen, ...instances.flat()];
}

async function stackSets(clients: StackSetClients): Promise<Map<string, StackSetSummary>> {
  const found = await allPages(async (token) => {
    const answer = await clients.stackSets(token);
    return { items: answer.Summaries, next: answer.NextToken };
  });
  return new Map(found.map((each) => [each.StackSetName ?? '', each]));
}

const noStackSet = (name: string): string => `there is no StackSet ${name}`;

function seeStackSet(name: string, found: StackSetSummary | undefined): Observation {
  if (!found) return problem('stack-sets', {}, noStackSet(name), `${deploy}; StackSets are looked for in the home Region`);
  if (found.PermissionModel !== 'SERVICE_MANAGED') {
    return problem('stack-sets', {}, `StackSet ${name} has the permission model ${found.PermissionModel}; wanted: SERVICE_MANAGED`, deploy);
  }
  if (found.AutoDeployment?.Enabled !== true) {
    return problem('stack-sets', {}, `StackSet ${name} does not deploy to accounts that join the organisation`, deploy);
  }
  return fine('stack-sets');
}

function seeInstances(clients: StackSetClients, places: StackSetPlaces, limit: Limit): Promise<readonly Observation[]> {
  return look(limit, {
    check: 'stack-instances',
    what: `the instances of StackSet ${places.name}`,
    actions: 'cloudformation:ListStackInstances',
    read: () =>
      allPages(async (token) => {
        const answer = await clients.instances(places.name, token);
        return { items: answer.Summaries, next: answer.NextToken };
      }),
    show: (instances) => judged(instances, places),
  });
}

function judged(instances: readonly StackInstanceSummary[], { name, accounts, regions, once }: StackSetPlaces): Observation[] {
  const byAccount = new Map<string, StackInstanceSummary[]>();
  for (const instance of instances) {
    demand(instance.Account && instance.Region && instance.Status, 'account, Region and status of an instance');
    const known = byAccount.get(instance.Account);
    if (known) known.push(instance);
    else byAccount.set(instance.Account, [instance]);
  }
  return accounts.flatMap((account) => {
    const own = byAccount.get(account) ?? [];
    const judgedOnes = own.map((instance) => judgedInstance(name, account, instance));
    const without = once ? (own.length === 0 ? [undefined] : []) : regions.filter((region) => !own.some(({ Region }) => Region === region));
    return [...judgedOnes, ...without.map((region) => missing(name, account, region))];
  });
}

function missing(name: string, account: string, region: string | undefined): Observation {
  const where = { account, ...(region !== undefined && { region }) };
  return problem(
    'stack-instances',
    where,
    `StackSet ${name} has no instance there`,
    'look whether the account is in a targeted organisational unit; then deploy again',
  );
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceSummary.html */
function judgedInstance(
  name: string,
  account: string,
  { Region, Status, StatusReason, StackInstanceStatus }: StackInstanceSummary,
): Observation {
  const where = { account, region: Region as string };
  const detail = StackInstanceStatus?.DetailedStatus;
  const isWhole = detail === undefined || detail === 'SUCCEEDED';
  if (Status === 'CURRENT' && isWhole) return fine('stack-instances', where);
  const reason = StatusReason === undefined || StatusReason === '' ? '' : `: ${StatusReason}`;
  const found = `the instance of StackSet ${name} is ${Status}${detail === undefined ? '' : `, ${detail}`}${reason}`;
  return problem(
    'stack-instances',
    where,
    found,
    fixes[detail ?? ''] ?? fixes[Status ?? ''] ?? 'see the StackSet’s operations, and deploy again',
  );
}

const fixes: Readonly<Record<string, string>> = {
  PENDING: 'wait until the operation of the StackSet is over',
  RUNNING: 'wait until the operation of the StackSet is over',
  SKIPPED_SUSPENDED_ACCOUNT: 'the account is suspended; nothing can be deployed to it',
  INOPERABLE: 'delete the instance with --retain-stacks, delete its stack by hand, and deploy again',
  FAILED: 'put right what the reason says, then deploy again',
};

/** The StackSets that are meant to be, with where. */
export function stackSetPlaces(accounts: readonly string[], regions: readonly string[], isPack: boolean): StackSetPlaces[] {
  return [
    { name: stackSetNames.roles, accounts, regions: [], once: true },
    { name: stackSetNames.functions, accounts, regions, once: false },
    ...(isPack ? [] : [{ name: stackSetNames.rules, accounts, regions, once: false }]),
  ];
}
