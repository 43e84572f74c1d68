import type { ActionResult, StepContext } from './actions/action.ts';
import { actionOf } from './actions/actions.ts';
import { convert } from './convert.ts';
import type { Step, StepOutput } from './document.ts';
import type { ApiCall, StepExecution } from './execution.ts';
import { StepFailure, UndocumentedBehaviour } from './failures.ts';
import { parseJsonPath } from './json-path.ts';
import { resolvable } from './references.ts';
import type { Run } from './run.ts';
import type { SdkClient, SdkClientClass } from './sdk.ts';
import type { Surroundings } from './system-variables.ts';
import type { Value } from './value.ts';
import { substitute } from './variables.ts';

/** What the runs of all steps share. */
export interface StepRun {
  readonly run: Run;
  readonly surroundings: Surroundings;
  readonly assumeRole: string | undefined;
  readonly lookUp: (name: string) => Value;
  readonly client: (ClientClass: SdkClientClass) => SdkClient;
  readonly calls: ApiCall[];
}

/** How a step went, and where it leads. */
export interface StepEnd {
  readonly execution: StepExecution;
  readonly jump?: string;
  /** Whether the execution fails where the step does. */
  readonly isCritical: boolean;
  /** Whether the execution ends with it, whatever the step says. */
  readonly isFinal: boolean;
}

type Attempt = Pick<StepExecution, 'name' | 'action' | 'inputs' | 'attempts'>;

/** Runs a step, again where it fails, up to its number of attempts. */
export async function runStep(step: Step, stepRun: StepRun): Promise<StepEnd> {
  const { name, action, maxAttempts = 1, isCritical = step.onFailure !== 'Continue' } = step;
  if (stepRun.run.cancelInStep === name) {
    return { execution: { name, action, status: 'Cancelled', attempts: 0, outputs: {} }, isCritical, isFinal: false };
  }
  for (let attempts = 1; ; attempts += 1) {
    const attempt: { -readonly [Member in keyof Attempt]: Attempt[Member] } = { name, action, attempts };
    try {
      await stepRun.run.onStep?.({ step: name, attempt: attempts });
      attempt.inputs = inputsOf(step, stepRun.lookUp);
      const { outputs, nextStep: jump } = await attemptStep(step, attempt.inputs, stepRun);
      return { execution: { ...attempt, status: 'Success', outputs }, isCritical, isFinal: false, ...(jump === undefined ? {} : { jump }) };
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      const isFinal = error instanceof UndocumentedBehaviour || error.status === 'Rejected';
      if (attempts < maxAttempts && !isFinal) continue;
      const execution = { ...attempt, status: error.status, outputs: {}, failure: error.message };
      return { execution, isCritical: isCritical || isFinal, isFinal };
    }
  }
}

const inputsOf = (step: Step, lookUp: (name: string) => Value): Value => ({
  ...(step.inputs as Readonly<Record<string, Value>>),
  ...(substitute(resolvable(step), lookUp) as Readonly<Record<string, Value>>),
});

async function attemptStep(
  step: Step,
  inputs: Value,
  stepRun: StepRun,
): Promise<Pick<ActionResult, 'nextStep'> & Pick<StepExecution, 'outputs'>> {
  const { response, outputs, ...jump } = await withinTimeout(step, (signal) =>
    actionOf(step.action).run(inputs as never, contextOf(step, stepRun, signal)),
  );
  return {
    ...jump,
    outputs: { ...outputs, ...Object.fromEntries((step.outputs ?? []).map((output) => [output.Name, outputOf(output, response)])) },
  };
}

/** The time limit of a step, in real time. */
async function withinTimeout({ name, timeoutSeconds }: Step, run: (signal: AbortSignal) => Promise<ActionResult>): Promise<ActionResult> {
  if (timeoutSeconds === undefined) return run(new AbortController().signal);
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    return await run(signal);
  } catch (error) {
    if (!signal.aborted || error instanceof StepFailure) throw error;
    throw new StepFailure(`${name} ran for longer than ${timeoutSeconds} seconds`, { status: 'TimedOut', cause: error });
  }
}

/** A selector that finds nothing ends the execution: by AWS's examples the step succeeds, by AWS's simulation it fails. */
function outputOf({ Name, Selector, Type = 'String' }: StepOutput, response: unknown): Value {
  const value = parseJsonPath(Selector).select(response);
  if (value === undefined || value === null) throw new UndocumentedBehaviour(`output ${Name}: ${Selector} selects nothing`);
  return convert(value, Type);
}

function contextOf(
  { name, timeoutSeconds }: Step,
  { run, surroundings, assumeRole, client, calls }: StepRun,
  signal: AbortSignal,
): StepContext {
  return {
    step: name,
    timeoutSeconds,
    region: surroundings.region,
    assumeRole,
    environmentForScripts: run.environmentForScripts ?? {},
    signal,
    client,
    called: (service, api) => calls.push({ service, api, step: name }),
    wait: async (seconds) => run.wait?.(seconds),
    now: surroundings.now,
    approve: async (request) => (await run.approve?.(request)) ?? {},
  };
}
