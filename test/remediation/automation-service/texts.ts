import type { Value } from '../interpreter/value.ts';

/** What stands in place of an output that did not come to be, in AWS's example of GetAutomationExecution. */
export const noOutput = 'No output available yet because the step is not successfully executed';

/**
 * An output as GetAutomationExecution shows it: a list of texts. AWS's reference says no more than that; that a StringList is its items, a number or a truth
 * value its JSON, and a map one text of JSON, is what its examples of ids and names leave to suppose.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html
 */
export const outputTexts = (value: Value): readonly string[] => (isList(value) ? value.map(textOf) : [textOf(value)]);

/**
 * Inputs of a step as GetAutomationExecution shows them: each one text of JSON, as in the example of the AWS CLI.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/ssm/get-automation-execution.html
 */
export const inputTexts = (inputs: Value): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, JSON.stringify(value)]));

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const textOf = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));
