import { jumpsOf, stepIn, type Step } from './document.ts';

/** The step that follows where nothing jumps elsewhere; `undefined` at the end. */
export function followingStep(steps: readonly Step[], step: Step): string | undefined {
  if (step.isEnd === true) return undefined;
  return step.nextStep ?? steps[steps.indexOf(step) + 1]?.name;
}

/** What is wrong with the way through the steps. */
export function flowProblems(steps: readonly Step[]): readonly string[] {
  const names = steps.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) => `two steps are named '${name}'`);
  const lost = steps.flatMap((step) =>
    targetsOf(step)
      .filter((target) => !names.includes(target))
      .map((target) => `${step.name}: no step is named '${target}'`),
  );
  if (twice.length > 0 || lost.length > 0) return [...twice, ...lost];
  return [...steps.flatMap((step) => ambiguities(steps, step)), ...unsupportedOnCancel(steps), ...loops(steps)];
}

const targetsOf = (step: Step): readonly string[] =>
  [step.nextStep, stepIn(step.onFailure), stepIn(step.onCancel), ...jumpsOf(step)].filter((name) => name !== undefined);

function ambiguities(steps: readonly Step[], step: Step): readonly string[] {
  const { name, isEnd, nextStep, onFailure } = step;
  const next = steps[steps.indexOf(step) + 1]?.name;
  return [
    ...(isEnd === true && nextStep !== undefined ? [`${name}: AWS does not document which of isEnd and nextStep wins`] : []),
    ...(isEnd === true && stepIn(onFailure) !== undefined ? [`${name}: AWS does not document which of isEnd and onFailure wins`] : []),
    ...(onFailure === 'Continue' && nextStep !== undefined && nextStep !== next
      ? [`${name}: AWS does not document whether onFailure: Continue goes on with nextStep or with the following step`]
      : []),
  ];
}

/**
 * Among the actions run here, those that a cancelled step cannot go on with.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
const notOnCancel = ['aws:approve', 'aws:sleep'];

const unsupportedOnCancel = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap(({ name, onCancel }) => {
    const target = steps.find((each) => each.name === stepIn(onCancel));
    return target !== undefined && notOnCancel.includes(target.action) ? [`${name}: onCancel cannot go to ${target.action}`] : [];
  });

/**
 * A runbook that may run in a circle is not run; the circle is named.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html
 */
function loops(steps: readonly Step[]): readonly string[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const left = new Set<string>();
  const walk = (name: string, trace: readonly string[]): string | undefined => {
    if (trace.includes(name)) return [...trace.slice(trace.indexOf(name)), name].join(' -> ');
    const step = byName.get(name);
    if (step === undefined || left.has(name)) return undefined;
    const following = followingStep(steps, step);
    for (const next of [...targetsOf(step), ...(following === undefined ? [] : [following])]) {
      const circle = walk(next, [...trace, name]);
      if (circle !== undefined) return circle;
    }
    left.add(name);
    return undefined;
  };
  for (const { name } of steps) {
    const circle = walk(name, []);
    if (circle !== undefined) return [`the steps run in a circle: ${circle}`];
  }
  return [];
}
