import type { Evaluation } from '@aws-sdk/client-config-service';
import type { Finding } from '../engine/finding.ts';
import type { Judged } from '../engine/judge.ts';
import type { Resource } from '../engine/rule.ts';
import { annotationLength, cutAtWord, shortName, unverified } from '../engine/wording.ts';
import type { Refusal, Unreadable } from '../facts/unreadable.ts';

/** What becomes of what nobody was allowed to read: it is reported as a fault, or the invocation fails. */
export type WhenUnreadable = 'NON_COMPLIANT' | 'FAIL';

/** One result as AWS Config takes it, but for the time. */
export type Result = Omit<Evaluation, 'OrderingTimestamp'>;

/** How much of an annotation a note behind it may take, in characters. */
const noteLength = 90;

/**
 * Length of a resource id that AWS Config accepts, in characters.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
const idLength = 768;

/** Refusals that another try may end; the others last until somebody changes something. */
const passingRefusals: ReadonlySet<Refusal> = new Set(['throttled', 'unreachable', 'failed']);

/** Codes of denials that end with the next credentials. */
const passingCodes: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'CredentialsProviderError']);

/** Whether another try may succeed. */
export const isPassing = ({ refusal, code }: Unreadable): boolean => passingRefusals.has(refusal) || passingCodes.has(code);

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
 * @param note stands behind the annotation of every fault
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
export function reportable(
  { findings, unread }: Pick<Judged, 'findings' | 'unread'>,
  whenUnreadable: WhenUnreadable,
  note: string | undefined,
): Reportable {
  const results: Result[] = [];
  const failures: string[] = [];
  for (const finding of findings) {
    const { resource, verdict, because = '' } = finding;
    if (verdict !== 'UNKNOWN') {
      results.push(resultOf(resource, verdict, verdict === 'NON_COMPLIANT' ? withNote(because, note) : because));
    } else if (mustFail(unread.get(finding), whenUnreadable)) {
      failures.push(because);
    } else {
      results.push(resultOf(resource, 'NON_COMPLIANT', withNote(unverified + because, note)));
    }
  }
  return { results, failures };
}

function mustFail(unreadable: Unreadable | undefined, whenUnreadable: WhenUnreadable): boolean {
  return whenUnreadable === 'FAIL' || (unreadable !== undefined && isPassing(unreadable));
}

/** A result that takes back an earlier one about the resource. */
export const takenBack = (resource: ResourceKey, because: string): Result => resultOf(resource, 'NOT_APPLICABLE', because);

/** What AWS Config knows a resource by. */
export interface ResourceKey {
  readonly type: string;
  readonly id: string;
}

/** The id under which AWS Config holds results about a resource. */
export const reportedId = ({ id }: Pick<Resource, 'id'>): string => shortName(id, idLength);

function resultOf(resource: ResourceKey, verdict: Exclude<Finding['verdict'], 'UNKNOWN'>, because: string): Result {
  return {
    ComplianceResourceType: resource.type,
    ComplianceResourceId: reportedId(resource),
    ComplianceType: verdict,
    ...(because.trim() !== '' && { Annotation: cutAtWord(because) }),
  };
}

/** A reason with a note behind it, both of which stay readable. */
function withNote(because: string, note: string | undefined): string {
  if (note === undefined) return because;
  const kept = cutAtWord(note, noteLength);
  return `${cutAtWord(because, annotationLength - kept.length - 2)}; ${kept}`;
}
