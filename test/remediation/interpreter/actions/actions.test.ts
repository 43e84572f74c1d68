import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from '../../../emulator/emulator.ts';
import { startEmulator } from '../../../emulator/start.ts';
import { inEmulator } from '../in-emulator.ts';
import { runDocument } from '../run-document.ts';
import type { Run } from '../run.ts';
import { runbook } from '../runbook.ts';
import type { ApprovalRequest } from './action.ts';

const region = 'us-east-1';
const logs = 'a-log-bucket';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 8 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await client(S3Client).send(new CreateBucketCommand({ Bucket: logs }));
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: false,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  await client(S3ControlClient).send(new PutPublicAccessBlockCommand({ AccountId: homeAccount, PublicAccessBlockConfiguration }));
});
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const client = <Client>(ClientClass: new (settings: ClientSettings) => Client) => emulator.client(homeAccount, region, ClientClass);

const run = (text: string, options: Partial<Run> = {}) => runDocument(text, { ...inEmulator(emulator, homeAccount, region), ...options });

const sleep = (name: string): string => `- { name: ${name}, action: 'aws:sleep', inputs: { Duration: PT1S } }`;

describe('aws:branch', () => {
  const choose = (choice: string, more = ''): string =>
    runbook(
      `- name: choose
  action: aws:branch
  inputs:
    Choices:
      - { ${choice}, NextStep: chosen }
  ${more}
${sleep('following')}
${sleep('chosen')}`,
      {
        parameters:
          'Text: { type: String, default: The Logs }\nCount: { type: Integer, default: 30 }\nFlag: { type: Boolean, default: true }\nTexts: { type: StringList, default: [The Logs] }',
      },
    );
  const isChosen = async (choice: string) => (await run(choose(choice))).steps[1]?.name === 'chosen';

  it.each([
    ["Variable: '{{ Text }}', StringEquals: The Logs", true],
    ["Variable: '{{ Text }}', StringEquals: the logs", false],
    ["Variable: '{{ Text }}', EqualsIgnoreCase: the logs", true],
    ["Variable: '{{ Text }}', StartsWith: The", true],
    ["Variable: '{{ Text }}', StartsWith: the", false],
    ["Variable: '{{ Text }}', EndsWith: Logs", true],
    ["Variable: '{{ Text }}', EndsWith: The", false],
    ["Variable: '{{ Text }}', Contains: e L", true],
    ["Variable: '{{ Text }}', Contains: x", false],
    ["Variable: '{{ Count }}', NumericEquals: 30", true],
    ["Variable: '{{ Count }}', NumericEquals: 3", false],
    ["Variable: '{{ Count }}', NumericGreater: 4", true],
    ["Variable: '{{ Count }}', NumericGreater: 30", false],
    ["Variable: '{{ Count }}', NumericGreaterOrEquals: 30", true],
    ["Variable: '{{ Count }}', NumericLesser: 31", true],
    ["Variable: '{{ Count }}', NumericLesser: 30", false],
    ["Variable: '{{ Count }}', NumericLesserOrEquals: 30", true],
    ["Variable: '{{ Flag }}', BooleanEquals: true", true],
    ["Variable: '{{ Flag }}', BooleanEquals: True", true],
    ["Variable: '{{ Flag }}', BooleanEquals: false", false],
    ["Not: { Variable: '{{ Flag }}', BooleanEquals: false }", true],
    ["And: [{ Variable: '{{ Flag }}', BooleanEquals: true }, { Variable: '{{ Count }}', NumericEquals: 3 }]", false],
    ["Or: [{ Variable: '{{ Flag }}', BooleanEquals: false }, { Variable: '{{ Count }}', NumericEquals: 30 }]", true],
    [
      "And: [{ Not: { Or: [{ Variable: '{{ Count }}', NumericEquals: 1 }, { Variable: '{{ Count }}', NumericEquals: 2 }] } }, { Variable: '{{ Text }}', Contains: Logs }]",
      true,
    ],
  ])('%s is %s', async (choice, expected) => {
    expect(await isChosen(choice)).toBe(expected);
  });

  it.each([
    ["Variable: '{{ Flag }}', StringEquals: 'true'", 'StringEquals of Boolean true'],
    ["Variable: '{{ Text }}', BooleanEquals: true", "BooleanEquals of String 'The Logs'"],
    ["Variable: '{{ Text }}', NumericEquals: 1", "NumericEquals of String 'The Logs'"],
    ["Variable: '{{ Texts }}', Contains: Logs", 'Contains of list ["The Logs"]'],
  ])('%s ends the execution', async (choice, message) => {
    const execution = await run(choose(choice, 'onFailure: Continue'));
    expect(execution).toMatchObject({ status: 'Failed', failure: `choose: AWS does not document ${message}` });
  });

  it('takes the first choice that holds', async () => {
    const first = "Variable: '{{ Count }}', NumericGreater: 2, NextStep: following }\n      - { Variable: '{{ Count }}', NumericGreater: 1";
    expect((await run(choose(first))).steps.map(({ name }) => name)).toEqual(['choose', 'following', 'chosen']);
  });

  it('goes to its default where none holds', async () => {
    const text = choose("Variable: '{{ Count }}', NumericEquals: 1", '  Default: chosen');
    expect((await run(text)).steps.map(({ name }) => name)).toEqual(['choose', 'chosen']);
  });

  it('jumps from a step that is an end where a choice holds, and ends there where none does', async () => {
    expect((await run(choose("Variable: '{{ Count }}', NumericEquals: 30", 'isEnd: true'))).steps.map(({ name }) => name)).toEqual([
      'choose',
      'chosen',
    ]);
    expect((await run(choose("Variable: '{{ Count }}', NumericEquals: 1", 'isEnd: true'))).steps.map(({ name }) => name)).toEqual([
      'choose',
    ]);
  });
});

const look = (action: string, selector: string, desired: string, more = ''): string =>
  runbook(`- name: look
  action: ${action}
  inputs:
    Service: s3control
    Api: GetPublicAccessBlock
    AccountId: '{{ global:ACCOUNT_ID }}'
    PropertySelector: ${selector}
    DesiredValues: [${desired}]
  ${more}`);

describe('aws:assertAwsResourceProperty', () => {
  const blocks = '$.PublicAccessBlockConfiguration.BlockPublicAcls';
  const ignores = '$.PublicAccessBlockConfiguration.IgnorePublicAcls';

  it.each([
    [blocks, "'True'", 'Success'],
    [blocks, 'True', 'Success'],
    [blocks, "'False', 'True'", 'Success'],
    [ignores, "'True'", 'Failed'],
    [ignores, "'False'", 'Success'],
    [blocks, "'TRUE'", 'Failed'],
    [blocks, "'1'", 'Failed'],
    ['$.PublicAccessBlockConfiguration.Nothing', "'True'", 'Failed'],
  ])('%s of %s is %s', async (selector, desired, status) => {
    expect((await run(look('aws:assertAwsResourceProperty', selector, desired))).status).toBe(status);
  });

  it.each([
    ['a Boolean in small letters', blocks, "'true'", "DesiredValues write a Boolean True or False, not 'true'"],
    ['a map', '$.PublicAccessBlockConfiguration', "'True'", 'AWS does not document how DesiredValues are compared'],
    ['a list', '$..BlockPublicAcls', "'True'", 'AWS does not document how DesiredValues are compared'],
  ])('ends the execution with %s', async (_what, selector, desired, message) => {
    const execution = await run(look('aws:assertAwsResourceProperty', selector, desired, 'onFailure: Continue'));
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain(message);
  });

  it('tells what it found', async () => {
    expect((await run(look('aws:assertAwsResourceProperty', ignores, "'True'"))).failure).toBe(
      `look: ${ignores} is Boolean false; desired: True`,
    );
  });
});

describe('aws:waitForAwsResourceProperty', () => {
  const wait = (more = ''): string =>
    runbook(`- name: wait
  action: aws:waitForAwsResourceProperty
  inputs: { Service: s3, Api: GetBucketVersioning, Bucket: ${logs}, PropertySelector: $.Status, DesiredValues: [Enabled] }
  ${more}`);

  it('waits until it is as desired', async () => {
    let waited = 0;
    const enableLater = async (seconds: number) => {
      waited += seconds;
      if (waited === 15)
        await client(S3Client).send(new PutBucketVersioningCommand({ Bucket: logs, VersioningConfiguration: { Status: 'Enabled' } }));
    };
    expect(await run(wait('timeoutSeconds: 60'), { wait: enableLater })).toMatchObject({ status: 'Success', calls: [{}, {}, {}, {}] });
  });

  it('gives up in the end', async () => {
    const execution = await run(wait('timeoutSeconds: 20\n  maxAttempts: 2'));
    expect(execution).toMatchObject({
      status: 'TimedOut',
      failure: 'wait: $.Status is nothing; desired: Enabled; waited 20 seconds',
      steps: [{ attempts: 2 }],
    });
    expect(execution.calls).toHaveLength(10);
  });

  it('does not let the execution time out where it is not critical', async () => {
    expect(await run(wait('timeoutSeconds: 5\n  isCritical: false'))).toMatchObject({ status: 'Success', steps: [{ status: 'TimedOut' }] });
  });

  it('fails with the service', async () => {
    expect((await run(wait().replace(logs, 'no-such-bucket'))).status).toBe('Failed');
  });
});

describe('aws:sleep', () => {
  const delays = async (inputs: string) => {
    const waited: number[] = [];
    const execution = await run(runbook(`- { name: rest, action: 'aws:sleep', inputs: { ${inputs} } }`), {
      now: () => new Date('2026-11-23T00:00:00Z'),
      wait: (seconds) => {
        waited.push(seconds);
        return Promise.resolve();
      },
    });
    return { waited, failure: execution.failure };
  };

  it.each([
    ['Duration: PT10M', [600]],
    ['Duration: P1DT2H3M4S', [93_784]],
    ["Timestamp: '2026-11-23T00:01:00Z'", [60]],
    ["Timestamp: '2020-01-01T01:00:00Z'", []],
  ])('%s waits %j seconds', async (inputs, waited) => {
    expect(await delays(inputs)).toEqual({ waited, failure: undefined });
  });

  it.each(['Duration: -PT1S', 'Duration: PT', 'Duration: P', "Duration: '10'", 'Duration: P8D', 'Timestamp: soon'])(
    'fails with %s',
    async (inputs) => {
      expect(await delays(inputs)).toEqual({ waited: [], failure: expect.stringContaining('rest: ') as string });
    },
  );
});

describe('aws:approve', () => {
  const ask = (inputs: string, more = ''): string =>
    runbook(
      `- name: ask
  action: aws:approve
  inputs: { ${inputs} }
  ${more}
- name: tell
  action: aws:executeAwsApi
  inputs: { Service: s3, Api: PutBucketTagging, Bucket: ${logs}, Tagging: { TagSet: [{ Key: approval, Value: '{{ ask.ApprovalStatus }}' }] } }`,
      { parameters: 'Approvers: { type: StringList, default: [ann, bob] }' },
    );
  const inputs = "Approvers: '{{ Approvers }}', Message: 'In {{ global:REGION }}'";

  it('goes on once it is approved', async () => {
    const requests: ApprovalRequest[] = [];
    const execution = await run(ask(inputs), {
      approve: (request) => {
        requests.push(request);
        return { bob: 'Approve' };
      },
    });
    expect(execution).toMatchObject({ status: 'Success', steps: [{ outputs: { ApprovalStatus: 'Approved' } }, { status: 'Success' }] });
    expect(requests).toEqual([{ step: 'ask', message: 'In us-east-1', approvers: ['ann', 'bob'], minRequiredApprovals: 1 }]);
  });

  it('ends the execution once it is rejected, whatever the step says', async () => {
    const execution = await run(ask(inputs, 'onFailure: Continue'), { approve: () => ({ ann: 'Approve', bob: 'Reject' }) });
    expect(execution).toMatchObject({ status: 'Rejected', steps: [{ status: 'Rejected' }], calls: [] });
  });

  it('times out where too few answer', async () => {
    expect((await run(ask(inputs))).status).toBe('TimedOut');
    const execution = await run(ask(`${inputs}, MinRequiredApprovals: 2`), { approve: () => ({ ann: 'Approve' }) });
    expect(execution).toMatchObject({ status: 'TimedOut', failure: 'ask: 1 of 2 approvals came in time' });
  });

  it('hears nobody else', async () => {
    await expect(run(ask(inputs), { approve: () => ({ eve: 'Approve' }) })).rejects.toThrow('eve may not answer; approvers: ann, bob');
  });

  it.each([
    ['no approver', 'Approvers: ann'],
    ['too many approvers', `Approvers: [${'a'.repeat(11).split('').join(', ')}]`],
    ['more approvals than approvers', 'Approvers: [ann], MinRequiredApprovals: 2'],
    ['a long message', `Approvers: [ann], Message: ${'x'.repeat(4097)}`],
    ['a topic of another name', "Approvers: [ann], NotificationArn: 'arn:aws:sns:us-east-1:111122223333:Approvals'"],
  ])('fails with %s', async (_mistake, wrong) => {
    expect(await run(ask(wrong), { approve: () => ({ ann: 'Approve' }) })).toMatchObject({ status: 'Failed', calls: [] });
  });
});

describe('aws:executeScript', () => {
  const role = 'arn:aws:iam::111122223333:role/remediation';
  const script = (body: string, { payload = '{}', outputs = '', more = '', assumeRole = role } = {}): string =>
    runbook(
      `- name: script
  action: aws:executeScript
  ${more}
  inputs:
    Runtime: python3.11
    Handler: run
    InputPayload: ${payload}
    Script: |
      import boto3, json
      def run(events, context):
${body.replaceAll(/^/gm, '        ')}
  ${outputs === '' ? '' : `outputs: ${outputs}`}`,
      {
        parameters:
          'Days: { type: Integer, default: 30 }\nFlag: { type: Boolean, default: true }\nTexts: { type: StringList, default: [a, b] }',
        assumeRole,
      },
    );
  const text = "[{ Name: Text, Selector: '$.Payload.text' }]";

  it('gives values to its handler with their type, and gives back what it returns', async () => {
    const body = "print('noise')\nreturn {'text': json.dumps(events, sort_keys=True), 'context': context}";
    const { steps, status } = await run(
      script(body, {
        payload: "{ days: '{{ Days }}', flag: '{{ Flag }}', texts: '{{ Texts }}', text: 'in {{ Days }} days', none: null }",
        outputs: text,
      }),
    );
    expect(status).toBe('Success');
    expect(JSON.parse(steps[0]?.outputs['Text'] as string)).toEqual({
      days: 30,
      flag: true,
      texts: ['a', 'b'],
      text: 'in 30 days',
      none: null,
    });
  });

  it('calls the services that it is given, by every endpoint', async () => {
    await emulator.clearCalls();
    const body = `account = boto3.client('sts').get_caller_identity()['Account']
buckets = boto3.client('s3').list_buckets()['Buckets']
block = boto3.client('s3control').get_public_access_block(AccountId=account)
return {'text': buckets[0]['Name'] + str(block['PublicAccessBlockConfiguration']['BlockPublicAcls'])}`;
    expect((await run(script(body, { outputs: text }))).steps[0]?.outputs).toEqual({ Text: `${logs}True` });
    expect((await emulator.calls()).map(({ operation, account }) => `${operation} ${account}`)).toEqual([
      `GetCallerIdentity ${homeAccount}`,
      `ListBuckets ${homeAccount}`,
      `GetPublicAccessBlock ${homeAccount}`,
    ]);
  });

  it('works in the Region of the execution', async () => {
    const body = "return {'text': boto3.session.Session().region_name}";
    expect((await run(script(body, { outputs: text }), { region: 'eu-west-1' })).steps[0]?.outputs).toEqual({ Text: 'eu-west-1' });
  });

  it('has no credentials without a role', async () => {
    const execution = await run(script("boto3.client('s3').list_buckets()", { assumeRole: '' }));
    expect(execution.failure).toContain('NoCredentialsError: Unable to locate credentials');
  });

  it('sees nothing of the environment of the tests', async () => {
    const body = "import os\nreturn {'text': ' '.join(sorted(name for name in os.environ if not name.startswith('AWS_')))}";
    expect((await run(script(body, { outputs: text }))).steps[0]?.outputs['Text']).not.toMatch(/HOME|USER|VITEST/);
  });

  it.each([
    ['raises', "raise ValueError('no such rule')", 'ValueError: no such rule'],
    ['returns what is no JSON', "import datetime\nreturn {'text': datetime.datetime.now()}", 'not JSON serializable'],
    ['returns what JSON has no number for', "return {'text': float('nan')}", 'not JSON compliant'],
    ['returns too much', "return {'text': 'x' * 100_001}", 'bytes; allowed: 100000'],
    ['returns no such member', "return {'other': 1}", 'output Text: $.Payload.text selects nothing'],
    ['returns none', "return {'text': None}", 'output Text: $.Payload.text selects nothing'],
    ['returns a map for a text', "return {'text': {'a': 1}}", 'AWS documents no conversion of map'],
  ])('fails where it %s', async (_what, body, message) => {
    const execution = await run(script(body, { outputs: text }));
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain(message);
  });

  it('fails where its handler is not there', async () => {
    expect((await run(script('pass').replace('Handler: run', 'Handler: other'))).failure).toContain("KeyError: 'other'");
  });

  it('is ended where it runs for too long', async () => {
    const execution = await run(script('import time\ntime.sleep(60)', { more: 'timeoutSeconds: 1' }));
    expect(execution).toMatchObject({ status: 'TimedOut', failure: 'script: the script ran for longer than 1 seconds' });
  });
});
