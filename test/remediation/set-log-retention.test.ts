import { DeleteRetentionPolicyCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { document as restorePreviousConfiguration } from '../../remediation/restore-previous-configuration/document.ts';
import { documentNameOf } from '../../remediation/runbook.ts';
import { document } from '../../remediation/set-log-retention/document.ts';
import { bedrockLogRetentionWithinLimits as rule } from '../../rules/bedrock-log-retention-within-limits.ts';
import { seedsFor, type SoundLogging } from '../cli/seeds.ts';
import type { ApprovalRequest } from './interpreter/actions/action.ts';
import type { Run } from './interpreter/run.ts';
import { prove, type Fault } from './proof.ts';
import { account, emulator, findingsOf, region, runRunbook, seeds } from './runbook-place.ts';
import {
  approve,
  approver,
  expire,
  fault,
  keepForEver,
  lifecycleOf,
  limits,
  ours,
  ownChanges,
  recordPrefix,
  run,
  theirs,
  version,
} from './set-log-retention-seeds.ts';

const { s3, logs } = seeds;

const nameless = { approve: undefined, parameters: limits };

/** A fault of the bucket with the records. */
const ofRecords = (make: (bucket: string) => Promise<unknown>, more: Partial<Fault> = {}): Fault =>
  fault(async ({ records }) => {
    await make(records);
    return records;
  }, more);

const withRules = (...rules: LifecycleRule[]): Fault => ofRecords((bucket) => seeds.expire(bucket, ...rules));

const versioned = (...rules: LifecycleRule[]): Fault =>
  ofRecords(async (bucket) => {
    await version(bucket, 'Enabled');
    await seeds.expire(bucket, ...rules);
  });

const ofLogGroup = (make: (logGroup: string) => Promise<unknown>, more: Partial<Fault> = {}): Fault =>
  fault(async ({ logGroup }) => {
    await make(logGroup);
    return logGroup;
  }, more);

const keep = (logGroupName: string, retentionInDays: number) => logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));

const withoutLifecycle = (Bucket: string) => s3.send(new DeleteBucketLifecycleCommand({ Bucket }));

/** One bucket takes the records and the large data, each with its prefix. */
const forBoth = (recordsUnder: string, largeDataUnder: string, ...rules: LifecycleRule[]): Fault =>
  fault(async ({ records, config }) => {
    const largeDataDeliveryS3Config = { bucketName: records, ...(largeDataUnder && { keyPrefix: largeDataUnder }) };
    await seeds.log({
      ...config,
      s3Config: { bucketName: records, ...(recordsUnder && { keyPrefix: recordsUnder }) },
      cloudWatchConfig: { ...config.cloudWatchConfig, largeDataDeliveryS3Config },
    });
    await (rules.length > 0 ? seeds.expire(records, ...rules) : withoutLifecycle(records));
    return records;
  });

prove({
  document,
  faults: {
    'a bucket without a lifecycle': ofRecords(withoutLifecycle),
    'a versioned bucket without a lifecycle': ofRecords(async (bucket) => {
      await withoutLifecycle(bucket);
      await version(bucket, 'Enabled');
    }),
    'a versioned bucket that keeps noncurrent versions for ever': versioned(expire(400)),
    'a versioned bucket that would lose records too early without their noncurrent versions': versioned(expire(30)),
    'a bucket with suspended versioning that keeps noncurrent versions for ever': ofRecords(async (bucket) => {
      await version(bucket, 'Enabled');
      await version(bucket, 'Suspended');
    }),
    'a rule that is disabled': withRules(expire(400, { Status: 'Disabled' })),
    'a rule by tag': withRules(expire(400, { Filter: { Tag: { Key: 'keep', Value: 'no' } } })),
    'a rule by size': withRules(expire(400, { Filter: { ObjectSizeGreaterThan: 500 } })),
    'a rule on another prefix': withRules(expire(400, { Filter: { Prefix: 'other/' } })),
    'a rule that only removes delete markers': withRules(theirs('markers', { Expiration: { ExpiredObjectDeleteMarker: true } })),
    'a rule that only archives': withRules(theirs('archive', { Transitions: [{ Days: 90, StorageClass: 'GLACIER' }] })),
    'a bucket that keeps records too long': withRules(expire(3000)),
    'current and noncurrent days that together are too many': versioned(
      expire(2500, { NoncurrentVersionExpiration: { NoncurrentDays: 58 } }),
    ),
    'noncurrent versions that are kept for ever': versioned(
      expire(400, { NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 3 } }),
    ),
    'rules of the deprecated form': ofRecords((Bucket) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: { Rules: [{ ID: 'old', Status: 'Enabled', Prefix: 'other/', Expiration: { Days: 30 } }] },
          TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
        }),
      ),
    ),
    'a rule of our own that deletes too early': ofRecords((bucket) => seeds.expire(bucket, ours(recordPrefix, 299, 1)), nameless),
    'a rule of our own that deletes too late': withRules(ours(recordPrefix, 2999, 1)),
    'a large-data bucket without a lifecycle': fault(async ({ largeData }) => {
      await withoutLifecycle(largeData);
      return largeData;
    }),
    'one bucket for both without a lifecycle': forBoth('records', 'large/'),
    'one bucket for both with a rule for the records alone': forBoth('records', 'large', expire(400, { Filter: { Prefix: 'records/' } })),
    'one bucket for both with one prefix within the other': forBoth('bedrock', ''),
    'a log group that keeps events for ever': ofLogGroup((logGroupName) => logs.send(new DeleteRetentionPolicyCommand({ logGroupName }))),
    'a log group that keeps events too long': ofLogGroup((logGroup) => keep(logGroup, 3653)),
    'a log group that loses events too early': ofLogGroup((logGroup) => keep(logGroup, 30), nameless),
    'other limits': fault(
      async ({ logGroup }) => {
        await keep(logGroup, 365);
        return logGroup;
      },
      { ruleParameters: { minimumDays: 400, maximumDays: 500 }, ...nameless, parameters: { MinimumDays: '400', MaximumDays: '500' } },
    ),
  },
  killedIn: ['a versioned bucket that keeps noncurrent versions for ever', 'a log group that keeps events for ever'],
});

describe('what it sets', () => {
  const setBy = async (made: Fault) => {
    await emulator.seed({ account });
    const bucket = await made.seed();
    const others = (await lifecycleOf(bucket).catch(() => undefined)) ?? [];
    const execution = await run(bucket);
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    const set = (await lifecycleOf(bucket)) ?? [];
    const isOurs = ({ ID = '' }: LifecycleRule) => ID.startsWith('bedrock-logging-retention');
    expect(set.filter((each) => !isOurs(each))).toEqual(others.filter((each) => !isOurs(each)));
    return set.filter(isOurs);
  };

  it.each<readonly [name: string, made: Fault, set: readonly LifecycleRule[]]>([
    ['the maximum, in case the bucket is versioned later', ofRecords(withoutLifecycle), [ours(recordPrefix, 2556, 1)]],
    [
      'the minimum for noncurrent versions, and the rest of the maximum for current ones',
      ofRecords(async (bucket) => {
        await withoutLifecycle(bucket);
        await version(bucket, 'Enabled');
      }),
      [ours(recordPrefix, 2192, 365)],
    ],
    ['for noncurrent versions, what the rule of others leaves of the maximum', versioned(expire(400)), [ours(recordPrefix, 400, 2157)]],
    [
      'for current versions, what the rule of others leaves of the maximum',
      versioned(theirs('noncurrent', { NoncurrentVersionExpiration: { NoncurrentDays: 10 } })),
      [ours(recordPrefix, 2547, 10)],
    ],
    [
      'one rule for each prefix',
      forBoth('records', 'large/'),
      [ours(recordPrefix.replace('bedrock/', 'records/'), 2556, 1), ours('large/', 2556, 1, 'bedrock-logging-retention-2')],
    ],
    [
      'a rule for the prefix that has none',
      forBoth('records', 'large', expire(400, { Filter: { Prefix: 'records/' } })),
      [ours('large/', 2556, 1)],
    ],
    ['one rule for both where one prefix is within the other', forBoth('bedrock', ''), [ours('', 2556, 1)]],
    [
      'besides what a former run set for a prefix that is no longer used',
      withRules(ours('former/', 999, 1)),
      [ours('former/', 999, 1), ours(recordPrefix, 2556, 1, 'bedrock-logging-retention-2')],
    ],
    ['nothing where the rule of others does without what a former run set', withRules(expire(400), ours(recordPrefix, 299, 1)), []],
    [
      'in place of what a former run set for more than the prefix',
      withRules(
        theirs('date', { Filter: { Prefix: 'other/' }, Expiration: { Date: new Date('2030-01-31T00:00:00Z') } }),
        ours('', 9999, 1),
      ),
      [ours(recordPrefix, 2556, 1)],
    ],
  ])('%s', async (_name, made, set) => {
    expect(await setBy(made)).toEqual(set);
  });
});

describe('where records would be gone earlier than now, somebody must approve:', () => {
  const asking = async (answer: (request: ApprovalRequest) => ReturnType<typeof approve>, more: Partial<Run> = {}, parameters = {}) => {
    const { records } = await seeds.soundLogging();
    await withoutLifecycle(records);
    await s3.send(new PutObjectCommand({ Bucket: records, Key: `${recordPrefix}2026/01/a.json.gz`, Body: 'twelve bytes' }));
    await s3.send(new PutObjectCommand({ Bucket: records, Key: 'bedrock/other', Body: 'not a record' }));
    await emulator.clearCalls();
    const asked: ApprovalRequest[] = [];
    const execution = await run(records, parameters, {
      approve: (request) => {
        asked.push(request);
        return answer(request);
      },
      ...more,
    });
    return { execution, asked, records };
  };

  it('is told what is deleted, how much, how old, and that it cannot be restored', async () => {
    const { execution, asked, records } = await asking(approve);
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    expect(asked).toMatchObject([{ step: 'approve', approvers: [approver], minRequiredApprovals: 1 }]);
    const message = asked[0]?.message ?? '';
    const today = new Date().toISOString().slice(0, 10);
    expect(message).toMatch(
      /^Deleted records cannot be restored: look for legal holds before you approve\. More grow old enough while nobody answers\. Account 111122223333, us-east-1\./,
    );
    expect(message).toContain(
      `Bucket ${records}: adds lifecycle rule bedrock-logging-retention for the keys that begin with ${recordPrefix}: `,
    );
    expect(message).toContain(
      `Found there: 1 object version of 12 bytes, the oldest of ${today}. Old enough to be deleted for good: no object versions.`,
    );
    expect(execution.outputs['plan.Changes']).toEqual([message.slice(message.indexOf('Bucket '))]);
  });

  it('nobody takes a turn before that', async () => {
    const { asked } = await asking(() => ({}));
    expect(asked).toHaveLength(1);
    expect((await emulator.calls()).map(({ operation }) => operation)).not.toContain('PutParameter');
  });

  it.each([
    ['rejects', { [approver]: 'Reject' }, 'Rejected'],
    ['is asked in vain', {}, 'TimedOut'],
  ] as const)('where the approver %s, nothing is changed', async (_name, answer, status) => {
    const { execution } = await asking(() => answer);
    expect(execution.status).toBe(status);
    expect(await ownChanges()).toEqual([]);
  });

  it('where nobody is named, it stops and says so, unless it runs dry', async () => {
    const { execution, records } = await asking(approve, {}, { Approver: '' });
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain('Records would be gone earlier than now, and Approver names nobody to approve that.');
    expect(execution.failure).toContain(`Bucket ${records}: adds lifecycle rule`);
    expect(await ownChanges()).toEqual([]);
    const dry = await run(records, { Approver: '', DryRun: 'true' });
    expect(dry.outputs['plan.Changes']).toEqual([expect.stringContaining('Found there: 1 object version')]);
    expect(dry.steps.map(({ name }) => name)).not.toContain('approve');
  });

  it.each([
    ['arn:aws:iam:::user/ada', 'arn:aws:iam::111122223333:user/ada'],
    ['arn:aws:sts::111122223333:assumed-role/admin/ada@example.com', 'arn:aws:sts::111122223333:assumed-role/admin/ada@example.com'],
  ])('the approver may be %s', async (Approver, asked) => {
    const { execution } = await asking(() => ({ [asked]: 'Approve' }), {}, { Approver });
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  });

  it.each(['ada', 'arn:aws:iam::111122223333:root', 'arn:aws:sns:us-east-1:111122223333:topic', `${approver} `, `${approver}\n`])(
    'the approver may not be %j',
    async (Approver) => {
      await expect(run('records', { Approver })).rejects.toThrow(/Approver/);
    },
  );

  const changesBeforeTurn: readonly (readonly [name: string, change: (logging: SoundLogging) => Promise<unknown>])[] = [
    ['somebody adds a rule', ({ records }) => seeds.expire(records, expire(2000))],
    ['versioning is turned on', ({ records }) => version(records, 'Enabled')],
    [
      'the records go under another prefix',
      ({ records, config }) => seeds.log({ ...config, s3Config: { bucketName: records, keyPrefix: 'elsewhere' } }),
    ],
  ];

  it.each(changesBeforeTurn)('where %s before it takes its turn, it does not do what was approved', async (_name, change) => {
    const logging = await seeds.soundLogging();
    await withoutLifecycle(logging.records);
    const execution = await run(logging.records, {}, { onStep: async ({ step }) => void (step === 'takeTurn' && (await change(logging))) });
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain('has changed since this run looked at it, so that what it was to do no longer fits. Run it again.');
    expect((await lifecycleOf(logging.records).catch(() => [])) ?? []).not.toContainEqual(
      expect.objectContaining({ ID: 'bedrock-logging-retention' }),
    );
  });

  it('where another run has changed the same by then, nothing is left to do', async () => {
    const { records } = await seeds.soundLogging();
    await withoutLifecycle(records);
    const execution = await run(records, {}, { onStep: async ({ step }) => void (step === 'takeTurn' && (await run(records))) });
    expect(execution, execution.failure).toMatchObject({
      status: 'Success',
      outputs: { 'plan.Changes': [`Nothing: ${records} has been changed in this way in the meantime.`] },
    });
    expect((await lifecycleOf(records))?.length).toBe(1);
  });

  it('where somebody adds a rule in the last moment, it is not lost', async () => {
    const { records } = await seeds.soundLogging();
    await withoutLifecycle(records);
    const onStep: Run['onStep'] = async ({ step }) => void (step === 'setLifecycle' && (await seeds.expire(records, expire(2000))));
    const execution = await run(records, {}, { onStep });
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain(
      `Somebody else has just changed the lifecycle rules of bucket ${records}. Nothing was changed; run this again.`,
    );
    expect(await lifecycleOf(records)).toEqual([expire(2000)]);
  });
});

describe('it stops, changes nothing and names', () => {
  const stopped = async (resource: string, parameters = {}) => {
    await emulator.clearCalls();
    const execution = await run(resource, parameters);
    expect(execution.status).toBe('Failed');
    expect(await ownChanges()).toEqual([]);
    return execution.failure;
  };

  it.each<readonly [name: string, rules: LifecycleRule[], versioning: 'Never' | 'Enabled' | 'Suspended', said: string]>([
    ['a rule that expires records too early', [expire(30)], 'Never', 'could be lost after 30 days, because of lifecycle rule expire-30;'],
    [
      'a rule that expires a part of the records too early',
      [expire(30, { Filter: { Prefix: `${recordPrefix}2026/` } })],
      'Never',
      'could be lost after 30 days, because of lifecycle rule expire-30;',
    ],
    [
      'a rule that expires large records too early',
      [expire(400), expire(30, { Filter: { ObjectSizeGreaterThan: 1000 } })],
      'Never',
      'could be lost after 30 days, because of lifecycle rule expire-30;',
    ],
    [
      'a rule with a date',
      [theirs('clean-up', { Expiration: { Date: new Date('2020-01-31T00:00:00Z') } })],
      'Never',
      'could be lost after 0 days, because of lifecycle rule clean-up, which has a date;',
    ],
    [
      'the rule that expires noncurrent versions too early besides the one that expires current ones',
      [expire(300), theirs('one-day', { NoncurrentVersionExpiration: { NoncurrentDays: 1 } })],
      'Enabled',
      'could be lost after 301 days, because of lifecycle rule expire-300 and lifecycle rule one-day;',
    ],
    [
      'a rule without an id',
      [{ Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } }],
      'Suspended',
      "could be lost after 30 days, because of the lifecycle rule on prefix '';",
    ],
  ])('%s', async (_name, rules, versioning, said) => {
    const { records } = await seeds.soundLogging();
    if (versioning !== 'Never') await version(records, 'Enabled');
    if (versioning === 'Suspended') await version(records, versioning);
    await seeds.expire(records, ...rules);
    const failure = await stopped(records);
    for (const each of [said, 'wanted: 365 to 2557 days', 'this runbook changes no rule of others']) expect(failure).toContain(each);
  });

  it('rules of the deprecated form beside which S3 takes no other', async () => {
    const { records } = await seeds.soundLogging();
    await seeds.expire(records, { ID: 'old', Status: 'Enabled', Prefix: '', Expiration: { Days: 3000 } });
    expect(await stopped(records)).toContain('The rules of this bucket have prefixes of the deprecated form');
  });

  it.each([
    [{ Mode: 'COMPLIANCE', Days: 3000 }, 'would be kept 3000 days, because of the default retention of Object Lock, 3000 days;'],
    [{ Mode: 'GOVERNANCE', Years: 8 }, 'would be kept 2922 days, because of the default retention of Object Lock, 2922 days;'],
  ] as const)('Object Lock of %j', async (DefaultRetention, said) => {
    const { config } = await seeds.soundLogging();
    await s3.send(new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true }));
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket: 'locked', ObjectLockConfiguration }));
    await seeds.log({ ...config, s3Config: { bucketName: 'locked' } });
    expect(await stopped('locked')).toContain(said);
  });

  it('limits that suspended versioning leaves no room in', async () => {
    const { records } = await seeds.soundLogging();
    await version(records, 'Enabled');
    await version(records, 'Suspended');
    await withoutLifecycle(records);
    const failure = await stopped(records, { MinimumDays: '365', MaximumDays: '365' });
    expect(failure).toContain('Where versioning is suspended, no lifecycle rule keeps every record at least 365 and at most 365 days');
  });

  it.each([
    ['184', '300', 'CloudWatch Logs keeps events 180 or 365 days, but no number of days from 184 to 300.'],
    ['4000', '5000', 'CloudWatch Logs keeps events 3653 days, but no number of days from 4000 to 5000.'],
  ])('the numbers of days around %s to %s that CloudWatch Logs has', async (MinimumDays, MaximumDays, said) => {
    const { logGroup } = await seeds.soundLogging();
    expect(await stopped(logGroup, { MinimumDays, MaximumDays })).toContain(said);
  });

  it.each([
    ['400', '365'],
    ['0', '365'],
  ])('limits that are none, %s and %s', async (MinimumDays, MaximumDays) => {
    const { logGroup } = await seeds.soundLogging();
    expect(await stopped(logGroup, { MinimumDays, MaximumDays })).toContain(
      `MinimumDays is ${MinimumDays} and MaximumDays ${MaximumDays}; wanted:`,
    );
  });

  it('a bucket with as many rules as S3 takes', async () => {
    const { records } = await seeds.soundLogging();
    const rules = Array.from({ length: 1000 }, (_, at) => expire(30, { ID: `rule-${at}`, Filter: { Prefix: `other-${at}/` } }));
    await seeds.expire(records, ...rules);
    expect(await stopped(records)).toContain(`Bucket ${records} has 1000 lifecycle rules; S3 takes no more than 1000.`);
  });

  it.each([
    ['GetBucketLifecycleConfiguration', 's3'],
    ['GetBucketVersioning', 's3'],
    ['GetModelInvocationLoggingConfiguration', 'bedrock'],
    ['ListObjectVersions', 's3'],
  ])('what it may not read: %s', async (operation, service) => {
    const { records } = await seeds.soundLogging();
    await withoutLifecycle(records);
    await emulator.faults([{ fault: 'denied', service, operation }]);
    expect(await stopped(records)).toContain('AccessDenied');
  });

  it.each(['DescribeLogGroups', 'DescribeLogStreams'])('what it may not read of a log group: %s', async (operation) => {
    const { logGroup } = await seeds.soundLogging();
    await keep(logGroup, 3653);
    await emulator.faults([{ fault: 'denied', service: 'logs', operation }]);
    expect(await stopped(logGroup)).toContain('AccessDenied');
  });

  it('a bucket of another account', async () => {
    const { config } = await seeds.soundLogging();
    await seedsFor(emulator, '444455556666').newBucket('strangers');
    await seeds.log({ ...config, s3Config: { bucketName: 'strangers' } });
    expect(await stopped('strangers')).toContain('AccessDenied');
  });
});

describe('it changes nothing', () => {
  const left = async (resource: string) => {
    await emulator.clearCalls();
    const execution = await run(resource, { Approver: '' });
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    expect(await ownChanges()).toEqual([]);
    return execution.outputs['plan.Changes'];
  };

  it('where records are kept within the limits', async () => {
    const { records, largeData, logGroup } = await seeds.soundLogging();
    for (const resource of [records, largeData, logGroup]) {
      expect(await left(resource)).toEqual([`Nothing: ${resource} keeps records for 365 to 2557 days.`]);
    }
  });

  it('of what is no destination, or does not exist', async () => {
    const { records, logGroup } = await seeds.soundLogging();
    await s3.send(new CreateBucketCommand({ Bucket: 'holiday-pictures' }));
    await keepForEver(`${logGroup}-2`);
    await withoutLifecycle(records);
    await s3.send(new DeleteBucketCommand({ Bucket: records }));
    for (const resource of ['holiday-pictures', `${logGroup}-2`, records, account]) {
      expect(await left(resource)).toEqual([
        `Nothing: model invocations are logged to no bucket and no log group ${resource} that exists.`,
      ]);
    }
  });

  it('where nothing is logged', async () => {
    expect(await left('records')).toEqual(['Nothing: model invocations are logged to no bucket and no log group records that exists.']);
  });
});

describe('a name that is a bucket and a log group', () => {
  const both = async () => {
    const { config } = await seeds.soundLogging();
    await seeds.newBucket('invocations');
    await keepForEver('invocations', 10, 3);
    await seeds.log({
      ...config,
      s3Config: { bucketName: 'invocations' },
      cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName: 'invocations' },
    });
  };

  it('is put right in both', async () => {
    await both();
    const execution = await run('invocations');
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    expect(execution.outputs['plan.Changes']).toEqual([
      expect.stringMatching(/^Bucket invocations: adds lifecycle rule/),
      expect.stringMatching(
        /^Log group invocations: keeps events 2557 days, in place of for ever\. It stores 16 bytes, and the oldest event found is of \d{4}-\d\d-\d\d\. Events older than 2557 days are deleted, typically within 72 hours\.$/,
      ),
    ]);
    expect(JSON.parse(execution.outputs['plan.Before'] as string)).toEqual({
      buckets: { invocations: { lifecycle: null } },
      logGroups: { invocations: { retentionInDays: null } },
    });
    expect(JSON.parse(execution.outputs['verify.After'] as string)).toMatchObject({
      buckets: { invocations: { lifecycle: { Rules: [{ ID: 'bedrock-logging-retention' }] } } },
      logGroups: { invocations: { retentionInDays: 2557 } },
    });
    expect(new Set((await findingsOf(rule)).map(({ verdict }) => verdict))).toEqual(new Set(['COMPLIANT']));
  });

  it('is put right by a new run where one was killed between the two', async () => {
    await both();
    await run('invocations', {}, { stopAfterStep: 'setLifecycle' });
    const execution = await run('invocations');
    expect(execution, execution.failure).toMatchObject({
      status: 'Success',
      outputs: { 'plan.Changes': [expect.stringMatching(/^Log group/)] },
    });
  });
});

it('keeps what others set, to the letter', async () => {
  const { records } = await seeds.soundLogging();
  const rules: LifecycleRule[] = [
    theirs('b', {
      Filter: {
        And: {
          Prefix: 'x/',
          Tags: [
            { Key: 'a', Value: '{{ b }}' },
            { Key: 'c', Value: '' },
          ],
          ObjectSizeLessThan: 9,
        },
      },
      Expiration: { Days: 3 },
    }),
    theirs('a & <b>', { Filter: { Prefix: 'y/é' }, Expiration: { Date: new Date('2031-02-01T00:00:00Z') } }),
    theirs('moves', {
      Transitions: [
        { Days: 0, StorageClass: 'GLACIER' },
        { Date: new Date('2031-02-01T00:00:00Z'), StorageClass: 'DEEP_ARCHIVE' },
      ],
      NoncurrentVersionTransitions: [{ NoncurrentDays: 3, StorageClass: 'GLACIER', NewerNoncurrentVersions: 2 }],
    }),
    theirs('off', { Status: 'Disabled', Filter: {}, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
  ];
  const LifecycleConfiguration = { Rules: rules };
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: records,
      LifecycleConfiguration,
      TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    }),
  );
  const before = await lifecycleOf(records);
  const execution = await run(records);
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  expect(await lifecycleOf(records)).toEqual([...(before ?? []), ours(recordPrefix, 2556, 1)]);
  expect(JSON.parse(execution.outputs['verify.After'] as string)).toMatchObject({
    buckets: { [records]: { lifecycle: { TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' } } },
  });
});

it('can be undone, whatever dates and tags stood there', async () => {
  const { records } = await seeds.soundLogging();
  const date = { Date: new Date('2031-02-01T00:00:00Z') };
  await seeds.expire(records, theirs('date', { Filter: { Prefix: 'other/' }, Expiration: date }), expire(3000));
  const before = await lifecycleOf(records);
  const { executionId, outputs } = await run(records);
  expect(await lifecycleOf(records)).not.toEqual(before);
  const automationExecutions = [
    {
      executionId,
      documentName: documentNameOf(document.runbook),
      status: 'Failed',
      outputs: { 'plan.Before': [outputs['plan.Before'] as string] },
    },
  ];
  await emulator.seed({ account, region, automationExecutions });
  const undone = await runRunbook(restorePreviousConfiguration, { FormerExecutionId: executionId });
  expect(undone, undone.failure).toMatchObject({ status: 'Success' });
  expect(await lifecycleOf(records)).toEqual(before);
});

it('fails where what it set is not there', async () => {
  const { logGroup } = await seeds.soundLogging();
  await keep(logGroup, 30);
  const execution = await run(logGroup, {}, { onStep: async ({ step }) => void (step === 'verify' && (await keep(logGroup, 60))) });
  expect(execution.status).toBe('Failed');
  expect(execution.failure).toContain(
    `${logGroup} still does not have what was set: {"logGroups":{"${logGroup}":{"retentionInDays":60}}}.`,
  );
}, 60_000);
