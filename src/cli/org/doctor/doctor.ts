import pLimit from 'p-limit';
import { InvalidInput } from '../../../engine/invalid-input.ts';
import type { Limit } from '../../../engine/live-reader.ts';
import type { Rule } from '../../../engine/rule.ts';
import { Unreadable } from '../../../facts/unreadable.ts';
import { parseAccounts } from '../../account-choice.ts';
import { callerIdentity, configuredRegion, type Caller } from '../../identity.ts';
import { inOrder } from '../../ordered.ts';
import { activeAccounts, organizationOf } from '../../organization.ts';
import { fileOutput, spooledOutput, type Output } from '../../output.ts';
import { progressOn } from '../../progress.ts';
import { refuseSharedFiles } from '../../shared-files.ts';
import type { Terminal } from '../../terminal.ts';
import { readable } from '../rearrangement.ts';
import { readOrganization, type Organization } from '../standing.ts';
import { organizationClients, packClients, stackSetClients } from './administrator-clients.ts';
import { diagnosing } from './diagnosis.ts';
import { expectationOf, refuseOtherCaller, type DoctorChoice, type Expectation } from './expectation.ts';
import { examineMember, type Examination } from './member.ts';
import type { Observation } from './observation.ts';
import { jsonReport, tableReport } from './report.ts';
import { seeFeatures, seeRegistrations } from './see-organization.ts';
import { seePack } from './see-pack.ts';
import { seeStackSets, stackSetPlaces } from './see-stack-sets.ts';
import { sharedSettings } from './shared-settings.ts';
import { seeVersions, type Version } from './versions.ts';

/** Where the report goes, and how. */
export interface Presentation {
  readonly format: 'table' | 'json';
  /** Path of a file; `undefined` for standard output. */
  readonly output: string | undefined;
}

/** Accounts worked on at the same time at most; the reads of all of them share one limit. */
const maximumWidth = 8;

/**
 * Looks at what the rules need to work in every account and Region of an organisation, from its delegated administrator. Changes nothing.
 *
 * @returns the exit code: 0 when all is well, 1 when there is a problem, 2 when something is unknown
 * @throws InvalidInput for a choice that cannot be carried out, and when the run was stopped
 */
export async function doctor(
  choice: DoctorChoice,
  registry: readonly Rule[],
  presentation: Presentation,
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  refuseSharedFiles({ 'organization-file': choice.organizationFile, output: presentation.output });
  const given = choice.accounts === undefined ? undefined : parseAccounts(choice.accounts);
  const region = await configuredRegion();
  const expectation = await expectationOf(choice, registry, region);
  const caller = await callerIdentity(
    region ?? expectation.homeRegion ?? (expectation.regions === 'all' ? undefined : expectation.regions[0]),
  );
  refuseOtherCaller(expectation, caller);
  const settings = sharedSettings();
  const limit = untilStopped(pLimit(choice.concurrency), terminal.stop);
  const width = Math.min(maximumWidth, choice.concurrency);
  const examination: Examination = { caller, assumeRole: choice.assumeRole, expectation, settings, limit, width };
  const organization = await readable(readOrganization(organizationClients(settings(homeOf(examination))), caller.account));
  refuseOtherOrganization(organization, expectation, caller);
  const accounts = given?.sort() ?? members(await listed(caller), organization, expectation);
  refuseWithoutRole(accounts, choice, caller);
  const output = presentation.output === undefined ? await spooledOutput(terminal.stdout) : await fileOutput(presentation.output);
  try {
    return await examined(accounts, organization, examination, choice.securityHub ?? false, output, presentation, terminal);
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function examined(
  accounts: readonly string[],
  organization: Organization,
  examination: Examination,
  wantsSecurityHub: boolean,
  output: Output,
  { format, output: path }: Presentation,
  { stderr, stop, width, colour }: Terminal,
): Promise<0 | 1 | 2> {
  const { caller, expectation } = examination;
  const diagnoses = diagnosing();
  const progress = progressOn(stderr);
  progress.start(accounts.length);
  const versions: Version[] = [];
  const regions = new Set<string>();
  const counts: number[] = [];
  try {
    for await (const member of inOrder(accounts, examination.width, (account) => examineMember(account, examination))) {
      if (stop.aborted) break;
      diagnoses.add(member.observations);
      versions.push(...member.versions);
      for (const region of member.regions) regions.add(region);
      counts.push(member.regions.length);
      progress.advance();
    }
    const places = expectation.regions === 'all' ? [...regions].sort() : expectation.regions;
    diagnoses.add(await seeWhole(organization, examination, accounts, places, wantsSecurityHub));
    diagnoses.add(seeVersions(versions));
  } finally {
    progress.stop();
  }
  if (stop.aborted) throw new InvalidInput('stopped before the end; nothing was reported');
  const diagnosis = diagnoses.diagnosis();
  const summary = {
    organization: organization.id,
    administrator: caller.account,
    accounts: accounts.length,
    accountRegions: counts.reduce((sum, count) => sum + count, 0),
    regions: expectation.regions === 'all' ? undefined : expectation.regions.length,
  };
  const look = path === undefined ? { width, colour } : { width: 120, colour: false };
  await output.write(format === 'json' ? jsonReport(summary, diagnosis, new Date()) : tableReport(summary, diagnosis, look));
  await output.keep();
  return diagnosis.exitCode;
}

/** What is seen from the administrator alone. */
async function seeWhole(
  organization: Organization,
  examination: Examination,
  accounts: readonly string[],
  regions: readonly string[],
  wantsSecurityHub: boolean,
): Promise<Observation[]> {
  const { caller, expectation, settings, limit } = examination;
  const { credentials } = caller;
  const home = settings(homeOf(examination));
  const stackSets = stackSetClients(home);
  // StackSets pass over the management account.
  const reached = accounts.filter((account) => account !== organization.management);
  const managementIsOut = expectation.hasManagementAccount ? [] : [organization.management];
  const excluded = expectation.excludedAccounts && [...expectation.excludedAccounts, ...managementIsOut];
  const seen = await Promise.all([
    seeRegistrations(organizationClients(home), stackSets, caller.account, wantsSecurityHub, limit),
    seeStackSets(stackSets, stackSetPlaces(reached, regions, expectation.isPack), limit),
    ...(expectation.isPack
      ? regions.map((region) => seePack(packClients(settings({ region, credentials })), { region, accounts, excluded }, limit))
      : []),
  ]);
  return [seeFeatures(organization), ...seen.flat()];
}

const homeOf = ({ caller: { credentials, region }, expectation }: Examination) => ({
  region: expectation.homeRegion ?? region ?? 'us-east-1',
  credentials,
});

/** Reads nothing more once the run is stopped. */
const untilStopped =
  (limit: Limit, stop: AbortSignal): Limit =>
  (read) =>
    limit(() => (stop.aborted ? Promise.reject(new Error('stopped')) : read()));

function refuseOtherOrganization({ id, management }: Organization, expectation: Expectation, caller: Caller): void {
  if (management === caller.account) {
    throw new InvalidInput(`org doctor is for the delegated administrator; the credentials are of the management account ${management}`);
  }
  if (expectation.organization === undefined || expectation.organization === id) return;
  throw new InvalidInput(`the organisation file names ${expectation.organization}; the credentials are of ${id}`);
}

function refuseWithoutRole(accounts: readonly string[], { assumeRole }: DoctorChoice, caller: Caller): void {
  if (accounts.length === 0) throw new InvalidInput('no account is left to look at');
  if (assumeRole !== undefined || accounts.every((account) => account === caller.account)) return;
  throw new InvalidInput(`--assume-role is needed to enter accounts other than ${caller.account}, the caller's own`);
}

const members = (
  accounts: readonly string[],
  { management }: Organization,
  { excludedAccounts = [], hasManagementAccount }: Expectation,
): string[] => accounts.filter((account) => !excludedAccounts.includes(account) && (hasManagementAccount || account !== management)).sort();

async function listed(caller: Caller): Promise<string[]> {
  try {
    return await activeAccounts(organizationOf(caller));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new InvalidInput(`${error.message}; it takes organizations:ListAccounts, in a delegated administrator`, { cause: error });
  }
}
