import { holds, wantedBy } from './condition.ts';
import { anyMany, anyOne, textOf } from './glob.ts';
import type { Language, Wanted } from './operators/operator.ts';
import type { Condition, Statement } from './policy-document.ts';
import { withKeys, type KeyState, type RequestContext } from './request-context.ts';
import { separate, type Budget } from './separate.ts';

/** More kinds of values of a key with several values than this are not combined into sets. */
const mostInSets = 5;

/** Values that are compared to tell the states of one key apart. */
const mostComparisons = 50_000;

const absent: KeyState = { kind: 'absent' };

/** A condition on a key, in a statement of some effect. */
export interface Asked {
  readonly condition: Condition;
  readonly effect: Statement['effect'];
}

/**
 * The states that an unknown key can be in, one for each way in which its conditions can be answered: whatever the key really holds, every condition answers
 * as it does for one of these.
 *
 * @param asked every condition on the key
 * @returns `undefined` when the kinds cannot be told apart: operators that compare differently, values with unknown variables, or too many kinds
 */
export function possibleStates(
  key: string,
  asked: readonly Asked[],
  mayBeAbsent: boolean,
  context: RequestContext,
  work: Budget,
): readonly KeyState[] | undefined {
  const conditions = asked.map(({ condition }) => condition);
  const values = kindsOfValues(conditions, context, work);
  if (!values) return undefined;
  const isSet = conditions.some(({ operator }) => operator?.kind === 'comparison' && operator.set !== undefined);
  const withoutValue = mayBeAbsent ? [absent] : [];
  if (!isSet) return distinct([...withoutValue, ...[...values, ''].map(holding)], key, asked, context);
  // An empty text is no value where sets are compared.
  const members = distinct(values.map(holding), key, asked, context);
  if (members.length > mostInSets) return undefined;
  const sets = subsets(members.flatMap(valuesOf)).map(supposed);
  return distinct([...withoutValue, ...sets, holding('')], key, asked, context);
}

const supposed = (values: readonly string[]): KeyState => ({ kind: 'known', values, isSupposed: true });
const holding = (value: string): KeyState => supposed([value]);
const valuesOf = (state: KeyState): readonly string[] => (state.kind === 'known' ? state.values : []);

/** One of the states of a key for each way in which its conditions can be answered. */
function distinct(states: readonly KeyState[], key: string, asked: readonly Asked[], context: RequestContext): readonly KeyState[] {
  const values = asked.reduce((sum, { condition }) => sum + condition.values.length, 0);
  if (states.length * values > mostComparisons) return states;
  const byAnswers = new Map<string, KeyState>();
  for (const state of states) {
    const here = withKeys(context, new Map([[key, state]]));
    const answers = asked.map(({ condition, effect }) => holds(condition, effect, here)).join('');
    if (!byAnswers.has(answers)) byAnswers.set(answers, state);
  }
  return [...byAnswers.values()];
}

function kindsOfValues(conditions: readonly Condition[], context: RequestContext, work: Budget): readonly string[] | undefined {
  const asked: Wanted[] = [];
  const languages: Language[] = [];
  let ordered: ((wanted: readonly Wanted[]) => readonly string[]) | undefined;
  for (const condition of conditions) {
    const named = condition.operator;
    if (!named) return undefined;
    if (named.kind === 'null') continue;
    const { operator } = named;
    for (const { certainty, glob } of wantedBy(operator, condition, context)) {
      if (certainty === 'unknown') return undefined;
      const wanted = { glob, text: textOf(glob) };
      asked.push(wanted);
      if (operator.kinds.by !== 'letters') continue;
      const language = operator.kinds.language(wanted);
      if (!language) return undefined;
      languages.push(language);
    }
    if (operator.kinds.by === 'nothing') return undefined;
    if (operator.kinds.by === 'order') {
      if (ordered && ordered !== operator.kinds.representatives) return undefined;
      ordered = operator.kinds.representatives;
    }
  }
  if (ordered) return languages.length === 0 && asked.length > 0 ? ordered(asked) : undefined;
  const { texts, isComplete } = separate(languages, { glob: [anyOne, anyMany], foldsCase: false }, work);
  return isComplete ? texts : undefined;
}

/** Every set of at least one of the values. */
function subsets(values: readonly string[]): string[][] {
  return values.reduce<string[][]>((sets, value) => [...sets, ...sets.map((set) => [...set, value])], [[]]).filter((set) => set.length > 0);
}
