import type { ActionName } from './actions/actions.ts';
import type { Parameter } from './parameters.ts';
import type { DataType } from './value.ts';

/** An Automation runbook, schema version 0.3. */
export interface AutomationDocument {
  readonly schemaVersion: '0.3';
  readonly description?: string;
  readonly assumeRole?: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly mainSteps: readonly Step[];
  /** `step.output` each. */
  readonly outputs?: readonly string[];
}

/** A step, with the properties that all actions share. */
export interface Step {
  readonly name: string;
  readonly action: ActionName;
  readonly description?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly StepOutput[];
  readonly nextStep?: string;
  readonly isEnd?: boolean;
  readonly isCritical?: boolean;
  /** `Abort`, `Continue` or `step:` and the name of a step. */
  readonly onFailure?: string;
  /** `Abort` or `step:` and the name of a step. */
  readonly onCancel?: string;
  readonly maxAttempts?: number;
  readonly timeoutSeconds?: number;
}

export interface StepOutput {
  readonly Name: string;
  /** JSONPath. */
  readonly Selector: string;
  /** `String` where it is left out. */
  readonly Type?: DataType;
}

/** The step that `onFailure` or `onCancel` goes to; `undefined` where it goes to none. */
export const stepIn = (continuation: string | undefined): string | undefined => /^step:(.+)$/.exec(continuation ?? '')?.[1];

/** What the steps of an `aws:branch` step's inputs may jump to. */
export function jumpsOf({ action, inputs }: Step): readonly string[] {
  if (action !== 'aws:branch') return [];
  const { Choices, Default } = inputs as { readonly Choices: readonly { readonly NextStep: string }[]; readonly Default?: string };
  return [...Choices.map(({ NextStep }) => NextStep), ...(Default === undefined ? [] : [Default])];
}
