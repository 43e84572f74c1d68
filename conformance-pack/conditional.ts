import { givenCondition } from './names.ts';
import { ref, type PackParameter } from './template.ts';

/** Whether a parameter of the pack may be left empty. */
const isOptional = ({ AllowedValues, AllowedPattern = '' }: PackParameter): boolean =>
  AllowedValues ? AllowedValues.includes('') : new RegExp(AllowedPattern).test('');

/** What stands for a parameter's value: nothing at all where it is empty. */
export function valueOf(name: string, parameter: PackParameter, wrapped: (value: unknown) => unknown = (value) => value): unknown {
  if (!isOptional(parameter)) return wrapped(ref(name));
  return { 'Fn::If': [givenCondition(name), wrapped(ref(name)), ref('AWS::NoValue')] };
}

/** The conditions of the parameters that may be left empty. */
export function givenConditions(parameters: Readonly<Record<string, PackParameter>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, parameter]) => isOptional(parameter))
      .map(([name]) => [givenCondition(name), { 'Fn::Not': [{ 'Fn::Equals': [ref(name), ''] }] }]),
  );
}
