import { judge } from '../engine/judge.ts';
import { liveAccount, type Limit } from '../engine/live-reader.ts';
import { configure } from '../engine/parameters.ts';
import type { Rule } from '../engine/rule.ts';
import { untilKnown } from '../engine/until-known.ts';
import type { Connection } from '../facts/aws/connection.ts';
import type { Scope } from '../facts/fact.ts';
import { attemptTo, type Unreadable } from '../facts/unreadable.ts';
import { parseArn } from '../policy/arn.ts';
import { answersTo, withExemptions, type Exempted } from './answers.ts';
import type { ConfigOperations } from './config-service.ts';
import { parseEvent, type ConfigEvent, type Question } from './event.ts';
import { putResults, staleResults, type Invocation } from './report.ts';
import { isPassing, reportable, type Result } from './results.ts';
import { readExemptions, settingsOf } from './settings.ts';
import { questionOfWholeItem } from './whole-item.ts';

/** What a handler needs of the outside; only `main.ts` builds it from the environment. */
export interface Surroundings {
  readonly connect: (scope: Scope) => Connection;
  readonly config: (region: string) => Promise<ConfigOperations>;
  readonly limit: Limit;
  readonly log: Log;
  readonly now: () => Date;
}

/** Structured logging of an invocation. */
interface Log {
  info(message: string, members: Readonly<Record<string, string | number>>): void;
}

/** What AWS Lambda says of the invocation. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
}

/**
 * The handler of a rule as an AWS Config custom rule. It may be invoked twice with the same event, or with events out of order: it always judges what is
 * true now, and takes back nothing that a later invocation reported.
 *
 * @throws Error for an event that is not AWS Config's or of another account, for wrong parameters before anything is judged, and, after everything that
 *   could be judged was reported, for what another invocation may be able to read
 */
export function configRuleHandler(rule: Rule, { connect, config, limit, log, now }: Surroundings) {
  return async (event: unknown, context: LambdaContext): Promise<void> => {
    const started = now();
    const asked = parseEvent(event);
    const scope = scopeOf(context);
    if (asked.accountId !== scope.account) {
      throw new Error(`the event is of account ${asked.accountId}; this function judges its own account ${scope.account} only`);
    }
    const connection = connect(scope);
    const ssm = await connection.ssm();
    const [{ parameters, whenUnreadable }, { exemptions, note, unreadable }, operations] = await Promise.all([
      settingsOf(rule, asked.ruleParameters, ssm),
      readExemptions(ssm),
      // Loaded while the answers of SSM are on their way.
      config(scope.region),
    ]);
    const configured = configure(rule, parameters);
    const asks = await wholeQuestion(operations, asked);

    const reader = liveAccount(limit).reader(scope, connection);
    const judged = withExemptions(await untilKnown(reader, (known) => judge(configured, known, scope)), exemptions, started);
    const { findings, takenBack } = answersTo(asks, judged);
    const { results, failures } = reportable({ findings, unread: judged.unread }, whenUnreadable, note);

    const invocation = { ...asked, at: asks.at };
    const stale = await staleAfter(operations, invocation, asks, rule, judged);
    const refused = await putResults(operations, invocation, [...results, ...takenBack, ...stale.results]);

    log.info('evaluated', {
      requestId: context.awsRequestId,
      rule: rule.id,
      account: scope.account,
      region: scope.region,
      reported: results.length,
      takenBack: takenBack.length + stale.results.length,
      refused: refused.length,
      unread: findings.filter(({ verdict }) => verdict === 'UNKNOWN').length,
      exempt: judged.exempt,
      exemptionsExpiringSoon: judged.expiringSoon,
      milliseconds: now().getTime() - started.getTime(),
    });
    const hasFault = results.some(({ ComplianceType }) => ComplianceType === 'NON_COMPLIANT');
    failWith([
      refused.length > 0 && `AWS Config did not take ${refused.length} evaluations, first ${refused[0]}`,
      failures.length > 0 && `${failures.length} of ${findings.length} resources could not be judged, first: ${failures[0]}`,
      stale.unreadable?.message,
      // A fault may be exempt; another invocation may be able to tell.
      unreadable !== undefined && isPassing(unreadable) && hasFault && unreadable.message,
    ]);
  };
}

function scopeOf({ invokedFunctionArn }: LambdaContext): Scope {
  const arn = parseArn(invokedFunctionArn);
  if (!arn) throw new Error(`invokedFunctionArn is not an ARN: ${JSON.stringify(invokedFunctionArn)}`);
  return { partition: arn.partition, account: arn.account, region: arn.region };
}

async function wholeQuestion(operations: ConfigOperations, { asks, accountId }: ConfigEvent): Promise<Question> {
  return asks.kind === 'resource' && asks.isSummary ? questionOfWholeItem(operations, asks, accountId) : asks;
}

/** What takes back the results of earlier runs that this one does not renew. */
async function staleAfter(
  operations: ConfigOperations,
  invocation: Invocation,
  asks: Question,
  rule: Rule,
  { findings, enumerated, unread }: Exempted,
): Promise<{ readonly results: readonly Result[]; readonly unreadable?: Unreadable }> {
  if (asks.kind !== 'everything' || !enumerated) return { results: [] };
  const { types, faultsOnly = [] } = rule.over;
  const kinds = ['AWS::::Account', ...types.filter((type) => unread.size === 0 || !faultsOnly.includes(type))];
  const subjects = findings.map(({ resource }) => resource);
  const stale = await attemptTo(staleResults(operations, invocation, kinds, subjects));
  return 'unreadable' in stale ? { results: [], unreadable: stale.unreadable } : { results: stale.value };
}

function failWith(problems: readonly (string | false | undefined)[]): void {
  const found = problems.filter((problem) => typeof problem === 'string');
  if (found.length > 0) throw new Error(found.join('; '));
}
