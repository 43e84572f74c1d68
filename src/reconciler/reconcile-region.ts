import type { OrganizationConformancePack } from '@aws-sdk/client-config-service';
import { demand } from '../facts/malformed.ts';
import { allPages } from '../facts/pages.ts';
import { isStuck, nextStep, whileBusy } from './next-step.ts';
import type { PackOperations, RecordOperations } from './operations.ts';
import { parseRecord, recordPath, recordText, type RegionRecord } from './region-record.ts';
import { standingOf, type Standing } from './standing.ts';

/** The pack of a Region. */
export interface RegionPack {
  readonly region: string;
  readonly pack: string;
  /** S3 URI of its template, which AWS Config does not tell. */
  readonly template: string;
}

/** What became of a Region in one run. */
export interface RegionOutcome {
  readonly region: string;
  /** `put`: put again. `waiting`: not due, or nothing that another try mends. `busy`: AWS Config is at work or throttles. `unread`: something was refused. */
  readonly did: 'nothing' | 'put' | 'waiting' | 'busy' | 'unread';
  /** Accounts without rules that another try may mend, and the others. */
  readonly early: readonly string[];
  readonly failed: readonly string[];
  /** Accounts that were without rules for 24 hours; nothing is tried for them any more. */
  readonly abandoned: readonly string[];
  /** Whether somebody has to look. */
  readonly needsAttention: boolean;
  /** The name of the error behind `busy` or `unread`. */
  readonly error?: string;
}

/**
 * Puts the pack of a Region again where it came before what it refers to, when that is due. Errors of AWS become part of the outcome.
 *
 * U-04: that putting it again, unchanged, has AWS Config try the accounts again that failed.
 */
export async function reconcileRegion(
  asked: RegionPack,
  packs: PackOperations,
  records: RecordOperations,
  now: Date,
): Promise<RegionOutcome> {
  const path = recordPath(asked.region);
  const none = { region: asked.region, early: [], failed: [], abandoned: [] };
  try {
    const kept = await records.read(path);
    const record = parseRecord(kept, asked.template);
    const keep = async (wanted: RegionRecord) => {
      if (recordText(wanted) !== kept) await records.write(path, recordText(wanted));
      return isStuck(wanted, now);
    };
    const standings = await unlessBusy(standingsIn(asked.pack, packs));
    if ('error' in standings) return { ...none, did: 'busy', needsAttention: await keep(whileBusy(record, now)), error: standings.error };

    const step = nextStep(record, standings.value, now);
    const having = (wanted: Standing) => [...standings.value].flatMap(([account, standing]) => (standing === wanted ? [account] : []));
    const seen = { region: asked.region, early: having('early'), failed: having('failed'), abandoned: step.abandoned };
    const isLate = step.abandoned.length > 0;
    if (!step.afterPut) {
      const isWaiting = seen.early.length + seen.failed.length > 0;
      const did = step.record.busySince !== undefined ? 'busy' : isWaiting ? 'waiting' : 'nothing';
      return { ...seen, did, needsAttention: (await keep(step.record)) || isLate };
    }
    const put = await unlessBusy(putAgain(asked, packs));
    if ('error' in put)
      return {
        ...seen,
        did: 'busy',
        needsAttention: (await keep(whileBusy({ ...step.record, ...sinceOf(record) }, now))) || isLate,
        error: put.error,
      };
    await keep(step.afterPut);
    return { ...seen, did: 'put', needsAttention: isLate };
  } catch (error) {
    return { ...none, did: 'unread', needsAttention: true, error: nameOf(error) };
  }
}

const sinceOf = ({ busySince }: RegionRecord) => (busySince === undefined ? {} : { busySince });

/** How far every account is that the pack is for. */
async function standingsIn(pack: string, packs: PackOperations): Promise<ReadonlyMap<string, Standing>> {
  const statuses = await allPages(async (token) => {
    const answer = await packs.accounts(pack, token);
    return { items: answer.OrganizationConformancePackDetailedStatuses, next: answer.NextToken };
  });
  return new Map(
    statuses.map((status) => {
      demand(status.AccountId, 'account');
      demand(status.Status, 'status of an account');
      return [status.AccountId, standingOf(status)];
    }),
  );
}

/** Puts the pack as it is: the parameters and excluded accounts that AWS Config has of it. */
async function putAgain({ pack, template }: RegionPack, packs: PackOperations): Promise<void> {
  const known: OrganizationConformancePack[] = await allPages(async (token) => {
    const answer = await packs.pack(pack, token);
    return { items: answer.OrganizationConformancePacks, next: answer.NextToken };
  });
  const found = known.find(({ OrganizationConformancePackName }) => OrganizationConformancePackName === pack);
  demand(found, 'pack of this name');
  const { ExcludedAccounts, ConformancePackInputParameters } = found;
  await packs.put({
    OrganizationConformancePackName: pack,
    TemplateS3Uri: template,
    ...(ExcludedAccounts && { ExcludedAccounts }),
    ...(ConformancePackInputParameters && { ConformancePackInputParameters }),
  });
}

/** Errors that another run sees nothing of. */
const ofBusyService = new Set([
  'ResourceInUseException',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

async function unlessBusy<Value>(attempt: Promise<Value>): Promise<{ readonly value: Value } | { readonly error: string }> {
  try {
    return { value: await attempt };
  } catch (error) {
    if (ofBusyService.has(nameOf(error))) return { error: nameOf(error) };
    throw error;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');
