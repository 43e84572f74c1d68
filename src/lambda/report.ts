import type { EvaluationResult } from '@aws-sdk/client-config-service';
import { allPages } from '../facts/pages.ts';
import type { ConfigOperations } from './config-service.ts';
import type { Result } from './results.ts';

/** To which invocation results belong. */
export interface Invocation {
  readonly configRuleName: string;
  readonly resultToken: string;
  /** What AWS Config orders results by. */
  readonly at: Date;
}

/**
 * Evaluations AWS Config takes in one call.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html
 */
const evaluationsPerCall = 100;

/** With this token a rule is tried out: AWS Config checks the evaluations and keeps nothing. */
const testToken = 'TESTMODE';

/**
 * Reports results.
 *
 * @throws Error, after all were sent, when AWS Config did not take some of them
 */
export async function putResults(config: ConfigOperations, { resultToken, at }: Invocation, results: readonly Result[]): Promise<void> {
  const refused: string[] = [];
  for (let first = 0; first < results.length; first += evaluationsPerCall) {
    const Evaluations = results.slice(first, first + evaluationsPerCall).map((result) => ({ ...result, OrderingTimestamp: at }));
    const answer = await config.putEvaluations({ ResultToken: resultToken, Evaluations, TestMode: resultToken === testToken });
    for (const { ComplianceResourceType, ComplianceResourceId } of answer.FailedEvaluations ?? []) {
      refused.push(`${ComplianceResourceType} ${ComplianceResourceId}`);
    }
  }
  if (refused.length > 0)
    throw new Error(`AWS Config did not take ${refused.length} of ${results.length} evaluations, first ${refused[0]}`);
}

/**
 * The results of earlier runs about resources that are no longer judged, as what clears them. A result that a later run has given stays.
 *
 * @param kinds the kinds of resource whose enumeration is complete; results about others stay
 * @param judged every resource of this run, whatever its verdict
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules.html
 */
export async function staleResults(
  config: ConfigOperations,
  { configRuleName, at }: Invocation,
  kinds: readonly string[],
  judged: readonly { readonly type: string; readonly id: string }[],
): Promise<Result[]> {
  const current = new Set(judged.map(({ type, id }) => keyOf(type, id)));
  const earlier = await allPages(async (NextToken) => {
    const answer = await config.getComplianceDetailsByConfigRule({
      ConfigRuleName: configRuleName,
      ComplianceTypes: ['COMPLIANT', 'NON_COMPLIANT'],
      Limit: 100,
      NextToken,
    });
    return { items: answer.EvaluationResults, next: answer.NextToken };
  });
  return earlier.flatMap(({ EvaluationResultIdentifier: identifier }: EvaluationResult) => {
    const { ResourceType: type, ResourceId: id } = identifier?.EvaluationResultQualifier ?? {};
    if (type === undefined || id === undefined || !kinds.includes(type) || current.has(keyOf(type, id))) return [];
    if (identifier?.OrderingTimestamp && identifier.OrderingTimestamp > at) return [];
    return [
      {
        ComplianceResourceType: type,
        ComplianceResourceId: id,
        ComplianceType: 'NOT_APPLICABLE',
        Annotation: 'no longer judged by this rule',
      },
    ];
  });
}

const keyOf = (type: string, id: string): string => `${type}\0${id}`;
