import {
  ConfigServiceClient,
  GetComplianceDetailsByConfigRuleCommand,
  GetResourceConfigHistoryCommand,
  PutEvaluationsCommand,
  type Evaluation,
  type GetComplianceDetailsByConfigRuleCommandInput,
  type GetResourceConfigHistoryCommandInput,
} from '@aws-sdk/client-config-service';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'eu-central-1';
const configRuleName = 'bedrock-log-destinations-exist-conformance-pack-a1b2c3d4e';
const rule = { account: homeAccount, region, configRuleName };
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 5 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());

const config = (account = homeAccount, where = region) => emulator.client(account, where, ConfigServiceClient);

const evaluation = (change: Partial<Evaluation> = {}): Evaluation => ({
  ComplianceResourceType: 'AWS::S3::Bucket',
  ComplianceResourceId: 'records',
  ComplianceType: 'NON_COMPLIANT',
  Annotation: 'there is no bucket',
  OrderingTimestamp: new Date('2026-03-01T10:00:00.250Z'),
  ...change,
});

async function put(Evaluations: Evaluation[], ResultToken?: string, TestMode?: boolean) {
  const token = ResultToken ?? (await emulator.resultToken(rule));
  return config().send(new PutEvaluationsCommand({ ResultToken: token, Evaluations, TestMode }));
}

async function results(change: Partial<GetComplianceDetailsByConfigRuleCommandInput> = {}) {
  const found = [];
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const command = new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: configRuleName, Limit: 100, NextToken, ...change });
    const page = await config().send(command);
    found.push(...(page.EvaluationResults ?? []));
    sizes.push(page.EvaluationResults?.length ?? 0);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { found, sizes };
}

const verdicts = async (change: Partial<GetComplianceDetailsByConfigRuleCommandInput> = {}) =>
  (await results(change)).found.map(
    ({ EvaluationResultIdentifier: { EvaluationResultQualifier: { ResourceType = '', ResourceId = '' } = {} } = {}, ComplianceType }) =>
      `${ResourceType} ${ResourceId} ${ComplianceType}`,
  );

const failing = (name: string) => expect.objectContaining({ name }) as Error;

describe('result tokens, as the emulator reads the guide', () => {
  it('are opaque, and another for each invocation', async () => {
    const tokens = [await emulator.resultToken(rule), await emulator.resultToken(rule)];
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9+/=]{300,}$/);
  });

  it('are good for their rule, account and Region only', async () => {
    const token = await emulator.resultToken(rule);
    await put([evaluation()], token);
    await put([evaluation()], token);
    const input = { ResultToken: token, Evaluations: [evaluation()] };
    await expect(config('444455556666').send(new PutEvaluationsCommand(input))).rejects.toThrow(failing('InvalidResultTokenException'));
    await expect(config(homeAccount, 'us-east-1').send(new PutEvaluationsCommand(input))).rejects.toThrow(
      failing('InvalidResultTokenException'),
    );
    await expect(put([evaluation()], 'made-up')).rejects.toThrow(failing('InvalidResultTokenException'));
  });
});

describe('PutEvaluations, by the model of botocore', () => {
  it.each<[string, Evaluation[], string]>([
    ['over 100 evaluations', Array.from({ length: 101 }, (_, n) => evaluation({ ComplianceResourceId: `b${n}` })), 'ValidationException'],
    ['an empty annotation', [evaluation({ Annotation: '' })], 'ValidationException'],
    ['an annotation of 257 characters', [evaluation({ Annotation: 'x'.repeat(257) })], 'ValidationException'],
    ['an id of 769 characters', [evaluation({ ComplianceResourceId: 'x'.repeat(769) })], 'ValidationException'],
    ['a compliance type it does not know', [evaluation({ ComplianceType: 'UNKNOWN' as 'COMPLIANT' })], 'ValidationException'],
    ['insufficient data', [evaluation({ ComplianceType: 'INSUFFICIENT_DATA' })], 'InvalidParameterValueException'],
    ['no time to order by', [evaluation({ OrderingTimestamp: undefined })], 'ValidationException'],
  ])('refuses %s, in test mode as well', async (_what, evaluations, name) => {
    await expect(put(evaluations)).rejects.toThrow(failing(name));
    await expect(put(evaluations, 'TESTMODE', true)).rejects.toThrow(failing(name));
    expect(await verdicts()).toEqual([]);
  });

  it('takes 100 evaluations, annotations of 1 and 256 characters, none at all, and an empty list', async () => {
    const many = Array.from({ length: 98 }, (_, n) => evaluation({ ComplianceResourceId: `b${n}`, Annotation: undefined }));
    const answer = await put([
      evaluation({ ComplianceResourceId: 'short', Annotation: 'x' }),
      evaluation({ ComplianceResourceId: 'long', Annotation: 'x'.repeat(256) }),
      ...many,
    ]);
    expect(answer.FailedEvaluations ?? []).toEqual([]);
    expect(await verdicts()).toHaveLength(100);
    await put([]);
  });

  it('stores nothing in test mode, whatever the token', async () => {
    await put([evaluation()], 'TESTMODE', true);
    await put([evaluation()], await emulator.resultToken(rule), true);
    expect(await emulator.reportedResults()).toEqual([]);
  });
});

describe('results, as the emulator reads the guide', () => {
  it('are kept by type and id, and a newer one replaces an older one only', async () => {
    await put([evaluation(), evaluation({ ComplianceResourceType: 'AWS::IAM::Role', ComplianceType: 'COMPLIANT', Annotation: undefined })]);
    await put([evaluation({ ComplianceType: 'COMPLIANT', OrderingTimestamp: new Date('2026-03-01T09:59:59Z') })]);
    expect(await verdicts()).toEqual(['AWS::IAM::Role records COMPLIANT', 'AWS::S3::Bucket records NON_COMPLIANT']);
    await put([evaluation({ ComplianceType: 'COMPLIANT' })]);
    expect(await verdicts()).toEqual(['AWS::IAM::Role records COMPLIANT', 'AWS::S3::Bucket records COMPLIANT']);
  });

  it('carry what was reported, and when', async () => {
    await put([evaluation()]);
    const { found } = await results();
    expect(found[0]).toMatchObject({ ComplianceType: 'NON_COMPLIANT', Annotation: 'there is no bucket' });
    expect(found[0]?.EvaluationResultIdentifier).toEqual({
      EvaluationResultQualifier: {
        ConfigRuleName: configRuleName,
        ResourceType: 'AWS::S3::Bucket',
        ResourceId: 'records',
        EvaluationMode: 'DETECTIVE',
      },
      OrderingTimestamp: new Date('2026-03-01T10:00:00.250Z'),
    });
    expect(found[0]?.ResultRecordedTime).toBeInstanceOf(Date);
  });

  it('end with one that is not applicable, which an older one does not undo', async () => {
    await put([evaluation(), evaluation({ ComplianceResourceId: 'other' })]);
    await put([evaluation({ ComplianceType: 'NOT_APPLICABLE', OrderingTimestamp: new Date('2026-03-01T11:00:00Z') })]);
    await put([evaluation()]);
    expect(await verdicts()).toEqual(['AWS::S3::Bucket other NON_COMPLIANT']);
    expect(await emulator.reportedResults()).toContainEqual({
      ...rule,
      ComplianceResourceType: 'AWS::S3::Bucket',
      ComplianceResourceId: 'records',
      ComplianceType: 'NOT_APPLICABLE',
      Annotation: 'there is no bucket',
      OrderingTimestamp: '2026-03-01T11:00:00.000Z',
    });
  });

  it('are of the kinds asked for', async () => {
    await put([evaluation(), evaluation({ ComplianceResourceId: 'green', ComplianceType: 'COMPLIANT' })]);
    expect(await verdicts({ ComplianceTypes: ['COMPLIANT'] })).toEqual(['AWS::S3::Bucket green COMPLIANT']);
    expect(await verdicts({ ComplianceTypes: ['COMPLIANT', 'NON_COMPLIANT'] })).toHaveLength(2);
    await expect(results({ ComplianceTypes: ['INSUFFICIENT_DATA'] })).rejects.toThrow(failing('InvalidParameterValueException'));
  });

  it('come in pages of random size, some empty', async () => {
    await put(Array.from({ length: 60 }, (_, n) => evaluation({ ComplianceResourceId: `b${n}` })));
    const { found, sizes } = await results();
    expect(found).toHaveLength(60);
    expect(sizes).toContain(0);
    expect(new Set(sizes).size).toBeGreaterThan(2);
    await expect(results({ Limit: 101 })).rejects.toThrow(failing('ValidationException'));
    await expect(results({ NextToken: 'made-up' })).rejects.toThrow(failing('InvalidNextTokenException'));
  });

  it('are of a rule that exists, whose name has at most 64 characters', async () => {
    await expect(results()).rejects.toThrow(failing('NoSuchConfigRuleException'));
    await expect(results({ ConfigRuleName: 'x'.repeat(65) })).rejects.toThrow(failing('ValidationException'));
  });

  it('may not be taken, one by one', async () => {
    await emulator.setFailedEvaluations(['other']);
    const answer = await put([evaluation(), evaluation({ ComplianceResourceId: 'other' })]);
    expect(answer.FailedEvaluations).toEqual([evaluation({ ComplianceResourceId: 'other' })]);
    expect(await verdicts()).toEqual(['AWS::S3::Bucket records NON_COMPLIANT']);
  });

  it('are throttled and denied as ordered', async () => {
    await emulator.faults([{ service: 'config', operation: 'PutEvaluations', fault: 'throttled', times: 1 }]);
    await expect(put([evaluation()])).rejects.toThrow(failing('ThrottlingException'));
    await put([evaluation()]);
    await emulator.faults([{ service: 'config', operation: 'GetComplianceDetailsByConfigRule', fault: 'denied' }]);
    await expect(results()).rejects.toThrow(failing('AccessDeniedException'));
  });
});

describe('the history of a resource, as the emulator reads the guide', () => {
  const item = {
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'records',
    configurationItemCaptureTime: '2026-03-01T10:00:00.000Z',
    configurationItemStatus: 'OK',
    accountId: homeAccount,
    configuration: '{"name":"records"}',
  };

  const history = (change: Partial<GetResourceConfigHistoryCommandInput> = {}) =>
    config().send(new GetResourceConfigHistoryCommand({ resourceType: 'AWS::S3::Bucket', resourceId: 'records', ...change }));

  it('holds what was planted, the latest first', async () => {
    const later = { ...item, configurationItemCaptureTime: '2026-03-02T10:00:00.000Z', configurationItemStatus: 'ResourceDeleted' };
    await emulator.seed({ account: homeAccount, region, configurationItems: [item, later] });
    await emulator.setPaging(false);
    const statuses = async (change: Partial<GetResourceConfigHistoryCommandInput> = {}) =>
      ((await history(change)).configurationItems ?? []).map((each) => each.configurationItemStatus);
    expect(await statuses()).toEqual(['ResourceDeleted', 'OK']);
    expect(await statuses({ chronologicalOrder: 'Forward', limit: 1 })).toEqual(['OK']);
    expect(await statuses({ laterTime: new Date('2026-03-01T10:00:00Z'), limit: 1 })).toEqual(['OK']);
    expect(await statuses({ laterTime: new Date('2026-02-01T10:00:00Z') })).toEqual([]);
    const range = { earlierTime: new Date('2026-03-02T00:00:00Z'), laterTime: new Date('2026-03-01T00:00:00Z') };
    await expect(history(range)).rejects.toThrow(failing('InvalidTimeRangeException'));
  });

  it('is unknown of a resource that was never recorded, and refused for a type AWS Config does not record', async () => {
    await expect(history()).rejects.toThrow(failing('ResourceNotDiscoveredException'));
    const unrecorded = history({ resourceType: 'AWS::Logs::LogGroup' as 'AWS::S3::Bucket' });
    await expect(unrecorded).rejects.toThrow(failing('ValidationException'));
  });
});
