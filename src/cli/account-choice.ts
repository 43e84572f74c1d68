import pLimit from 'p-limit';
import type { Ending } from '../engine/evidence-line.ts';
import { nothingHandedIn, type HandedIn } from '../engine/handed-in.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import type { Rule } from '../engine/rule.ts';
import type { Account } from './account.ts';
import { handedInPolicies } from './handed-in-policies.ts';
import { callerIdentity, configuredRegion } from './identity.ts';
import { openAccount } from './live.ts';
import { organizationAccounts } from './organization.ts';
import { recordedAccounts } from './recorded.ts';
import { demandPartition, parseRegions, type RegionChoice } from './region-scope.ts';

/** What the user said of accounts and Regions. */
export interface AccountChoice {
  readonly evidence: string | undefined;
  readonly accounts: string | undefined;
  readonly organization: boolean;
  readonly assumeRole: string | undefined;
  readonly regions: string | undefined;
  /** Path of a file with the policies of the organisation. */
  readonly organizationPolicies: string | undefined;
  /** How many facts are read at the same time. */
  readonly concurrency: number;
}

/** The accounts to judge, each opened when its turn comes. */
export interface Accounts {
  readonly partition: string;
  /** How many there are; `undefined` when only reading them tells. */
  readonly count: number | undefined;
  /** How many are worked on at the same time. */
  readonly width: number;
  open(): AsyncIterable<() => Promise<Account>>;
  /** What was learnt when the last of them had been opened, besides what the accounts tell themselves. */
  ending(): Ending;
}

/** Accounts worked on at the same time at most; the reads of all of them share one limit. */
const maximumWidth = 8;

/** @throws InvalidInput for a choice that is contradictory or cannot be carried out */
export async function chosenAccounts(choice: AccountChoice, rules: readonly Rule[]): Promise<Accounts> {
  const ids = choice.accounts === undefined ? undefined : parseAccounts(choice.accounts);
  const handedIn = choice.organizationPolicies === undefined ? () => nothingHandedIn : await handedInPolicies(choice.organizationPolicies);
  if (choice.evidence !== undefined) return fromEvidence(choice.evidence, choice, ids, handedIn, rules);
  if (choice.organization && ids) throw new InvalidInput('--organization and --accounts exclude each other');
  const given = choice.regions === undefined ? undefined : parseChoice(choice.regions, '--regions');
  const region = await configuredRegion();
  const regions = given ?? configuredChoice(region);
  const caller = await callerIdentity(region ?? (regions === 'all' ? undefined : regions[0]));
  demandPartition(regions, caller.partition);
  const accounts = (ids ?? (choice.organization ? await organizationAccounts(caller) : [caller.account])).toSorted();
  if (choice.assumeRole === undefined && accounts.some((account) => account !== caller.account)) {
    throw new InvalidInput(`--assume-role is needed to enter accounts other than ${caller.account}, the caller's own`);
  }
  const limit = pLimit(choice.concurrency);
  const access = { caller, assumeRole: choice.assumeRole, regions, limit, handedIn };
  return {
    partition: caller.partition,
    count: accounts.length,
    width: Math.min(maximumWidth, choice.concurrency),
    async *open() {
      for (const account of accounts) yield () => openAccount(account, access);
    },
    ending: () => ({ complete: true, failures: [] }),
  };
}

function fromEvidence(
  path: string,
  choice: AccountChoice,
  accounts: readonly string[] | undefined,
  handedIn: (account: string) => HandedIn,
  rules: readonly Rule[],
): Accounts {
  const live = [choice.organization && '--organization', choice.assumeRole !== undefined && '--assume-role'].find(Boolean);
  if (live) throw new InvalidInput(`${live} reads from AWS and cannot go with --evidence`);
  const regions = choice.regions === undefined || choice.regions === 'all' ? undefined : parseRegions(choice.regions, '--regions');
  let ending: Ending = { complete: false, failures: [] };
  const recorded = recordedAccounts(path, rules, { accounts, regions, handedIn }, (told) => (ending = told));
  return {
    partition: 'aws',
    count: undefined,
    width: 1,
    async *open() {
      for await (const account of recorded) yield () => Promise.resolve(account);
    },
    ending: () => ending,
  };
}

const parseChoice = (text: string, option: string): RegionChoice => (text === 'all' ? 'all' : parseRegions(text, option));

function configuredChoice(region: string | undefined): RegionChoice {
  if (region === undefined) throw new InvalidInput('no Region: give --regions (a list, or all), or set AWS_REGION');
  return parseRegions(region, 'AWS_REGION');
}

/** @throws InvalidInput for what is no list of account ids */
export function parseAccounts(text: string): string[] {
  const accounts = [...new Set(text.split(',').map((id) => id.trim()))].filter((id) => id !== '');
  if (accounts.length === 0) throw new InvalidInput('--accounts names no account');
  const wrong = accounts.find((id) => !/^\d{12}$/.test(id));
  if (wrong !== undefined) throw new InvalidInput(`--accounts: '${wrong}' is not an account id; wanted: twelve digits, comma-separated`);
  return accounts;
}
