import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from '../../../emulator/emulator.ts';
import { startEmulator } from '../../../emulator/start.ts';
import { inEmulator } from '../in-emulator.ts';
import type { GivenParameters } from '../parameters.ts';
import { runDocument } from '../run-document.ts';
import { runbook } from '../runbook.ts';
import { startSimulator, type Simulated, type SimulationEnd } from './simulator.ts';

const region = 'us-east-1';
const logs = 'a-log-bucket';
let emulator: Emulator;
let simulator: ReturnType<typeof startSimulator>;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 9 });
  simulator = startSimulator(emulator.environment);
}, 300_000);
afterAll(async () => {
  await simulator?.stop();
  await emulator?.stop();
});
beforeEach(() => startAfresh());

async function startAfresh(): Promise<void> {
  await emulator.reset();
  await client(S3Client).send(new CreateBucketCommand({ Bucket: logs }));
  const loggingConfig = { s3Config: { bucketName: logs, keyPrefix: 'a' }, textDataDeliveryEnabled: true, imageDataDeliveryEnabled: false };
  await client(BedrockClient).send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
  await emulator.clearCalls();
}

const client = <Client>(ClientClass: new (settings: ClientSettings) => Client) => emulator.client(homeAccount, region, ClientClass);

const callsMade = async () => (await emulator.calls()).map(({ operation, input }) => ({ operation, input }));

interface Given {
  /** As StartAutomationExecution takes them. */
  readonly given?: GivenParameters;
  /** The same with their types, as the simulation takes them. */
  readonly typed?: Readonly<Record<string, unknown>>;
}

async function interpret(text: string, given: GivenParameters) {
  const { status, steps } = await runDocument(text, { ...inEmulator(emulator, homeAccount, region), parameters: given });
  const outputs = Object.fromEntries(
    steps.flatMap((step) => Object.entries(step.outputs).map(([name, value]) => [`${step.name}.${name}`, value])),
  );
  return { status, steps: steps.map(({ name }) => name), outputs, calls: await callsMade() };
}

async function simulate(simulated: Simulated) {
  await startAfresh();
  const end = await simulator.simulate(simulated);
  if ('refusal' in end) throw new Error(`the simulation did not run: ${end.refusal}`);
  return { ...end, calls: await callsMade() };
}

/** Both run, and do and find the same. */
async function compare(text: string, { given = {}, typed = {} }: Given = {}) {
  const interpreted = await interpret(text, given);
  const simulated = await simulate({ text, parameters: typed });
  expect(interpreted.status, simulated.stackTrace).toBe(simulated.status === 'SUCCESS' ? 'Success' : 'Failed');
  expect(interpreted.steps).toEqual(simulated.steps);
  expect(interpreted.calls).toEqual(simulated.calls);
  if (interpreted.status === 'Success') expect(simulated.outputs).toMatchObject(interpreted.outputs);
  return interpreted;
}

const readLogging = (outputs: string): string =>
  `- { name: read, action: 'aws:executeAwsApi', inputs: { Service: bedrock, Api: GetModelInvocationLoggingConfiguration }, outputs: [${outputs}] }`;

const bucketName = "{ Name: Bucket, Selector: '$.loggingConfig.s3Config.bucketName', Type: String }";

const textFlag = "{ Name: Text, Selector: '$.loggingConfig.textDataDeliveryEnabled', Type: Boolean }";

const putVersioning = (name: string, bucket: string): string =>
  `- { name: ${name}, action: 'aws:executeAwsApi', inputs: { Service: s3, Api: PutBucketVersioning, Bucket: '${bucket}', VersioningConfiguration: { Status: Enabled } } }`;

const look = (name: string, action: string, desired: string): string =>
  `- { name: ${name}, action: 'aws:${action}', timeoutSeconds: 2, inputs: { Service: s3, Api: GetBucketVersioning, Bucket: ${logs}, PropertySelector: '$.Status', DesiredValues: [${desired}] } }`;

describe('the interpreter and the simulation agree on', () => {
  it('calls, outputs of each type and their use in later calls', async () => {
    const outputs = `${bucketName}, ${textFlag}, { Name: Config, Selector: '$.loggingConfig', Type: StringMap }`;
    const put =
      "- { name: put, action: 'aws:executeAwsApi', inputs: { Service: bedrock, Api: PutModelInvocationLoggingConfiguration, loggingConfig: { textDataDeliveryEnabled: true, s3Config: { bucketName: '{{ read.Bucket }}', keyPrefix: 'in-{{ read.Bucket }}-on-{{ global:DATE }}' } } } }";
    const { outputs: found } = await compare(runbook(`${readLogging(outputs)}\n${putVersioning('keep', '{{ read.Bucket }}')}\n${put}`));
    expect(found).toMatchObject({ 'read.Bucket': logs, 'read.Text': true, 'read.Config': { imageDataDeliveryEnabled: false } });
  });

  it('values and defaults of parameters', async () => {
    const parameters = `Bucket: { type: String, allowedPattern: '^[a-z-]+$' }\nStatus: { type: String, default: Suspended, allowedValues: [Enabled, Suspended] }\nTag: { type: String, default: a }`;
    const steps = `- { name: put, action: 'aws:executeAwsApi', inputs: { Service: s3, Api: PutBucketVersioning, Bucket: '{{ Bucket }}', VersioningConfiguration: { Status: '{{ Status }}' } } }
- { name: tag, action: 'aws:executeAwsApi', inputs: { Service: s3, Api: PutBucketTagging, Bucket: '{{ Bucket }}', Tagging: { TagSet: [{ Key: '{{ Tag }}', Value: 'a {{Tag}} b' }] } } }`;
    const { calls } = await compare(runbook(steps, { parameters }), { given: { Bucket: logs }, typed: { Bucket: logs } });
    expect(calls).toHaveLength(2);
  });

  it.each([
    ['a text', "Variable: '{{ read.Bucket }}', StringEquals: a-log-bucket", true],
    ['the beginning of a text', "Variable: '{{ read.Bucket }}', StartsWith: b", false],
    ['a part of a text', "Variable: '{{ read.Bucket }}', Contains: log", true],
    ['a text in another case', "Variable: '{{ read.Bucket }}', EqualsIgnoreCase: A-Log-Bucket", true],
    ['the end of a text', "Variable: '{{ read.Bucket }}', EndsWith: log", false],
  ])('a choice by %s', async (_what, choice, isChosen) => {
    const steps = `${readLogging(bucketName)}
- { name: choose, action: 'aws:branch', inputs: { Choices: [{ ${choice}, NextStep: chosen }], Default: otherwise } }
- { name: otherwise, action: 'aws:sleep', inputs: { Duration: PT1S }, isEnd: true }
${putVersioning('chosen', logs)}`;
    const { steps: names } = await compare(runbook(steps));
    expect(names).toEqual(['read', 'choose', isChosen ? 'chosen' : 'otherwise']);
  });

  it('a choice without a default where none holds', async () => {
    const steps = `- { name: choose, action: 'aws:branch', inputs: { Choices: [{ Variable: '{{ global:DATE }}', StringEquals: a, NextStep: chosen }] } }
${putVersioning('following', logs)}
- { name: chosen, action: 'aws:sleep', inputs: { Duration: PT1S } }`;
    const { steps: names } = await compare(runbook(steps));
    expect(names).toEqual(['choose', 'following', 'chosen']);
  });

  it('a property that is asserted, and one that is waited for', async () => {
    const steps = `${putVersioning('put', logs)}\n${look('wait', 'waitForAwsResourceProperty', 'Suspended, Enabled')}\n${look('assert', 'assertAwsResourceProperty', 'Enabled')}`;
    expect((await compare(runbook(steps))).status).toBe('Success');
  });

  it('a property that is not as asserted', async () => {
    const steps = `${putVersioning('put', logs)}\n${look('assert', 'assertAwsResourceProperty', 'Suspended')}\n${putVersioning('after', logs)}`;
    expect((await compare(runbook(steps))).steps).toEqual(['put', 'assert']);
  });

  it('a script', async () => {
    const steps = `${readLogging(bucketName)}
- name: script
  action: aws:executeScript
  inputs:
    Runtime: python3.11
    Handler: run
    InputPayload: { bucket: '{{ read.Bucket }}', prefix: a }
    Script: |
      def run(events, context):
          print('noise')
          return {'list': sorted(events.values()), 'count': len(events), 'text': events['bucket'] + events['prefix']}
  outputs:
    - { Name: Texts, Selector: '$.Payload.list', Type: StringList }
    - { Name: Count, Selector: '$.Payload.count', Type: Integer }
    - { Name: Text, Selector: '$.Payload.text', Type: String }`;
    const { outputs } = await compare(runbook(steps));
    expect(outputs).toMatchObject({ 'script.Texts': ['a', logs], 'script.Count': 2, 'script.Text': `${logs}a` });
  });

  it('a script that raises', async () => {
    const steps = `- { name: script, action: 'aws:executeScript', inputs: { Runtime: python3.11, Handler: run, Script: "def run(events, context): raise ValueError('a')" } }\n${putVersioning('after', logs)}`;
    expect((await compare(runbook(steps))).steps).toEqual(['script']);
  });

  it('a service that fails, tried as often as the step says', async () => {
    const steps = `${putVersioning('first', logs)}\n${putVersioning('bad', 'no-such-bucket').replace(' }', ' }').replace('name: bad,', 'name: bad, maxAttempts: 2,')}\n${putVersioning('after', logs)}`;
    expect((await compare(runbook(steps))).calls).toHaveLength(3);
  });

  it('a selector that selects nothing', async () => {
    const steps = `${readLogging("{ Name: Group, Selector: '$.loggingConfig.cloudWatchConfig.logGroupName', Type: String }")}\n${putVersioning('after', logs)}`;
    expect(await compare(runbook(steps))).toMatchObject({ status: 'Failed', steps: ['read'] });
  });

  it.each<[string, Required<Given>]>([
    ['a value that the pattern does not fit', { given: { Bucket: 'Logs' }, typed: { Bucket: 'Logs' } }],
    ['a value that is not allowed', { given: { Bucket: logs, Status: 'On' }, typed: { Bucket: logs, Status: 'On' } }],
    ['a value that is missing', { given: {}, typed: {} }],
    ['a parameter that is not there', { given: { Bucket: logs, Other: 'a' }, typed: { Bucket: logs, Other: 'a' } }],
    ['a value of another type', { given: { Bucket: logs, Count: 'a' }, typed: { Bucket: logs, Count: 'a' } }],
    ['too many items', { given: { Bucket: logs, Texts: ['a', 'b'] }, typed: { Bucket: logs, Texts: ['a', 'b'] } }],
  ])('refusing %s', async (_mistake, { given, typed }) => {
    const parameters =
      "Bucket: { type: String, allowedPattern: '^[a-z-]+$' }\nStatus: { type: String, default: Enabled, allowedValues: [Enabled] }\nCount: { type: Integer, default: 1 }\nTexts: { type: StringList, default: [a], maxItems: 1 }";
    const text = runbook(putVersioning('put', '{{ Bucket }}'), { parameters });
    await expect(interpret(text, given)).rejects.toMatchObject({ name: 'InvalidAutomationExecutionParameters' });
    expect(await simulator.simulate({ text, parameters: typed })).toHaveProperty('refusal');
    expect(await emulator.calls()).toEqual([]);
  });
});

/** What AWS's documentation says and the simulation does not do, each seen: once one of them is gone, the comparison can grow. */
describe('the simulation alone', () => {
  const simulated = async (steps: string, parameters = ''): Promise<SimulationEnd> =>
    simulator.simulate({ text: runbook(steps, { parameters }) });

  it('passes over nextStep and onFailure of what it reads', async () => {
    const next = `${putVersioning('first', logs).replace('name: first,', 'name: first, nextStep: third,')}\n${putVersioning('second', logs)}\n${putVersioning('third', logs)}`;
    expect(await simulated(next)).toMatchObject({ steps: ['first', 'second', 'third'] });
    const recover = `${putVersioning('first', 'no-such-bucket').replace('name: first,', "name: first, onFailure: 'step:second',")}\n${putVersioning('second', logs)}`;
    expect(await simulated(recover)).toMatchObject({ status: 'FAILED', steps: ['first'] });
  });

  it.each([
    [
      'reads no And, Or and Not',
      /Cannot read properties of undefined \(reading 'includes'\)/,
      `- { name: choose, action: 'aws:branch', inputs: { Choices: [{ Not: { Variable: '{{ global:DATE }}', StringEquals: a }, NextStep: after }] } }\n${putVersioning('after', logs)}`,
    ],
    ['reads no approval', /requiredInputs is not a function/, `- { name: ask, action: 'aws:approve', inputs: { Approvers: [ann] } }`],
    [
      'reads no output without a type',
      /undefined not supported/,
      readLogging("{ Name: Bucket, Selector: '$.loggingConfig.s3Config.bucketName' }"),
    ],
    [
      'puts no Boolean into an input',
      /Unsupported data type boolean for true/,
      `${readLogging(textFlag)}\n- { name: put, action: 'aws:executeAwsApi', inputs: { Service: bedrock, Api: PutModelInvocationLoggingConfiguration, loggingConfig: { textDataDeliveryEnabled: '{{ read.Text }}' } } }`,
    ],
    [
      'puts no map into an input',
      /Unsupported data type object for/,
      `${readLogging("{ Name: Config, Selector: '$.loggingConfig', Type: StringMap }")}\n- { name: put, action: 'aws:executeAwsApi', inputs: { Service: bedrock, Api: PutModelInvocationLoggingConfiguration, loggingConfig: { s3Config: '{{ read.Config }}' } } }`,
    ],
    [
      'has no variables of the account and the Region',
      /^Not all inputs required were provided. Required: global:ACCOUNT_ID/,
      putVersioning('put', '{{ global:ACCOUNT_ID }}'),
    ],
  ])('%s', async (_gap, reason, steps) => {
    const end = await simulated(steps);
    expect('refusal' in end ? end.refusal : end.stackTrace.split('\n')[0]).toMatch(reason);
  });

  it('converts no output and takes the first of a list', async () => {
    expect(await simulated(readLogging("{ Name: Text, Selector: '$.loggingConfig.s3Config.bucketName', Type: StringList }"))).toMatchObject(
      { status: 'FAILED' },
    );
    expect(await simulated(readLogging("{ Name: Bucket, Selector: '$..bucketName', Type: String }"))).toMatchObject({
      outputs: { 'read.Bucket': logs },
    });
  });

  it('knows no type of AWS resources', async () => {
    expect(await simulated(putVersioning('put', logs), "Role: { type: 'AWS::IAM::Role::Arn', default: '' }")).toEqual({
      refusal: 'Runtime AWS::IAM::Role::Arn not supported.',
    });
  });
});
