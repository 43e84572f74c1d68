import { compare } from './finding.ts';
import { shortName } from './wording.ts';
import type { Fact, Scope } from '../facts/fact.ts';
import type { Refusal } from '../facts/unreadable.ts';

/** What came of reading a fact: a value, the certainty that there is none, or a refusal. */
export type Outcome =
  { readonly value: unknown } | { readonly absent: true } | { readonly refused: { readonly refusal: Refusal; readonly code: string } };

/** One fact read, as evidence keeps it. */
export type Reading = Place & Outcome;

/** What was read, of which account and Region, and when. */
export interface Place {
  readonly account: string;
  /** `global` for facts that are the same from every Region. */
  readonly region: string;
  readonly fact: string;
  readonly resource: string;
  /** When it was read, as ISO 8601 in UTC. */
  readonly at: string;
}

/** The Region under which readings of account-wide facts are kept. */
export const globalRegion = 'global';

/** Under which Region a fact's readings are kept. */
export const regionOf = ({ reach }: Fact<unknown>, { region }: Scope): string => (reach === 'account' ? globalRegion : region);

/** Orders readings as evidence does: by account, Region, fact, resource. */
export function byPlace(one: Place, other: Place): number {
  return (
    compare(one.account, other.account) ||
    compare(one.region, other.region) ||
    compare(one.fact, other.fact) ||
    compare(one.resource, other.resource)
  );
}

/** What a read is about, for messages: `the KMS key alias/logs`. */
export const subjectOf = ({ about }: Fact<unknown>, resource: string): string =>
  resource === '' ? about : `${about} ${shortName(resource)}`;
