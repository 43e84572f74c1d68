import { anyMany, anyManyInField, anyOne, anyOneInField, colon, literal, lowered, type Glob } from './glob.ts';
import type { Language } from './operators/operator.ts';

/** Texts that stand for all others: any text is accepted by the same languages as one of these. */
export interface Separated {
  readonly texts: readonly string[];
  /** False when there were more kinds to tell apart than time allows; then the texts are only some of them. */
  readonly isComplete: boolean;
}

/** More states than the longest policy has characters; a hostile pattern can ask for any number. */
const mostStates = 8_000;

/** How many positions may still be looked at; a second's work would be some forty million. */
export interface Budget {
  left: number;
}

const mostPositions = 3_000_000;

/** What a language costs beside its positions, in positions. */
const perLanguage = 3;

/** As much work as one search may take, for one search or for several together. */
export const budget = (): Budget => ({ left: mostPositions });

/** What is left to match of the languages that can still match. */
type State = readonly Open[];

interface Open {
  /** Which of the languages. */
  readonly at: number;
  /** Positions in its glob, in ascending order. */
  readonly positions: readonly number[];
}

/**
 * Finds one text for every combination of languages that some text is in, by walking all of them at the same time.
 *
 * @param universe only texts of this language count
 */
export function separate(languages: readonly Language[], universe?: Language, work: Budget = budget()): Separated {
  const all = universe ? [universe, ...languages] : languages;
  const start = all.map(({ glob }, at): Open => ({ at, positions: opening(glob) }));
  const other = characterOutside(all);
  const queue: { readonly state: State; readonly text: string }[] = [{ state: start, text: '' }];
  const seen = new Set([keyOf(start)]);
  const texts = new Map<string, string>();
  for (const { state, text } of queue) {
    const accepted = state.filter(({ at, positions }) => positions.at(-1) === all[at]?.glob.length).map(({ at }) => at);
    if (!universe || accepted[0] === 0) {
      const combination = accepted.join();
      if (!texts.has(combination)) texts.set(combination, text);
    }
    for (const code of nextCodes(all, state, other)) {
      work.left -= state.reduce((sum, { positions }) => sum + positions.length + perLanguage, 0);
      const next = after(code, state, all);
      if (universe && next[0]?.at !== 0) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= mostStates || work.left < 0) return { texts: [...texts.values()], isComplete: false };
      seen.add(key);
      queue.push({ state: next, text: text + String.fromCharCode(code) });
    }
  }
  return { texts: [...texts.values()], isComplete: true };
}

const keyOf = (state: State): string => state.map(({ at, positions }) => `${at}:${positions.join()}`).join(';');

/**
 * Adds a position, and those behind stars, which may match nothing. Positions must come in ascending order.
 *
 * @returns where the last star is among the positions: `lastStar`, if no other is added
 */
function add(glob: Glob, positions: number[], position: number, lastStar: number): number {
  if (position <= (positions.at(-1) ?? -1)) return lastStar;
  positions.push(position);
  let star = lastStar;
  for (let at = position; glob[at] === anyMany || glob[at] === anyManyInField; at += 1) {
    star = positions.length - 1;
    positions.push(at + 1);
  }
  return star;
}

/**
 * Drops the positions before the last star: whatever they lead to, the star takes as well. A star that stays in its field does so too, as all positions have
 * come past the same colons.
 */
const fromLastStar = (positions: number[], lastStar: number): readonly number[] => (lastStar > 0 ? positions.slice(lastStar) : positions);

/** What is left to match when a character is read. */
function after(read: number, state: State, all: readonly Language[]): State {
  const next: Open[] = [];
  for (const { at, positions } of state) {
    const left = step(all[at] as Language, positions, read);
    if (left.length > 0) next.push({ at, positions: left });
  }
  return next;
}

function opening(glob: Glob): readonly number[] {
  const positions: number[] = [];
  return fromLastStar(positions, add(glob, positions, 0, -1));
}

/** Where in a glob the matching of a text can go on from, when the text is read. */
export function positionsAfter(glob: Glob, text: readonly number[]): readonly number[] {
  const language: Language = { glob, foldsCase: false };
  let positions = opening(glob);
  for (const code of text) positions = step(language, positions, code);
  return positions;
}

function step({ glob, foldsCase }: Language, positions: readonly number[], read: number): readonly number[] {
  const next: number[] = [];
  let lastStar = -1;
  for (const position of positions) {
    const code = glob[position];
    if (code === undefined) continue;
    if (code === anyMany || (code === anyManyInField && read !== colon)) lastStar = add(glob, next, position, lastStar);
    else if (code === anyOne || (code === anyOneInField && read !== colon) || code === read || (foldsCase && isSameLetter(code, read)))
      lastStar = add(glob, next, position + 1, lastStar);
  }
  return fromLastStar(next, lastStar);
}

const isSameLetter = (one: number, other: number): boolean => one >= 0 && lowered(one) === lowered(other);

/** The characters that lead to different states from here: the literals ahead, the colon, and one that stands for all the rest. */
function nextCodes(all: readonly Language[], state: State, other: number): Set<number> {
  const codes = new Set([other]);
  for (const { at, positions } of state) {
    const { glob, foldsCase } = all[at] as Language;
    for (const position of positions) {
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
  const literals = new Set<number>();
  for (const { glob } of languages) for (const code of glob) if (code >= 0) literals.add(code);
  const used = new Set([...literals].flatMap((code) => [code, ...variantsOf(code)]));
  const free = literal('x-0_abcdefghijklmnopqrstuvwyz123456789').find((code) => !used.has(code));
  if (free !== undefined) return free;
  let privateUse = 0xe000;
  while (used.has(privateUse)) privateUse += 1;
  return privateUse;
}
