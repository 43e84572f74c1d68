import { beforeEach, describe, expect, it } from 'vitest';
import { bedrockLogBucketsBlockPublicAccess } from '../../rules/bedrock-log-buckets-block-public-access.ts';
import { bedrockLogDestinationsExist as rule } from '../../rules/bedrock-log-destinations-exist.ts';
import { everyDataType } from '../cli/seeds.ts';
import type { SeededConfigurationItem } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { callsOf, held, invoke, reportedEarlier, seeds, verdictsHeld, withToken } from './invoke.ts';
import { account, recorded, region, type Bend, type RecordedName } from './recorded-event.ts';

const changed = (name: RecordedName, bend?: Bend) => withToken(recorded(name, bend));

/** Logs to the bucket of the recorded items, which exists, and to another that does not. */
async function logToRecordedBucket(): Promise<void> {
  await seeds.newBucket('invocation-records');
  await logToBuckets('invocation-records', 'nobody-has-this-one');
}

const logToBuckets = (bucketName: string, largeData: string) =>
  seeds.log({
    s3Config: { bucketName },
    cloudWatchConfig: {
      logGroupName: '/none',
      roleArn: `arn:aws:iam::${account}:role/none`,
      largeDataDeliveryS3Config: { bucketName: largeData },
    },
    ...everyDataType,
  });

describe('a change of a resource', () => {
  beforeEach(logToRecordedBucket);

  it('is answered for this resource alone, ordered by when AWS Config saw it', async () => {
    await reportedEarlier('2015-01-01T00:00:00.000Z', { 'AWS::S3::Bucket gone': 'NON_COMPLIANT' });
    expect(await invoke(rule, await changed('item-changed'))).toMatchObject({
      failure: undefined,
      logged: [{ reported: 1, takenBack: 0 }],
    });
    expect(await verdictsHeld()).toEqual({ 'AWS::S3::Bucket invocation-records': 'COMPLIANT', 'AWS::S3::Bucket gone': 'NON_COMPLIANT' });
    const [, result] = await emulator.reportedResults();
    expect(result?.OrderingTimestamp).toBe('2016-02-17T01:36:34.043Z');
    expect(await callsOf('GetComplianceDetailsByConfigRule')).toBe(0);
  });

  it('is not failed by another resource that could not be read', async () => {
    await emulator.faults([{ service: 'logs', fault: 'throttled' }]);
    expect((await invoke(rule, await changed('item-changed'))).failure).toBeUndefined();
    expect(await verdictsHeld()).toEqual({ 'AWS::S3::Bucket invocation-records': 'COMPLIANT' });
  });

  it('that the rule does not judge is not applicable', async () => {
    await invoke(rule, await changed('item-changed', { item: { resourceId: 'a-bucket-without-logs' } }));
    await invoke(rule, await changed('item-changed', { item: { resourceType: 'AWS::KMS::Key' } }));
    expect(await held()).toEqual({
      'AWS::S3::Bucket a-bucket-without-logs': ['NOT_APPLICABLE', 'not judged by this rule'],
      'AWS::KMS::Key invocation-records': ['NOT_APPLICABLE', 'not judged by this rule'],
    });
  });

  it('that could not be judged leaves what was reported, and fails', async () => {
    await reportedEarlier('2015-01-01T00:00:00.000Z', { 'AWS::S3::Bucket invocation-records': 'NON_COMPLIANT' });
    for (const fault of [{ service: 's3' }, { service: 'bedrock' }]) {
      await emulator.faults([{ ...fault, fault: 'throttled' }]);
      for (const name of ['item-changed', 'item-deleted'] as const) {
        expect((await invoke(rule, await changed(name))).failure).toContain('1 of 1 resources could not be judged, first: ');
      }
      await emulator.clearFaults();
    }
    expect(await verdictsHeld()).toEqual({ 'AWS::S3::Bucket invocation-records': 'NON_COMPLIANT' });
  });

  it('is a finding about the account when nobody may read what the rule judges', async () => {
    await emulator.faults([{ service: 'bedrock', fault: 'denied' }]);
    expect((await invoke(rule, await changed('item-changed'))).failure).toBeUndefined();
    expect(await held()).toEqual({
      [`AWS::::Account ${account}`]: ['NON_COMPLIANT', expect.stringMatching(/^UNVERIFIED: account 123456789012 could not be judged: /)],
    });
  });
});

describe('a resource that left the scope of the rule', () => {
  it('is not applicable, whatever it is and whatever could be read', async () => {
    await logToRecordedBucket();
    await emulator.faults([{ service: 's3', fault: 'throttled' }]);
    expect((await invoke(rule, await changed('item-left-scope'))).failure).toBeUndefined();
    expect(await held()).toEqual({ 'AWS::S3::Bucket invocation-records': ['NOT_APPLICABLE', 'no longer in the scope of this rule'] });
  });
});

describe('a resource that was deleted', () => {
  it('is not applicable when the rule has nothing against it', async () => {
    await logToRecordedBucket();
    await invoke(rule, await changed('item-deleted'));
    await invoke(rule, await changed('item-deleted', { item: { resourceId: 'other' } }));
    expect(await held()).toEqual({
      'AWS::S3::Bucket invocation-records': ['NOT_APPLICABLE', 'deleted'],
      'AWS::S3::Bucket other': ['NOT_APPLICABLE', 'not judged by this rule'],
    });
  });

  it('stays at fault when it is still to be logged to, and is reported once', async () => {
    await logToBuckets('invocation-records', 'nobody-has-this-one');
    await invoke(rule, await changed('item-deleted'));
    expect(await held()).toEqual({
      'AWS::S3::Bucket invocation-records': ['NON_COMPLIANT', expect.stringContaining('is not among the buckets of account')],
    });
    await emulator.reset();
    await logToBuckets('invocation-records', 'nobody-has-this-one');
    await invoke(bedrockLogBucketsBlockPublicAccess, await changed('item-deleted'));
    expect(await held()).toEqual({
      'AWS::S3::Bucket invocation-records': [
        'NOT_APPLICABLE',
        'invocation-records cannot receive logs; see bedrock-log-destinations-exist',
      ],
    });
  });
});

describe('an oversized change', () => {
  const captured = '2016-10-06T16:46:16.261Z';
  const whole: SeededConfigurationItem = {
    version: '1.2',
    accountId: account,
    configurationItemCaptureTime: captured,
    configurationItemStatus: 'OK',
    configurationStateId: '1475772376261',
    configurationItemMD5Hash: '8f1ee69b287895a0f8bc5753eca68e96',
    arn: 'arn:aws:s3:::invocation-records',
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'invocation-records',
    awsRegion: region,
    resourceCreationTime: '2016-10-06T16:46:10.489Z',
    tags: {},
    relationships: [{ resourceType: 'AWS::IAM::Role', resourceId: 'AROAEXAMPLE', relationshipName: 'Is associated with ' }],
    configuration: '{"name":"invocation-records"}',
    supplementaryConfiguration: {},
  };
  const plant = (...configurationItems: SeededConfigurationItem[]) => emulator.seed({ account, region, configurationItems });

  beforeEach(logToRecordedBucket);

  it('is judged by the item that AWS Config keeps, asked for by its time', async () => {
    await plant(
      { ...whole, configurationItemCaptureTime: '2016-10-05T00:00:00.000Z' },
      // The summary says that the bucket is there, the item that it is not.
      { ...whole, configurationItemStatus: 'ResourceDeleted' },
      { ...whole, configurationItemCaptureTime: '2016-10-07T00:00:00.000Z' },
    );
    expect((await invoke(rule, await changed('oversized-item-changed'))).failure).toBeUndefined();
    expect(await held()).toEqual({ 'AWS::S3::Bucket invocation-records': ['NOT_APPLICABLE', 'deleted'] });
    const asked = (await emulator.calls()).find(({ operation }) => operation === 'GetResourceConfigHistory');
    expect(asked?.input).toEqual({
      resourceType: 'AWS::S3::Bucket',
      resourceId: 'invocation-records',
      laterTime: '2016-10-06 16:46:16.261000',
      limit: 1,
    });
    const [result] = await emulator.reportedResults();
    expect(result?.OrderingTimestamp).toBe(captured);
  });

  it.each<[string, () => Promise<void>]>([
    ['is not known', async () => undefined],
    ['may not be read', () => emulator.faults([{ operation: 'GetResourceConfigHistory', fault: 'denied' }])],
    ['is throttled', () => emulator.faults([{ operation: 'GetResourceConfigHistory', fault: 'throttled' }])],
    ['is a web page', () => emulator.faults([{ operation: 'GetResourceConfigHistory', fault: 'html' }])],
    [
      'is not yet the one that was summed up',
      () => plant({ ...whole, configurationItemCaptureTime: '2016-10-05T00:00:00.000Z', configurationItemStatus: 'ResourceDeleted' }),
    ],
    ['holds a configuration that is not JSON', () => plant({ ...whole, configurationItemStatus: 'ResourceDeleted', configuration: '{' })],
  ])('is judged by its summary when the item %s', async (_why, arrange) => {
    await arrange();
    expect((await invoke(rule, await changed('oversized-item-changed'))).failure).toBeUndefined();
    expect(await verdictsHeld()).toEqual({ 'AWS::S3::Bucket invocation-records': 'COMPLIANT' });
  });

  it('is judged by its summary when AWS Config does not record the kind of resource', async () => {
    await invoke(rule, await changed('oversized-item-changed', { item: { resourceType: 'AWS::Logs::LogGroup', resourceId: '/none' } }));
    expect(await verdictsHeld()).toEqual({ 'AWS::Logs::LogGroup /none': 'NON_COMPLIANT' });
  });

  it('is refused when the item is of another account', async () => {
    await plant({ ...whole, accountId: '444455556666' });
    expect((await invoke(rule, await changed('oversized-item-changed'))).failure).toBe(
      `invokingEvent is of account 444455556666, the rule of account ${account}`,
    );
  });

  it('that left the scope is not applicable', async () => {
    await plant(whole);
    await invoke(rule, await changed('oversized-item-changed', { event: { eventLeftScope: true } }));
    expect(await verdictsHeld()).toEqual({ 'AWS::S3::Bucket invocation-records': 'NOT_APPLICABLE' });
  });
});
