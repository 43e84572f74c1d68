import type { Limit } from '../engine/live-reader.ts';
import type { PackOperations, RecordOperations } from './operations.ts';
import { reconcileRegion, type RegionOutcome } from './reconcile-region.ts';
import { parseScheduleEvent, templateIn } from './schedule-event.ts';

/** What the handler needs of the outside; only `main.ts` builds it. */
export interface ReconcilerSurroundings {
  readonly packs: (region: string) => PackOperations;
  /** In the Region of the function. */
  readonly records: (region: string) => RecordOperations;
  readonly limit: Limit;
  readonly log: { info(message: string, members: Readonly<Record<string, string | number | readonly string[]>>): void };
  readonly now: () => Date;
}

/** The message of the last line of a run. The alarm counts its member `attention`: Regions somebody has to look at. */
export const lastLine = 'reconciled';

/** How many accounts a line names. */
const shown = 20;

/**
 * Sees to it that accounts which the pack reached before their functions get their rules. It logs account ids, names of errors and numbers only.
 *
 * @throws Error for an event that is none of the schedule
 */
export function reconcilerHandler({ packs, records, limit, log, now }: ReconcilerSurroundings) {
  return async (event: unknown, { invokedFunctionArn }: { readonly invokedFunctionArn: string }): Promise<void> => {
    const { pack, template, regions } = parseScheduleEvent(event);
    const kept = records(invokedFunctionArn.split(':')[3] ?? '');
    const outcomes = await Promise.all(
      regions.map((region) =>
        limit(() => reconcileRegion({ region, pack, template: templateIn(template, region) }, packs(region), kept, now())),
      ),
    );
    for (const outcome of outcomes) if (outcome.did !== 'nothing') log.info('region', membersOf(outcome));
    const count = (is: (outcome: RegionOutcome) => boolean) => outcomes.filter(is).length;
    log.info(lastLine, {
      regions: regions.length,
      put: count(({ did }) => did === 'put'),
      busy: count(({ did }) => did === 'busy'),
      unread: count(({ did }) => did === 'unread'),
      attention: count(({ needsAttention }) => needsAttention),
    });
  };
}

function membersOf({ region, did, early, failed, abandoned, error }: RegionOutcome) {
  const lists = Object.entries({ early, failed, abandoned }).filter(([, accounts]) => accounts.length > 0);
  return {
    region,
    did,
    ...Object.fromEntries(lists.map(([name, accounts]) => [`${name}Count`, accounts.length])),
    ...Object.fromEntries(lists.map(([name, accounts]) => [name, accounts.slice(0, shown)])),
    ...(error !== undefined && { error }),
  };
}
