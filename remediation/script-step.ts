import type { Step, StepOutput } from './automation-document.ts';

interface ScriptStep extends Omit<Step, 'action' | 'inputs' | 'script'> {
  /** Files in `remediation/` whose texts, one after another, are the script. */
  readonly script: readonly string[];
  /** The function to call. */
  readonly handler: string;
  /** What it is called with. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A step that runs a function of a Python script. */
export const scriptStep = ({ script, handler, payload, ...step }: ScriptStep): Step => ({
  action: 'aws:executeScript',
  ...step,
  inputs: { Runtime: 'python3.11', Handler: handler, InputPayload: payload },
  script,
});

/** What most scripts need to know of the execution. */
export const surroundings = {
  Account: '{{ global:ACCOUNT_ID }}',
  Region: '{{ global:REGION }}',
  Partition: '{{ global:AWS_PARTITION }}',
} as const;

/** Members of what a function returned, each as an output of its name. */
export const returned = (members: Readonly<Record<string, StepOutput['Type']>>): StepOutput[] =>
  Object.entries(members).map(([Name, Type]) => ({ Name, Selector: `$.Payload.${Name}`, Type }));
