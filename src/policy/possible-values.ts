import { wantedBy } from './condition.ts';
import { anyMany, anyOne, textOf } from './glob.ts';
import type { Language, Wanted } from './operators/operator.ts';
import type { Condition } from './policy-document.ts';
import type { KeyState, RequestContext } from './request-context.ts';
import { separate, type Budget } from './separate.ts';

/** More kinds of values of a key with several values than this are not combined into sets. */
const mostInSets = 5;

const absent: KeyState = { kind: 'absent' };

/**
 * The states that an unknown key can be in, one for each kind of value that its conditions tell apart: whatever the key really holds, every condition
 * answers as it does for one of these.
 *
 * @param conditions every condition on the key
 * @returns `undefined` when the kinds cannot be told apart: operators that compare differently, values with unknown variables, or too many kinds
 */
export function possibleStates(
  conditions: readonly Condition[],
  mayBeAbsent: boolean,
  context: RequestContext,
  work: Budget,
): readonly KeyState[] | undefined {
  const values = kindsOfValues(conditions, context, work);
  if (!values) return undefined;
  const isSet = conditions.some(({ operator }) => operator?.kind === 'comparison' && operator.set !== undefined);
  if (isSet && values.length > mostInSets) return undefined;
  // An empty text is a value of its own kind, and none where sets are compared.
  const present = [...(isSet ? subsets(values) : values.map((value) => [value])), ['']];
  const states = present.map((given): KeyState => ({ kind: 'known', values: given, isSupposed: true }));
  return mayBeAbsent ? [absent, ...states] : states;
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
