import { callApi, type ApiInputs } from '../api-call.ts';
import { serviceNames } from '../sdk.ts';
import type { Action } from './action.ts';

/** Inputs that every action which calls an API has. Variables cannot name the operation: its inputs could not be validated. */
export const apiInputs = { Service: { enum: serviceNames }, Api: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]+$' } } as const;

/**
 * `aws:executeAwsApi`.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html
 */
export const executeAwsApi: Action<ApiInputs> = {
  inputSchema: { type: 'object', properties: apiInputs, required: ['Service', 'Api'] },
  definedOutputs: [],
  takesOutputs: true,
  run: async (inputs, context) => ({ response: await callApi(inputs, context) }),
};
