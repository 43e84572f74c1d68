import {
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  type AutomationExecutionFilter,
} from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SeededAutomationExecution } from './control.ts';
import { homeAccount, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 11 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const ssm = (account = homeAccount, where = region) => emulator.client(account, where, SSMClient);
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const execution = (number: number, change: Partial<SeededAutomationExecution> = {}): SeededAutomationExecution => ({
  executionId: idOf(number),
  documentName: 'Logging-EnableInvocationLogging',
  status: 'Success',
  ...change,
});
const plant = (...automationExecutions: SeededAutomationExecution[]) =>
  emulator.seed({ account: homeAccount, region, automationExecutions });
const get = async (AutomationExecutionId: string, account = homeAccount, where = region) =>
  (await ssm(account, where).send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).AutomationExecution;

async function list(...Filters: AutomationExecutionFilter[]) {
  const ids: (string | undefined)[] = [];
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm().send(new DescribeAutomationExecutionsCommand({ ...(Filters.length > 0 && { Filters }), NextToken }));
    ids.push(...(page.AutomationExecutionMetadataList ?? []).map((each) => each.AutomationExecutionId));
    sizes.push(page.AutomationExecutionMetadataList?.length ?? 0);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { ids, sizes };
}

const missing = expect.objectContaining({ name: 'AutomationExecutionNotFoundException' }) as Error;

it('shows an execution as it was planted', async () => {
  const step = {
    name: 'Verify',
    action: 'aws:executeScript',
    status: 'Failed',
    failureMessage: 'no log group',
    inputs: { Runtime: '"python3.11"' },
  };
  await plant(
    execution(1, {
      status: 'Failed',
      startTime: '2026-03-01T10:00:00Z',
      endTime: '2026-03-01T10:01:00Z',
      parameters: { Region: ['us-east-1'] },
      outputs: { 'Verify.Changed': ['false'] },
      failureMessage: 'Step fails when it is Execute/Cancelling action. no log group',
      currentStepName: 'Verify',
      steps: [step],
    }),
  );
  expect(await get(idOf(1))).toMatchObject({
    AutomationExecutionId: idOf(1),
    AutomationExecutionStatus: 'Failed',
    DocumentName: 'Logging-EnableInvocationLogging',
    DocumentVersion: '1',
    ExecutionStartTime: new Date('2026-03-01T10:00:00Z'),
    ExecutionEndTime: new Date('2026-03-01T10:01:00Z'),
    Parameters: { Region: ['us-east-1'] },
    Outputs: { 'Verify.Changed': ['false'] },
    FailureMessage: 'Step fails when it is Execute/Cancelling action. no log group',
    CurrentStepName: 'Verify',
    StepExecutions: [{ StepName: 'Verify', Action: 'aws:executeScript', StepStatus: 'Failed', FailureMessage: 'no log group' }],
  });
});

it('shows the execution that was planted last under an id', async () => {
  await plant(execution(1, { status: 'InProgress', currentStepName: 'Change' }));
  await plant(execution(1, { outputs: { 'Change.Result': ['{}'] } }));
  const found = await get(idOf(1));
  expect(found).toMatchObject({ AutomationExecutionStatus: 'Success', Outputs: { 'Change.Result': ['{}'] } });
  expect(found).not.toHaveProperty('CurrentStepName');
  expect((await list()).ids).toEqual([idOf(1)]);
});

it('knows an execution in its account and Region only', async () => {
  await plant(execution(1));
  await expect(get(idOf(2))).rejects.toThrow(missing);
  await expect(get(idOf(1), '444455556666')).rejects.toThrow(missing);
  await expect(get(idOf(1), homeAccount, 'eu-west-1')).rejects.toThrow(missing);
});

it('lists executions by status and by the beginning of the name, the latest first', async () => {
  await plant(
    execution(1, { startTime: '2026-03-01T10:00:00Z' }),
    execution(2, { startTime: '2026-03-03T10:00:00Z', status: 'Failed' }),
    execution(3, { startTime: '2026-03-02T10:00:00Z', status: 'InProgress' }),
    execution(4, { startTime: '2026-03-04T10:00:00Z', documentName: 'AWS-StopEC2Instance' }),
  );
  expect((await list()).ids).toEqual([4, 2, 3, 1].map(idOf));
  expect((await list({ Key: 'DocumentNamePrefix', Values: ['Logging-'] })).ids).toEqual([2, 3, 1].map(idOf));
  expect((await list({ Key: 'ExecutionStatus', Values: ['InProgress', 'Failed'] })).ids).toEqual([2, 3].map(idOf));
  const both = await list({ Key: 'ExecutionStatus', Values: ['Success'] }, { Key: 'DocumentNamePrefix', Values: ['Logging-'] });
  expect(both.ids).toEqual([idOf(1)]);
  expect((await list({ Key: 'StartTimeAfter', Values: ['2026-03-02T12:00:00Z'] })).ids).toEqual([4, 2].map(idOf));
});

it('lists executions in pages of random size, some empty', async () => {
  await plant(...Array.from({ length: 60 }, (_, number) => execution(number)));
  const { ids, sizes } = await list();
  expect(new Set(ids)).toHaveLength(60);
  expect(sizes).toContain(0);
  expect(new Set(sizes).size).toBeGreaterThan(2);
  const tooMany = ssm().send(new DescribeAutomationExecutionsCommand({ MaxResults: 51 }));
  await expect(tooMany).rejects.toThrow(expect.objectContaining({ name: 'ValidationException' }));
});

it('takes no execution with a member nobody knows, or without a status', async () => {
  const typo = { ...execution(1), output: {} };
  await expect(plant(typo)).rejects.toThrow('unknown members of an execution');
  const { executionId, documentName } = execution(1);
  await expect(plant({ executionId, documentName } as SeededAutomationExecution)).rejects.toThrow("an execution needs ['status']");
});
