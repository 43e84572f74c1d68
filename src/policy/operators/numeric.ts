import { aroundEach, unreadableValue, type Operator, type ValueKinds } from './operator.ts';

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** `undefined` for what is not a number. */
function numberOf(text: string): number | undefined {
  return decimal.test(text.trim()) ? Number(text) : undefined;
}

const kinds: ValueKinds = {
  by: 'order',
  representatives(wanted) {
    const thresholds = wanted.map(({ text }) => numberOf(text)).filter((threshold) => threshold !== undefined);
    return [unreadableValue, ...aroundEach(thresholds).map(String)];
  },
};

/** Compares numbers; a value on either side that is not one is never accepted. */
const numeric = (holds: (value: number, wanted: number) => boolean): Operator => ({
  takesVariables: false,
  accepts(value, { text }) {
    const [given, wanted] = [numberOf(value), numberOf(text)];
    return given !== undefined && wanted !== undefined && holds(given, wanted);
  },
  kinds,
});

export const numericEquals = numeric((value, wanted) => value === wanted);
export const numericLessThan = numeric((value, wanted) => value < wanted);
export const numericLessThanEquals = numeric((value, wanted) => value <= wanted);
export const numericGreaterThan = numeric((value, wanted) => value > wanted);
export const numericGreaterThanEquals = numeric((value, wanted) => value >= wanted);
