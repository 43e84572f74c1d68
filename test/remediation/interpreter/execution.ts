import type { ActionName } from './actions/actions.ts';
import type { Unsuccessful } from './failures.ts';
import type { Value } from './value.ts';

/** An API call that a step made. Calls of scripts are known to the emulator only. */
export interface ApiCall {
  readonly service: string;
  readonly api: string;
  readonly step: string;
}

/** How a step went, as GetAutomationExecution tells it. */
export interface StepExecution {
  readonly name: string;
  readonly action: ActionName;
  readonly status: 'Success' | Unsuccessful;
  readonly attempts: number;
  /** What it was given, variables replaced; `undefined` where one could not be. */
  readonly inputs?: Value;
  readonly outputs: Readonly<Record<string, Value>>;
  /** Why it did not succeed. */
  readonly failure?: string;
}

/** An execution as far as it came. `InProgress` is one that was killed. */
export interface Execution {
  readonly executionId: string;
  readonly status: 'Success' | 'InProgress' | Unsuccessful;
  /** In the order in which they ran; steps that did not run are not there. */
  readonly steps: readonly StepExecution[];
  /** Outputs of the document, by `step.output`: those that came to be. */
  readonly outputs: Readonly<Record<string, Value>>;
  readonly calls: readonly ApiCall[];
  /** Why the execution did not succeed: the failures of its critical steps. */
  readonly failure?: string;
}
