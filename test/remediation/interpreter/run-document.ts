import { randomUUID } from 'node:crypto';
import { stepIn, type AutomationDocument, type Step } from './document.ts';
import type { ApiCall, Execution, StepExecution } from './execution.ts';
import { InvalidAutomationExecutionParameters, InvalidDocumentContent, UndocumentedBehaviour } from './failures.ts';
import { followingStep } from './flow.ts';
import { parameterTypes, parameterValues } from './parameters.ts';
import { maxDocumentSize, parseDocument } from './parse-document.ts';
import { runStep, type StepEnd, type StepRun } from './run-step.ts';
import type { Run } from './run.ts';
import { clientsOf, findOperation } from './sdk.ts';
import { systemVariables, type Surroundings } from './system-variables.ts';
import { inWords, type Value } from './value.ts';
import { substitute } from './variables.ts';

/**
 * Runs an Automation runbook with the SDK, as Systems Manager documents that it runs it.
 *
 * @throws InvalidDocumentContent where the document would not be made
 * @throws InvalidAutomationExecutionParameters where the execution would not start
 */
export async function runDocument(text: string, run: Run): Promise<Execution> {
  const document = parseDocument(text);
  await refuseUnknownOperations(document);
  refuseUnknownSteps(document, run);
  refuseTooMuch(text, run);
  const now = () => run.now?.() ?? new Date();
  const surroundings: Surroundings = { account: run.account, region: run.region, executionId: run.executionId ?? randomUUID(), now };
  const variables = new Map(Object.entries(parameterValues(document.parameters ?? {}, run.parameters ?? {})));
  const assumeRole = roleOf(document, (name) => variables.get(name) ?? systemVariables[name]?.(surroundings));
  const calls: ApiCall[] = [];
  const clients = clientsOf((ClientClass) => run.client(ClientClass));
  try {
    const lookUp = (name: string) => variables.get(name) ?? systemVariables[name]?.(surroundings) ?? unresolved(name);
    const ends = await runSteps(document.mainSteps, variables, { run, surroundings, assumeRole, lookUp, calls, client: clients.of });
    return { executionId: surroundings.executionId, ...outcomeOf(ends, run), outputs: outputsOf(document, variables), calls };
  } finally {
    clients.destroy();
  }
}

/** Runs one step after the other, and adds what each gives to the variables. */
async function runSteps(steps: readonly Step[], variables: Map<string, Value>, stepRun: StepRun): Promise<readonly StepEnd[]> {
  const ends: StepEnd[] = [];
  let next = steps[0];
  while (next !== undefined) {
    const end = await runStep(next, stepRun);
    ends.push(end);
    stepRun.run.onStepEnd?.(end.execution);
    for (const [name, value] of Object.entries(end.execution.outputs)) variables.set(`${next.name}.${name}`, value);
    const following: string | undefined = next.name === stepRun.run.stopAfterStep ? undefined : continuation(steps, next, end);
    next = steps.find(({ name }) => name === following);
  }
  return ends;
}

function continuation(steps: readonly Step[], step: Step, { execution: { status }, jump, isFinal }: StepEnd): string | undefined {
  if (isFinal) return undefined;
  if (status === 'Success') return jump ?? followingStep(steps, step);
  if (status === 'Cancelled') return stepIn(step.onCancel);
  return step.onFailure === 'Continue' ? followingStep(steps, step) : stepIn(step.onFailure);
}

/** The first critical step that did not succeed decides. */
function outcomeOf(ends: readonly StepEnd[], { stopAfterStep }: Run): Pick<Execution, 'status' | 'steps' | 'failure'> {
  const steps = ends.map(({ execution }) => execution);
  const failures = ends
    .filter(({ execution, isCritical }) => isCritical && execution.status !== 'Success')
    .map(({ execution }) => execution);
  const isKilled = stopAfterStep !== undefined && steps.at(-1)?.name === stopAfterStep;
  const status = isKilled ? 'InProgress' : (failures[0]?.status ?? 'Success');
  return { status, steps, ...(failures.length === 0 ? {} : { failure: failures.map(inALine).join('\n') }) };
}

const inALine = ({ name, status, failure }: StepExecution): string => `${name}: ${failure ?? status}`;

const outputsOf = ({ outputs = [] }: AutomationDocument, variables: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    outputs.flatMap((name) => {
      const value = variables.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

function unresolved(name: string): never {
  throw new UndocumentedBehaviour(`failed to resolve input '${name}': no step gave it`);
}

/** Automation calls no operation that streams. */
async function refuseUnknownOperations({ mainSteps }: AutomationDocument): Promise<void> {
  for (const { name, inputs } of mainSteps) {
    const { Service, Api } = inputs as { readonly Service?: string; readonly Api?: string };
    if (Service === undefined || Api === undefined) continue;
    const operation = await findOperation(Service, Api);
    if (operation === undefined) throw new InvalidDocumentContent(`${name}: ${Service} has no operation ${Api}`);
    if (operation.isStreaming) throw new InvalidDocumentContent(`${name}: ${Api} streams, which Automation does not support`);
  }
}

function refuseTooMuch(text: string, { parameters = {} }: Run): void {
  const size = Buffer.byteLength(text + Object.values(parameters).flat().join(''));
  if (size <= maxDocumentSize) return;
  throw new InvalidAutomationExecutionParameters(`the document and its parameters have ${size} bytes; allowed: ${maxDocumentSize}`);
}

function refuseUnknownSteps({ mainSteps }: AutomationDocument, { cancelInStep, stopAfterStep }: Run): void {
  for (const name of [cancelInStep, stopAfterStep]) {
    if (name !== undefined && mainSteps.every((step) => step.name !== name)) throw new Error(`no step is named '${name}'`);
  }
}

function roleOf({ assumeRole = '' }: AutomationDocument, lookUp: (name: string) => Value | undefined): string | undefined {
  const role = substitute(assumeRole, (name) => lookUp(name) ?? unresolvedRole(name));
  if (typeof role === 'string' && parameterTypes['AWS::IAM::Role::Arn'].form.test(role)) return role === '' ? undefined : role;
  throw new InvalidAutomationExecutionParameters(`the format of the supplied assume role ARN is invalid: ${inWords(role)}`);
}

function unresolvedRole(name: string): never {
  throw new InvalidAutomationExecutionParameters(`assumeRole refers to '${name}', which is no parameter`);
}
