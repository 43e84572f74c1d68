import type { Fact, Known, Scope } from '../facts/fact.ts';
import { Unreadable } from '../facts/unreadable.ts';
import { globalRegion, subjectOf, type Outcome, type Reading } from './reading.ts';

/** The recorded facts of one account. */
export interface RecordedAccount {
  readonly account: string;
  /** The Regions that anything was read of, in order. */
  regions(): readonly string[];
  /** What is known of a Region; what was not recorded is unreadable. */
  known(scope: Scope): Known;
  /** @throws Error when the same was already read */
  add(reading: Reading): void;
}

/** The outcomes of one Region: fact → resource → outcome. */
type Outcomes = Map<string, Map<string, Outcome>>;

/** An account without readings; they are added line by line. */
export function recordedAccount(account: string): RecordedAccount {
  const byRegion = new Map<string, Outcomes>();
  return {
    account,
    regions: () => [...byRegion.keys()].filter((region) => region !== globalRegion),
    add(reading) {
      const { region, fact, resource } = reading;
      const ofFact = within(within(byRegion, region), fact);
      if (ofFact.has(resource)) throw new Error(`${fact} of '${resource}' in ${region} of ${account} is there twice`);
      ofFact.set(resource, reading);
    },
    known(scope) {
      const regional = byRegion.get(scope.region);
      const global = byRegion.get(globalRegion);
      return <Value>(fact: Fact<Value>, resource: string) => {
        const outcome = (fact.reach === 'account' ? global : regional)?.get(fact.id)?.get(resource);
        if (!outcome) throw new Unreadable(subjectOf(fact, resource), 'not-recorded', 'not in the evidence');
        if ('refused' in outcome) throw new Unreadable(subjectOf(fact, resource), outcome.refused.refusal, outcome.refused.code);
        return 'absent' in outcome ? undefined : (outcome.value as Value);
      };
    },
  };
}

/** The map under a key, a new one the first time. */
function within<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  let map = maps.get(key);
  if (!map) maps.set(key, (map = new Map()));
  return map;
}
