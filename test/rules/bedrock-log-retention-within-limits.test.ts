import { expect, it } from 'vitest';
import { bedrockLogRetentionWithinLimits } from '../../rules/bedrock-log-retention-within-limits.ts';
import {
  absent,
  bothWays,
  bucket,
  denied,
  destinationCases,
  group,
  inBedrockRegion,
  judges,
  large,
  logsTo,
  missingBucketCases,
  missingGroupCases,
  refused,
  role,
  toAll,
  toBucket,
  toGroup,
  verdicts,
  type Case,
  type World,
} from './world.ts';

/** Where Bedrock puts records when no key prefix is configured. */
const logPrefix = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/';

/** An enabled lifecycle rule for every object. */
const rule = (members: object) => ({ id: 'a-rule', enabled: true, prefix: '', byTag: false, bySize: false, ...members });
const expire = (expirationDays: number, members: object = {}) => rule({ id: `expire-${expirationDays}`, expirationDays, ...members });
const expireNoncurrent = (noncurrentDays: number, members: object = {}) =>
  rule({ id: `noncurrent-${noncurrentDays}`, noncurrentDays, ...members });
const onDate = (expirationDate: string, members: object = {}) => rule({ id: 'on-a-date', expirationDate, ...members });
/** A rule that only moves objects to an archive, or only removes expired delete markers: it deletes no record. */
const deletesNothing = rule({ id: 'deletes-nothing' });

const rules = (...given: object[]): World => ({ 'bucket-lifecycle': { [bucket]: given } });
const versioned = (...given: object[]): World => ({ ...rules(...given), 'bucket-versioning': { [bucket]: 'Enabled' } });
const suspended = (...given: object[]): World => ({ ...rules(...given), 'bucket-versioning': { [bucket]: 'Suspended' } });
const locked = (lock: object, ...given: object[]): World => ({ ...versioned(...given), 'bucket-object-lock': { [bucket]: lock } });
const retention = (retentionInDays: number): World => ({ ...toGroup, 'log-group': { [group]: { retentionInDays } } });

/** A bucket without versions that keeps every record for 400 days. */
const good: World = {
  ...inBedrockRegion,
  ...toBucket,
  'own-bucket': { [bucket]: { region: 'us-east-1' }, [large]: { region: 'us-east-1' } },
  'bucket-lifecycle': { [bucket]: [expire(400)], [large]: [expire(400)] },
  'bucket-versioning': { [bucket]: 'Never', [large]: 'Never' },
  'bucket-object-lock': { [bucket]: absent, [large]: absent },
  'log-group': { [group]: { retentionInDays: 400 } },
};

const accepts = (name: string, changes: World, parameters?: Case['parameters']): Case => ({
  name: `accepts ${name}`,
  changes,
  ...(parameters && { parameters }),
  expected: [['COMPLIANT', bucket]],
});
const reports = (name: string, changes: World, because: readonly (string | RegExp)[], parameters?: Case['parameters']): Case => ({
  name: `reports ${name}`,
  changes,
  ...(parameters && { parameters }),
  expected: [['NON_COMPLIANT', bucket, ...because]],
});
/** The case with a log group that is within the limits as well. */
const besideGroup = (line: Case): Case => ({ ...line, expected: [...line.expected, ['COMPLIANT', group]] });

const forEver = ['for ever', 'at most 2557'];
const tooEarly = (days: number) => [`after ${days} days`, 'at least 365'];
const atOnce = ['lose records at once', 'at least 365'];
const tooLate = (days: number) => [`${days} days`, 'at most 2557', /^(?!.*for ever)/];

judges(bedrockLogRetentionWithinLimits, good, [
  ...destinationCases,
  ...missingBucketCases,
  ...missingGroupCases,

  // what is judged
  {
    name: 'accepts a bucket, a large-data bucket and a log group, and does not judge the role',
    changes: toAll,
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', large],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports each destination for itself',
    changes: {
      ...toAll,
      'bucket-lifecycle': { [bucket]: absent, [large]: [expire(30)] },
      'log-group': { [group]: { retentionInDays: 3653 } },
    },
    expected: [
      ['NON_COMPLIANT', bucket, ...forEver],
      ['NON_COMPLIANT', large, ...tooEarly(30)],
      ['NON_COMPLIANT', group, ...tooLate(3653)],
    ],
  },

  // the log group: retentionInDays against both, absent = for ever
  { name: 'accepts a log group that keeps records as long as the minimum', changes: retention(365), expected: [['COMPLIANT', group]] },
  { name: 'accepts a log group that keeps records as long as the maximum', changes: retention(2557), expected: [['COMPLIANT', group]] },
  {
    name: 'reports a log group that keeps records one day less than the minimum',
    changes: retention(364),
    expected: [['NON_COMPLIANT', group, ...tooEarly(364)]],
  },
  {
    name: 'reports a log group that keeps records 180 days',
    changes: retention(180),
    expected: [['NON_COMPLIANT', group, ...tooEarly(180)]],
  },
  {
    name: 'reports a log group that keeps records one day more than the maximum',
    changes: retention(2558),
    expected: [['NON_COMPLIANT', group, ...tooLate(2558)]],
  },
  {
    name: 'reports a log group without a retention',
    changes: { ...toGroup, 'log-group': { [group]: {} } },
    expected: [['NON_COMPLIANT', group, ...forEver]],
  },
  {
    name: 'accepts a log group that keeps records as long as the given minimum',
    changes: retention(180),
    parameters: { minimumDays: 180 },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'reports a log group that keeps records less than the given minimum',
    changes: retention(365),
    parameters: { minimumDays: 400 },
    expected: [['NON_COMPLIANT', group, 'after 365 days', 'at least 400']],
  },
  {
    name: "reports a log group that keeps records more than the given maximum, given as AWS Config's text",
    changes: retention(400),
    parameters: { maximumDays: '365' },
    expected: [['NON_COMPLIANT', group, '400 days', 'at most 365']],
  },

  // a bucket's limits
  reports('a bucket that keeps records one day less than the minimum', rules(expire(364)), [...tooEarly(364), 'expire-364']),
  accepts('a bucket that keeps records as long as the minimum', rules(expire(365))),
  accepts('a bucket that keeps records one day more than the minimum', rules(expire(366))),
  accepts('a bucket that keeps records one day less than the maximum', rules(expire(2556))),
  accepts('a bucket that keeps records as long as the maximum', rules(expire(2557))),
  reports('a bucket that keeps records one day more than the maximum', rules(expire(2558)), [...tooLate(2558), 'expire-2558']),
  accepts('a bucket that keeps records as long as the given minimum', rules(expire(30)), { minimumDays: 30 }),
  reports('a bucket that keeps records less than the given minimum', rules(expire(29)), ['after 29 days', 'at least 30'], {
    minimumDays: 30,
  }),
  accepts('a bucket that keeps records as long as the given maximum', rules(expire(500)), { maximumDays: 500 }),
  reports('a bucket that keeps records more than the given maximum', rules(expire(501)), ['501 days', 'at most 500'], { maximumDays: 500 }),
  accepts('a bucket where minimum and maximum are one', rules(expire(500)), { minimumDays: 500, maximumDays: 500 }),
  reports('a bucket without lifecycle rules', { 'bucket-lifecycle': { [bucket]: absent } }, forEver),
  reports('a bucket with an empty lifecycle configuration', rules(), forEver),

  // which rules apply to all log objects' keys
  ...['', 'A', 'AWSLogs', 'AWSLogs/', 'AWSLogs/111122223333/', 'AWSLogs/111122223333/BedrockModelInvocationLogs/', logPrefix].map(
    (prefix) => accepts(`a rule on the prefix '${prefix}', which covers the log prefix`, rules(expire(400, { prefix }))),
  ),
  ...[
    'other/',
    'awslogs/',
    '/AWSLogs/',
    'AWSLogs/444455556666/',
    'AWSLogs/111122223333/BedrockModelInvocationLogs/eu-west-1/',
    'AWSLogs/111122223333/CloudTrail/',
    `${logPrefix}2026/`,
    `${logPrefix}amazon-bedrock-logs-permission-check`,
  ].map((prefix) =>
    reports(`a rule on the prefix '${prefix}', which does not cover the log prefix`, rules(expire(400, { prefix })), forEver),
  ),
  reports('a rule that is disabled', rules(expire(400, { enabled: false })), forEver),
  reports('a rule filtered by tag', rules(expire(400, { byTag: true })), forEver),
  reports('a rule filtered by object size', rules(expire(400, { bySize: true })), forEver),
  reports('a rule filtered by tag and object size', rules(expire(400, { byTag: true, bySize: true })), forEver),
  reports('a rule that only removes delete markers', rules(deletesNothing), forEver),
  reports('an archive transition, as it is not deletion', rules(deletesNothing), forEver),
  accepts('a transition before the expiration', rules(deletesNothing, expire(400))),
  accepts('a rule for removing delete markers beside the expiration', rules(expire(400), deletesNothing)),

  // any enabled rule that could delete some log object early counts against the minimum
  reports('a rule that deletes large objects early', rules(expire(400), expire(30, { bySize: true })), [...tooEarly(30), 'expire-30']),
  reports('a rule that deletes a part of the prefix early', rules(expire(400), expire(30, { prefix: `${logPrefix}2026/` })), tooEarly(30)),
  reports(
    'a rule that deletes large objects of a part of the prefix early',
    rules(expire(400), expire(30, { prefix: `${logPrefix}2026/`, bySize: true })),
    tooEarly(30),
  ),
  reports('a rule that deletes some objects early where none deletes all', rules(expire(30, { bySize: true })), tooEarly(30)),
  accepts('a part of the prefix that is deleted as late as the minimum', rules(expire(400), expire(365, { prefix: `${logPrefix}2026/` }))),
  accepts(
    'a part of the prefix with a longer expiration, as the shorter one wins',
    rules(expire(400), expire(3000, { prefix: logPrefix })),
  ),
  accepts('an early rule that is disabled', rules(expire(400), expire(30, { enabled: false }))),
  accepts('an early rule filtered by tag, as log objects carry none', rules(expire(400), expire(30, { byTag: true }))),
  accepts('an early rule filtered by tag and size', rules(expire(400), expire(30, { byTag: true, bySize: true }))),
  accepts('an early rule on another prefix', rules(expire(400), expire(30, { prefix: 'other/' }))),
  accepts(
    "an early rule on another account's logs",
    rules(expire(400), expire(30, { prefix: 'AWSLogs/444455556666/BedrockModelInvocationLogs/us-east-1/' })),
  ),
  accepts(
    "an early rule on another Region's logs",
    rules(expire(400), expire(30, { prefix: 'AWSLogs/111122223333/BedrockModelInvocationLogs/eu-west-1/' })),
  ),

  // the shortest matching expiration wins
  accepts('a longer expiration beside one within the limits', rules(expire(3000), expire(400))),
  reports('a shorter expiration beside one within the limits', rules(expire(400), expire(30)), tooEarly(30)),
  reports('the shorter of two expirations that are both too long', rules(expire(3600), expire(3000)), tooLate(3000)),

  // a Date rule
  reports('a rule of a past date beside an expiration within the limits', rules(expire(400), onDate('2020-01-01')), [
    'on-a-date',
    '2020-01-01',
    ...atOnce,
  ]),
  reports('a rule of a future date beside an expiration within the limits', rules(expire(400), onDate('2099-01-01')), [
    '2099-01-01',
    ...atOnce,
  ]),
  reports('a rule of a date alone', rules(onDate('2020-01-01')), ['2020-01-01', ...atOnce]),
  reports('a rule of a date on a part of the prefix', rules(expire(400), onDate('2099-01-01', { prefix: `${logPrefix}2026/` })), atOnce),
  reports('a rule of a date filtered by size', rules(expire(400), onDate('2099-01-01', { bySize: true })), atOnce),
  accepts('a rule of a date that is disabled', rules(expire(400), onDate('2020-01-01', { enabled: false }))),
  accepts('a rule of a date filtered by tag', rules(expire(400), onDate('2020-01-01', { byTag: true }))),
  accepts('a rule of a date on another prefix', rules(expire(400), onDate('2020-01-01', { prefix: 'other/' }))),
  reports('a rule of a date that does not bound the maximum', versioned(onDate('2020-01-01'), expireNoncurrent(400)), forEver),
  accepts(
    'a rule of a date where noncurrent versions are kept as long as the minimum',
    versioned(expire(400), onDate('2020-01-01'), expireNoncurrent(365)),
  ),
  reports(
    'a rule of a date where noncurrent versions are not kept as long as the minimum',
    versioned(expire(400), onDate('2020-01-01'), expireNoncurrent(364)),
    tooEarly(364),
  ),

  // versioning
  reports('a versioned bucket without noncurrent expiration', versioned(expire(400)), [...forEver, 'versioning is enabled']),
  reports('a bucket with suspended versioning and without noncurrent expiration', suspended(expire(400)), [
    ...forEver,
    'versioning is suspended',
  ]),
  accepts('a versioned bucket whose days and noncurrent days together are the minimum', versioned(expire(300, { noncurrentDays: 65 }))),
  reports(
    'a versioned bucket whose days and noncurrent days together are one less than the minimum',
    versioned(expire(300, { noncurrentDays: 64 })),
    tooEarly(364),
  ),
  accepts('a versioned bucket whose days and noncurrent days together are the maximum', versioned(expire(2500, { noncurrentDays: 57 }))),
  reports(
    'a versioned bucket whose days and noncurrent days together are one more than the maximum',
    versioned(expire(2500, { noncurrentDays: 58 })),
    [...tooLate(2558), '2500 days current', '58 days noncurrent'],
  ),
  accepts('a versioned bucket whose noncurrent versions another rule expires', versioned(expire(300), expireNoncurrent(100))),
  reports('a versioned bucket that expires only noncurrent versions', versioned(expireNoncurrent(400)), forEver),
  reports('noncurrent expiration that is disabled', versioned(expire(400), expireNoncurrent(30, { enabled: false })), forEver),
  reports('noncurrent expiration filtered by tag', versioned(expire(400), expireNoncurrent(30, { byTag: true })), forEver),
  reports('noncurrent expiration filtered by size', versioned(expire(400), expireNoncurrent(30, { bySize: true })), forEver),
  reports('noncurrent expiration on another prefix', versioned(expire(400), expireNoncurrent(30, { prefix: 'other/' })), forEver),
  reports(
    'noncurrent expiration on a part of the prefix',
    versioned(expire(400), expireNoncurrent(30, { prefix: `${logPrefix}2026/` })),
    forEver,
  ),
  reports(
    'noncurrent expiration that deletes large objects early',
    versioned(expire(300), expireNoncurrent(100), expireNoncurrent(10, { bySize: true })),
    tooEarly(310),
  ),
  reports(
    'noncurrent expiration that deletes a part of the prefix early',
    versioned(expire(300), expireNoncurrent(100), expireNoncurrent(10, { prefix: `${logPrefix}2026/` })),
    tooEarly(310),
  ),
  accepts(
    'early noncurrent expiration of another prefix',
    versioned(expire(300), expireNoncurrent(100), expireNoncurrent(10, { prefix: 'other/' })),
  ),
  accepts('early noncurrent expiration by tag', versioned(expire(300), expireNoncurrent(100), expireNoncurrent(10, { byTag: true }))),
  reports('the shorter of two noncurrent expirations', versioned(expire(300), expireNoncurrent(100), expireNoncurrent(10)), tooEarly(310)),
  reports(
    'a versioned bucket that expires a part of the prefix early',
    versioned(expire(400), expire(30, { prefix: `${logPrefix}2026/` }), expireNoncurrent(100)),
    tooEarly(130),
  ),
  accepts(
    'a versioned bucket that expires a part of the prefix early but keeps its noncurrent versions long enough',
    versioned(expire(400), expire(30, { prefix: `${logPrefix}2026/` }), expireNoncurrent(400)),
  ),
  accepts(
    'an early expiration of one part and an early noncurrent expiration of another, as no record meets both',
    versioned(
      expire(400),
      expireNoncurrent(400),
      expire(30, { prefix: `${logPrefix}2025/` }),
      expireNoncurrent(10, { prefix: `${logPrefix}2026/` }),
    ),
  ),
  accepts('noncurrent days in a bucket that never had versions', rules(expire(400, { noncurrentDays: 1 }))),
  accepts(
    'kept noncurrent versions in a bucket that never had versions',
    rules(expire(400, { noncurrentDays: 1, newerNoncurrentVersions: 5 })),
  ),
  reports(
    'a bucket with suspended versioning that expires records early, as the delete marker replaces them at once',
    suspended(expire(300, { noncurrentDays: 100 })),
    tooEarly(300),
  ),
  accepts('a bucket with suspended versioning within the limits', suspended(expire(400, { noncurrentDays: 30 }))),
  reports(
    'a bucket with suspended versioning whose older versions are kept too long',
    suspended(expire(2500, { noncurrentDays: 58 })),
    tooLate(2558),
  ),

  // NewerNoncurrentVersions keeps copies for ever
  reports('a rule that keeps newer noncurrent versions', versioned(expire(400, { noncurrentDays: 30, newerNoncurrentVersions: 3 })), [
    ...forEver,
    'keeps 3 noncurrent versions',
    'expire-400',
  ]),
  reports(
    'a rule that keeps one newer noncurrent version in a bucket with suspended versioning',
    suspended(expire(400, { noncurrentDays: 30, newerNoncurrentVersions: 1 })),
    forEver,
  ),
  accepts(
    'a rule that keeps newer noncurrent versions beside one that deletes them',
    versioned(expire(400, { noncurrentDays: 30, newerNoncurrentVersions: 3 }), expireNoncurrent(100)),
  ),

  // Object Lock
  reports('Object Lock in days longer than the maximum', locked({ mode: 'COMPLIANCE', days: 3000 }, expire(400, { noncurrentDays: 30 })), [
    'Object Lock',
    'COMPLIANCE',
    ...tooLate(3000),
  ]),
  reports(
    'Object Lock in governance mode longer than the maximum',
    locked({ mode: 'GOVERNANCE', days: 3000 }, expire(400, { noncurrentDays: 30 })),
    ['Object Lock', 'GOVERNANCE', ...tooLate(3000)],
  ),
  accepts('Object Lock as long as the maximum', locked({ mode: 'COMPLIANCE', days: 2557 }, expire(400, { noncurrentDays: 30 }))),
  reports('Object Lock one day longer than the maximum', locked({ mode: 'COMPLIANCE', days: 2558 }, expire(400, { noncurrentDays: 30 })), [
    'Object Lock',
    ...tooLate(2558),
  ]),
  accepts('Object Lock of seven years', locked({ mode: 'COMPLIANCE', years: 7 }, expire(400, { noncurrentDays: 30 }))),
  reports('Object Lock of eight years', locked({ mode: 'COMPLIANCE', years: 8 }, expire(400, { noncurrentDays: 30 })), [
    'default retention of Object Lock, 8 years, COMPLIANCE',
    'at most 2557',
  ]),
  reports(
    'Object Lock longer than the given maximum',
    locked({ mode: 'COMPLIANCE', days: 600 }, expire(400, { noncurrentDays: 30 })),
    ['Object Lock', '600 days', 'at most 500'],
    { maximumDays: 500 },
  ),
  accepts('Object Lock shorter than the lifecycle', locked({ mode: 'COMPLIANCE', days: 30 }, expire(400, { noncurrentDays: 30 }))),
  accepts(
    'an early expiration that Object Lock holds up as long as the minimum',
    locked({ mode: 'COMPLIANCE', days: 365 }, expire(30, { noncurrentDays: 1 })),
  ),
  accepts(
    'an early expiration that Object Lock holds up for a year',
    locked({ mode: 'COMPLIANCE', years: 1 }, expire(30, { noncurrentDays: 1 })),
  ),
  reports(
    'an early expiration that Object Lock does not hold up long enough',
    locked({ mode: 'COMPLIANCE', days: 364 }, expire(30, { noncurrentDays: 1 })),
    [...tooEarly(364), 'default retention of Object Lock, 364 days, COMPLIANCE'],
  ),
  reports('records kept for ever under Object Lock', locked({ mode: 'COMPLIANCE', days: 400 }, expire(400)), forEver),

  // a keyPrefix with and without a trailing slash
  ...['logs', 'logs/'].flatMap((keyPrefix): Case[] => {
    const to = logsTo({ s3: { bucketName: bucket, keyPrefix } });
    return [
      ...['', 'l', 'logs', 'logs/', 'logs/AWSLogs/', `logs/${logPrefix}`].map((prefix) =>
        accepts(`a rule on '${prefix}' for the key prefix '${keyPrefix}'`, { ...to, ...rules(expire(400, { prefix })) }),
      ),
      ...['AWSLogs/', logPrefix, 'logs-2/', '/logs/', 'logs//', `logs/${logPrefix}2026/`].map((prefix) =>
        reports(`a rule on '${prefix}' for the key prefix '${keyPrefix}'`, { ...to, ...rules(expire(400, { prefix })) }, forEver),
      ),
      reports(
        `an early rule on a part of the key prefix '${keyPrefix}'`,
        { ...to, ...rules(expire(400), expire(30, { prefix: `logs/${logPrefix}2026/` })) },
        tooEarly(30),
      ),
      accepts(`an early rule beside the key prefix '${keyPrefix}'`, { ...to, ...rules(expire(400), expire(30, { prefix: 'logs-2/' })) }),
    ];
  }),
  accepts('a rule on a nested key prefix', {
    ...logsTo({ s3: { bucketName: bucket, keyPrefix: 'bedrock/prompts/' } }),
    ...rules(expire(400, { prefix: 'bedrock/prompts/' })),
  }),

  // the large-data bucket is judged for everything under its prefix
  ...['large', 'large/'].flatMap((keyPrefix): Case[] => {
    const to = logsTo({ cloudWatch: { logGroupName: group, roleArn: role, largeData: { bucketName: bucket, keyPrefix } } });
    return [
      ...['', 'large', 'large/'].map((prefix) =>
        accepts(`a rule on '${prefix}' for large data under '${keyPrefix}'`, { ...to, ...rules(expire(400, { prefix })) }),
      ),
      ...['AWSLogs/', 'large/AWSLogs/', `large/${logPrefix}`].map((prefix) =>
        reports(`a rule on '${prefix}' for large data under '${keyPrefix}'`, { ...to, ...rules(expire(400, { prefix })) }, forEver),
      ),
      ...['large/AWSLogs/444455556666/', 'large/data/'].map((prefix) =>
        reports(
          `an early rule on '${prefix}' for large data under '${keyPrefix}'`,
          { ...to, ...rules(expire(400), expire(30, { prefix })) },
          tooEarly(30),
        ),
      ),
      accepts(`an early rule beside large data under '${keyPrefix}'`, { ...to, ...rules(expire(400), expire(30, { prefix: 'other/' })) }),
    ].map(besideGroup);
  }),
  ...(
    [
      ['reports', 'a rule on the log prefix for large data without a key prefix', [expire(400, { prefix: logPrefix })], forEver],
      [
        'reports',
        'an early rule on any prefix for large data without a key prefix',
        [expire(400), expire(30, { prefix: 'other/' })],
        tooEarly(30),
      ],
    ] as const
  ).map(([verb, what, given, because]): Case => ({
    name: `${verb} ${what}`,
    changes: { ...toAll, 'bucket-lifecycle': { [large]: given } },
    expected: [
      ['COMPLIANT', bucket],
      ['NON_COMPLIANT', large, ...because],
      ['COMPLIANT', group],
    ],
  })),

  // one bucket for both: the worse verdict wins
  {
    name: 'accepts a bucket that serves both ways once when both are within the limits',
    changes: { ...bothWays, ...rules(expire(400, { prefix: 'records/' }), expire(500, { prefix: 'large/' })) },
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a bucket that serves both ways once when only the records are within the limits',
    changes: { ...bothWays, ...rules(expire(400, { prefix: 'records/' })) },
    expected: [
      ['NON_COMPLIANT', bucket, ...forEver],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a bucket that serves both ways once when only the large data is within the limits',
    changes: { ...bothWays, ...rules(expire(400, { prefix: 'large/' })) },
    expected: [
      ['NON_COMPLIANT', bucket, ...forEver],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a bucket that serves both ways once when the large data is deleted early',
    changes: { ...bothWays, ...rules(expire(400, { prefix: 'records/' }), expire(30, { prefix: 'large/' })) },
    expected: [
      ['NON_COMPLIANT', bucket, ...tooEarly(30)],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a bucket that serves both ways once when neither is within the limits',
    changes: { ...bothWays, ...rules(expire(30, { prefix: 'records/' })) },
    expected: [
      ['NON_COMPLIANT', bucket, /30 days|for ever/],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'passes over a bucket that serves both ways and does not exist once',
    changes: { ...bothWays, 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: 'nobody' } },
    expected: [
      ['NOT_APPLICABLE', bucket, 'bedrock-log-destinations-exist'],
      ['COMPLIANT', group],
    ],
  },

  // what cannot be read
  {
    name: 'cannot tell when the lifecycle configuration cannot be read',
    changes: { 'bucket-lifecycle': { [bucket]: denied } },
    expected: [['UNKNOWN', bucket, 'lifecycle configuration', 'could not be read', 'denied']],
  },
  {
    name: 'cannot tell when the versioning that decides cannot be read',
    changes: { 'bucket-versioning': { [bucket]: refused('throttled', 'SlowDown') } },
    expected: [['UNKNOWN', bucket, 'versioning state', 'could not be read', 'throttled']],
  },
  {
    name: 'reports a default event hold of Object Lock, which lasts until somebody releases it',
    changes: { ...versioned(expire(400, { noncurrentDays: 30 })), 'bucket-object-lock': { [bucket]: { eventHold: true } } },
    expected: [['NON_COMPLIANT', bucket, 'for ever', 'event hold of Object Lock', '2557']],
  },
  {
    name: 'cannot tell when the Object Lock that decides cannot be read',
    changes: { ...versioned(expire(400, { noncurrentDays: 30 })), 'bucket-object-lock': { [bucket]: denied } },
    expected: [['UNKNOWN', bucket, 'Object Lock', 'could not be read', 'denied']],
  },
  {
    name: 'cannot tell when the lifecycle configuration of one bucket cannot be read, and judges the others',
    changes: { ...toAll, 'bucket-lifecycle': { [large]: denied } },
    expected: [
      ['COMPLIANT', bucket],
      ['UNKNOWN', large, 'lifecycle configuration'],
      ['COMPLIANT', group],
    ],
  },
  reports(
    'a bucket without lifecycle rules whose versioning and Object Lock cannot be read',
    { 'bucket-lifecycle': { [bucket]: absent }, 'bucket-versioning': { [bucket]: denied }, 'bucket-object-lock': { [bucket]: denied } },
    forEver,
  ),
  reports(
    'a bucket where no rule expires records and versioning and Object Lock cannot be read',
    {
      ...rules(expire(400, { enabled: false })),
      'bucket-versioning': { [bucket]: denied },
      'bucket-object-lock': { [bucket]: denied },
    },
    forEver,
  ),
  reports(
    'a bucket that keeps records too long whose Object Lock cannot be read',
    { ...versioned(expire(3000, { noncurrentDays: 30 })), 'bucket-object-lock': { [bucket]: denied } },
    tooLate(3030),
  ),
  accepts('a bucket that never had versions whose Object Lock cannot be read, as Object Lock takes versioning', {
    'bucket-object-lock': { [bucket]: denied },
  }),
  accepts('a bucket with suspended versioning whose Object Lock cannot be read, as Object Lock takes versioning that is on', {
    ...suspended(expire(400, { noncurrentDays: 30 })),
    'bucket-object-lock': { [bucket]: denied },
  }),
  reports(
    'a bucket that keeps records for ever whose existence cannot be read',
    { 'own-bucket': { [bucket]: denied }, 'bucket-lifecycle': { [bucket]: absent } },
    forEver,
  ),
]);

it.each([
  { minimumDays: 2558 },
  { minimumDays: 400, maximumDays: 399 },
  { minimumDays: '400', maximumDays: '399' },
  { maximumDays: 364 },
  { minimumDays: 0 },
  { minimumDays: 'long' },
  { maximumDays: 1.5 },
])('refuses the parameters %j', async (parameters) => {
  await expect(verdicts(bedrockLogRetentionWithinLimits, good, parameters)).rejects.toThrow(/minimumDays|maximumDays/);
});
