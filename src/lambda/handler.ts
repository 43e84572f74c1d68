import { exempted } from '../engine/exemptions.ts';
import { judge, type Judged } from '../engine/judge.ts';
import { liveAccount, type Limit } from '../engine/live-reader.ts';
import { configure } from '../engine/parameters.ts';
import type { Rule } from '../engine/rule.ts';
import { untilKnown } from '../engine/until-known.ts';
import { annotationLength, cutAtWord } from '../engine/wording.ts';
import type { Connection } from '../facts/aws/connection.ts';
import type { Scope } from '../facts/fact.ts';
import { parseArn } from '../policy/arn.ts';
import type { ConfigOperations } from './config-service.ts';
import { parseEvent, type Question } from './event.ts';
import { putResults, staleResults } from './report.ts';
import { reportable, type Result } from './results.ts';
import { readExemptions, settingsOf, type Exemptions } from './settings.ts';

/** What a handler needs of the outside; only `main.ts` builds it from the environment. */
export interface Surroundings {
  connect(scope: Scope): Connection;
  config(region: string): Promise<ConfigOperations>;
  readonly limit: Limit;
  readonly log: Log;
  now(): Date;
}

/** Structured logging of an invocation. */
export interface Log {
  info(message: string, members: Readonly<Record<string, unknown>>): void;
}

/** What AWS Lambda says of the invocation. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
}

/**
 * The handler of a rule as an AWS Config custom rule. It may be invoked twice with the same event, or with events out of order: it always judges what is
 * true now, and clears nothing that a later invocation reported.
 *
 * @throws Error for an event that is not AWS Config's or of another account, for wrong parameters before anything is read, and, after everything that
 *   could be judged was reported, for what another invocation may be able to read
 */
export function configRuleHandler(rule: Rule, { connect, config, limit, log, now }: Surroundings) {
  return async (event: unknown, context: LambdaContext): Promise<void> => {
    const started = now().getTime();
    const asked = parseEvent(event);
    const scope = scopeOf(context);
    if (asked.accountId !== scope.account) {
      throw new Error(`the event is of account ${asked.accountId}; this function judges its own account ${scope.account} only`);
    }
    const connection = connect(scope);
    const ssm = await connection.ssm();
    const { parameters, whenUnreadable } = await settingsOf(rule, asked.ruleParameters, ssm);
    const configured = configure(rule, parameters);
    const exemptions = await readExemptions(ssm);

    const reader = liveAccount(limit).reader(scope, connection);
    const judged = await untilKnown(reader, (known) => judge(configured, known, scope));
    const { results, failures } = reportable(withExemptions(judged, exemptions, now()), whenUnreadable);
    const invocation = { ...asked, at: asked.asks.at };
    const operations = await config(scope.region);
    const answers = answersTo(asked.asks, results, judged);
    await putResults(operations, invocation, answers);
    const stale =
      asked.asks.kind === 'everything' && judged.enumerated
        ? await staleResults(
            operations,
            invocation,
            ['AWS::::Account', ...rule.over.types],
            judged.findings.map(({ resource }) => resource),
          )
        : [];
    await putResults(operations, invocation, stale);

    log.info('evaluated', {
      requestId: context.awsRequestId,
      rule: rule.id,
      account: scope.account,
      region: scope.region,
      reported: answers.length,
      cleared: stale.length,
      unread: judged.unread.size,
      milliseconds: now().getTime() - started,
    });
    if (failures.length > 0) throw new Error(`${failures.length} resources could not be judged: ${failures[0]}`);
  };
}

function scopeOf({ invokedFunctionArn }: LambdaContext): Scope {
  const arn = parseArn(invokedFunctionArn);
  if (!arn) throw new Error(`invokedFunctionArn is not an ARN: ${JSON.stringify(invokedFunctionArn)}`);
  return { partition: arn.partition, account: arn.account, region: arn.region };
}

/** The results that were asked for: all of them, or the one about the resource that changed. What could not be judged stays as it was. */
function answersTo(asks: Question, results: readonly Result[], { findings, enumerated }: Judged): readonly Result[] {
  if (asks.kind === 'everything') return results;
  const { type, id } = asks.resource;
  const notApplicable = (why: string): Result[] => [
    { ComplianceResourceType: type, ComplianceResourceId: id, ComplianceType: 'NOT_APPLICABLE', Annotation: why },
  ];
  if (asks.gone) return notApplicable('deleted, or out of the scope of the rule');
  const isSubject = findings.some(({ resource }) => resource.type === type && resource.id === id);
  if (!isSubject) return enumerated ? notApplicable('not judged by this rule') : [];
  return results.filter((result) => result.ComplianceResourceType === type && result.ComplianceResourceId === id);
}

function withExemptions({ findings, unread }: Judged, { exemptions, note }: Exemptions, today: Date): Pick<Judged, 'findings' | 'unread'> {
  const stillUnread = new Map(unread);
  const judged = findings.map((finding) => {
    const left = exempted(finding, exemptions, today);
    const noted = note !== undefined && left.verdict === 'NON_COMPLIANT' ? { ...left, because: withNote(left.because ?? '', note) } : left;
    const unreadable = unread.get(finding);
    if (unreadable && left === finding) stillUnread.set(noted, unreadable);
    return noted;
  });
  return { findings: judged, unread: stillUnread };
}

/** A reason with a note behind it, both of which stay readable. */
function withNote(because: string, note: string): string {
  const kept = cutAtWord(note, 90);
  return `${cutAtWord(because, annotationLength - kept.length - 2)}; ${kept}`;
}
