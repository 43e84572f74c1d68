/** What a rule says of a resource. */
export type Verdict = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE' | 'UNKNOWN';

/** A verdict with its reason; only `COMPLIANT` needs none. */
export type Judgement =
  { readonly verdict: 'COMPLIANT' } | { readonly verdict: 'NON_COMPLIANT' | 'NOT_APPLICABLE' | 'UNKNOWN'; readonly because: string };

export const compliant: Judgement = { verdict: 'COMPLIANT' };

/** @param because names the resource, what was found and what was wanted, the decisive fact first */
export const nonCompliant = (because: string): Judgement => ({ verdict: 'NON_COMPLIANT', because });

/** @param because says why the rule has nothing to judge; names the rule that reports the fault, if there is one */
export const notApplicable = (because: string): Judgement => ({ verdict: 'NOT_APPLICABLE', because });

/** The worse of two judgements: non-compliant, then unknown, then not applicable, then compliant. */
export function worse(one: Judgement, other: Judgement): Judgement {
  return badness[other.verdict] > badness[one.verdict] ? other : one;
}

const badness: Record<Verdict, number> = { COMPLIANT: 0, NOT_APPLICABLE: 1, UNKNOWN: 2, NON_COMPLIANT: 3 };
