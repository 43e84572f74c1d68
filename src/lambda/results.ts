import type { Evaluation } from '@aws-sdk/client-config-service';
import type { Judged } from '../engine/judge.ts';
import type { Finding } from '../engine/finding.ts';
import { cutAtWord } from '../engine/wording.ts';
import type { Refusal } from '../facts/unreadable.ts';

/** What becomes of what nobody was allowed to read: it is reported as a fault, or the invocation fails. */
export type WhenUnreadable = 'NON_COMPLIANT' | 'FAIL';

/** One result as AWS Config takes it, but for the time. */
export type Result = Omit<Evaluation, 'OrderingTimestamp'>;

/** What starts the annotation of a result that stands for UNKNOWN. */
const unverified = 'UNVERIFIED: ';

/** Refusals that another try may end; the others last until somebody changes something. */
const transient: ReadonlySet<Refusal> = new Set(['throttled', 'unreachable', 'failed']);

/** The results of a run, and why it must fail once they are reported. */
export interface Reportable {
  readonly results: readonly Result[];
  /** Reads to be tried again, or that `whenUnreadable` says to fail on. */
  readonly failures: readonly string[];
}

/**
 * Turns findings into what AWS Config takes. It knows no UNKNOWN, so what was denied becomes non-compliant with an annotation that starts `UNVERIFIED:`,
 * and what may succeed at another try is left out and fails the invocation.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
export function reportable({ findings, unread }: Pick<Judged, 'findings' | 'unread'>, whenUnreadable: WhenUnreadable): Reportable {
  const results: Result[] = [];
  const failures: string[] = [];
  for (const finding of findings) {
    const unreadable = unread.get(finding);
    if (!unreadable) results.push(resultOf(finding, finding.verdict === 'UNKNOWN' ? 'NON_COMPLIANT' : finding.verdict, finding.because));
    else if (transient.has(unreadable.refusal) || whenUnreadable === 'FAIL') failures.push(unreadable.message);
    else results.push(resultOf(finding, 'NON_COMPLIANT', unverified + (finding.because ?? '')));
  }
  return { results, failures };
}

function resultOf({ resource }: Finding, ComplianceType: Result['ComplianceType'], because: string | undefined): Result {
  return {
    ComplianceResourceType: resource.type,
    ComplianceResourceId: resource.id,
    ComplianceType,
    ...(because !== undefined && { Annotation: cutAtWord(because) }),
  };
}
