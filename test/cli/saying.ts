import { expect } from 'vitest';

/** Matches a text that holds all of these words, in any order and with anything between: reasons may be reworded, what they must say may not. */
export function saying(...words: readonly string[]): unknown {
  return expect.stringMatching(new RegExp(`^${words.map((word) => `(?=.*${literally(word)})`).join('')}`, 's'));
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
