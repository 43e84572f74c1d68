import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { CreateBucketCommand, GetBucketVersioningCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from '../../emulator/emulator.ts';
import { startEmulator } from '../../emulator/start.ts';
import { inEmulator } from './in-emulator.ts';
import { runDocument } from './run-document.ts';
import type { Run } from './run.ts';
import { runbook } from './runbook.ts';

const region = 'us-east-1';
const logs = 'a-log-bucket';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 7 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await client(S3Client).send(new CreateBucketCommand({ Bucket: logs }));
  await emulator.clearCalls();
});
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const client = <Client>(ClientClass: new (settings: ClientSettings) => Client) => emulator.client(homeAccount, region, ClientClass);

const run = (text: string, options: Partial<Run> = {}) => runDocument(text, { ...inEmulator(emulator, homeAccount, region), ...options });

const versioning = async () => (await client(S3Client).send(new GetBucketVersioningCommand({ Bucket: logs }))).Status;

const enableVersioning = `
- name: enableVersioning
  action: aws:executeAwsApi
  inputs:
    Service: s3
    Api: PutBucketVersioning
    Bucket: '{{ BucketName }}'
    VersioningConfiguration:
      Status: Enabled`;

const readVersioning = `
- name: readVersioning
  action: aws:executeAwsApi
  inputs:
    Service: s3
    Api: GetBucketVersioning
    Bucket: '{{ BucketName }}'
  outputs:
    - Name: Status
      Selector: $.Status`;

const bucketName = `BucketName: { type: String, default: ${logs} }`;

/** Fails: there is no such policy. */
const failing = (name: string, more = ''): string => `
- name: ${name}
  action: aws:executeAwsApi
  inputs: { Service: s3, Api: GetBucketPolicy, Bucket: ${logs} }${more === '' ? '' : `\n  ${more}`}`;

const passing = (name: string, more = ''): string => `
- name: ${name}
  action: aws:sleep
  inputs: { Duration: PT1S }${more === '' ? '' : `\n  ${more}`}`;

const namesOf = ({ steps }: { readonly steps: readonly { readonly name: string; readonly status: string }[] }) =>
  steps.map(({ name, status }) => (status === 'Success' ? name : `${name} ${status}`));

describe('a runbook', () => {
  it('calls the API in order and gives what it found', async () => {
    const text = runbook(enableVersioning + readVersioning, { parameters: bucketName, outputs: '- readVersioning.Status' });
    const execution = await run(text);
    expect(execution).toMatchObject({
      status: 'Success',
      steps: [
        { name: 'enableVersioning', action: 'aws:executeAwsApi', status: 'Success', attempts: 1, outputs: {} },
        { name: 'readVersioning', action: 'aws:executeAwsApi', status: 'Success', attempts: 1, outputs: { Status: 'Enabled' } },
      ],
      outputs: { 'readVersioning.Status': 'Enabled' },
      calls: [
        { service: 's3', api: 'PutBucketVersioning', step: 'enableVersioning' },
        { service: 's3', api: 'GetBucketVersioning', step: 'readVersioning' },
      ],
    });
    expect(execution.failure).toBeUndefined();
    expect(await versioning()).toBe('Enabled');
    expect((await emulator.calls()).map(({ operation }) => operation).slice(0, 2)).toEqual(['PutBucketVersioning', 'GetBucketVersioning']);
  });

  it('is left where it was killed', async () => {
    const execution = await run(runbook(enableVersioning + readVersioning, { parameters: bucketName }), {
      stopAfterStep: 'enableVersioning',
    });
    expect(execution.status).toBe('InProgress');
    expect(namesOf(execution)).toEqual(['enableVersioning']);
    expect(await versioning()).toBe('Enabled');
  });

  it('is not killed by a step that it passes over', async () => {
    const execution = await run(runbook(passing('first', 'isEnd: true') + passing('second')), { stopAfterStep: 'second' });
    expect(execution.status).toBe('Success');
    await expect(run(runbook(passing('first')), { stopAfterStep: 'gone' })).rejects.toThrow("no step is named 'gone'");
  });

  it('does not start with an unknown operation', async () => {
    await expect(run(runbook(failing('first').replace('GetBucketPolicy', 'GetBucketPolitics')))).rejects.toThrow(
      'first: s3 has no operation GetBucketPolitics',
    );
    expect(await emulator.calls()).toEqual([]);
  });

  it.each(['GetObject', 'PutObject'])('does not start with %s, which streams', async (api) => {
    const started = run(runbook(failing('first').replace('GetBucketPolicy', api)));
    await expect(started).rejects.toThrow(`first: ${api} streams, which Automation does not support`);
  });

  it('does not start with a bad parameter', async () => {
    const text = runbook(enableVersioning, { parameters: "BucketName: { type: String, allowedPattern: '^[a-z-]+$' }" });
    await expect(run(text, { parameters: { BucketName: 'Logs' } })).rejects.toMatchObject({ name: 'InvalidAutomationExecutionParameters' });
    await expect(run(text)).rejects.toThrow('BucketName is required');
    expect(await emulator.calls()).toEqual([]);
  });

  it('does not start with parameters that, with the document, are too much', async () => {
    const text = runbook(enableVersioning, { parameters: bucketName });
    await expect(run(text, { parameters: { BucketName: ['x'.repeat(63_900)] } })).rejects.toThrow('bytes; allowed: 64000');
  });

  it.each([
    ['', true],
    ['arn:aws:iam::111122223333:role/remediation', true],
    ['remediation', false],
    ['arn:aws:iam::111122223333:user/somebody', false],
  ])('with the role %j starts: %j', async (role, starts) => {
    const started = run(runbook(passing('first'), { parameters: "Role: { type: String, default: '' }", assumeRole: '{{ Role }}' }), {
      parameters: { Role: role },
    });
    if (starts) expect((await started).status).toBe('Success');
    else await expect(started).rejects.toThrow('the format of the supplied assume role ARN is invalid');
  });

  it('does not assume a role that a step would have to give', async () => {
    const text = runbook(readVersioning, { parameters: bucketName, assumeRole: '{{ readVersioning.Status }}' });
    await expect(run(text)).rejects.toThrow("assumeRole refers to 'readVersioning.Status'");
  });

  it('fails where the bucket is not there, in the words of the SDK for Python', async () => {
    const execution = await run(runbook(readVersioning, { parameters: bucketName }), { parameters: { BucketName: 'no-such-bucket' } });
    expect(execution).toMatchObject({ status: 'Failed', steps: [{ status: 'Failed', outputs: {} }], outputs: {} });
    expect(execution.failure).toMatch(
      /^readVersioning: An error occurred \(NoSuchBucket\) when calling the GetBucketVersioning operation: /,
    );
  });

  it('does not take what is no answer of the service for a failure', async () => {
    await emulator.faults([{ fault: 'html', service: 'bedrock' }]);
    const text = runbook(
      "- { name: read, action: 'aws:executeAwsApi', inputs: { Service: bedrock, Api: GetModelInvocationLoggingConfiguration } }",
    );
    await expect(run(text)).rejects.toThrow(SyntaxError);
  });
});

describe('the inputs of an operation', () => {
  const put = (inputs: string): string =>
    runbook(
      `- { name: put, action: 'aws:executeAwsApi', inputs: { Service: bedrock, Api: PutModelInvocationLoggingConfiguration, ${inputs} } }`,
      {
        parameters:
          'Flag: { type: Boolean, default: true }\nText: { type: String, default: a }\nTexts: { type: StringList, default: [a] }\nMap: { type: StringMap, default: { a: b } }',
      },
    );

  it.each([
    ['a member it has not', 'loggingConfig: {}, other: a', "unknown parameter in input: 'other'; known: loggingConfig"],
    [
      'a member it has not, further down',
      'loggingConfig: { s3Config: { s3BucketName: a } }',
      "unknown parameter in input.loggingConfig.s3Config: 's3BucketName'; known: bucketName, keyPrefix",
    ],
    [
      'a required member missing',
      'loggingConfig: { s3Config: { keyPrefix: a } }',
      "missing required parameter in input.loggingConfig.s3Config: 'bucketName'",
    ],
    [
      'a text for a Boolean',
      "loggingConfig: { textDataDeliveryEnabled: 'true' }",
      "input.loggingConfig.textDataDeliveryEnabled: a Boolean wanted, given String 'true'",
    ],
    [
      'a Boolean for a text',
      "loggingConfig: { s3Config: { bucketName: '{{ Flag }}' } }",
      'input.loggingConfig.s3Config.bucketName: a String wanted, given Boolean true',
    ],
    ['a list for a text', "loggingConfig: { s3Config: { bucketName: '{{ Texts }}' } }", 'a String wanted, given list ["a"]'],
    ['a map for a text', "loggingConfig: { s3Config: { bucketName: '{{ Map }}' } }", 'a String wanted, given map {"a":"b"}'],
    ['a text for a map', "loggingConfig: '{{ Text }}'", "input.loggingConfig: a map wanted, given String 'a'"],
  ])('fail with %s', async (_mistake, inputs, message) => {
    const execution = await run(put(inputs));
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain(message);
    expect(await emulator.calls()).toEqual([]);
  });

  it('take values of whole variables with their type, and texts with values in them', async () => {
    const text = put(
      "loggingConfig: { textDataDeliveryEnabled: '{{ Flag }}', s3Config: { bucketName: '{{Text}}-{{ global:ACCOUNT_ID }}-{{global:REGION}}' } }",
    );
    expect((await run(text)).status).toBe('Success');
    expect((await emulator.calls()).map(({ input }) => input)).toEqual([
      { loggingConfig: { textDataDeliveryEnabled: true, s3Config: { bucketName: 'a-111122223333-us-east-1' } } },
    ]);
  });
});

describe('a variable', () => {
  const tag = (value: string, parameters = ''): string =>
    runbook(
      `- name: tag
  action: aws:executeAwsApi
  inputs: { Service: s3, Api: PutBucketTagging, Bucket: ${logs}, Tagging: { TagSet: [{ Key: a, Value: '${value}' }] } }`,
      { parameters },
    );
  const written = async () => JSON.stringify((await emulator.calls()).at(-1)?.input);

  it.each([
    ['us-east-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('says that the partition of %s is %s', async (runRegion, partition) => {
    await run(tag('arn.{{ global:AWS_PARTITION }}.s3'), { region: runRegion });
    expect(await written()).toContain(`arn.${partition}.s3`);
  });

  it('says when it is, and which execution it is in', async () => {
    const now = () => new Date('2026-11-23T04:05:06.789Z');
    const { executionId } = await run(tag('{{ global:DATE }} {{ global:DATE_TIME }} {{ automation:EXECUTION_ID }}'), { now });
    expect(await written()).toContain(`2026-11-23 2026-11-23_04.05.06 ${executionId}`);
  });

  it('is replaced once', async () => {
    await run(tag('{{ Text }}', 'Text: { type: String }'), { parameters: { Text: '{{ global:REGION }}' } });
    expect(await written()).toContain('{{ global:REGION }}');
  });

  it('of an Integer inside a text is its digits', async () => {
    await run(tag('{{ Days }} days', 'Days: { type: Integer, default: 30 }'));
    expect(await written()).toContain('30 days');
  });

  it.each(['Flag: { type: Boolean, default: true }', 'Flag: { type: StringList, default: [a] }', 'Flag: { type: StringMap, default: {} }'])(
    'inside a text ends the execution for %s',
    async (parameter) => {
      const execution = await run(tag('is {{ Flag }}', parameter));
      expect(execution.failure).toContain("AWS does not document how '{{ Flag }}' inside a text writes");
    },
  );

  it('that is a list ends the execution in a list', async () => {
    const text = runbook(
      "- { name: call, action: 'aws:executeAwsApi', inputs: { Service: kms, Api: TagResource, KeyId: a, Tags: ['{{ Tags }}'] } }",
      { parameters: 'Tags: { type: MapList, default: [{ TagKey: a, TagValue: b }] }' },
    );
    expect((await run(text)).failure).toContain("whether '{{ Tags }}' in a list is a list within it or its elements");
  });

  it('of a step that did not run ends the execution, whatever the step says', async () => {
    const text = runbook(
      `${passing('first', 'nextStep: last')}${readVersioning}
- name: last
  action: aws:executeAwsApi
  onFailure: Continue
  maxAttempts: 3
  inputs: { Service: s3, Api: GetBucketVersioning, Bucket: '{{ readVersioning.Status }}' }${passing('after')}`,
      { parameters: bucketName },
    );
    const execution = await run(text);
    expect(namesOf(execution)).toEqual(['first', 'last Failed']);
    expect(execution).toMatchObject({
      status: 'Failed',
      failure: "last: failed to resolve input 'readVersioning.Status': no step gave it",
      steps: [{}, { attempts: 1 }],
    });
  });
});

describe('an output', () => {
  it('that selects nothing ends the execution, whatever the step says', async () => {
    const text = runbook(`${readVersioning}\n  onFailure: Continue\n  isCritical: false${passing('after')}`, { parameters: bucketName });
    const execution = await run(text);
    expect(namesOf(execution)).toEqual(['readVersioning Failed']);
    expect(execution).toMatchObject({ status: 'Failed', failure: 'readVersioning: output Status: $.Status selects nothing' });
  });

  it('of a deep scan is a list, also of nothing', async () => {
    const text = runbook(
      "- { name: read, action: 'aws:executeAwsApi', inputs: { Service: bedrock, Api: GetModelInvocationLoggingConfiguration }, outputs: [{ Name: Buckets, Selector: '$..bucketName', Type: StringList }] }",
      { outputs: '- read.Buckets' },
    );
    expect((await run(text)).outputs).toEqual({ 'read.Buckets': [] });
    const loggingConfig = {
      s3Config: { bucketName: logs },
      cloudWatchConfig: { logGroupName: 'a', roleArn: 'arn:aws:iam::111122223333:role/a', largeDataDeliveryS3Config: { bucketName: logs } },
    };
    await client(BedrockClient).send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
    expect((await run(text)).outputs).toEqual({ 'read.Buckets': [logs, logs] });
  });

  it('is converted to its type, or ends the execution', async () => {
    const read = (type: string): string =>
      runbook(
        `- { name: read, action: 'aws:executeAwsApi', inputs: { Service: s3, Api: ListBuckets }, outputs: [{ Name: Bucket, Selector: '$.Buckets[0]${type === 'String' ? '.CreationDate' : ''}', Type: ${type} }] }`,
      );
    expect((await run(read('StringMap'))).failure).toContain('AWS documents no conversion of map');
    expect((await run(read('String'))).failure).toContain('AWS documents no conversion of [object Date] to String');
    expect((await run(read('StringList'))).failure).toContain('to StringList');
  });

  it('of the document is left out where its step did not run', async () => {
    const text = runbook(passing('first', 'isEnd: true') + readVersioning, { parameters: bucketName, outputs: '- readVersioning.Status' });
    expect(await run(text)).toMatchObject({ status: 'Success', outputs: {} });
  });
});

describe('a step that fails', () => {
  it.each([
    ['ends the execution', failing('bad') + passing('after'), ['bad Failed'], 'Failed'],
    [
      'ends an execution that does not fail where it is not critical',
      failing('bad', 'isCritical: false') + passing('after'),
      ['bad Failed'],
      'Success',
    ],
    [
      'is followed by the next one with onFailure: Continue',
      failing('bad', 'onFailure: Continue') + passing('after'),
      ['bad Failed', 'after'],
      'Success',
    ],
    [
      'fails the execution with onFailure: Continue where it is critical',
      failing('bad', 'onFailure: Continue\n  isCritical: true') + passing('after'),
      ['bad Failed', 'after'],
      'Failed',
    ],
    [
      'goes to a step, and the execution still fails',
      failing('bad', "onFailure: 'step:after'") + passing('between') + passing('after'),
      ['bad Failed', 'after'],
      'Failed',
    ],
    [
      'goes to a step, and the execution succeeds where it is not critical',
      failing('bad', "onFailure: 'step:after'\n  isCritical: false") + passing('after'),
      ['bad Failed', 'after'],
      'Success',
    ],
    ['does not go to its next step', failing('bad', 'nextStep: after') + passing('between') + passing('after'), ['bad Failed'], 'Failed'],
    [
      'ends the execution where it is an end',
      failing('bad', 'isEnd: true\n  onFailure: Continue') + passing('after'),
      ['bad Failed'],
      'Success',
    ],
  ])('%s', async (_what, steps, names, status) => {
    const execution = await run(runbook(steps));
    expect(namesOf(execution)).toEqual(names);
    expect(execution.status).toBe(status);
  });

  it('is tried again, with the world as it is then', async () => {
    const attempts: number[] = [];
    const text = runbook(`${readVersioning}\n  maxAttempts: 3`, {
      parameters: 'BucketName: { type: String, default: made-later }',
      outputs: '- readVersioning.Status',
    });
    const makeBucket = async ({ attempt }: { readonly attempt: number }) => {
      attempts.push(attempt);
      if (attempt !== 2) return;
      await client(S3Client).send(new CreateBucketCommand({ Bucket: 'made-later' }));
      await client(S3Client).send(new PutBucketVersioningCommand({ Bucket: 'made-later', VersioningConfiguration: { Status: 'Enabled' } }));
    };
    const execution = await run(text, { onStep: makeBucket });
    expect(attempts).toEqual([1, 2]);
    expect(execution).toMatchObject({ status: 'Success', steps: [{ attempts: 2 }], outputs: { 'readVersioning.Status': 'Enabled' } });
    expect(execution.calls).toHaveLength(2);
  });

  it('is tried no more often than it says', async () => {
    expect(await run(runbook(failing('bad', 'maxAttempts: 3')))).toMatchObject({
      status: 'Failed',
      steps: [{ attempts: 3 }],
      calls: [{}, {}, {}],
    });
  });
});

describe('a step that is cancelled', () => {
  it('ends the execution', async () => {
    const execution = await run(runbook(passing('first') + failing('bad') + passing('after')), { cancelInStep: 'bad' });
    expect(namesOf(execution)).toEqual(['first', 'bad Cancelled']);
    expect(execution).toMatchObject({ status: 'Cancelled', calls: [] });
  });

  it('goes to the step it names', async () => {
    const text = runbook(
      `${passing('first', "onCancel: 'step:restore'")}${passing('between')}${enableVersioning.replace('enableVersioning', 'restore')}`,
      { parameters: bucketName },
    );
    const execution = await run(text, { cancelInStep: 'first' });
    expect(namesOf(execution)).toEqual(['first Cancelled', 'restore']);
    expect(execution.status).toBe('Cancelled');
    expect(await versioning()).toBe('Enabled');
  });
});
