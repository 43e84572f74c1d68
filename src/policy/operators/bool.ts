import { literal } from '../glob.ts';
import type { Operator } from './operator.ts';

const isBoolean = (text: string): boolean => /^(true|false)$/i.test(text);

/** `Bool`: what is neither true nor false, on either side, is never accepted. */
export const bool: Operator = {
  takesVariables: false,
  accepts: (value, { text }) => isBoolean(text) && value.toLowerCase() === text.toLowerCase(),
  // No value tells a text apart that is never accepted.
  kinds: { by: 'letters', language: ({ text }) => ({ glob: literal(isBoolean(text) ? text : 'true'), foldsCase: true }) },
};
