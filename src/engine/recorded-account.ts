import type { Fact, Reader, Scope } from '../facts/fact.ts';
import { Unreadable } from '../facts/unreadable.ts';
import { globalRegion, regionOf, subjectOf, type Outcome, type Reading } from './reading.ts';

/** The recorded facts of one account. */
export interface RecordedAccount {
  readonly account: string;
  /** The Regions that anything was read of, in order. */
  regions(): readonly string[];
  /** Replays what was read; what was not is unreadable. */
  reader(scope: Scope): Reader;
  /** @throws Error when the same was already read */
  add(reading: Reading): void;
}

/** An account without readings; they are added line by line. */
export function recordedAccount(account: string): RecordedAccount {
  const byRegion = new Map<string, Map<string, Outcome>>();
  return {
    account,
    regions: () => [...byRegion.keys()].filter((region) => region !== globalRegion),
    add({ region, fact, resource, outcome }) {
      let outcomes = byRegion.get(region);
      if (!outcomes) byRegion.set(region, (outcomes = new Map()));
      const key = keyOf(fact, resource);
      if (outcomes.has(key)) throw new Error(`${fact} of '${resource}' in ${region} of ${account} is there twice`);
      outcomes.set(key, outcome);
    },
    reader: (scope) => ({
      read<Value>(fact: Fact<Value>, resource: string): Promise<Value | undefined> {
        const outcome = byRegion.get(regionOf(fact, scope))?.get(keyOf(fact.id, resource));
        if (!outcome) return refuse(fact, resource, 'not-recorded', 'not in the evidence');
        if ('refused' in outcome) return refuse(fact, resource, outcome.refused.refusal, outcome.refused.code);
        return Promise.resolve('absent' in outcome ? undefined : (outcome.value as Value));
      },
    }),
  };
}

const refuse = (fact: Fact<unknown>, resource: string, refusal: Unreadable['refusal'], code: string): Promise<never> =>
  Promise.reject(new Unreadable(subjectOf(fact, resource), refusal, code));

const keyOf = (fact: string, resource: string): string => `${fact}\0${resource}`;
