import type { ApiInputs } from '../api-call.ts';
import { UndocumentedBehaviour } from '../failures.ts';
import { parseJsonPath } from '../json-path.ts';
import { inWords } from '../value.ts';
import { apiInputs } from './execute-aws-api.ts';

/** Inputs of the actions that look at a property of a resource. */
export interface PropertyInputs extends ApiInputs {
  readonly PropertySelector: string;
  readonly DesiredValues: readonly (string | number | boolean)[];
}

export const propertyInputSchema = {
  type: 'object',
  properties: {
    ...apiInputs,
    PropertySelector: { type: 'string', format: 'json-path' },
    DesiredValues: { type: 'array', minItems: 1, items: { type: ['string', 'number', 'boolean'] } },
  },
  required: ['Service', 'Api', 'PropertySelector', 'DesiredValues'],
} as const;

/** What the inputs select from a response, and whether it is desired. */
export function look(
  response: unknown,
  { PropertySelector, DesiredValues }: PropertyInputs,
): { readonly isDesired: boolean; readonly found: string } {
  const value = parseJsonPath(PropertySelector).select(response);
  const found = `${PropertySelector} is ${inWords(value)}; desired: ${DesiredValues.join(', ')}`;
  if (value === undefined) return { isDesired: false, found };
  if (typeof value === 'object') throw new UndocumentedBehaviour(`AWS does not document how DesiredValues are compared: ${found}`);
  return { isDesired: DesiredValues.some((desired) => isSame(value, desired)), found };
}

/**
 * A Boolean is desired as `True` or `False`, with a capital letter.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-assertAwsResourceProperty.html
 */
function isSame(value: unknown, desired: string | number | boolean): boolean {
  if (typeof value !== 'boolean') return value === desired || (typeof value === 'number' && String(value) === desired);
  if (desired === 'true' || desired === 'false')
    throw new UndocumentedBehaviour(`DesiredValues write a Boolean True or False, not '${desired}'`);
  return value === desired || (value ? 'True' : 'False') === desired;
}
