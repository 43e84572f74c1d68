import { holds } from './condition.ts';
import type { Answer, Question } from './evaluate.ts';
import { matches } from './glob.ts';
import { maybe, no, yes, type Kleene } from './kleene.ts';
import type { Condition, Statement } from './policy-document.ts';
import type { KeyState, RequestContext } from './request-context.ts';
import type { Target } from './resource-match.ts';
import { allowedBut, applies, saidBy, type Relevant, type Said } from './sources.ts';

/** One reason for an answer. */
export interface Reason {
  /** The policy's name, or what is missing. */
  readonly policy: string;
  /** The statement's Sid, or its number; empty where no statement speaks. */
  readonly statement: string;
  readonly effect: 'Allow' | 'Deny' | 'none';
  /** What the statement says, or what is wanting, in words. */
  readonly why: string;
}

/** A statement and how surely it applies. */
interface Applied {
  readonly relevant: Relevant;
  readonly how: Kleene;
}

/** The statements that apply, or may apply, to a request. */
function applied(relevant: readonly Relevant[], targets: readonly Target[], context: RequestContext): Applied[] {
  return relevant
    .map((one) => ({
      relevant: one,
      how: targets.map((target) => applies(one, target, context)).reduce((so, how) => (how > so ? how : so), no),
    }))
    .filter(({ how }) => how !== no);
}

/** A statement in words: what it does to which action and resource, and under which conditions that are not known to hold. */
function reasonOf({ relevant, how }: Applied, action: string, context: RequestContext): Reason {
  const { policy, statement, problem } = relevant;
  if (!statement) return { policy, statement: '', effect: 'none', why: `cannot be read: ${problem ?? ''}` };
  const open = how === yes ? [] : openConditions(statement, context);
  return {
    policy,
    statement: statement.name,
    effect: statement.effect,
    why: `${statement.effect === 'Allow' ? 'allows' : 'denies'} ${scopeOf(statement, action)}${open.length > 0 ? ` if ${open.map(conditionText).join(' and ')}` : ''}`,
  };
}

/** The conditions of a statement that are not known to hold. */
function openConditions(statement: Statement, context: RequestContext): Condition[] {
  return statement.conditions.filter((condition) => holds(condition, statement.effect, context) !== yes);
}

/** A condition as one phrase. */
export const conditionText = ({ operatorName, keyName, texts }: Condition): string =>
  `${short(keyName)} ${short(operatorName)} ${texts.length <= 3 ? texts.map(short).join(' | ') : `${short(texts[0] ?? '')} and ${texts.length - 1} others`}`;

/** What a statement is about, as the policy writes it: `logs:Get* on *`. */
export function scopeOf(statement: Statement, action: string): string {
  const { actions, resources } = statement;
  const matching = actions.patterns.filter(({ glob }) => matches(glob, action.toLowerCase()));
  const what = actions.isComplement ? `everything but ${listed(actions.patterns)}` : listed(matching);
  if (!resources) return what;
  return `${what} on ${resources.isComplement ? 'everything but ' : ''}${listed(resources.patterns)}`;
}

const listed = (patterns: readonly { readonly text: string }[]): string =>
  patterns.length <= 2
    ? patterns.map(({ text }) => short(text)).join(', ')
    : `${short(patterns[0]?.text ?? '')} and ${patterns.length - 1} others`;

/** A text of a policy, cut where it is longer than anything that policies commonly have. */
const short = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 200)}…`);

/** Says of policies that something is wanting in them. */
const wanting = (policy: string, why: string): Reason => ({ policy, statement: '', effect: 'none', why });

/** Why a question is answered as it is; at least one reason. */
export function because(question: Question, { allowed, witness, targets }: Answer): Reason[] {
  const { relevant, levels, context, action, situation } = question;
  const all = applied(relevant, targets, context);
  const say = (which: (one: Applied) => boolean): Reason[] => all.filter(which).map((one) => reasonOf(one, action, context));
  const isGrant = ({ relevant: { layer, statement } }: Applied) =>
    statement?.effect === 'Allow' && (layer === 'identity' || layer === 'resource');
  const isDeny = ({ relevant: { statement } }: Applied) => statement?.effect === 'Deny';
  const isUnread = ({ relevant: { statement } }: Applied) => !statement;
  if (allowed === no) {
    const denied = say((one) => isDeny(one) && one.how === yes);
    if (denied.length > 0) return denied;
    const said = targets.map((one) => saidBy(relevant, levels, one, context));
    const couldBe = said.some((one) => allowedBut(one, situation, context) !== no);
    return couldBe
      ? [...say(isGrant), ...say(isDeny), wanting('unknown keys', 'no values of them open it')]
      : [whatIsWanting(question, said)];
  }
  const reasons = [
    ...say(isGrant),
    ...(situation.grant === no ? [] : [wanting('grant on the key', `allows ${action}`)]),
    ...(allowed === maybe ? say(isDeny) : []),
    ...(allowed === maybe ? say(isUnread) : []),
    ...(allowed === maybe && situation.mustBeNamed && !situation.hasResourcePolicy ? [wanting('resource policy', 'is not known')] : []),
    ...(allowed === maybe && witness ? [wanting('unknown keys', `allowed when ${[...witness].map(stateText).join(', ')}`)] : []),
  ];
  return reasons.length > 0 ? reasons : [wanting('root user', 'may do everything in its account that nothing denies')];
}

const stateText = ([key, state]: [string, KeyState]): string =>
  `${key} ${state.kind === 'known' ? `is ${state.values.map((value) => JSON.stringify(short(value))).join(', ')}` : 'is absent'}`;

/** What keeps a request from being allowed, when no Deny does. */
function whatIsWanting({ levels, action, situation }: Question, said: readonly Said[]): Reason {
  const none = (layer: 'identity' | 'scp' | 'boundary' | 'session' | 'direct' | 'limited' | 'account') =>
    said.every((one) => one[layer] === no);
  if (levels > 0 && none('scp')) return wanting('service control policies', `some level has no Allow for ${action}`);
  if (situation.hasBoundary && none('boundary')) return wanting('permissions boundary', `has no Allow for ${action}`);
  if (situation.hasSessionPolicy && none('session')) return wanting('session policy', `has no Allow for ${action}`);
  if (situation.isClosedToOthers) return wanting('public access block', 'keeps other accounts from a bucket whose policy is public');
  if (situation.mustBeNamed && !situation.hasResourcePolicy)
    return wanting('resource policy', 'is not known, and decides alone who may be allowed');
  const isNamed = !none('direct') || !none('limited') || !none('account');
  if (!isNamed && none('identity')) return wanting('identity and resource policies', `no statement allows ${action} there`);
  if (!isNamed && (!situation.isSameAccount || situation.mustBeNamed))
    return wanting('resource policy', `does not allow ${action} to the caller or its account`);
  if (none('identity')) return wanting('identity policies', `no statement allows ${action} there, as the resource policy leaves to them`);
  return wanting('all policies together', `allow ${action} on no resource that is asked for`);
}
