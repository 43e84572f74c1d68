import type { ApprovalRequest, Decision } from './actions/action.ts';
import type { StepExecution } from './execution.ts';
import type { GivenParameters } from './parameters.ts';
import type { SdkClient, SdkClientClass } from './sdk.ts';

/** What a runbook is run with. */
export interface Run {
  readonly parameters?: GivenParameters;
  readonly account: string;
  readonly region: string;
  /** Makes a client of a service; one serves all calls of the execution. */
  client(ClientClass: SdkClientClass): SdkClient;
  /** All that scripts see of the environment: endpoints and credentials. */
  readonly environmentForScripts?: Readonly<Record<string, string>>;
  /** A new one where it is left out. */
  readonly executionId?: string;
  /** Answers to an approval, by approver. Nobody answers where it is left out. */
  approve?(request: ApprovalRequest): Readonly<Record<string, Decision>> | Promise<Readonly<Record<string, Decision>>>;
  /** Stands for the time that a delay or a wait for a property takes. No time passes where it is left out. */
  wait?(seconds: number): Promise<void>;
  now?(): Date;
  /** Is told of every attempt of a step before it is made, and may change the world. */
  onStep?(attempt: { readonly step: string; readonly attempt: number }): Promise<void> | void;
  /** Is told how a step went. */
  onStepEnd?(step: StepExecution): void;
  /** The step that a user cancels the execution in: it does nothing. */
  readonly cancelInStep?: string;
  /** The step after which the execution is killed. */
  readonly stopAfterStep?: string;
}
