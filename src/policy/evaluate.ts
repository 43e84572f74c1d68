import type { RequestContext, KeyState } from './request-context.ts';
import { withKeys } from './request-context.ts';
import { maybe, no, or, yes, type Kleene } from './kleene.ts';
import { possibleStates, type Asked } from './possible-values.ts';
import { targetsOf } from './resource-kinds.ts';
import type { Target } from './resource-match.ts';
import { budget } from './separate.ts';
import { allowed, saidBy, type Relevant, type Situation } from './sources.ts';

/** A request with everything that decides it. */
export interface Question {
  readonly action: string;
  readonly relevant: readonly Relevant[];
  /** How many levels of SCPs there are. */
  readonly levels: number;
  readonly situation: Situation;
  readonly target: Target;
  readonly context: RequestContext;
  /** Keys that the caller can give any value, in lower case: a grant that some value opens is open. */
  readonly chosenByCaller: { has(key: string): boolean };
}

/** What is answered for every value that the unknown keys can have. */
export interface Answer {
  /** Allowed with every value, with some, or with none. */
  readonly allowed: Kleene;
  /** Values of unknown keys with which it is allowed, if that was found out and takes any. */
  readonly witness: ReadonlyMap<string, KeyState> | undefined;
  /** The resources that were looked at: one of each kind, or the set itself. */
  readonly targets: readonly Target[];
}

/** Combinations of values that are tried for one request. */
const mostCombinations = 1_024;

/** Statements that are looked at for one request, each time anew for every resource and combination of values. */
const mostStatements = 300_000;

/** Answers a question exactly where the unknown keys and the set of resources fall into few kinds, and in three-valued logic beyond that. */
export function evaluate(question: Question): Answer {
  const { relevant, levels, situation, target, context, chosenByCaller } = question;
  const targets = targetsOf(relevant, target, context, mostStatements / Math.max(1, relevant.length));
  const most = Math.min(mostCombinations, mostStatements / Math.max(1, relevant.length));
  const states = statesOf(relevant, context, most / targets.length);
  const [chosen, given] = parted([...states], ([key]) => chosenByCaller.has(key));
  let least: Kleene = yes;
  let greatest: Kleene = no;
  let witness: Answer['witness'];
  for (const outer of combinations(given)) {
    let best: Kleene = no;
    for (const inner of combinations(chosen)) {
      const keys = new Map([...outer, ...inner]);
      const here = keys.size > 0 ? withKeys(context, keys) : context;
      const found = targets.reduce<Kleene>(
        (so, one) => (so === yes ? so : or(so, allowed(saidBy(relevant, levels, one, here), situation, here))),
        no,
      );
      best = or(best, found);
      if (found === yes && outer.length > 0) witness ??= new Map(outer);
      if (best === yes) break;
    }
    if (best < least) least = best;
    greatest = or(greatest, best);
    if (least !== yes && greatest !== no) break;
  }
  return { allowed: least === greatest ? least : maybe, witness, targets };
}

function parted<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** The states of the unknown keys that conditions ask for, as many keys as can be combined. */
function statesOf(relevant: readonly Relevant[], context: RequestContext, most: number): Map<string, readonly KeyState[]> {
  const conditions = new Map<string, Asked[]>();
  const inVariables = new Set<string>();
  for (const { statement } of relevant) {
    for (const { template } of statement?.resources?.patterns ?? []) for (const key of template.keys) inVariables.add(key);
    for (const condition of statement?.conditions ?? []) {
      const one: Asked = { condition, effect: statement?.effect ?? 'Allow' };
      const asked = conditions.get(condition.key);
      if (asked) asked.push(one);
      else conditions.set(condition.key, [one]);
      for (const value of condition.values) for (const key of value.keys) inVariables.add(key);
    }
  }
  const work = budget();
  const found: [string, readonly KeyState[]][] = [];
  for (const [key, asked] of conditions) {
    const state = context.state(key);
    if (state.kind !== 'unknown' || inVariables.has(key)) continue;
    const states = possibleStates(key, asked, state.mayBeAbsent, context, work);
    if (states) found.push([key, states]);
  }
  found.sort(([, one], [, other]) => one.length - other.length);
  let product = 1;
  return new Map(found.filter(([, states]) => (product *= states.length) <= most));
}

/** Every combination of one state for each key, made one at a time. */
function* combinations(states: readonly (readonly [string, readonly KeyState[]])[]): Generator<[string, KeyState][]> {
  const [first, ...rest] = states;
  if (!first) {
    yield [];
    return;
  }
  const [key, values] = first;
  for (const value of values) for (const others of combinations(rest)) yield [[key, value], ...others];
}
