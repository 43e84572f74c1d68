import { aroundEach, unreadableValue, type Operator, type ValueKinds } from './operator.ts';

const iso8601 = /^(\d{4})(-\d{2}(-\d{2})?)?(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const basicIso8601 = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
// Four digits alone are a year.
const epochSeconds = /^(-\d{1,18}|\d{1,3}|\d{5,18})(\.\d+)?$/;

/**
 * A time in milliseconds since 1970, from ISO 8601 or epoch seconds; `undefined` for what is neither. Without a time zone it is UTC.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
function timeOf(text: string): number | undefined {
  if (epochSeconds.test(text)) return Number(text) * 1_000;
  const extended = text.replace(basicIso8601, '$1-$2-$3T$4:$5:$6Z');
  const [, , , , time, , , zone] = iso8601.exec(extended) ?? [undefined];
  if (!iso8601.test(extended)) return undefined;
  const milliseconds = Date.parse(time !== undefined && zone === undefined ? `${extended}Z` : extended);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

const kinds: ValueKinds = {
  by: 'order',
  representatives(wanted) {
    const thresholds = wanted.map(({ text }) => timeOf(text)).filter((threshold) => threshold !== undefined);
    return [unreadableValue, ...aroundEach(thresholds).map(textOf)];
  },
};

const yearZero = Date.parse('0000-01-01T00:00:00Z');
const year10000 = Date.UTC(10_000, 0);

/** Writes a time so that {@link timeOf} reads it: in epoch seconds where ISO 8601 has no year for it. */
const textOf = (time: number): string =>
  time >= yearZero && time < year10000 ? new Date(time).toISOString() : String(Math.round(time / 1_000));

/** Compares times. */
const date = (holds: (value: number, wanted: number) => boolean): Operator => ({
  takesVariables: false,
  accepts(value, { text }) {
    const [given, wanted] = [timeOf(value), timeOf(text)];
    return given === undefined || wanted === undefined ? 'unreadable' : holds(given, wanted);
  },
  kinds,
});

export const dateEquals = date((value, wanted) => value === wanted);
export const dateLessThan = date((value, wanted) => value < wanted);
export const dateLessThanEquals = date((value, wanted) => value <= wanted);
export const dateGreaterThan = date((value, wanted) => value > wanted);
export const dateGreaterThanEquals = date((value, wanted) => value >= wanted);
