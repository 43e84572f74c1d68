import { anyMany, anyManyInField, anyOne, anyOneInField, colon, literal } from './glob.ts';
import type { Language } from './operators/operator.ts';

/** Texts that stand for all others: any text is accepted by the same languages as one of these. */
export interface Separated {
  readonly texts: readonly string[];
  /** False when there were more kinds to tell apart than time allows; then the texts are only some of them. */
  readonly isComplete: boolean;
}

/** More states than sensible policies need; a hostile pattern can ask for any number. */
const mostStates = 3_000;

/** What is left to match of each language, as positions in its glob. */
type State = readonly (readonly number[])[];

/**
 * Finds one text for every combination of languages that some text is in, by walking all of them at the same time.
 *
 * @param universe only texts of this language count
 */
export function separate(languages: readonly Language[], universe?: Language): Separated {
  const all = universe ? [universe, ...languages] : languages;
  const start = all.map(({ glob }) => closed(glob, [0]));
  const other = characterOutside(all);
  const queue: { readonly state: State; readonly text: string }[] = [{ state: start, text: '' }];
  const seen = new Set([keyOf(start)]);
  const texts = new Map<string, string>();
  for (const { state, text } of queue) {
    if (!universe || isAccepted(universe, state[0])) {
      const combination = all.map((language, at) => (isAccepted(language, state[at]) ? '1' : '0')).join('');
      if (!texts.has(combination)) texts.set(combination, text);
    }
    for (const code of nextCodes(all, state, other)) {
      const next = all.map((language, at) => step(language, state[at] as readonly number[], code));
      if (universe && next[0]?.length === 0) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= mostStates) return { texts: [...texts.values()], isComplete: false };
      seen.add(key);
      queue.push({ state: next, text: text + String.fromCharCode(code) });
    }
  }
  return { texts: [...texts.values()], isComplete: true };
}

const keyOf = (state: State): string => state.map((positions) => positions.join(',')).join(';');

const isAccepted = ({ glob }: Language, positions: readonly number[] | undefined): boolean => positions?.at(-1) === glob.length;

/** Adds the positions behind stars, which may match nothing. Sorted, each once. */
function closed(glob: Language['glob'], positions: Iterable<number>): number[] {
  const all = new Set(positions);
  for (const position of all) {
    const code = glob[position];
    if (code === anyMany || code === anyManyInField) all.add(position + 1);
  }
  return [...all].sort((one, other) => one - other);
}

function step({ glob, foldsCase }: Language, positions: readonly number[], read: number): number[] {
  const next: number[] = [];
  for (const position of positions) {
    const code = glob[position];
    if (code === undefined) continue;
    if (code === anyMany || (code === anyManyInField && read !== colon)) next.push(position);
    else if (code === anyOne || (code === anyOneInField && read !== colon) || code === read || (foldsCase && isSameLetter(code, read)))
      next.push(position + 1);
  }
  return closed(glob, next);
}

const isSameLetter = (one: number, other: number): boolean =>
  one >= 0 && String.fromCharCode(one).toLowerCase() === String.fromCharCode(other).toLowerCase();

/** The characters that lead to different states from here: the literals ahead, the colon, and one that stands for all the rest. */
function nextCodes(languages: readonly Language[], state: State, other: number): Set<number> {
  const codes = new Set([other]);
  for (const [at, { glob, foldsCase }] of languages.entries()) {
    for (const position of state[at] ?? []) {
      const code = glob[position];
      if (code === undefined) continue;
      if (code === anyManyInField || code === anyOneInField) codes.add(colon);
      if (code < 0) continue;
      codes.add(code);
      if (foldsCase) for (const variant of variantsOf(code)) codes.add(variant);
    }
  }
  return codes;
}

const variantsOf = (code: number): number[] => {
  const letter = String.fromCharCode(code);
  return [letter.toLowerCase(), letter.toUpperCase()].filter((variant) => variant.length === 1).map((variant) => variant.charCodeAt(0));
};

/** A character that no language has, nor any case of it. */
function characterOutside(languages: readonly Language[]): number {
  const used = new Set(languages.flatMap(({ glob }) => glob.flatMap((code) => (code < 0 ? [] : [code, ...variantsOf(code)]))));
  const free = literal('x-0_abcdefghijklmnopqrstuvwyz123456789').find((code) => !used.has(code));
  if (free !== undefined) return free;
  let privateUse = 0xe000;
  while (used.has(privateUse)) privateUse += 1;
  return privateUse;
}
