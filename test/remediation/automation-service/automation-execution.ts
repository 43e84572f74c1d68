import { randomUUID } from 'node:crypto';
import type { Emulator } from '../../emulator/emulator.ts';
import type { ApprovalRequest, Decision } from '../interpreter/actions/action.ts';
import type { AutomationDocument } from '../interpreter/document.ts';
import type { StepExecution } from '../interpreter/execution.ts';
import { StepFailure } from '../interpreter/failures.ts';
import { inEmulator } from '../interpreter/in-emulator.ts';
import { runDocument } from '../interpreter/run-document.ts';
import { Refused } from './refused.ts';
import { inputTexts, noOutput, outputTexts } from './texts.ts';

/** What an execution is started with. */
export interface Started {
  readonly account: string;
  readonly region: string;
  /** ARN of who started it. */
  readonly principal: string;
  readonly documentName: string;
  readonly text: string;
  readonly document: AutomationDocument;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

type Writable<Type> = { -readonly [Member in keyof Type]: Type[Member] };

/** A step as GetAutomationExecution shows it; times in seconds since 1970. */
interface ShownStep {
  readonly StepName: string;
  readonly Action: string;
  readonly StepStatus: string;
  readonly StepExecutionId: string;
  readonly ExecutionStartTime?: number;
  readonly ExecutionEndTime?: number;
  readonly Inputs?: Readonly<Record<string, string>>;
  readonly Outputs?: Readonly<Record<string, readonly string[]>>;
  readonly FailureMessage?: string;
}

type Decisions = Readonly<Record<string, Decision>>;

/**
 * An execution that the interpreter runs against the emulator, and how it stands at any moment.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-statuses.html
 */
export class AutomationExecution {
  readonly id = randomUUID();
  readonly started: Started;
  readonly #emulator: Emulator;
  readonly #steps: Writable<ShownStep>[];
  readonly #startTime = now();
  #status = 'Pending';
  #endTime: number | undefined;
  #failure: string | undefined;
  #isStopped = false;
  #asking: { readonly request: ApprovalRequest; readonly decisions: Decisions; answer(decisions: Decisions): void } | undefined;

  constructor(started: Started, emulator: Emulator) {
    this.started = started;
    this.#emulator = emulator;
    this.#steps = started.document.mainSteps.map(({ name, action }) => ({
      StepName: name,
      Action: action,
      StepStatus: 'Pending',
      StepExecutionId: randomUUID(),
    }));
  }

  get steps(): readonly ShownStep[] {
    return this.#steps;
  }

  /** Runs it to its end. Never fails: what goes wrong is shown. */
  async run(): Promise<void> {
    const { text, account, region, parameters } = this.started;
    try {
      await this.#become('InProgress');
      const { status, failure } = await runDocument(text, {
        ...inEmulator(this.#emulator, account, region),
        executionId: this.id,
        parameters,
        onStep: ({ step }) => this.#begin(step),
        onStepEnd: (step) => this.#end(step),
        approve: (request) => this.#ask(request),
      });
      this.#failure = failure;
      this.#endTime = now();
      await this.#become(this.#isStopped ? 'Cancelled' : status);
    } catch (error) {
      this.#failure = `THE AUTOMATION SERVICE OF THE TESTS FAILED: ${String(error)}`;
      this.#endTime = now();
      this.#status = 'Failed';
    }
  }

  /** @throws Refused for a principal who may not, and where nothing waits */
  decide(principal: string, decision: Decision): void {
    const asking = this.#asking;
    if (!asking) throw new Refused('InvalidAutomationSignalException', 'no step of the execution waits for an approval');
    const approver = asking.request.approvers.find((name) => isNamedBy(principal, name));
    // AWS documents no error for the answer of a stranger.
    if (approver === undefined) throw new Refused('AccessDeniedException', `${principal} is no approver of ${asking.request.step}`);
    const decisions = { ...asking.decisions, [approver]: decision };
    this.#asking = { ...asking, decisions };
    const isEnough = decision === 'Reject' || Object.keys(decisions).length >= asking.request.minRequiredApprovals;
    if (isEnough) asking.answer(decisions);
  }

  /** Lets no further step begin. */
  stop(): void {
    if (this.#endTime !== undefined)
      throw new Refused('InvalidAutomationStatusUpdateException', `the execution has ended: ${this.#status}`);
    this.#isStopped = true;
    this.#status = 'Cancelling';
    this.#asking?.answer({});
  }

  /** @param stepsShown how many steps an answer has at most */
  shown(stepsShown: number): object {
    const { documentName, principal, parameters, document } = this.started;
    const current = this.#steps.findLast(({ StepStatus }) => StepStatus !== 'Pending');
    const outputs = (document.outputs ?? []).map((name) => [name, this.#outputOf(name)]);
    return {
      AutomationExecutionId: this.id,
      DocumentName: documentName,
      DocumentVersion: '1',
      AutomationExecutionStatus: this.#status,
      ExecutionStartTime: this.#startTime,
      ...(this.#endTime !== undefined && { ExecutionEndTime: this.#endTime }),
      StepExecutions: this.#steps.slice(0, stepsShown),
      StepExecutionsTruncated: this.#steps.length > stepsShown,
      Parameters: parameters,
      Outputs: Object.fromEntries(outputs) as object,
      ...(this.#failure !== undefined && { FailureMessage: this.#failure }),
      Mode: 'Auto',
      ExecutedBy: principal,
      ...(current && this.#endTime === undefined && { CurrentStepName: current.StepName, CurrentAction: current.Action }),
    };
  }

  #outputOf(name: string): readonly string[] {
    const [step = '', output = ''] = name.split('.');
    return this.#stepOf(step).Outputs?.[output] ?? [noOutput];
  }

  #begin(name: string): void {
    if (this.#isStopped) throw new StepFailure('the execution was stopped', { status: 'Cancelled' });
    Object.assign(this.#stepOf(name), { StepStatus: 'InProgress', ExecutionStartTime: now() });
  }

  #end({ name, status, inputs, outputs, failure }: StepExecution): void {
    Object.assign(this.#stepOf(name), {
      StepStatus: status,
      ExecutionEndTime: now(),
      ...(inputs !== undefined && { Inputs: inputTexts(inputs) }),
      Outputs: Object.fromEntries(Object.entries(outputs).map(([output, value]) => [output, outputTexts(value)])),
      ...(failure !== undefined && { FailureMessage: failure }),
    });
  }

  async #ask(request: ApprovalRequest): Promise<Decisions> {
    const { step, message, approvers, minRequiredApprovals } = request;
    const Inputs = inputTexts({ Message: message, Approvers: approvers, MinRequiredApprovals: minRequiredApprovals });
    // Whoever sees that it waits can answer.
    const decided = new Promise<Decisions>((answer) => {
      this.#asking = { request, decisions: {}, answer };
    });
    await this.#become('Waiting');
    Object.assign(this.#stepOf(step), { StepStatus: 'Waiting', Inputs });
    const decisions = await decided;
    this.#asking = undefined;
    if (this.#isStopped) throw new StepFailure('the execution was stopped', { status: 'Cancelled' });
    await this.#become('InProgress');
    return decisions;
  }

  /** Shows the emulator too how it stands: runbooks ask it which of them are under way. */
  async #become(status: string): Promise<void> {
    const { account, region, documentName } = this.started;
    await this.#emulator.seed({ account, region, automationExecutions: [{ executionId: this.id, documentName, status }] });
    this.#status = status;
  }

  #stepOf(name: string): Writable<ShownStep> {
    const step = this.#steps.find(({ StepName }) => StepName === name);
    if (!step) throw new Error(`no step is named '${name}'`);
    return step;
  }
}

/** In seconds since 1970, as the protocol has it. */
const now = (): number => Date.now() / 1_000;

/** Whether an approver, as a document names one, is a principal: by user name, or by the ARN of a user, a role or a session of one. */
function isNamedBy(principal: string, approver: string): boolean {
  const session = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal);
  if (session) return approver === principal || approver === `arn:aws:iam::${session[1]}:role/${session[2]}`;
  return approver === principal || approver === principal.split('/').at(-1);
}
