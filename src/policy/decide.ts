import { prepared, type DecideInput, type Prepared } from './decide-input.ts';
import { evaluate, type Answer, type Question } from './evaluate.ts';
import { because, type Reason } from './explanation.ts';
import { grantsOn } from './key-grants.ts';
import { maybe, no, yes } from './kleene.ts';
import { requestContext, settled, type RequestContext } from './request-context.ts';
import { allowedBut, relevantTo, saidBy, scpLevels } from './sources.ts';

/** Whether a request is allowed, whatever the unknown keys hold (granted), for some values (granted-if), or for none (denied). */
export interface DecideOutput {
  readonly verdict: 'granted' | 'granted-if' | 'denied';
  /** What AWS decides; `undefined` when that depends on what is not known. */
  readonly decision: 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied' | undefined;
  /** At least one reason. */
  readonly because: readonly Reason[];
}

/**
 * Decides whether a principal may do something.
 *
 * Three-valued: `denied` is only said when no value of what is not known opens the request, and `granted` only when every one does. Access to a set of
 * resources is access to any of them. Where AWS does not document what happens, the verdict is `granted-if`, and the decision what is likelier.
 *
 * @throws Error for a request that is not one: no resource, no account, an unknown kind of principal, an action without a service, a context that is no list
 *   of values. A policy that AWS would not accept is no error: it may say anything, and the verdict is `granted-if` unless another one settles it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(input: DecideInput): DecideOutput {
  const asked = prepared(input);
  const context = requestContext(input.context ?? {}, input.unknownKeys ?? [], input.alwaysPresent ?? []);
  const open = questionIn(asked, context);
  const answer = evaluate(open);
  const { allowed } = answer;
  const isOpen = [...(input.unknownKeys ?? []), ...(input.alwaysPresent ?? [])].some(
    (key) => context.state(key.toLowerCase()).kind === 'unknown',
  );
  return {
    verdict: allowed === yes ? 'granted' : allowed === no ? 'denied' : 'granted-if',
    decision: decisionOf(isOpen ? open : questionIn(asked, settled(context)), answer, isOpen),
    because: because(open, answer),
  };
}

function questionIn({ sources, caller, action, target, situation, grants, chosenByCaller }: Prepared, context: RequestContext): Question {
  return {
    action,
    relevant: relevantTo(sources, caller, action, target, context),
    levels: scpLevels(sources, caller),
    situation: { ...situation, grant: situation.mustBeNamed ? grantsOn(grants, caller, action, context) : no },
    target,
    context,
    chosenByCaller,
  };
}

/** What AWS decides of one of the resources: an Allow before a Deny that takes one back, and that before silence. */
function decisionOf(question: Question, { allowed, targets }: Answer, isOpen: boolean): DecideOutput['decision'] {
  if (allowed === yes) return 'Allowed';
  const { relevant, levels, situation, context } = question;
  const each = targets.map((one) => {
    const said = saidBy(relevant, levels, one, context);
    return { deny: said.deny, but: allowedBut(said, situation, context) };
  });
  if (isOpen) {
    if (allowed !== no) return undefined;
    if (each.every(({ deny }) => deny === yes)) return 'ExplicitlyDenied';
    return each.every(({ deny }) => deny === no) ? 'ImplicitlyDenied' : undefined;
  }
  if (each.some(({ deny, but }) => but === yes && deny === no)) return 'Allowed';
  if (each.some(({ deny, but }) => but === yes && deny === yes)) return 'ExplicitlyDenied';
  // A set of too many kinds of resources to look at one by one.
  if (each.some(({ deny, but }) => but === maybe || (but === yes && deny === maybe))) return undefined;
  return each.every(({ deny }) => deny === yes) ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
}
