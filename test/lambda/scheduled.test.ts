import { describe, expect, it } from 'vitest';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import { bedrockLogDestinationsExist } from '../../rules/bedrock-log-destinations-exist.ts';
import { bedrockLogReadersRestricted } from '../../rules/bedrock-log-readers-restricted.ts';
import { bedrockLogRetentionWithinLimits } from '../../rules/bedrock-log-retention-within-limits.ts';
import { rules } from '../../rules/registry.ts';
import type { Resource } from '../../src/engine/rule.ts';
import { saying } from '../cli/saying.ts';
import { emulator } from './emulated.ts';
import { callsOf, held, invoke, reportedEarlier, seeds, verdictsHeld, withToken } from './invoke.ts';
import { redBuckets } from './made-up.ts';
import { account, recorded, scheduledAt } from './recorded-event.ts';

const scheduled = (at = scheduledAt) => withToken(recorded('scheduled', { invoking: { notificationCreationTime: at } }));

describe('a scheduled run', () => {
  it.each(rules)('of $id reports every subject of sound logging as compliant', async (rule) => {
    const sound = await seeds.soundLogging();
    const roles = rule === bedrockLogReadersRestricted ? [] : [sound.roleArn];
    const ids: Readonly<Record<Resource['type'], readonly string[]>> = {
      'AWS::::Account': [account],
      'AWS::S3::Bucket': [sound.records, sound.largeData],
      'AWS::Logs::LogGroup': [sound.logGroup],
      'AWS::IAM::Role': roles,
      'AWS::IAM::User': [],
      'AWS::IAM::Group': [],
    };
    expect(await invoke(rule, await scheduled())).toMatchObject({ failure: undefined });
    const wanted = rule.over.types.flatMap((type) => ids[type].map((id) => `${type} ${id}`));
    const results = await held();
    expect(Object.keys(results).sort()).toEqual(wanted.sort());
    for (const result of Object.values(results)) expect(result).toEqual(['COMPLIANT', undefined]);
    for (const result of await emulator.reportedResults()) expect(result.OrderingTimestamp).toBe(scheduledAt);
  });

  it('reports faults with their reasons', async () => {
    const sound = await seeds.soundLogging();
    const s3Config = { bucketName: 'nobody-has-this-one' };
    await seeds.log({ ...sound.config, s3Config });
    await invoke(bedrockLogDestinationsExist, await scheduled());
    expect((await held())['AWS::S3::Bucket nobody-has-this-one']).toEqual([
      'NON_COMPLIANT',
      `bucket nobody-has-this-one is not among the buckets of account ${account}; the name is free or somebody else's: prompts may go to a stranger`,
    ]);
  });

  it('judges with the parameters of the rule, all of them texts', async () => {
    const sound = await seeds.soundLogging();
    const ruleParameters = '{"minimumDays":"401","maximumDays":"500"}';
    await invoke(bedrockLogRetentionWithinLimits, await withToken(recorded('scheduled', { event: { ruleParameters } })));
    expect((await verdictsHeld())[`AWS::Logs::LogGroup ${sound.logGroup}`]).toBe('NON_COMPLIANT');
  });

  it.each([
    ['{"minimumDays":"many"}', "parameter 'minimumDays' of bedrock-log-retention-within-limits: the value must be integer"],
    ['{"colour":"green"}', "bedrock-log-retention-within-limits has no parameter 'colour'"],
    ['{"minimumDays":"500","maximumDays":"400"}', 'contradict each other'],
    ['{"whenUnreadable":"IGNORE"}', `is "IGNORE"; allowed: NON_COMPLIANT, FAIL`],
  ])('fails loudly with parameters %s, before anything is judged', async (ruleParameters, message) => {
    await seeds.soundLogging();
    const event = await withToken(recorded('scheduled', { event: { ruleParameters } }));
    await emulator.clearCalls();
    expect((await invoke(bedrockLogRetentionWithinLimits, event)).failure).toContain(message);
    expect(new Set((await emulator.calls()).map(({ service }) => service))).toEqual(new Set(['ssm']));
    expect(await held()).toEqual({});
  });

  it('reports at most 100 evaluations a call', async () => {
    expect((await invoke(redBuckets(250), await scheduled())).failure).toBeUndefined();
    expect(Object.keys(await held())).toHaveLength(250);
    const sizes = (await emulator.calls()).flatMap(({ operation, input }) =>
      operation === 'PutEvaluations' ? [(input['Evaluations'] as unknown[]).length] : [],
    );
    expect(sizes).toEqual([100, 100, 50]);
  });

  it('says which evaluations AWS Config did not take, after it reported all the others', async () => {
    await emulator.setFailedEvaluations(['bucket-3', 'bucket-120']);
    const { failure, logged } = await invoke(redBuckets(130), await scheduled());
    expect(failure).toBe('AWS Config did not take 2 evaluations, first AWS::S3::Bucket bucket-3');
    expect(logged).toMatchObject([{ reported: 130, refused: 2 }]);
    expect(Object.keys(await held())).toHaveLength(128);
    await emulator.setFailedEvaluations([]);
    expect((await invoke(redBuckets(130), await scheduled())).failure).toBeUndefined();
    expect(Object.keys(await held())).toHaveLength(130);
  });
});

describe('results of earlier runs', () => {
  const [yesterday, tomorrow] = ['2016-07-12T21:50:00.373Z', '2016-07-14T21:50:00.373Z'];

  it('that no longer exist are taken back, through pages of any size, and only of the kinds that were listed', async () => {
    const sound = await seeds.soundLogging();
    const gone = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`AWS::S3::Bucket gone-${n}`, 'NON_COMPLIANT' as const]));
    for (let first = 0; first < 150; first += 100) {
      await reportedEarlier(yesterday, Object.fromEntries(Object.entries(gone).slice(first, first + 100)));
    }
    await reportedEarlier(yesterday, {
      'AWS::Logs::LogGroup /gone': 'COMPLIANT',
      [`AWS::::Account ${account}`]: 'NON_COMPLIANT',
      'AWS::KMS::Key somebody-elses': 'NON_COMPLIANT',
      [`AWS::S3::Bucket ${sound.records}`]: 'NON_COMPLIANT',
    });
    await emulator.clearCalls();
    const { failure, logged } = await invoke(bedrockLogDestinationsExist, await scheduled());
    expect(failure).toBeUndefined();
    expect(logged).toMatchObject([{ reported: 4, takenBack: 152 }]);
    const results = await held();
    expect(results['AWS::S3::Bucket gone-149']).toEqual(['NOT_APPLICABLE', 'no longer judged by this rule']);
    expect(
      Object.entries(results).flatMap(([resource, [verdict]]) => (verdict === 'NOT_APPLICABLE' ? [] : [`${resource} ${verdict}`])),
    ).toEqual(
      expect.arrayContaining([
        'AWS::KMS::Key somebody-elses NON_COMPLIANT',
        `AWS::S3::Bucket ${sound.records} COMPLIANT`,
        `AWS::S3::Bucket ${sound.largeData} COMPLIANT`,
        `AWS::Logs::LogGroup ${sound.logGroup} COMPLIANT`,
        `AWS::IAM::Role ${sound.roleArn} COMPLIANT`,
      ]),
    );
    expect(Object.values(results).filter(([verdict]) => verdict !== 'NOT_APPLICABLE')).toHaveLength(5);
    expect(await callsOf('GetComplianceDetailsByConfigRule')).toBeGreaterThan(2);
    const asked = (await emulator.calls()).find(({ operation }) => operation === 'GetComplianceDetailsByConfigRule');
    expect(asked?.input).toMatchObject({ ComplianceTypes: ['COMPLIANT', 'NON_COMPLIANT'], Limit: 100 });
  });

  it('are compared by type and id, not by id alone', async () => {
    const { records, config } = await seeds.soundLogging();
    await seeds.log({ ...config, cloudWatchConfig: undefined });
    await reportedEarlier(yesterday, { [`AWS::Logs::LogGroup ${records}`]: 'NON_COMPLIANT' });
    await invoke(bedrockLogDestinationsExist, await scheduled());
    expect(await verdictsHeld()).toEqual({
      [`AWS::S3::Bucket ${records}`]: 'COMPLIANT',
      [`AWS::Logs::LogGroup ${records}`]: 'NOT_APPLICABLE',
    });
  });

  it('are all taken back when there is nothing to judge any more', async () => {
    await reportedEarlier(yesterday, { 'AWS::S3::Bucket old': 'NON_COMPLIANT', 'AWS::IAM::Role arn:aws:iam::1:role/old': 'COMPLIANT' });
    await invoke(bedrockLogDestinationsExist, await scheduled());
    expect(await verdictsHeld()).toEqual({
      'AWS::S3::Bucket old': 'NOT_APPLICABLE',
      'AWS::IAM::Role arn:aws:iam::1:role/old': 'NOT_APPLICABLE',
      [`AWS::::Account ${account}`]: 'NOT_APPLICABLE',
    });
  });

  it('stay when a later run has given them', async () => {
    await reportedEarlier(tomorrow, { 'AWS::S3::Bucket new': 'NON_COMPLIANT', [`AWS::::Account ${account}`]: 'NON_COMPLIANT' });
    const { logged } = await invoke(bedrockLogDestinationsExist, await scheduled());
    expect(logged).toMatchObject([{ takenBack: 0 }]);
    expect(await verdictsHeld()).toEqual({ 'AWS::S3::Bucket new': 'NON_COMPLIANT', [`AWS::::Account ${account}`]: 'NON_COMPLIANT' });
  });

  it('stay when the configuration could not be read, whatever they are', async () => {
    await seeds.soundLogging();
    await reportedEarlier(yesterday, { 'AWS::S3::Bucket red': 'NON_COMPLIANT', 'AWS::Logs::LogGroup green': 'COMPLIANT' });
    for (const fault of ['throttled', 'server-error', 'denied', 'html'] as const) {
      await emulator.faults([{ service: 'bedrock', fault }]);
      await invoke(bedrockLogDestinationsExist, await scheduled());
      await emulator.clearFaults();
      expect(await verdictsHeld()).toMatchObject({ 'AWS::S3::Bucket red': 'NON_COMPLIANT', 'AWS::Logs::LogGroup green': 'COMPLIANT' });
    }
  });

  it('stay when the resource itself could not be read', async () => {
    const { records } = await seeds.soundLogging();
    await reportedEarlier(yesterday, { [`AWS::S3::Bucket ${records}`]: 'NON_COMPLIANT', 'AWS::S3::Bucket gone': 'NON_COMPLIANT' });
    await emulator.faults([{ service: 's3', fault: 'throttled' }]);
    const { failure } = await invoke(bedrockLogDestinationsExist, await scheduled());
    expect(failure).toContain('2 of 4 resources could not be judged');
    expect(await verdictsHeld()).toMatchObject({
      [`AWS::S3::Bucket ${records}`]: 'NON_COMPLIANT',
      'AWS::S3::Bucket gone': 'NOT_APPLICABLE',
    });
  });

  it('of a kind of which only faults are listed stay when anything could not be read', async () => {
    const { records } = await seeds.soundLogging();
    const over = { ...bedrockLogDestinationsExist.over, faultsOnly: ['AWS::IAM::Role'] as const };
    const roles = { 'AWS::IAM::Role red': 'NON_COMPLIANT', 'AWS::S3::Bucket gone': 'NON_COMPLIANT' } as const;
    await reportedEarlier(yesterday, roles);
    await emulator.faults([{ service: 's3', fault: 'denied' }]);
    await invoke({ ...bedrockLogDestinationsExist, over }, await scheduled());
    expect(await held()).toMatchObject({
      'AWS::IAM::Role red': ['NON_COMPLIANT', undefined],
      'AWS::S3::Bucket gone': ['NOT_APPLICABLE', 'no longer judged by this rule'],
      [`AWS::S3::Bucket ${records}`]: ['NON_COMPLIANT', saying('UNVERIFIED', records)],
    });
    await emulator.clearFaults();
    await invoke({ ...bedrockLogDestinationsExist, over }, await scheduled('2016-07-13T22:00:00.000Z'));
    expect((await verdictsHeld())['AWS::IAM::Role red']).toBe('NOT_APPLICABLE');
  });

  it('that cannot be read fail the run, once the new ones are reported', async () => {
    await seeds.soundLogging();
    for (const fault of ['throttled', 'denied', 'wrong-type', 'empty-body'] as const) {
      await emulator.faults([{ operation: 'GetComplianceDetailsByConfigRule', fault }]);
      const { failure, logged } = await invoke(bedrockInvocationLoggingEnabled, await scheduled());
      await emulator.clearFaults();
      expect(failure).toMatch(/^earlier results of \S+ could not be read: /);
      expect(logged).toMatchObject([{ reported: 1, takenBack: 0 }]);
      expect(await verdictsHeld()).toEqual({ [`AWS::::Account ${account}`]: 'COMPLIANT' });
    }
  });
});

describe('AWS Config invokes again what failed, and may invoke anything twice:', () => {
  it('the same event twice leaves the same results', async () => {
    await seeds.soundLogging();
    const event = await scheduled();
    await invoke(bedrockLogDestinationsExist, event);
    const once = await emulator.reportedResults();
    const again = await invoke(bedrockLogDestinationsExist, event);
    expect(again).toMatchObject({ failure: undefined, logged: [{ reported: 4, takenBack: 0 }] });
    expect(await emulator.reportedResults()).toEqual(once);
  });

  it('an event that comes after a later one changes none of its results', async () => {
    const { records, config } = await seeds.soundLogging();
    const [first, second] = [await scheduled('2016-07-13T10:00:00.000Z'), await scheduled('2016-07-13T11:00:00.000Z')];
    await invoke(bedrockLogDestinationsExist, second);
    const later = await emulator.reportedResults();
    // What the first event finds is another bucket; a delayed run must not take back what the later one said.
    await seeds.log({ ...config, s3Config: { bucketName: 'another' } });
    await invoke(bedrockLogDestinationsExist, first);
    const now = await emulator.reportedResults();
    expect(now).toEqual(expect.arrayContaining([...later]));
    expect(now.map(({ ComplianceResourceId }) => ComplianceResourceId)).toContain(records);
  });

  it('a run that dies half-way is completed by the next one', async () => {
    const event = await scheduled();
    await reportedEarlier('2016-07-12T00:00:00.000Z', { 'AWS::S3::Bucket old': 'NON_COMPLIANT' });
    await emulator.faults([{ operation: 'PutEvaluations', resource: 'bucket-150', fault: 'server-error', times: 1 }]);
    const { failure, logged } = await invoke(redBuckets(250), event);
    expect(failure).toBe('AWS Config took only 100 of 251 evaluations: InternalServerError');
    expect(logged).toEqual([]);
    expect(Object.keys(await held())).toHaveLength(101);
    expect((await verdictsHeld())['AWS::S3::Bucket old']).toBe('NON_COMPLIANT');
    expect(await invoke(redBuckets(250), event)).toMatchObject({ failure: undefined, logged: [{ reported: 250, takenBack: 1 }] });
    expect(Object.keys(await held())).toHaveLength(251);
    expect((await verdictsHeld())['AWS::S3::Bucket old']).toBe('NOT_APPLICABLE');
  });

  it.each(['html', 'empty-body', 'malformed'] as const)(
    'an answer to PutEvaluations that is no answer (%s) fails the run',
    async (fault) => {
      const event = await scheduled();
      await emulator.faults([{ operation: 'PutEvaluations', fault }]);
      expect((await invoke(redBuckets(1), event)).failure).toMatch(/^AWS Config took only 0 of 1 evaluations: /);
    },
  );
});

describe('what only AWS may answer', () => {
  const $metadata = {};
  const earlier = (ResourceId: string | undefined, at?: string) => ({
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: { ConfigRuleName: 'any', ResourceType: 'AWS::S3::Bucket', ResourceId },
      ...(at !== undefined && { OrderingTimestamp: new Date(at) }),
    },
  });

  it.each<[string, object]>([
    ['without a list', {}],
    ['without identifiers', { EvaluationResults: [{}, { EvaluationResultIdentifier: {} }, earlier(undefined)] }],
  ])('earlier results %s are none', async (_what, answer) => {
    const config = { getComplianceDetailsByConfigRule: async () => ({ $metadata, ...answer }) };
    expect(await invoke(redBuckets(1), await scheduled(), { config })).toMatchObject({ failure: undefined, logged: [{ takenBack: 0 }] });
  });

  it('an earlier result of no known time, or of this very event, is taken back', async () => {
    const EvaluationResults = [earlier('timeless'), earlier('same', scheduledAt), earlier('later', '2016-07-13T21:50:00.374Z')];
    const config = { getComplianceDetailsByConfigRule: async () => ({ $metadata, EvaluationResults }) };
    await invoke(redBuckets(1), await scheduled(), { config });
    expect(Object.keys(await held()).sort()).toEqual(['AWS::S3::Bucket bucket-0', 'AWS::S3::Bucket same', 'AWS::S3::Bucket timeless']);
  });

  it('earlier results that never end fail the run, once the new ones are reported', async () => {
    const config = { getComplianceDetailsByConfigRule: async () => ({ $metadata, EvaluationResults: [], NextToken: 'again' }) };
    const { failure } = await invoke(redBuckets(1), await scheduled(), { config });
    expect(failure).toContain('could not be read: malformed (MalformedAnswer)');
    expect(Object.keys(await held())).toEqual(['AWS::S3::Bucket bucket-0']);
  });

  it('a history that never ends leaves the summary of an oversized item', async () => {
    const config = { getResourceConfigHistory: async () => ({ $metadata, configurationItems: [], nextToken: 'again' }) };
    const event = recorded('oversized-item-changed', { item: { resourceId: 'bucket-0' } });
    expect((await invoke(redBuckets(1), await withToken(event), { config })).failure).toBeUndefined();
    expect(await verdictsHeld()).toEqual({ 'AWS::S3::Bucket bucket-0': 'NON_COMPLIANT' });
  });

  it('an answer to PutEvaluations that leaves FailedEvaluations out took everything', async () => {
    const config = { putEvaluations: async () => ({ $metadata }) };
    expect(await invoke(redBuckets(1), await scheduled(), { config })).toMatchObject({ failure: undefined, logged: [{ refused: 0 }] });
  });
});
