import { documents } from '../../../../remediation/documents.ts';
import { documentNameOf } from '../../../../remediation/runbook.ts';
import { readOrganization } from '../../../organization/organization-file.ts';
import { InvalidInput } from '../../../engine/invalid-input.ts';
import type { Rule } from '../../../engine/rule.ts';
import type { Caller } from '../../identity.ts';
import { demandPartition, parseRegions, type RegionChoice } from '../../region-scope.ts';
import { chosenRules } from '../../rule-choice.ts';

/** What the user said of the organisation. */
export interface DoctorChoice {
  /** Path of `infra/organization.json`. */
  readonly organizationFile?: string;
  readonly assumeRole?: string;
  readonly accounts?: string;
  readonly regions?: string;
  readonly rules?: string;
  readonly securityHub?: true;
  /** How many reads are under way at the same time. */
  readonly concurrency: number;
}

/** What is meant to be deployed. */
export interface Expectation {
  /** As the file has it; `undefined` without one. */
  readonly organization: string | undefined;
  readonly administrator: string | undefined;
  /** Where the StackSets are. */
  readonly homeRegion: string | undefined;
  readonly regions: RegionChoice;
  /** Ids of the rules. */
  readonly rules: readonly string[];
  /** Names of the documents. */
  readonly documents: readonly string[];
  /** Accounts without the rules, but for the management account; `undefined` where nobody said. */
  readonly excludedAccounts: readonly string[] | undefined;
  /** Whether the management account has the rules, by hand. */
  readonly hasManagementAccount: boolean;
  /** Whether accounts get the rules as a pack of the organisation. */
  readonly isPack: boolean;
}

/**
 * What the file of the organisation says, or what is assumed without one; options go before either.
 *
 * @param region as configured
 * @throws InvalidInput for a file or options that are wrong
 */
export async function expectationOf(
  { organizationFile, regions, rules }: DoctorChoice,
  registry: readonly Rule[],
  region: string | undefined,
): Promise<Expectation> {
  const file = organizationFile === undefined ? undefined : await readOrganization(organizationFile, registry);
  const given = regions === undefined ? undefined : regions === 'all' ? 'all' : parseRegions(regions, '--regions');
  const expected = given ?? file?.regions ?? (region === undefined ? undefined : parseRegions(region, 'AWS_REGION'));
  if (expected === undefined) throw new InvalidInput('no Region: give --organization-file or --regions, or set AWS_REGION');
  const chosen = await chosenRules(registry, { rules, parameters: undefined, closedRegions: [] });
  const wanted = rules === undefined && file ? file.rules.map(({ rule }) => rule) : chosen.map(({ rule }) => rule);
  return {
    organization: file?.organization,
    administrator: file?.administratorAccount,
    homeRegion: file?.homeRegion,
    regions: expected,
    rules: wanted.map(({ id }) => id),
    documents: documentsOf(wanted, registry),
    excludedAccounts: file?.excludedAccounts,
    hasManagementAccount: file?.managementAccountByHand ?? false,
    isPack: (file?.rulesThrough ?? 'organization-pack') === 'organization-pack',
  };
}

/** Those that the rules start, and those that no rule does. */
function documentsOf(rules: readonly Rule[], registry: readonly Rule[]): string[] {
  const starts = (some: readonly Rule[], id: string) => some.some(({ remediation }) => remediation?.id === id);
  return documents
    .filter(({ runbook: { id } }) => starts(rules, id) || !starts(registry, id))
    .map(({ runbook }) => documentNameOf(runbook));
}

/** @throws InvalidInput when the credentials are of another account than the file's, or of another partition than the Regions */
export function refuseOtherCaller({ administrator, regions }: Expectation, caller: Caller): void {
  demandPartition(regions, caller.partition);
  if (administrator === undefined || administrator === caller.account) return;
  throw new InvalidInput(`the organisation file names administratorAccount ${administrator}; the credentials are of ${caller.account}`);
}
