import { everyAccount, minuteOf, mostAccounts, newRecord, type RegionRecord } from './region-record.ts';
import type { Standing } from './standing.ts';

/** How long after a failure was first seen the pack is put again, in milliseconds; then twice as long each time. */
const firstWait = 15 * 60_000;

/** How long the pack is put again for the sake of an account, in milliseconds. */
const patience = 24 * 3_600_000;

/** What is to be done in a Region, and what to keep of it. */
export interface NextStep {
  readonly record: RegionRecord;
  /** The record once the pack was put again; `undefined` when it is not to be. */
  readonly afterPut: RegionRecord | undefined;
  /** Accounts that were without rules for so long that somebody has to look. */
  readonly abandoned: readonly string[];
}

/** What to do, by what was kept and how far the accounts are. */
export function nextStep(kept: RegionRecord, standings: ReadonlyMap<string, Standing>, now: Date): NextStep {
  if ([...standings.values()].includes('moving')) return { record: whileBusy(kept, now), afterPut: undefined, abandoned: [] };
  const failing = [...standings].filter(([, standing]) => standing !== 'current').map(([account]) => account);
  if (failing.length === 0) return { record: newRecord(kept.template), afterPut: undefined, abandoned: [] };

  const since = new Map(failing.map((account) => [account, kept.failing[account] ?? kept.failing[everyAccount] ?? minuteOf(now)]));
  const isAbandoned = (account: string) => now.getTime() - Date.parse(since.get(account) ?? '') >= patience;
  const early = failing.filter((account) => standings.get(account) === 'early' && !isAbandoned(account));
  const isNew = early.some((account) => !(account in kept.failing) && !(everyAccount in kept.failing));
  const attempts = isNew ? 0 : kept.attempts;
  const nextDue = isNew ? later(now, firstWait) : kept.nextDue;
  const record = {
    template: kept.template,
    attempts,
    ...(early.length > 0 && nextDue !== undefined && { nextDue }),
    failing: named(since),
  };
  // One that was not worth another try may be now.
  const isDue = early.length > 0 && (nextDue === undefined || Date.parse(nextDue) <= now.getTime());
  const put = { attempts: attempts + 1, nextDue: later(now, firstWait * 2 ** (attempts + 1)) };
  return { record, afterPut: isDue ? { ...record, ...put } : undefined, abandoned: failing.filter(isAbandoned) };
}

/** What to keep of a Region in which nothing can be done now. */
export const whileBusy = (kept: RegionRecord, now: Date): RegionRecord => ({ ...kept, busySince: kept.busySince ?? minuteOf(now) });

/** Whether nothing could be done in a Region for so long that somebody has to look. */
export const isStuck = ({ busySince }: RegionRecord, now: Date): boolean =>
  busySince !== undefined && now.getTime() - Date.parse(busySince) >= patience;

const later = (time: Date, milliseconds: number): string => minuteOf(new Date(time.getTime() + milliseconds));

function named(since: ReadonlyMap<string, string>): Record<string, string> {
  if (since.size <= mostAccounts) return Object.fromEntries(since);
  const [earliest = ''] = [...since.values()].sort();
  return { [everyAccount]: earliest };
}
