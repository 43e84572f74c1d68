import { callApi } from '../api-call.ts';
import { StepFailure } from '../failures.ts';
import type { Action } from './action.ts';
import { look, propertyInputSchema, type PropertyInputs } from './desired-values.ts';

/** Between two looks, in seconds. AWS documents none. */
const pollInterval = 5;

/** Where the step sets none, in seconds. */
const defaultTimeout = 3600;

/**
 * `aws:waitForAwsResourceProperty`. An error of the service ends it, as it ends any step.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-waitForAwsResourceProperty.html
 */
export const waitForAwsResourceProperty: Action<PropertyInputs> = {
  inputSchema: propertyInputSchema,
  definedOutputs: [],
  takesOutputs: false,
  run: async (inputs, context) => {
    const { PropertySelector: _, DesiredValues: __, ...call } = inputs;
    const timeout = context.timeoutSeconds ?? defaultTimeout;
    for (let waited = 0; ; waited += pollInterval) {
      const { isDesired, found } = look(await callApi(call, context), inputs);
      if (isDesired) return {};
      if (waited >= timeout) throw new StepFailure(`${found}; waited ${waited} seconds`, { status: 'TimedOut' });
      await context.wait(pollInterval);
    }
  },
};
