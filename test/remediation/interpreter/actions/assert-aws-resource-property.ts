import { callApi } from '../api-call.ts';
import { StepFailure } from '../failures.ts';
import type { Action } from './action.ts';
import { look, propertyInputSchema, type PropertyInputs } from './desired-values.ts';

/**
 * `aws:assertAwsResourceProperty`.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-assertAwsResourceProperty.html
 */
export const assertAwsResourceProperty: Action<PropertyInputs> = {
  inputSchema: propertyInputSchema,
  definedOutputs: [],
  takesOutputs: false,
  run: async (inputs, context) => {
    const { PropertySelector: _, DesiredValues: __, ...call } = inputs;
    const { isDesired, found } = look(await callApi(call, context), inputs);
    if (!isDesired) throw new StepFailure(found);
    return {};
  },
};
