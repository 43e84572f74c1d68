import type { Fact, Known } from '../facts/fact.ts';

/** What somebody handed in about an account, by the id of the fact that it is a value of. It takes the place of what would be read or was recorded. */
export type HandedIn = ReadonlyMap<string, unknown>;

export const nothingHandedIn: HandedIn = new Map();

/** Whether a fact was handed in; only facts of the account itself can be. */
export const isHandedIn = (handedIn: HandedIn, { id }: Fact<unknown>, resource: string): boolean => resource === '' && handedIn.has(id);

/** What is known, with what was handed in before everything else. */
export function knownWith(handedIn: HandedIn, known: Known): Known {
  if (handedIn.size === 0) return known;
  return <Value>(fact: Fact<Value>, resource: string) =>
    isHandedIn(handedIn, fact, resource) ? (handedIn.get(fact.id) as Value) : known(fact, resource);
}
