import type { EvaluationResult } from '@aws-sdk/client-config-service';
import { allPages, listOf } from '../facts/pages.ts';
import { describeError, unreadable } from '../facts/unreadable.ts';
import type { ConfigOperations } from './config-service.ts';
import { reportedId, takenBack, type ResourceKey, type Result } from './results.ts';

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
 * Reports results, as many calls as it takes.
 *
 * @returns the resources, as `type id`, whose results AWS Config did not take
 * @throws Error when AWS Config refused a whole call
 */
export async function putResults(config: ConfigOperations, { resultToken, at }: Invocation, results: readonly Result[]): Promise<string[]> {
  const refused: string[] = [];
  for (let first = 0; first < results.length; first += evaluationsPerCall) {
    const Evaluations = results.slice(first, first + evaluationsPerCall).map((result) => ({ ...result, OrderingTimestamp: at }));
    const answer = await config
      .putEvaluations({ ResultToken: resultToken, Evaluations, TestMode: resultToken === testToken })
      .catch((cause: unknown) => {
        throw new Error(`AWS Config took only ${first} of ${results.length} evaluations: ${nameOf(cause)}`, { cause });
      });
    for (const { ComplianceResourceType, ComplianceResourceId } of listOf(answer.FailedEvaluations ?? [])) {
      refused.push(`${ComplianceResourceType} ${ComplianceResourceId}`);
    }
  }
  return refused;
}

/** The kind of an error; its message can name people. */
function nameOf(error: unknown): string {
  const { name, code } = describeError(error);
  return code || name;
}

/**
 * The results of earlier runs about resources that are no longer judged, as what takes them back. A result that a later run has given stays.
 *
 * @param kinds the kinds of resource whose enumeration is complete; results about others stay
 * @param judged every resource of this run, whatever its verdict
 * @throws Unreadable when the earlier results cannot be read
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules.html
 */
export async function staleResults(
  config: ConfigOperations,
  { configRuleName, resultToken, at }: Invocation,
  kinds: readonly string[],
  judged: readonly ResourceKey[],
): Promise<Result[]> {
  if (resultToken === testToken) return [];
  const current = new Set(judged.map((resource) => keyOf(resource.type, reportedId(resource))));
  const earlier = await allPages(async (NextToken) => {
    const answer = await config.getComplianceDetailsByConfigRule({
      ConfigRuleName: configRuleName,
      ComplianceTypes: ['COMPLIANT', 'NON_COMPLIANT'],
      Limit: 100,
      NextToken,
    });
    return { items: answer.EvaluationResults ?? [], next: answer.NextToken };
  }).catch((error: unknown) => {
    throw unreadable(`earlier results of ${configRuleName}`, error);
  });
  return earlier.flatMap(({ EvaluationResultIdentifier: identifier }: EvaluationResult) => {
    const { ResourceType: type, ResourceId: id } = identifier?.EvaluationResultQualifier ?? {};
    if (type === undefined || id === undefined || !kinds.includes(type) || current.has(keyOf(type, id))) return [];
    if (identifier?.OrderingTimestamp && identifier.OrderingTimestamp > at) return [];
    return [takenBack({ type, id }, 'no longer judged by this rule')];
  });
}

const keyOf = (type: string, id: string): string => `${type}\0${id}`;
