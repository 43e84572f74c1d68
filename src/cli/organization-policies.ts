import pLimit from 'p-limit';
import { InvalidInput } from '../engine/invalid-input.ts';
import type { Limit } from '../engine/live-reader.ts';
import { visibleJson } from '../engine/wording.ts';
import { Unreadable } from '../facts/unreadable.ts';
import { policiesOfOrganization } from './attached-policies.ts';
import { callerIdentity, configuredRegion } from './identity.ts';
import { organizationOf } from './organization.ts';
import { fileOutput } from './output.ts';
import type { Terminal } from './terminal.ts';

/**
 * Reads which policies the caller's organisation has attached on the way to each account, and keeps them as a file that can be handed in.
 *
 * @param concurrency how many reads are under way at the same time
 * @throws InvalidInput when anything could not be read, or the run was stopped; there is no file then
 */
export async function collectOrganizationPolicies(path: string, concurrency: number, terminal: Terminal): Promise<void> {
  const caller = await callerIdentity(await configuredRegion());
  const output = await fileOutput(path);
  try {
    const collected = await policiesOfOrganization(organizationOf(caller), untilStopped(pLimit(concurrency), terminal.stop));
    await output.write(`${visibleJson(JSON.stringify(collected, null, 2))}\n`);
    await output.keep();
    const [policies, accounts] = [collected.documents, collected.accounts].map((members) => Object.keys(members).length);
    terminal.stderr.write(`${path}: ${policies} policies of ${accounts} accounts of ${collected.organization}\n`);
  } catch (error) {
    await output.discard();
    throw error instanceof Unreadable ? new InvalidInput(error.message + adviceOn(error), { cause: error }) : error;
  }
}

/** Reads nothing more once the run is stopped. */
const untilStopped =
  (limit: Limit, stop: AbortSignal): Limit =>
  (read) =>
    limit(() => (stop.aborted ? Promise.reject(new InvalidInput('stopped before the end; no file was written')) : read()));

const operations = ['ListRoots', 'ListAccounts', 'ListParents', 'ListPoliciesForTarget', 'DescribePolicy'];

function adviceOn({ refusal }: Unreadable): string {
  if (refusal === 'throttled') return '; try again with a lower --concurrency';
  if (refusal !== 'denied') return '';
  return `; it takes organizations:${operations.join(', ')}, in the management account or a delegated administrator account`;
}
