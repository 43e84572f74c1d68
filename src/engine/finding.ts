import type { Resource, Severity } from './rule.ts';
import type { Verdict } from './verdict.ts';

/** One verdict about one resource. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly account: string;
  readonly region: string;
  readonly resource: Resource;
  readonly verdict: Verdict;
  /** At most 256 characters; left out only when compliant. */
  readonly because?: string;
}

/** Orders findings of one rule in one account and Region. */
export function byResource({ resource: one }: Finding, { resource: other }: Finding): number {
  return compare(one.type, other.type) || compare(one.id, other.id);
}

/** Orders texts by their code units, the same on every machine. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
