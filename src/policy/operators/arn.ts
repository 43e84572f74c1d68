import { anyMany, anyManyInField, anyOne, anyOneInField, colon, fieldsOf, matches, textFields, type Glob } from '../glob.ts';
import type { Operator } from './operator.ts';

/** The fields of an ARN. */
const fields = 6;

/**
 * `ArnEquals` and `ArnLike`, which are the same: the six fields of the ARN are compared one by one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const arnLike: Operator = {
  takesVariables: true,
  accepts(value, { glob }) {
    const wanted = fieldsOf(glob, fields);
    const given = textFields(value, fields);
    // AWS does not say what a pattern of fewer fields, such as `*`, means.
    if (wanted.length < fields) return matches(glob, value) ? undefined : false;
    return given.length === fields && wanted.every((field, at) => matches(field, given[at] as string));
  },
  kinds: {
    by: 'letters',
    language({ glob }) {
      const wanted = fieldsOf(glob, fields);
      return wanted.length === fields ? { glob: wanted.flatMap(inField), foldsCase: false } : undefined;
    },
  },
};

function inField(field: Glob, at: number): Glob {
  if (at === fields - 1) return field;
  return [...field.map((code) => (code === anyMany ? anyManyInField : code === anyOne ? anyOneInField : code)), colon];
}
