import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Statement } from '../cli/seeds.ts';
import {
  bedrockAssumes,
  bedrockEncrypts,
  bedrockPuts,
  configuration,
  logsEncrypt,
  nameless,
  noPlainHttp,
  writesTo,
} from './enable-invocation-logging-seeds.ts';
import { runPython } from './interpreter/run-python.ts';
import { account, emulator, region, seeds } from './runbook-place.ts';

/** What a function of the scripts returns, or what went wrong. */
async function called(files: readonly string[], handler: string, events: unknown, prologue = ''): Promise<unknown> {
  const texts = await Promise.all(files.map((file) => readFile(new URL(`../../remediation/${file}.py`, import.meta.url), 'utf8')));
  const outcome = await runPython({
    script: [...texts, prologue].join('\n\n'),
    handler,
    events,
    environment: { ...emulator.environmentOf(account), AWS_DEFAULT_REGION: region },
    seconds: 30,
  });
  return 'payload' in outcome ? JSON.parse(outcome.payload) : outcome.error;
}

const policies = ['logging_configuration', 'enable-invocation-logging/policies'];

describe('a policy is merged:', () => {
  const handler = `
def merge(events, context):
    return merged(parsed(events["policy"], "bucket b"), events["wanted"])
`;
  const wanted: Statement = {
    Sid: 'New',
    Effect: 'Allow',
    Principal: { Service: 's' },
    Action: 'a',
    Resource: 'r',
    Condition: { C: { k: ['1', '2'] } },
  };
  const { Sid: _sid, ...unnamed } = wanted;
  const other: Statement = { Sid: 'Other', Effect: 'Deny', NotPrincipal: { AWS: 'x' }, NotAction: ['b', 'a'], NotResource: 'r' };
  const merge = async (policy: unknown) => {
    const text = typeof policy === 'string' || policy === null ? policy : JSON.stringify(policy);
    const result = await called(policies, 'merge', { policy: text, wanted: [wanted] }, handler);
    return String(result).startsWith('{') ? (JSON.parse(String(result)) as unknown) : result;
  };

  it.each<[string, unknown, unknown]>([
    ['none', null, { Version: '2012-10-17', Statement: [wanted] }],
    ['an empty one', { Version: '2008-10-17', Statement: [] }, { Version: '2008-10-17', Statement: [wanted] }],
    ['one statement that is no list', { Id: 'i', Statement: other }, { Id: 'i', Statement: [other, wanted] }],
    ['the statement itself', { Statement: [wanted] }, { Statement: [wanted] }],
    ['the statement without a name', { Statement: [unnamed] }, { Statement: [unnamed] }],
    [
      'the statement with lists in another order',
      { Statement: [{ ...unnamed, Action: ['a'], Condition: { C: { k: ['2', '1'] } } }] },
      { Statement: [{ ...unnamed, Action: ['a'], Condition: { C: { k: ['2', '1'] } } }] },
    ],
    ['a statement for more', { Statement: [{ ...unnamed, Action: '*' }] }, { Statement: [{ ...unnamed, Action: '*' }, wanted] }],
    [
      'the statement with a condition more',
      { Statement: [{ ...unnamed, Condition: { C: { k: ['1', '2'], l: '3' } } }] },
      { Statement: [{ ...unnamed, Condition: { C: { k: ['1', '2'], l: '3' } } }, wanted] },
    ],
    ['its denial', { Statement: [{ ...unnamed, Effect: 'Deny' }] }, { Statement: [{ ...unnamed, Effect: 'Deny' }, wanted] }],
    [
      'names that are taken',
      {
        Statement: [
          { ...other, Sid: 'New' },
          { ...other, Sid: 'New2' },
        ],
      },
      {
        Statement: [
          { ...other, Sid: 'New' },
          { ...other, Sid: 'New2' },
          { ...wanted, Sid: 'New3' },
        ],
      },
    ],
  ])('with %s', async (_with, policy, result) => {
    expect(await merge(policy)).toEqual(result);
  });

  it('but not with one that has a name twice, for one of the two would be lost', async () => {
    expect(await merge('{"Statement":[{"Effect":"Allow","Effect":"Deny"}]}')).toContain(
      'RuntimeError: The policy of bucket b has a name twice among Effect, Effect. Write it once, and run this again.',
    );
  });
});

describe('statements are those of the guides', () => {
  const handler = `
def statements(events, context):
    return [
        put_statement("b", "p/", False, events),
        put_statement("b", "", False, events),
        put_statement("b", "p/large-data/", True, events),
        tls_statement("b", events),
        bedrock_key_statement(events),
        logs_key_statement("/g", events),
        trust_statement(events),
        delivery_statement("/g", events),
        root_statement(events),
    ]
`;
  const expected = [
    bedrockPuts(`b/p/AWSLogs/${account}/BedrockModelInvocationLogs/*`),
    bedrockPuts(`b/AWSLogs/${account}/BedrockModelInvocationLogs/*`),
    bedrockPuts('b/p/large-data/*'),
    noPlainHttp('b'),
    bedrockEncrypts,
    logsEncrypt('/g'),
    bedrockAssumes,
    writesTo('/g'),
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
  ];

  it.each([
    ['aws', 'us-east-1', ''],
    ['aws-us-gov', 'us-gov-west-1', ''],
    ['aws-cn', 'cn-north-1', '.cn'],
  ])('in partition %s', async (Partition, Region, suffix) => {
    const found = await called(
      [...policies, 'enable-invocation-logging/statements'],
      'statements',
      { Partition, Region, Account: account },
      handler,
    );
    const there = JSON.stringify(expected)
      .replaceAll('arn:aws:', `arn:${Partition}:`)
      .replaceAll(region, Region)
      .replace(`logs.${Region}.amazonaws.com`, `logs.${Region}.amazonaws.com${suffix}`);
    expect(nameless(found as Statement[])).toEqual(JSON.parse(there));
  });
});

describe('the configuration is read', () => {
  const handler = `
def read(events, context):
    return logging_configuration()
`;

  it.each(['{}', '{"loggingConfig":{}}', '{"loggingConfig":null}'] as const)('as none where Amazon Bedrock answers %s', async (answer) => {
    await emulator.setUnsetAnswer(answer);
    expect(await called(['logging_configuration'], 'read', {}, handler)).toEqual({});
  });

  it.each(['malformed', 'html', 'empty-body', 'throttled'] as const)('never as none where the answer is none: %s', async (fault) => {
    await emulator.faults([{ fault, service: 'bedrock' }]);
    expect(await called(['logging_configuration'], 'read', {}, handler)).toContain('Traceback');
  });
});

describe('the configuration is put', () => {
  const files = [
    'logging_configuration',
    'put_logging_configuration',
    'enable-invocation-logging/settling',
    'enable-invocation-logging/put_configuration',
  ];
  const flags = { textDataDeliveryEnabled: true, audioDataDeliveryEnabled: false };
  const events = (before: unknown, wanted: unknown) => ({
    Before: JSON.stringify({ loggingConfiguration: before }),
    Work: JSON.stringify({ configuration: wanted }),
    Patience: 5,
  });

  it('whole, also by an SDK that is too old to know a data type', async () => {
    await seeds.log({ s3Config: { bucketName: 'logs' }, ...flags });
    const forget = `
import botocore.session
members = botocore.session.create_loader(None).load_service_model("bedrock", "service-2", None)["shapes"]["LoggingConfig"]["members"]
del members["audioDataDeliveryEnabled"]


def read_with_old_sdk(events, context):
    known = boto3.client("bedrock").get_model_invocation_logging_configuration()["loggingConfig"]
    return [sorted(known), sorted(logging_configuration()), put_configuration(events, context)]
`;
    const before = { ...(await configuration()) };
    const wanted = { ...before, textDataDeliveryEnabled: false };
    const [known, read] = (await called(files, 'read_with_old_sdk', events(before, wanted), forget)) as [string[], string[]];
    expect(known).not.toContain('audioDataDeliveryEnabled');
    expect(read).toEqual(Object.keys(before).sort());
    expect(await configuration()).toEqual(wanted);
  });

  it('no more than for a while: then it is said what Amazon Bedrock says, and the former one stays', async () => {
    await emulator.faults([{ fault: 'invalid', service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration' }]);
    const error = await called(files, 'put_configuration', events(null, { s3Config: { bucketName: 'logs' } }));
    expect(error).toContain(
      'RuntimeError: Amazon Bedrock does not take the logging configuration, which is as it was: An error occurred (ValidationException)',
    );
    const tries = (await emulator.calls()).filter(({ operation }) => operation === 'PutModelInvocationLoggingConfiguration');
    expect(tries.length).toBeGreaterThan(1);
    expect(await configuration()).toBeUndefined();
  });

  it('once, where the role may not put it: that does not settle', async () => {
    await emulator.faults([{ fault: 'denied', service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration' }]);
    expect(await called(files, 'put_configuration', events(null, flags))).toContain('is not authorized to perform');
    const tries = (await emulator.calls()).filter(({ operation }) => operation === 'PutModelInvocationLoggingConfiguration');
    expect(tries).toHaveLength(1);
  });
});
