import { aroundEach, unreadableValue, type Operator, type ValueKinds } from './operator.ts';

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** `undefined` for what is not a number, or too large for one. */
function numberOf(text: string): number | undefined {
  const number = decimal.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

const kinds: ValueKinds = {
  by: 'order',
  representatives(wanted) {
    const thresholds = wanted.map(({ text }) => numberOf(text)).filter((threshold) => threshold !== undefined);
    return [unreadableValue, ...aroundEach(thresholds).map(String)];
  },
};

/** Compares numbers. */
const numeric = (holds: (value: number, wanted: number) => boolean): Operator => ({
  takesVariables: false,
  accepts(value, { text }) {
    const [given, wanted] = [numberOf(value), numberOf(text)];
    return given === undefined || wanted === undefined ? 'unreadable' : holds(given, wanted);
  },
  kinds,
});

export const numericEquals = numeric((value, wanted) => value === wanted);
export const numericLessThan = numeric((value, wanted) => value < wanted);
export const numericLessThanEquals = numeric((value, wanted) => value <= wanted);
export const numericGreaterThan = numeric((value, wanted) => value > wanted);
export const numericGreaterThanEquals = numeric((value, wanted) => value >= wanted);
