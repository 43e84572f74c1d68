import { describe, expect, it } from 'vitest';
import { bedrockLogDestinationsExist as rule } from '../../rules/bedrock-log-destinations-exist.ts';
import { parseEvent } from '../../src/lambda/event.ts';
import { emulator } from './emulated.ts';
import { held, invoke, withToken } from './invoke.ts';
import { account, configRuleName, recorded, scheduledAt, type Bend, type RecordedName } from './recorded-event.ts';

const item = { type: 'AWS::S3::Bucket', id: 'invocation-records' };
const asked = { kind: 'resource', resource: item, gone: false, leftScope: false, isSummary: false };

describe('an event of AWS Config', () => {
  it.each<[RecordedName, object]>([
    ['scheduled', { kind: 'everything', at: new Date(scheduledAt) }],
    ['item-changed', { ...asked, at: new Date('2016-02-17T01:36:34.043Z') }],
    ['item-deleted', { ...asked, at: new Date('2016-02-18T01:36:34.043Z'), gone: true }],
    ['item-left-scope', { ...asked, at: new Date('2016-02-19T01:36:34.043Z'), leftScope: true }],
    ['oversized-item-changed', { ...asked, at: new Date('2016-10-06T16:46:16.261Z'), isSummary: true }],
  ])('is understood when it is of the kind %s', (name, asks) => {
    expect(parseEvent(recorded(name))).toEqual({
      accountId: account,
      configRuleName,
      resultToken: 'myResultToken',
      ruleParameters: {},
      asks,
    });
  });

  it.each([
    ['ResourceDiscovered', false],
    ['ResourceDeleted', true],
    ['ResourceDeletedNotRecorded', true],
    ['ResourceNotRecorded', true],
  ])('whose item has status %s is about something gone: %s', (configurationItemStatus, gone) => {
    expect(parseEvent(recorded('item-changed', { item: { configurationItemStatus } })).asks).toMatchObject({ gone });
  });

  it.each<[string, unknown, object]>([
    ['absent', undefined, {}],
    ['empty', '', {}],
    ['blank', ' \n', {}],
    [
      'an object',
      '{"minimumDays":"400","closedRegions":"us-east-1,us-east-2"}',
      { minimumDays: '400', closedRegions: 'us-east-1,us-east-2' },
    ],
  ])('may have parameters that are %s', (_what, ruleParameters, expected) => {
    expect(parseEvent(recorded('scheduled', { event: { ruleParameters } })).ruleParameters).toEqual(expected);
  });

  it('may say more than it does today', () => {
    const event = recorded('scheduled', { event: { version: '2.0', tomorrow: [1] }, invoking: { recordVersion: '9', news: {} } });
    expect(parseEvent(event).asks).toEqual({ kind: 'everything', at: new Date(scheduledAt) });
  });

  it('may lack the account of the notification and whether it left the scope', () => {
    const event = recorded('item-changed', { event: { eventLeftScope: undefined }, item: { awsAccountId: undefined } });
    expect(parseEvent(event).asks).toMatchObject({ kind: 'resource', leftScope: false });
  });
});

describe('an event that is not AWS Config’s is refused before anything is read:', () => {
  const kinds = 'allowed: ScheduledNotification, ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification';

  it.each<[string, unknown, string]>([
    ['no object', 'hello', 'the event: it must be object'],
    ['nothing', undefined, 'the event: it must be object'],
    ['an object without members', {}, "the event: it must have required property 'accountId'"],
    ['without a token', recorded('scheduled', { event: { resultToken: undefined } }), "must have required property 'resultToken'"],
    ['with an empty token', recorded('scheduled', { event: { resultToken: '' } }), 'resultToken must NOT have fewer than 1 characters'],
    ['with an account that is none', recorded('scheduled', { event: { accountId: 'mine' } }), 'accountId must match pattern'],
    ['with an invoking event that is an object', recorded('scheduled', { event: { invokingEvent: {} } }), 'invokingEvent must be string'],
    ['with an invoking event that is not JSON', recorded('scheduled', { event: { invokingEvent: '{' } }), 'invokingEvent is not JSON'],
    [
      'with an invoking event that is a list',
      recorded('scheduled', { event: { invokingEvent: '[]' } }),
      'invokingEvent must be a JSON object',
    ],
    [
      'with parameters that are not JSON',
      recorded('scheduled', { event: { ruleParameters: '{minimumDays:1}' } }),
      'ruleParameters is not JSON',
    ],
    [
      'with parameters that are a list',
      recorded('scheduled', { event: { ruleParameters: '[1]' } }),
      'ruleParameters must be a JSON object',
    ],
    ['with parameters that are null', recorded('scheduled', { event: { ruleParameters: 'null' } }), 'ruleParameters must be a JSON object'],
    ['with parameters that are no text', recorded('scheduled', { event: { ruleParameters: {} } }), 'ruleParameters must be string'],
    ['of a delivered snapshot', recorded('snapshot-delivered'), `messageType "ConfigurationSnapshotDeliveryCompleted"; ${kinds}`],
    ['of a kind nobody knows', recorded('scheduled', { invoking: { messageType: 'Hello' } }), `messageType "Hello"; ${kinds}`],
    ['of no kind', recorded('scheduled', { invoking: { messageType: undefined } }), `messageType undefined; ${kinds}`],
    [
      'without a time',
      recorded('scheduled', { invoking: { notificationCreationTime: undefined } }),
      "required property 'notificationCreationTime'",
    ],
    [
      'with half a time',
      recorded('scheduled', { invoking: { notificationCreationTime: '2016-07-13' } }),
      'notificationCreationTime must match pattern',
    ],
    [
      'with a time no clock shows',
      recorded('scheduled', { invoking: { notificationCreationTime: '2016-13-13T21:50:00Z' } }),
      'notificationCreationTime is "2016-13-13T21:50:00Z", which is no time',
    ],
    ['without an item', recorded('item-changed', { invoking: { configurationItem: null } }), 'configurationItem: it must be object'],
    ['with an item without an id', recorded('item-changed', { item: { resourceId: undefined } }), "required property 'resourceId'"],
    [
      'without a summary',
      recorded('oversized-item-changed', { invoking: { configurationItemSummary: undefined } }),
      'configurationItemSummary: it must be object',
    ],
  ])('%s', async (_what, event, message) => {
    const { failure, logged } = await invoke(rule, event);
    expect(failure).toContain(message);
    expect(logged).toEqual([]);
    expect(await emulator.calls()).toEqual([]);
  });
});

describe('an event of another account is refused before anything is read:', () => {
  const other = '444455556666';

  it.each<[string, RecordedName, Bend]>([
    ['in the event', 'scheduled', { event: { accountId: other }, invoking: { awsAccountId: other } }],
    ['in the notification', 'scheduled', { invoking: { awsAccountId: other } }],
    ['in the item', 'item-changed', { item: { awsAccountId: other } }],
    ['in the summary of an oversized item', 'oversized-item-changed', { item: { awsAccountId: other } }],
  ])('%s', async (_where, name, bend) => {
    const { failure } = await invoke(rule, recorded(name, bend));
    expect(failure).toContain(other);
    expect(await emulator.calls()).toEqual([]);
  });

  it('the function is in', async () => {
    const { failure } = await invoke(rule, recorded('scheduled'), { functionAccount: other });
    expect(failure).toBe(`the event is of account ${account}; this function judges its own account ${other} only`);
    expect(await emulator.calls()).toEqual([]);
  });
});

it('a token that is not the rule’s reports nothing and fails', async () => {
  await withToken({});
  const { failure, logged } = await invoke(rule, recorded('scheduled', { event: { resultToken: 'made-up' } }));
  expect(failure).toBe('AWS Config took only 0 of 1 evaluations: InvalidResultTokenException');
  expect(logged).toEqual([]);
  expect(await held()).toEqual({});
});

it('an event without parameters is judged with the defaults', async () => {
  const event = await withToken(recorded('scheduled', { event: { ruleParameters: undefined } }));
  expect((await invoke(rule, event)).failure).toBeUndefined();
  expect(await held()).toEqual({
    [`AWS::::Account ${account}`]: [
      'NOT_APPLICABLE',
      `model invocation logging is off in us-east-2 of account ${account}; see bedrock-invocation-logging-enabled`,
    ],
  });
});

it('the token with which rules are tried out is passed on as a test, and nothing is kept or taken back', async () => {
  const { failure } = await invoke(rule, recorded('scheduled', { event: { resultToken: 'TESTMODE' } }));
  expect(failure).toBeUndefined();
  const put = (await emulator.calls()).filter(({ service }) => service === 'config');
  expect(put.map(({ operation, input }) => [operation, input['TestMode']])).toEqual([['PutEvaluations', true]]);
  expect(await held()).toEqual({});
});
