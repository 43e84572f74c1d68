import type { NamedOperator } from './condition-operators.ts';
import { doubtful } from './doubt.ts';
import { literal, lowered, matches, textOf, type Glob } from './glob.ts';
import { and, maybe, no, not, or, yes, type Kleene } from './kleene.ts';
import type { Operator } from './operators/operator.ts';
import type { Condition, Statement } from './policy-document.ts';
import { settled, type KeyState, type RequestContext } from './request-context.ts';
import { resolve, type Resolved } from './template.ts';

type Comparison = Extract<NamedOperator, { kind: 'comparison' }>;

/** Whether all conditions of a statement hold. */
export function conditionsHold({ conditions, effect }: Pick<Statement, 'conditions' | 'effect'>, context: RequestContext): Kleene {
  let all: Kleene = yes;
  for (const condition of conditions) {
    all = and(all, holds(condition, effect, context));
    if (all === no) return no;
  }
  return all;
}

/**
 * Whether a condition holds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function holds(condition: Condition, effect: Statement['effect'], context: RequestContext): Kleene {
  const { operator } = condition;
  if (!operator) return doubtful(context, false);
  const state = context.state(condition.key);
  if (operator.kind === 'null') return isNull(condition, state);
  if (state.kind === 'known') return compared(operator, condition, state, effect, context);
  const whenAbsent = withoutKey(operator, context);
  if (state.kind === 'absent') return whenAbsent;
  const whenPresent = withUnknownValue(operator, condition, context);
  return state.mayBeAbsent && whenPresent !== whenAbsent ? maybe : whenPresent;
}

function isNull({ texts }: Condition, state: KeyState): Kleene {
  const asked = texts.map((text) => text.toLowerCase());
  const whenAbsent = asked.includes('true') ? yes : no;
  const whenPresent = asked.includes('false') ? yes : no;
  if (state.kind === 'absent') return whenAbsent;
  return state.kind === 'unknown' && state.mayBeAbsent && whenAbsent !== whenPresent ? maybe : whenPresent;
}

function withoutKey({ set, ifExists, isNegated }: Comparison, context: RequestContext): Kleene {
  if (set === 'ForAllValues') return yes;
  // The two rules for a missing key contradict each other; AWS is reported to follow that of the set.
  if (set === 'ForAnyValue') return ifExists ? doubtful(context, false) : no;
  return ifExists || isNegated ? yes : no;
}

/** Without a value in the policy nothing can match, whatever the request has; but where sets are compared, an empty text counts as no value. */
function withUnknownValue(operator: Comparison, { values }: Condition, context: RequestContext): Kleene {
  if (operator.set !== undefined || values.some((value) => resolve(value, context) !== undefined)) return maybe;
  return operator.isNegated ? yes : no;
}

function compared(
  { set, operator, isNegated }: Comparison,
  condition: Condition,
  { values: given, isSupposed }: Extract<KeyState, { kind: 'known' }>,
  effect: Statement['effect'],
  context: RequestContext,
): Kleene {
  const wanted = wantedBy(operator, condition, context);
  const one = (value: string): Kleene => {
    const found = matched(operator, isNegated, value, wanted, isSupposed ? settled(context) : context);
    return isNegated ? not(found) : found;
  };
  // An empty text counts as no value where sets are compared.
  if (set === 'ForAllValues')
    return given
      .filter((value) => value !== '')
      .map(one)
      .reduce(and, yes);
  if (set === 'ForAnyValue')
    return given
      .filter((value) => value !== '')
      .map(one)
      .reduce(or, no);
  const [value = '', ...more] = given;
  if (more.length === 0) return one(value);
  // A key with several values needs a set operator.
  return effect === 'Allow' ? no : doubtful(context, false);
}

/** What the policy wants, its variables replaced; what has no value matches nothing and is left out. */
export function wantedBy(operator: Operator, { values, texts }: Condition, context: RequestContext): Resolved[] {
  if (!operator.takesVariables) return texts.map((text): Resolved => ({ certainty: 'exact', glob: literal(text) }));
  return values.map((value) => resolve(value, context)).filter((resolved) => resolved !== undefined);
}

function matched(operator: Operator, isNegated: boolean, value: string, wanted: readonly Resolved[], context: RequestContext): Kleene {
  let found: Kleene = no;
  for (const { certainty, glob } of wanted) {
    if (certainty === 'unknown') {
      found = or(found, couldMatch(glob, value) ? maybe : no);
    } else {
      const accepted = operator.accepts(value, { glob, text: textOf(glob) });
      if (accepted === undefined) found = or(found, doubtful(context, true));
      else if (accepted === 'unreadable') found = or(found, isNegated ? doubtful(context, false) : no);
      else found = or(found, accepted ? yes : no);
    }
  }
  return found;
}

/** Whether a text whose unknown parts are wildcards could be the value, in any case of letters. */
const couldMatch = (glob: Glob, value: string): boolean => matches(glob.map(lowered), textOf(literal(value).map(lowered)));
