import { GetParameterHistoryCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import type { AutomationDocument } from '../../remediation/automation-document.ts';
import { standardParameters } from '../../remediation/parameters.ts';
import { takeTurn } from '../../remediation/turns/take-turn.ts';
import { account, changes, emulator, region, runRunbook } from './runbook-place.ts';

const document: AutomationDocument = {
  runbook: { id: 'only-a-turn', title: 'take a turn', parameters: {}, isAutomatic: false },
  description: 'Takes a turn.',
  parameters: standardParameters,
  steps: [{ ...takeTurn, timeoutSeconds: 60 }],
  outputs: ['takeTurn.Turn'],
  permissions: [],
};
const ssm = emulator.client(account, region, SSMClient);
const turns = '/bedrock-logging/runbooks/turns';
const former = '00000000-0000-4000-8000-000000000001';

const run = (DryRun = 'false') => runRunbook(document, { ResourceId: account, DryRun });

const under = (status: string, documentName = 'BedrockLogging-SetLogRetention') =>
  emulator.seed({ account, region, automationExecutions: [{ executionId: former, documentName, status }] });

const ask = (Value: string) => ssm.send(new PutParameterCommand({ Name: turns, Value, Type: 'String', Overwrite: true }));

describe('a run', () => {
  it('takes its turn at once where nobody came before', async () => {
    const execution = await run();
    expect(execution, execution.failure).toMatchObject({ status: 'Success', outputs: { 'takeTurn.Turn': 1 } });
    const { Parameters } = await ssm.send(new GetParameterHistoryCommand({ Name: turns }));
    expect(Parameters?.map(({ Value }) => Value)).toEqual([execution.executionId]);
  });

  it.each(['Success', 'Failed', 'Cancelled', 'TimedOut', 'Waiting'])('does not wait for one that is %s', async (status) => {
    await under(status);
    await ask(former);
    expect((await run()).outputs).toEqual({ 'takeTurn.Turn': 2 });
  });

  it('does not wait for one that asked for no turn, such as a dry run', async () => {
    await under('InProgress');
    await ask('00000000-0000-4000-8000-000000000002');
    expect((await run()).outputs).toEqual({ 'takeTurn.Turn': 2 });
  });

  it.each(['InProgress', 'Cancelling'])('waits for one that asked before and is %s, until it has ended', async (status) => {
    await under(status);
    await ask(former);
    let hasEnded = false;
    const execution = run().then((ended) => {
      expect(hasEnded).toBe(true);
      return ended;
    });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    hasEnded = true;
    await under('Success');
    expect((await execution).outputs).toEqual({ 'takeTurn.Turn': 2 });
  });

  it('takes no turn where it is a dry run', async () => {
    await under('InProgress');
    await ask(former);
    await emulator.clearCalls();
    expect((await run('true')).outputs).toEqual({ 'takeTurn.Turn': 0 });
    expect(await changes()).toEqual([]);
  });
});

it('two runs at once have different turns', async () => {
  const executions = await Promise.all([run(), run(), run(), run()]);
  expect(executions.map(({ outputs }) => outputs['takeTurn.Turn']).sort((one, other) => Number(one) - Number(other))).toEqual([1, 2, 3, 4]);
});
