import type { Caller } from '../api-call.ts';
import type { Value } from '../value.ts';

/** A principal's answer to a request for approval. */
export type Decision = 'Approve' | 'Reject';

/** What principals are asked to approve. */
export interface ApprovalRequest {
  readonly step: string;
  readonly message: string;
  readonly approvers: readonly string[];
  readonly minRequiredApprovals: number;
}

/** What an action may use of the execution it is a step of. */
export interface StepContext extends Caller {
  readonly step: string;
  /** In seconds; `undefined` where the step sets none. */
  readonly timeoutSeconds: number | undefined;
  readonly region: string;
  /** ARN; `undefined` where the document runs without one. */
  readonly assumeRole: string | undefined;
  readonly environmentForScripts: Readonly<Record<string, string>>;
  wait(seconds: number): Promise<void>;
  now(): Date;
  /** Answers by approver; nobody answers where it is empty. */
  approve(request: ApprovalRequest): Promise<Readonly<Record<string, Decision>>>;
}

/** What a step came to. */
export interface ActionResult {
  /** What selectors of the step's outputs select from. */
  readonly response?: unknown;
  /** Outputs that the action itself defines. */
  readonly outputs?: Readonly<Record<string, Value>>;
  /** The step that the action jumps to. */
  readonly nextStep?: string;
}

/** An action of Automation. */
export interface Action<Inputs = never> {
  /** JSON schema of its inputs, as written: variables still in place. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Outputs it defines itself, for later steps to read. */
  readonly definedOutputs: readonly string[];
  /** Whether a step may define outputs of its own. */
  readonly takesOutputs: boolean;
  run(inputs: Inputs, context: StepContext): Promise<ActionResult>;
}
