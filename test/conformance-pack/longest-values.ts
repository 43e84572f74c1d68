import type { PackParameter, PackTemplate } from '../../conformance-pack/template.ts';

/** The longest value of every parameter that the template takes. */
export const longestValues = ({ Parameters }: PackTemplate): Record<string, string> =>
  Object.fromEntries(Object.entries(Parameters).map(([name, parameter]) => [name, longestValue(parameter)]));

function longestValue({ AllowedValues, AllowedPattern = '', MaxLength }: PackParameter): string {
  if (AllowedValues) return AllowedValues.reduce((one, other) => (other.length > one.length ? other : one));
  if (MaxLength !== undefined) return 'x'.repeat(MaxLength);
  const digits = /^\^\\d\{1,(\d+)\}\$$/.exec(AllowedPattern)?.[1];
  if (digits === undefined) throw new Error(`nobody knows the longest value that matches ${AllowedPattern}`);
  return '9'.repeat(Number(digits));
}
