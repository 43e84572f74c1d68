import { literal, matches } from '../glob.ts';
import type { Operator } from './operator.ts';

export const stringEquals: Operator = {
  takesVariables: true,
  accepts: (value, { text }) => value === text,
  kinds: { by: 'letters', language: ({ text }) => ({ glob: literal(text), foldsCase: false }) },
};

export const stringEqualsIgnoreCase: Operator = {
  takesVariables: true,
  accepts: (value, { text }) => value.toLowerCase() === text.toLowerCase(),
  kinds: { by: 'letters', language: ({ text }) => ({ glob: literal(text), foldsCase: true }) },
};

export const stringLike: Operator = {
  takesVariables: true,
  accepts: (value, { glob }) => matches(glob, value),
  kinds: { by: 'letters', language: ({ glob }) => ({ glob, foldsCase: false }) },
};
