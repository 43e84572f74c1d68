import type { Finding } from '../../../src/engine/finding.ts';
import type { KeptResult } from './config-rule.ts';

/** What AWS Config should have of a rule once its function has run. */
export interface Wanted {
  readonly results: readonly KeptResult[];
  /** Whether the invocation must fail, for AWS Config to try again. */
  readonly fails: boolean;
}

/** Refusals that pass. */
const transient = ['throttled', 'unreachable', 'failed'];

/**
 * What the findings of the command line come to in AWS Config, which knows no UNKNOWN: what may be read at another try fails the invocation, the rest is
 * NON_COMPLIANT and says that it is unverified.
 */
export function wantedOf(findings: readonly Finding[]): Wanted {
  const kept = findings.filter((finding) => !isTransient(finding));
  return { results: kept.map(resultOf).sort(byResource), fails: kept.length < findings.length };
}

export const byResource = (one: KeptResult, other: KeptResult): number => (`${one.type} ${one.id}` < `${other.type} ${other.id}` ? -1 : 1);

const isTransient = ({ verdict, because = '' }: Finding): boolean =>
  verdict === 'UNKNOWN' && transient.includes(/could not be read: ([a-z-]+) \(\w+\)$/.exec(because)?.[1] ?? '');

function resultOf({ resource: { type, id }, verdict, because }: Finding): KeptResult {
  if (verdict !== 'UNKNOWN') return { type, id, compliance: verdict, annotation: because };
  return { type, id, compliance: 'NON_COMPLIANT', annotation: `UNVERIFIED: ${because}` };
}
