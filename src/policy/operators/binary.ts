import type { Operator } from './operator.ts';

/** `BinaryEquals`: bytes written in base 64 on both sides. */
export const binaryEquals: Operator = {
  takesVariables: false,
  accepts(value, { text }) {
    const wanted = bytesOf(text);
    return wanted !== undefined && wanted === bytesOf(value);
  },
  kinds: { by: 'nothing' },
};

function bytesOf(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}
