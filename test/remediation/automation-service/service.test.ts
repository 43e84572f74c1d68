import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  GetAutomationExecutionCommand,
  GetParameterCommand,
  PutParameterCommand,
  SendAutomationSignalCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
  type AutomationExecution,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount } from '../../emulator/emulator.ts';
import { startEmulator } from '../../emulator/start.ts';
import { runbook } from '../interpreter/runbook.ts';
import { startAutomationService } from './service.ts';
import { noOutput } from './texts.ts';

const emulator = await startEmulator({ seed: 5 });
const service = await startAutomationService(emulator);
afterAll(async () => {
  await service.stop();
  await emulator.stop();
});
beforeEach(async () => {
  await emulator.reset();
  service.reset();
});

const clientOf = (account: string, region = 'us-east-1') =>
  new SSMClient({
    region,
    endpoint: service.url,
    maxAttempts: 1,
    credentials: { accessKeyId: `AKIATEST${account}`, secretAccessKey: 'not-a-secret' },
  });
const ssm = clientOf(homeAccount);

const script = (name: string, body: string, outputs: string) => `- name: ${name}
  action: aws:executeScript
  inputs:
    Runtime: python3.11
    Handler: handle
    Script: |
      def handle(events, context):
        ${body}
  outputs:
${outputs}`;
const output = (name: string, type: string) => `  - { Name: ${name}, Selector: $.Payload.${name}, Type: ${type} }`;
const four = ['Text', 'List', 'Number', 'Truth'];
const look = script(
  'look',
  "return {'Text': 'a', 'List': ['b', 'c'], 'Number': 4, 'Truth': True}",
  [output('Text', 'String'), output('List', 'StringList'), output('Number', 'Integer'), output('Truth', 'Boolean')].join('\n'),
);
const fail = script('fail', "raise RuntimeError('the bucket is gone')", output('Text', 'String'));
const ask = `- name: ask
  action: aws:approve
  inputs:
    Message: Really?
    Approvers: [auditor]`;

const deploy = (...steps: readonly string[]) =>
  service.deploy(
    'Document',
    runbook(steps.join('\n'), {
      parameters: 'Days: { type: Integer, default: 5, allowedValues: [5, 6] }',
      outputs: [...four.map((name) => `- look.${name}`), ...(steps.includes(fail) ? ['- fail.Text'] : [])].join('\n'),
    }),
  );

async function start(Parameters?: Record<string, string[]>, ClientToken = randomUUID()): Promise<string> {
  const { AutomationExecutionId = '' } = await ssm.send(
    new StartAutomationExecutionCommand({ DocumentName: 'Document', Parameters, ClientToken }),
  );
  return AutomationExecutionId;
}

const shown = async (AutomationExecutionId: string): Promise<AutomationExecution> =>
  (await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).AutomationExecution ?? {};

async function becoming(id: string, ...statuses: readonly string[]): Promise<AutomationExecution> {
  for (;;) {
    const execution = await shown(id);
    if (statuses.includes(execution.AutomationExecutionStatus ?? '')) return execution;
    await setTimeout(50);
  }
}

const statuses = ({ StepExecutions = [] }: AutomationExecution) =>
  StepExecutions.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`);

describe('an execution', () => {
  it('shows its outputs as lists of texts', async () => {
    deploy(look);
    const execution = await becoming(await start(), 'Success');
    expect(execution).toMatchObject({
      DocumentName: 'Document',
      ExecutedBy: `arn:aws:iam::${homeAccount}:user/auditor`,
      Outputs: { 'look.Text': ['a'], 'look.List': ['b', 'c'], 'look.Number': ['4'], 'look.Truth': ['true'] },
      StepExecutions: [{ StepName: 'look', StepStatus: 'Success', Outputs: { List: ['b', 'c'] } }],
    });
    expect(execution.ExecutionEndTime?.getTime()).toBeGreaterThanOrEqual(execution.ExecutionStartTime?.getTime() ?? Infinity);
  });

  it('that fails says why, leaves later steps pending and says that they gave nothing', async () => {
    deploy(look, fail, ask);
    const execution = await becoming(await start(), 'Failed');
    expect(statuses(execution)).toEqual(['look Success', 'fail Failed', 'ask Pending']);
    expect(execution.FailureMessage).toContain('the bucket is gone');
    expect(execution.StepExecutions?.[1]?.FailureMessage).toContain('the bucket is gone');
    expect(execution.Outputs).toMatchObject({ 'look.Text': ['a'], 'fail.Text': [noOutput] });
  });

  it('waits for an approval, and takes it with an empty answer', async () => {
    deploy(look, ask);
    const id = await start();
    const waiting = await becoming(id, 'Waiting');
    expect(statuses(waiting)).toEqual(['look Success', 'ask Waiting']);
    expect(waiting.StepExecutions?.[1]?.Inputs).toMatchObject({ Message: '"Really?"', Approvers: '["auditor"]' });
    await ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Approve' }));
    expect(statuses(await becoming(id, 'Success'))).toEqual(['look Success', 'ask Success']);
  });

  it('is rejected', async () => {
    deploy(ask, look);
    const id = await start();
    await becoming(id, 'Waiting');
    await ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Reject' }));
    expect(statuses(await becoming(id, 'Rejected'))).toEqual(['ask Rejected', 'look Pending']);
  });

  it('is stopped', async () => {
    deploy(ask, look);
    const id = await start();
    await becoming(id, 'Waiting');
    await ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id, Type: 'Cancel' }));
    expect(statuses(await becoming(id, 'Cancelled'))).toEqual(['ask Cancelled', 'look Pending']);
    await expect(ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }))).rejects.toThrow(/has ended: Cancelled/);
  });

  it('is seen by runbooks, which ask the emulator what is under way', async () => {
    deploy(look, ask);
    const id = await start();
    await becoming(id, 'Waiting');
    const Filters = [{ Key: 'ExecutionStatus' as const, Values: ['Waiting'] }];
    await emulator.setPaging(false);
    const answer = await ssm.send(new DescribeAutomationExecutionsCommand({ Filters }));
    expect(answer.AutomationExecutionMetadataList?.map(({ AutomationExecutionId }) => AutomationExecutionId)).toEqual([id]);
  });

  it('shows its steps in pieces', async () => {
    deploy(look, fail, ask);
    const id = await start();
    await becoming(id, 'Failed');
    service.showSteps(2);
    expect(await shown(id)).toMatchObject({ StepExecutions: [{}, {}], StepExecutionsTruncated: true });
    const first = await ssm.send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id }));
    const second = await ssm.send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id, NextToken: first.NextToken }));
    expect([...statuses(first), ...statuses(second)]).toEqual(['look Success', 'fail Failed', 'ask Pending']);
    expect(second.NextToken).toBeUndefined();
  });

  it('is started once by one token', async () => {
    deploy(look);
    const token = randomUUID();
    expect(await start({}, token).catch((error: Error) => error.message)).toMatch(/Parameters is or has 0/);
    const id = await start(undefined, token);
    expect(await start(undefined, token)).toBe(id);
    expect(service.executions()).toHaveLength(1);
    await becoming(id, 'Success');
  });
});

it.each([
  ['an unknown document', { DocumentName: 'Other' }, 'AutomationDefinitionNotFoundException'],
  ['an unknown parameter', { DocumentName: 'Document', Parameters: { Weeks: ['1'] } }, 'InvalidAutomationExecutionParametersException'],
  [
    'a value that is not allowed',
    { DocumentName: 'Document', Parameters: { Days: ['7'] } },
    'InvalidAutomationExecutionParametersException',
  ],
  ['a text that is too long', { DocumentName: 'Document', Parameters: { Days: ['7'.repeat(513)] } }, 'ValidationException'],
  ['a name that no document has', { DocumentName: 'a b' }, 'ValidationException'],
  ['a token that is no UUID', { DocumentName: 'Document', ClientToken: 'x'.repeat(36) }, 'ValidationException'],
])('refuses to start with %s', async (_what, input, name) => {
  deploy(look);
  await expect(ssm.send(new StartAutomationExecutionCommand(input))).rejects.toMatchObject({ name });
});

it('keeps accounts and Regions apart', async () => {
  deploy(look);
  const AutomationExecutionId = await start();
  for (const other of [clientOf('444455556666'), clientOf(homeAccount, 'eu-west-1')])
    await expect(other.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).rejects.toMatchObject({
      name: 'AutomationExecutionNotFoundException',
    });
  await becoming(AutomationExecutionId, 'Success');
});

it('refuses approvals of strangers, and where nothing waits', async () => {
  deploy(look, ask.replace('auditor', 'somebody-else'));
  const AutomationExecutionId = await start();
  await becoming(AutomationExecutionId, 'Waiting');
  const approval = new SendAutomationSignalCommand({ AutomationExecutionId, SignalType: 'Approve' });
  await expect(ssm.send(approval)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  service.executions()[0]?.stop();
  await becoming(AutomationExecutionId, 'Cancelled');
  await expect(ssm.send(approval)).rejects.toMatchObject({ name: 'InvalidAutomationSignalException' });
});

it('leaves everything else to the emulator', async () => {
  await ssm.send(new PutParameterCommand({ Name: '/a', Value: 'b', Type: 'String' }));
  expect((await ssm.send(new GetParameterCommand({ Name: '/a' }))).Parameter?.Value).toBe('b');
  await expect(ssm.send(new GetParameterCommand({ Name: '/c' }))).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

it('refuses what a test orders, when it orders it', async () => {
  deploy(look);
  service.refuse({ operation: 'StartAutomationExecution', code: 'ThrottlingException', message: 'Rate exceeded', after: 1, times: 1 });
  await start();
  await expect(start()).rejects.toThrow('Rate exceeded');
  await becoming(await start(), 'Success');
});
