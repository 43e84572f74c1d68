import { literal, lowered, matches, textOf } from '../glob.ts';
import type { Operator } from './operator.ts';

export const stringEquals: Operator = {
  takesVariables: true,
  accepts: (value, { text }) => value === text,
  kinds: { by: 'letters', language: ({ text }) => ({ glob: literal(text), foldsCase: false }) },
};

/** Letter by letter, so that no letter becomes two. */
const inLowerCase = (text: string): string => textOf(literal(text).map(lowered));

export const stringEqualsIgnoreCase: Operator = {
  takesVariables: true,
  accepts: (value, { text }) => inLowerCase(value) === inLowerCase(text),
  kinds: { by: 'letters', language: ({ text }) => ({ glob: literal(text), foldsCase: true }) },
};

export const stringLike: Operator = {
  takesVariables: true,
  accepts: (value, { glob }) => matches(glob, value),
  kinds: { by: 'letters', language: ({ glob }) => ({ glob, foldsCase: false }) },
};
