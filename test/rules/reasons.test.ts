import { expect, it } from 'vitest';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import { bedrockLogBucketsBlockPublicAccess } from '../../rules/bedrock-log-buckets-block-public-access.ts';
import { bedrockLogDestinationsEncrypted } from '../../rules/bedrock-log-destinations-encrypted.ts';
import { bedrockLogDestinationsExist } from '../../rules/bedrock-log-destinations-exist.ts';
import { bedrockLogReadersRestricted } from '../../rules/bedrock-log-readers-restricted.ts';
import { bedrockLogRetentionWithinLimits } from '../../rules/bedrock-log-retention-within-limits.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { allow, people, policy, role as job, trusts } from './people.ts';
import { absent, account, bend, denied, inBedrockRegion, logsTo, refused, verdicts, type Parameters, type World } from './world.ts';

/** Names as long as AWS allows. */
const bucket = `${'bedrock-prompts-'.padEnd(55, 'x')}-archive`;
const group = `/bedrock/${'x'.repeat(495)}-prompts`;
const role = `arn:aws:iam::111122223333:role/delivery/${'x'.repeat(500)}/${'Bedrock'.padEnd(56, 'x')}-Logging`;
const foreignRole = role.replace('111122223333', '444455556666');
const key = 'arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const foreignKey = key.replace('111122223333', '444455556666');
const alias = `alias/${'x'.repeat(242)}-prompts`;
const aliasArn = `arn:aws:kms:us-east-1:111122223333:${alias}`;
const ruleId = `lifecycle-${'x'.repeat(236)}-of-teams`;
const accessPoints = Array.from({ length: 10 }, (_, index) => ({
  name: `readers-${'x'.repeat(40)}-${index}`,
  hasPublicPolicy: true,
  restrictsPublic: false,
}));

const off = { blockPublicAcls: false, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: false };
const usable = { arn: key, account, manager: 'CUSTOMER', state: 'Enabled', spec: 'SYMMETRIC_DEFAULT' };
const lifecycleRule = { id: ruleId, enabled: true, prefix: '', byTag: false, bySize: false };

const world: World = {
  ...inBedrockRegion,
  ...logsTo({ s3: { bucketName: bucket }, cloudWatch: { logGroupName: group, roleArn: role } }),
  'own-bucket': { [bucket]: { region: 'us-east-1' } },
  'bucket-holder': { [bucket]: 'nobody' },
  'log-group': { [group]: { kmsKeyId: key, retentionInDays: 400 } },
  'iam-role': { [role]: { arn: role } },
  'bucket-encryption': { [bucket]: { algorithm: 'aws:kms', kmsKey: key } },
  'kms-key': { [key]: usable },
  'bucket-public-access-block': { [bucket]: off },
  'account-public-access-block': { '': absent },
  'bucket-policy-status': { [bucket]: { isPublic: false } },
  'bucket-acl': { [bucket]: { publicGroups: [] } },
  'bucket-ownership': { [bucket]: absent },
  'bucket-access-points': { [bucket]: { internet: [] } },
  'bucket-website': { [bucket]: absent },
  'bucket-lifecycle': { [bucket]: [{ ...lifecycleRule, expirationDays: 400 }] },
  'bucket-versioning': { [bucket]: 'Never' },
  'bucket-object-lock': { [bucket]: absent },
  ...people([]),
  'organization-policies': { '': absent },
  'bucket-policy': { [bucket]: absent },
  'key-policy': { [key]: { document: '{"Statement":[]}' } },
  'key-grants': { [key]: { grants: [] } },
  'log-subscriptions': { [group]: { filters: [] } },
  'account-subscriptions': { '': { policies: [] } },
  'oam-links': { '': { links: [] } },
  'invocation-activity': { '': { windowDays: 90 } },
  'bedrock-resources': Object.fromEntries(
    [
      'provisioned model throughput',
      'custom model deployment',
      'custom model',
      'imported model',
      'marketplace model endpoint',
      'running batch inference job',
      'application inference profile',
      'agent',
      'flow',
      'knowledge base',
    ].map((kind) => [kind, { count: 0 }]),
  ),
};

const bucketKey = (kmsKey: string, described: unknown): World => ({
  'bucket-encryption': { [bucket]: { algorithm: 'aws:kms', kmsKey } },
  'kms-key': { [kmsKey]: described },
});
const lifecycle = (versioning: string, ...rules: object[]): World => ({
  'bucket-lifecycle': { [bucket]: rules.map((members) => ({ ...lifecycleRule, ...members })) },
  'bucket-versioning': { [bucket]: versioning },
});
const loggingOff: World = { 'invocation-logging': { '': absent } };
const longestRefusal = refused('region-not-enabled', 'IllegalLocationConstraintException');

/** What is judged, the resource, and the texts its reason must still hold: the decisive fact and what was wanted. */
type Line = readonly [
  name: string,
  rule: Rule,
  id: string,
  changes: World,
  parameters: Parameters,
  decisive: string | RegExp,
  ...wanted: (string | RegExp)[],
];

const enabled = bedrockInvocationLoggingEnabled;
const exist = bedrockLogDestinationsExist;
const encrypted = bedrockLogDestinationsEncrypted;
const block = bedrockLogBucketsBlockPublicAccess;
const retained = bedrockLogRetentionWithinLimits;
const read = bedrockLogReadersRestricted;

const allTypesOff = { text: false, image: false, embedding: false, video: false, audio: false };
const inUse = { appliesTo: 'regions-in-use' };

/** Policies, statements, roles and values of conditions with names as long as AWS allows. */
const policyName = `Team-${'x'.repeat(113)}-Readers`;
const sid = `Read${'x'.repeat(2000)}Everything`;
const reader = `Role-${'x'.repeat(50)}-Readers`;
const note = /; SCPs and RCPs are not known and taken not to restrict$/;
const toS3 = { 'bucket-encryption': { [bucket]: { algorithm: 'AES256' } } };

const lines: readonly Line[] = [
  // bedrock-invocation-logging-enabled
  ['logging that is off', enabled, account, loggingOff, {}, 'is off', 'every Region'],
  [
    'logging that is off in a Region in use',
    enabled,
    account,
    { ...loggingOff, 'bedrock-resources': { 'application inference profile': { count: 1 } } },
    inUse,
    'is off',
    'in use',
    'application inference profile',
  ],
  ['logging that is off in a Region not in use', enabled, account, loggingOff, inUse, 'is off', '30 days', 'bills or serves'],
  ['a missing destination', enabled, account, logsTo({}), {}, 'no destination', 'nothing is delivered'],
  [
    'a missing bucket',
    enabled,
    account,
    logsTo({ cloudWatch: { logGroupName: group, roleArn: role } }),
    { requiredDestinations: 'both' },
    'Amazon S3',
    'both',
  ],
  [
    'a missing log group',
    enabled,
    account,
    logsTo({ s3: { bucketName: bucket } }),
    { requiredDestinations: 'cloudwatch' },
    'CloudWatch Logs',
    'cloudwatch',
  ],
  [
    'data types that are off',
    enabled,
    account,
    logsTo({ s3: { bucketName: bucket }, dataTypes: allTypesOff }),
    {},
    'text, image, embedding, video, audio',
    'nothing is delivered',
  ],
  ['an unread configuration', enabled, account, { 'invocation-logging': { '': longestRefusal } }, {}, 'IllegalLocationConstraintException'],
  [
    'an unread probe',
    enabled,
    account,
    { ...loggingOff, 'bedrock-resources': { 'application inference profile': longestRefusal } },
    inUse,
    'application inference profile',
    'IllegalLocationConstraintException',
  ],
  ['a closed Region', enabled, account, {}, { closedRegions: ['us-east-1'] }, 'us-east-1', 'closedRegions'],
  [
    'a Region without Bedrock',
    enabled,
    account,
    { 'bedrock-endpoint': { '': { exists: false, source: 'AWS public parameters' } } },
    {},
    'no endpoint in us-east-1',
    'AWS public parameters',
  ],

  // what keeps the rules about destinations from judging
  ...[exist, encrypted, block, retained].flatMap((rule): Line[] => [
    ['logging that is off', rule, account, loggingOff, {}, 'is off', 'bedrock-invocation-logging-enabled'],
    ['a missing destination', rule, account, logsTo({}), {}, 'no destination', 'bedrock-invocation-logging-enabled'],
    ['a closed Region', rule, account, {}, { closedRegions: ['us-east-1'] }, 'us-east-1', 'closedRegions'],
  ]),
  ...[encrypted, block, retained].map((rule): Line => [
    'a missing bucket',
    rule,
    bucket,
    { 'own-bucket': { [bucket]: absent } },
    {},
    'cannot receive logs',
    'bedrock-log-destinations-exist',
  ]),
  ...[encrypted, retained].map((rule): Line => [
    'a missing log group',
    rule,
    group,
    { 'log-group': { [group]: absent } },
    {},
    'cannot receive logs',
    'bedrock-log-destinations-exist',
  ]),
  ['a configuration without a bucket', block, account, logsTo({ cloudWatch: { logGroupName: group, roleArn: role } }), {}, 'no S3 bucket'],

  // bedrock-log-destinations-exist
  [
    'a bucket that is not the own one',
    exist,
    bucket,
    { 'own-bucket': { [bucket]: absent } },
    {},
    'not among the buckets',
    account,
    'stranger',
  ],
  [
    'a bucket of another account',
    exist,
    bucket,
    { 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: 'somebody' } },
    {},
    'held by another account',
    account,
    'stranger',
  ],
  [
    'a bucket in another Region',
    exist,
    bucket,
    { 'own-bucket': { [bucket]: { region: 'ap-southeast-1' } } },
    {},
    'is in ap-southeast-1',
    'us-east-1',
  ],
  ['a missing log group', exist, group, { 'log-group': { [group]: absent } }, {}, 'no log group named exactly', account],
  [
    'a log group of class DELIVERY',
    exist,
    group,
    { 'log-group': { [group]: { logGroupClass: 'DELIVERY' } } },
    {},
    'class DELIVERY',
    'wanted: STANDARD',
  ],
  ['a missing role', exist, role, { 'iam-role': { [role]: absent } }, {}, 'no role named exactly', account],
  [
    'a role of another account',
    exist,
    foreignRole,
    logsTo({ cloudWatch: { logGroupName: group, roleArn: foreignRole } }),
    {},
    'account 444455556666',
    'within account 111122223333',
  ],
  ['an unread bucket', exist, bucket, { 'own-bucket': { [bucket]: longestRefusal } }, {}, 'IllegalLocationConstraintException'],
  ['an unread log group', exist, group, { 'log-group': { [group]: longestRefusal } }, {}, 'IllegalLocationConstraintException'],
  ['an unread role', exist, role, { 'iam-role': { [role]: longestRefusal } }, {}, 'IllegalLocationConstraintException'],

  // bedrock-log-destinations-encrypted
  [
    'SSE-S3',
    encrypted,
    bucket,
    { 'bucket-encryption': { [bucket]: { algorithm: 'AES256' } } },
    {},
    'SSE-S3',
    'wanted: a customer-managed KMS key',
  ],
  ['a log group without a key', encrypted, group, { 'log-group': { [group]: {} } }, {}, 'no KMS key', 'wanted: a customer-managed KMS key'],
  [
    'aws/s3',
    encrypted,
    bucket,
    { 'bucket-encryption': { [bucket]: { algorithm: 'aws:kms:dsse' } } },
    {},
    'aws/s3',
    'wanted: a customer-managed KMS key',
  ],
  [
    'an AWS-managed key',
    encrypted,
    bucket,
    bucketKey('alias/aws/s3', { ...usable, manager: 'AWS' }),
    {},
    'AWS-managed key',
    'wanted: a customer-managed KMS key',
  ],
  [
    'an AWS-managed key of the log group',
    encrypted,
    group,
    { 'kms-key': { [key]: { ...usable, manager: 'AWS' } } },
    {},
    'AWS-managed key',
    'wanted: a customer-managed KMS key',
  ],
  ['a key not found', encrypted, bucket, bucketKey(aliasArn, absent), {}, 'not found', '-prompts', 'nothing new can be encrypted'],
  [
    'a key in another Region',
    encrypted,
    bucket,
    bucketKey(aliasArn.replace('us-east-1', 'ap-southeast-1'), denied),
    {},
    'ap-southeast-1',
    'not in us-east-1',
    '-prompts',
  ],
  [
    'a key of another account that may not be looked up',
    encrypted,
    bucket,
    bucketKey(aliasArn.replace('111122223333', '444455556666'), denied),
    {},
    'account 444455556666',
    'not allowed',
    '-prompts',
  ],
  [
    'a key of another account',
    encrypted,
    group,
    { 'kms-key': { [key]: { ...usable, arn: foreignKey, account: '444455556666' } } },
    {},
    'account 444455556666',
    'not allowed',
    '1234567890ab',
  ],
  ...(
    [
      [{ state: 'Disabled' }, 'disabled'],
      [{ state: 'PendingDeletion', deletionDate: '2026-11-01' }, 'pending deletion on 2026-11-01'],
      [{ state: 'PendingReplicaDeletion' }, 'pending deletion'],
      [{ state: 'PendingImport' }, 'pending import'],
      [{ state: 'Unavailable' }, 'unavailable'],
      [{ state: 'Creating' }, 'Creating'],
      [{ spec: 'ECC_NIST_EDWARDS25519' }, 'ECC_NIST_EDWARDS25519'],
    ] as const
  ).map(([members, decisive]): Line => [
    `a key that is ${Object.values(members)[0]}`,
    encrypted,
    group,
    { 'kms-key': { [key]: { ...usable, ...members } } },
    {},
    'cannot be used',
    decisive,
    '1234567890ab',
  ]),
  ['a key not among allowedKeys', encrypted, group, {}, { allowedKeys: [foreignKey] }, 'not one of allowedKeys', '1234567890ab'],
  ['an unread key', encrypted, bucket, bucketKey(aliasArn, longestRefusal), {}, 'KMS key', 'IllegalLocationConstraintException'],
  [
    'an unread default encryption',
    encrypted,
    bucket,
    { 'bucket-encryption': { [bucket]: longestRefusal } },
    {},
    'default encryption',
    'IllegalLocationConstraintException',
  ],

  // bedrock-log-buckets-block-public-access
  ['flags that are off', block, bucket, {}, {}, 'nothing found exposes it now', 'wanted: all four', 'off: all'],
  [
    'three flags that are off',
    block,
    bucket,
    { 'bucket-public-access-block': { [bucket]: { ...off, blockPublicAcls: true } } },
    {},
    'ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets',
    'wanted: all four',
    'nothing found exposes it now',
  ],
  [
    'everything that exposes a bucket',
    block,
    bucket,
    {
      'bucket-public-access-block': { [bucket]: { ...off, blockPublicAcls: true } },
      'bucket-policy-status': { [bucket]: { isPublic: true } },
      'bucket-acl': { [bucket]: { publicGroups: ['AllUsers', 'AuthenticatedUsers'] } },
      'bucket-access-points': { [bucket]: { internet: accessPoints } },
      'bucket-website': { [bucket]: true },
    },
    {},
    'exposed now: public policy; ',
    /access point readers-\S+ and 9 others/,
    'public ACL (AllUsers, AuthenticatedUsers)',
    'website hosting',
    'wanted: all four',
  ],
  [
    'every kind of exposure of a bucket',
    block,
    bucket,
    {
      'bucket-policy-status': { [bucket]: { isPublic: true } },
      'bucket-acl': { [bucket]: { publicGroups: ['AllUsers', 'AuthenticatedUsers'] } },
      'bucket-access-points': { [bucket]: { internet: accessPoints.slice(0, 2) } },
      'bucket-website': { [bucket]: true },
    },
    {},
    'exposed now: public policy; ',
    'public policy of access point readers-',
    'public ACL (AllUsers, AuthenticatedUsers)',
    'website hosting',
    'wanted: all four',
  ],
  [
    'ten open access points',
    block,
    bucket,
    { 'bucket-access-points': { [bucket]: { internet: accessPoints } } },
    {},
    /exposed now: public policy of access point readers-\S+ and 9 others;/,
    'wanted: all four',
    'off: all',
  ],
  [
    'an unread exposure',
    block,
    bucket,
    {
      'bucket-public-access-block': { [bucket]: { ...off, blockPublicAcls: true } },
      'bucket-policy-status': { [bucket]: longestRefusal },
    },
    {},
    'is not known: the policy status could not be read: region-not-enabled (IllegalLocationConstraintException)',
    'wanted: all four',
  ],
  [
    'an unread block',
    block,
    bucket,
    { 'bucket-public-access-block': { [bucket]: longestRefusal } },
    {},
    'the public access block of bucket',
    'IllegalLocationConstraintException',
  ],

  // bedrock-log-retention-within-limits
  ['an early expiration', retained, bucket, lifecycle('Never', { expirationDays: 30 }), {}, '30 days', '-of-teams', 'at least 365'],
  ['a rule of a date', retained, bucket, lifecycle('Never', { expirationDate: '2020-01-01' }), {}, 'at once', '2020-01-01', 'at least 365'],
  [
    'an early expiration by a rule without an id, on a long prefix',
    retained,
    bucket,
    {
      ...logsTo({ s3: { bucketName: bucket, keyPrefix: 'x'.repeat(1000) } }),
      'bucket-lifecycle': { [bucket]: [{ enabled: true, prefix: 'x'.repeat(1000), byTag: false, bySize: false, expirationDays: 30 }] },
    },
    {},
    '30 days',
    'prefix',
    'at least 365',
  ],
  [
    'an expiration that does not come',
    retained,
    bucket,
    { 'bucket-lifecycle': { [bucket]: absent } },
    {},
    'for ever',
    'lifecycle rule',
    'at most 2557',
  ],
  [
    'noncurrent versions kept for ever',
    retained,
    bucket,
    lifecycle('Suspended', { expirationDays: 400 }),
    {},
    'for ever',
    'versioning is suspended',
    'at most 2557',
  ],
  [
    'newer noncurrent versions kept for ever',
    retained,
    bucket,
    lifecycle('Enabled', { expirationDays: 400, noncurrentDays: 30, newerNoncurrentVersions: 100 }),
    {},
    'for ever',
    'keeps 100 noncurrent versions',
    'at most 2557',
  ],
  ['a late expiration', retained, bucket, lifecycle('Never', { expirationDays: 36500 }), {}, '36500 days', '-of-teams', 'at most 2557'],
  [
    'a late expiration of versions',
    retained,
    bucket,
    lifecycle('Enabled', { expirationDays: 36500, noncurrentDays: 36500 }),
    {},
    '73000 days',
    '36500 days noncurrent',
    'at most 2557',
  ],
  [
    'a long Object Lock',
    retained,
    bucket,
    {
      ...lifecycle('Enabled', { expirationDays: 400, noncurrentDays: 30 }),
      'bucket-object-lock': { [bucket]: { mode: 'GOVERNANCE', days: 36500 } },
    },
    {},
    'up to 36500 days (default retention of Object Lock, 36500 days, GOVERNANCE)',
    'at most 2557',
  ],
  ['a log group for ever', retained, group, { 'log-group': { [group]: {} } }, {}, 'for ever', 'at most 2557'],
  ['a log group for a day', retained, group, { 'log-group': { [group]: { retentionInDays: 1 } } }, {}, 'after 1 day (', 'at least 365'],
  ['a log group for ten years', retained, group, { 'log-group': { [group]: { retentionInDays: 3653 } } }, {}, '3653 days', 'at most 2557'],
  [
    'an unread Object Lock',
    retained,
    bucket,
    {
      ...lifecycle('Enabled', { expirationDays: 400, noncurrentDays: 30 }),
      'bucket-object-lock': { [bucket]: longestRefusal },
    },
    {},
    'Object Lock',
    'IllegalLocationConstraintException',
  ],
  [
    'an unread log group',
    retained,
    group,
    { 'log-group': { [group]: longestRefusal } },
    {},
    'log group',
    'IllegalLocationConstraintException',
  ],

  // bedrock-log-readers-restricted
  [
    'roles that read',
    read,
    group,
    people(
      [reader, `${reader}2`].map((name) => job(name, [policyName])),
      { [policyName]: [{ Sid: sid, ...allow('logs:*', `arn:aws:logs:*:*:log-group:${'*'.repeat(1000)}`) }] },
    ),
    {},
    /^2 roles can read log group \/bedrock/,
    'through Team-x',
    '-Readers (statement Readx',
    note,
  ],
  [
    'a role that reads',
    read,
    bucket,
    { ...toS3, ...people([job(reader, [allow('s3:GetObject', '*', { StringEquals: { 'aws:SourceVpce': 'x'.repeat(2000) } })])]) },
    {},
    /^role Role-x/,
    'under conditions through',
    note,
  ],
  [
    'a role that strangers may assume',
    read,
    bucket,
    { ...toS3, ...people([job(reader, [allow('*', '*')], { trust: [trusts({ AWS: foreignRole })] })]) },
    {},
    /^arn:aws:iam::444455556666:ro\S*-Logging can read bucket/,
    'by assuming role Role-x',
    note,
  ],
  [
    'an open bucket',
    read,
    bucket,
    {
      ...toS3,
      'bucket-policy': {
        [bucket]: {
          document: policy({
            Sid: sid,
            ...trusts({ AWS: foreignRole }, 's3:GetObject', { StringEquals: { 'aws:SourceVpce': 'x'.repeat(2000) } }),
            Resource: '*',
          }),
        },
      },
    },
    {},
    /^arn:aws:iam::444455556666:ro\S*-Logging can read bucket/,
    'under conditions through bucket policy',
    note,
  ],
  ['who reads in doubt', read, bucket, people([job(reader, [allow('s3:GetObject', '*')])]), {}, /^role Role-x/, 'may read bucket', note],
  [
    'unread principals',
    read,
    group,
    { 'account-authorization': { '': longestRefusal } },
    {},
    'authorization details of IAM',
    'IllegalLocationConstraintException',
  ],
];

it.each(lines.map((line) => [line[1].id, line[0], line] as const))('%s says of %s all that matters', async (_rule, _name, line) => {
  const [, rule, id, changes, parameters, ...texts] = line;
  const because = (await verdicts(rule, bend(world, changes), parameters)).find(({ resource }) => resource.id === id)?.because ?? '';
  expect(because.length).toBeLessThanOrEqual(256);
  for (const text of texts) expect(because).toMatch(text);
  expectNamed(because, id);
});

/** The whole name, or its beginning and its end when it is shortened in the middle, once. */
function expectNamed(because: string, id: string): void {
  const name = id.length <= 63 ? id : new RegExp(`${id.slice(0, 8)}\\S*…\\S*${id.slice(-8)}`);
  expect(because.split(name)).toHaveLength(2);
}

it('has names as long as AWS allows', () => {
  expect([bucket, group, ruleId].map(({ length }) => length)).toEqual([63, 512, 255]);
  expect([role, alias].map(({ length }) => length)).toEqual([605, 256]);
});
