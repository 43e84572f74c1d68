import type { AutomationExecution, StepExecution } from '@aws-sdk/client-ssm';
import { demand } from '../../facts/malformed.ts';
import { allPages } from '../../facts/pages.ts';
import type { AutomationClient } from './automation-client.ts';

/** A step of an execution, as far as it came. */
export interface StepState {
  readonly name: string;
  readonly action: string;
  /** In the words of AWS. */
  readonly status: string;
  /** How long it took, in seconds; `undefined` until it has ended. */
  readonly seconds: number | undefined;
  readonly failure: string | undefined;
  /** By name, each in JSON. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Outputs;
}

/** What steps gave, as lists of texts. */
type Outputs = Readonly<Record<string, readonly string[]>>;

/** An execution as far as it came. */
export interface ExecutionState {
  /** In the words of AWS. */
  readonly status: string;
  readonly hasEnded: boolean;
  /** Those that have begun. */
  readonly steps: readonly StepState[];
  /** Outputs of the document, by `step.output`. */
  readonly outputs: Outputs;
  readonly failure: string | undefined;
}

/**
 * Statuses that no other follows.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-statuses.html
 */
const endStatuses: readonly string[] = [
  'Success',
  'TimedOut',
  'Cancelled',
  'Failed',
  'Rejected',
  'Exited',
  'CompletedWithSuccess',
  'CompletedWithFailure',
  'ChangeCalendarOverrideRejected',
];

/** Looks how far an execution has come. */
export async function executionState(automation: AutomationClient, id: string, abort: AbortSignal): Promise<ExecutionState> {
  const { AutomationExecution: execution } = await automation.get(id, abort);
  demand(execution?.AutomationExecutionStatus, 'status of the execution');
  const steps = execution.StepExecutionsTruncated === true ? await everyStep(automation, id, abort) : (execution.StepExecutions ?? []);
  return {
    status: execution.AutomationExecutionStatus,
    hasEnded: endStatuses.includes(execution.AutomationExecutionStatus),
    steps: steps.map(stepState).filter(({ status }) => status !== 'Pending'),
    outputs: execution.Outputs ?? {},
    failure: failureOf(execution),
  };
}

const everyStep = (automation: AutomationClient, id: string, abort: AbortSignal): Promise<StepExecution[]> =>
  allPages(async (token) => {
    const answer = await automation.steps(id, token, abort);
    return { items: answer.StepExecutions, next: answer.NextToken };
  });

const stepState = (step: StepExecution): StepState => ({
  name: step.StepName ?? '',
  action: step.Action ?? '',
  status: step.StepStatus ?? 'Pending',
  seconds: secondsBetween(step.ExecutionStartTime, step.ExecutionEndTime),
  failure: failureOf(step),
  inputs: step.Inputs ?? {},
  outputs: step.Outputs ?? {},
});

const failureOf = ({ FailureMessage }: Pick<AutomationExecution, 'FailureMessage'>): string | undefined => FailureMessage || undefined;

function secondsBetween(start: Date | undefined, end: Date | undefined): number | undefined {
  return start && end ? Math.max(0, (end.getTime() - start.getTime()) / 1_000) : undefined;
}

/** What stands in place of the output of a step that did not run, by AWS's own examples of GetAutomationExecution. */
const noOutput = /^No output available yet/;

/**
 * What a step gave under a name: from the step itself, whose outputs are there also when a later one failed, else from the document's outputs. `undefined`
 * when it gave nothing.
 */
export function outputOf({ steps, outputs }: ExecutionState, step: string, name: string): readonly string[] | undefined {
  const found = [steps.find((each) => each.name === step)?.outputs[name], outputs[`${step}.${name}`]];
  return found.find((texts) => texts && texts.length > 0 && !noOutput.test(texts[0] ?? ''));
}
