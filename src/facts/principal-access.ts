import { callerOf } from '../policy/caller.ts';
import { evaluate, type Question } from '../policy/evaluate.ts';
import { because, type Reason } from '../policy/explanation.ts';
import { grantsOn } from '../policy/key-grants.ts';
import { no } from '../policy/kleene.ts';
import { parsePolicy } from '../policy/policy-document.ts';
import { principalContext } from '../policy/principal-context.ts';
import { relevantTo, scpLevels, type NamedPolicy, type Sources } from '../policy/sources.ts';
import { certaintyOf, isFavourable, type Certainty, type SurveyQuestion } from '../policy/survey.ts';
import { gateQuestion, questionOf, type PrincipalInquiry } from './principal-readers.ts';

/** Whether a principal may do one thing that reads a destination, or leads to reading it, and why. */
export interface Access {
  readonly action: string;
  /** ARN of what it is asked of; with a trailing `*` for all that begins so. */
  readonly on: string;
  /** What it lets somebody do, for what does not read by itself. */
  readonly indirectly: string | undefined;
  /** Whether it opens no destination, but the key of one. */
  readonly isKey: boolean;
  readonly how: Certainty;
  readonly because: readonly Reason[];
}

/**
 * Every way by which a principal could read a destination, with what opens it or what stops it.
 *
 * @returns `undefined` when the account has no user or role of that ARN
 */
export function principalAccess(inquiry: PrincipalInquiry, arn: string): Access[] | undefined {
  const { authorization, reads, detours, gate, organization } = inquiry;
  const principal = authorization.principals.find((one) => one.arn === arn);
  if (!principal) return undefined;
  const policyAt = (at: number): NamedPolicy => {
    const { name = '', document = '' } = authorization.policies[at] ?? {};
    return { name, parsed: parsePolicy(authorization.documents[document], 'principals') };
  };
  const ofGroups = (principal.groups ?? []).flatMap((at) => authorization.groups[at]?.policies ?? []);
  const own = {
    identity: [...principal.policies, ...ofGroups].map(policyAt),
    boundary: principal.boundary === undefined ? undefined : [policyAt(principal.boundary)],
    session: undefined,
    ...organization,
  };
  const ask = (question: SurveyQuestion, indirectly: string | undefined): Access => ({
    action: question.action,
    on: 'arn' in question.target ? question.target.arn : `${question.target.prefix}*`,
    indirectly,
    isKey: question.isGate,
    ...answer(question, { ...own, resource: question.resource }, principal),
  });
  return [
    ...reads.filter(({ isDocumented, via }) => isDocumented && !via?.isForNext).map((read) => ask(questionOf(read, inquiry), undefined)),
    ...(gate ? [ask(gateQuestion(gate, inquiry), undefined)] : []),
    ...detours.map((detour) => ask(questionOf(detour, inquiry), detour.indirectly)),
  ];
}

function answer(
  { action, target, mustBeNamed, grants, request }: SurveyQuestion,
  sources: Sources,
  principal: { readonly arn: string; readonly id: string },
): Pick<Access, 'how' | 'because'> {
  const caller = callerOf(principal.arn);
  const context = principalContext(principal, request);
  const question: Omit<Question, 'chosenByCaller'> = {
    action,
    relevant: relevantTo(sources, caller, action, target, context),
    levels: scpLevels(sources, caller),
    situation: {
      caller,
      isSameAccount: true,
      mustBeNamed,
      isClosedToOthers: false,
      hasBoundary: sources.boundary !== undefined,
      hasSessionPolicy: false,
      hasResourcePolicy: sources.resource !== undefined,
      grant: mustBeNamed ? grantsOn(grants, caller, action, context) : no,
    },
    target,
    context,
  };
  const asked: Question = { ...question, chosenByCaller: { has: isFavourable } };
  return { how: certaintyOf(question), because: because(asked, evaluate(asked)) };
}
