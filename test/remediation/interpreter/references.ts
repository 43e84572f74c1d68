import { actionOf } from './actions/actions.ts';
import type { AutomationDocument, Step } from './document.ts';
import { systemVariables } from './system-variables.ts';
import { misplacedBraces, variablesIn } from './variables.ts';

/** Outputs of a step that others may refer to, without the step's name. */
const outputsOf = ({ action, outputs = [] }: Step): readonly string[] => [
  ...actionOf(action).definedOutputs,
  ...outputs.map(({ Name }) => Name),
];

/** Double braces that name nothing, and outputs of the document that no step has. */
export function referenceProblems({ assumeRole, parameters = {}, mainSteps, outputs = [] }: AutomationDocument): readonly string[] {
  const stepOutputs = mainSteps.flatMap((step) => outputsOf(step).map((output) => `${step.name}.${output}`));
  const known = new Set([...Object.keys(systemVariables), ...Object.keys(parameters), ...stepOutputs]);
  const unknown = (where: string, value: unknown): readonly string[] =>
    variablesIn(value)
      .filter((name) => !known.has(name))
      .map((name) => `${where}: '${name}' is not defined in the document`);
  return [
    ...unknown('assumeRole', assumeRole),
    ...mainSteps.flatMap((step) => unknown(step.name, resolvable(step))),
    ...mainSteps.flatMap((step) =>
      misplacedBraces(resolvable(step)).map((text) => `${step.name}: '${text}' has double braces that hold no variable`),
    ),
    ...mainSteps.flatMap(({ inputs: _inputs, ...shared }) =>
      variablesIn(shared).map((name) => `${shared.name}: '${name}' outside of inputs; AWS supports no such variables`),
    ),
    ...outputs.filter((name) => !stepOutputs.includes(name)).map((name) => `outputs: '${name}' is not defined in the document`),
  ];
}

/** The inputs of a step that variables are replaced in: all but a script. */
export function resolvable({ action, inputs }: Step): Readonly<Record<string, unknown>> {
  if (action !== 'aws:executeScript') return inputs;
  const { Script: _, ...others } = inputs;
  return others;
}
