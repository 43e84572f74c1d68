import type { Limit } from '../../../engine/live-reader.ts';
import { attemptTo, unreadable } from '../../../facts/unreadable.ts';
import { unknown, type Check, type Observation, type Where } from './observation.ts';

/** Something that is read to look at it. */
export interface Look<Value> extends Where {
  readonly check: Check;
  /** What is read, as a noun phrase. */
  readonly what: string;
  /** The IAM actions it takes. */
  readonly actions: string;
  readonly read: () => Promise<Value>;
  /** What it shows; it may throw what {@link unreadable} understands. */
  readonly show: (value: Value) => readonly Observation[] | Promise<readonly Observation[]>;
}

/** Reads something and says what it shows. What cannot be read is unknown. */
export async function look<Value>(
  limit: Limit,
  { check, account, region, what, actions, read, show }: Look<Value>,
): Promise<readonly Observation[]> {
  const where = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  const shown = await attemptTo(
    limit(read)
      .then(show)
      .catch((error: unknown) => Promise.reject(unreadable(what, error))),
  );
  if ('value' in shown) return shown.value;
  const { message, refusal } = shown.unreadable;
  return [unknown(check, where, message, advice[refusal]?.(actions) ?? 'try again')];
}

const advice: Readonly<Record<string, (actions: string) => string>> = {
  denied: (actions) => `allow ${actions}`,
  throttled: () => 'try again with a lower --concurrency, or set AWS_MAX_ATTEMPTS',
  'region-not-enabled': () => 'enable the Region in the account, or leave it out of the Regions',
  malformed: () => 'look at AWS_ENDPOINT_URL and the network',
  unreachable: () => 'look at AWS_ENDPOINT_URL and the network',
};
