import { InvalidArgumentError, type Command } from 'commander';
import type { AccountChoice } from './account-choice.ts';
import { parseRegions } from './region-scope.ts';

/** The options of {@link withAccounts}, as they were given. */
export interface AccountOptions {
  accounts?: string;
  organization?: true;
  assumeRole?: string;
  regions?: string;
  organizationPolicies?: string;
  closedRegions?: string;
  concurrency: number;
}

/** Gives a command the options that choose accounts and Regions. */
export function withAccounts(command: Command): Command {
  return command
    .option('--regions <list|all>', 'Regions to judge; all = every enabled Region with Bedrock (default: the configured Region)')
    .option('--closed-regions <list>', 'Regions closed to Bedrock, where nothing is judged')
    .option('--accounts <list>', "account ids (default: the caller's own account)")
    .option('--organization', "every active account of the caller's organisation")
    .option('--assume-role <name>', 'role to assume in accounts other than the caller’s own')
    .option('--organization-policies <file>', 'what the command organization-policies wrote: the SCPs and RCPs to reckon with')
    .option('--concurrency <n>', 'AWS reads at the same time, 1 to 64', concurrency, 16);
}

/** What the options say of accounts and Regions. */
export function accountChoice(options: AccountOptions, evidence: string | undefined): AccountChoice {
  return {
    evidence,
    accounts: options.accounts,
    organization: options.organization ?? false,
    assumeRole: options.assumeRole,
    regions: options.regions,
    organizationPolicies: options.organizationPolicies,
    concurrency: options.concurrency,
  };
}

/** The Regions that an option says are closed to Bedrock. */
export const closed = ({ closedRegions }: AccountOptions): readonly string[] =>
  closedRegions === undefined ? [] : parseRegions(closedRegions, '--closed-regions');

/** @throws InvalidArgumentError for what is not a sensible number */
export function concurrency(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 64)
    throw new InvalidArgumentError('it must be an integer from 1 to 64.');
  return Number(text);
}
