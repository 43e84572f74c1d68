import type { Step } from './automation-document.ts';

/** Holds where a step found that something has to change, and the run is no dry run. */
export const isWanted = (needed: string): readonly object[] => [
  { Variable: `{{ ${needed} }}`, BooleanEquals: true },
  { Variable: '{{ DryRun }}', BooleanEquals: false },
];

/** The step after the plan: goes on with the first change, or to the end. */
export const changeIfWanted = (firstChange: string): Step => ({
  name: 'chooseWhetherToChange',
  action: 'aws:branch',
  inputs: { Choices: [{ And: isWanted('plan.IsNeeded'), NextStep: firstChange }], Default: 'evaluateAgain' },
});
