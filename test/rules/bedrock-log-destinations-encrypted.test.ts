import { expect, it } from 'vitest';
import { bedrockLogDestinationsEncrypted } from '../../rules/bedrock-log-destinations-encrypted.ts';
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
  missingBucketCases,
  missingGroupCases,
  refused,
  toAll,
  toBucket,
  toGroup,
  verdicts,
  type Case,
  type World,
} from './world.ts';

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const key = `arn:aws:kms:us-east-1:111122223333:key/${keyId}`;
const otherKey = 'arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321';
const keyElsewhere = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const foreign = 'arn:aws:kms:us-east-1:444455556666:key/ffff4444-12ab-34cd-56ef-1234567890ab';
const foreignAlias = 'arn:aws:kms:us-east-1:444455556666:alias/prompts';

const usable = { arn: key, account: '111122223333', manager: 'CUSTOMER', state: 'Enabled', spec: 'SYMMETRIC_DEFAULT' };
const usableForeign = { ...usable, arn: foreign, account: '444455556666' };
const awsManaged = { ...usable, manager: 'AWS' };

/** Records go to a bucket with a customer-managed key of this account and Region; so do large data and a log group. */
const good: World = {
  ...inBedrockRegion,
  ...toBucket,
  'own-bucket': { [bucket]: { region: 'us-east-1' }, [large]: { region: 'us-east-1' } },
  'bucket-encryption': { [bucket]: { algorithm: 'aws:kms', kmsKey: key }, [large]: { algorithm: 'aws:kms', kmsKey: key } },
  'log-group': { [group]: { kmsKeyId: key } },
  'kms-key': { [key]: usable },
};

const encryption = (algorithm: string, kmsKey?: string): World => ({
  'bucket-encryption': { [bucket]: { algorithm, ...(kmsKey !== undefined && { kmsKey }) } },
});
/** The bucket's key, and what DescribeKey answers. */
const bucketKey = (kmsKey: string, described: unknown): World => ({
  ...encryption('aws:kms', kmsKey),
  'kms-key': { [kmsKey]: described },
});
/** The log group's key, and what DescribeKey answers. */
const groupKey = (kmsKeyId: string, described: unknown): World => ({
  ...toGroup,
  'log-group': { [group]: { kmsKeyId } },
  'kms-key': { [kmsKeyId]: described },
});

const requiredKeys = ['customer-managed', 'any-kms', 'any'];

/** What makes a key unusable, and the reason. */
const unusable: readonly (readonly [string, World, ...string[]])[] = [
  ['is disabled', bucketKey(key, { ...usable, state: 'Disabled' }), 'disabled'],
  [
    'is pending deletion',
    bucketKey(key, { ...usable, state: 'PendingDeletion', deletionDate: '2026-11-01' }),
    'pending deletion',
    '2026-11-01',
  ],
  ['is pending deletion once its replicas are gone', bucketKey(key, { ...usable, state: 'PendingReplicaDeletion' }), 'pending deletion'],
  ['is pending import', bucketKey(key, { ...usable, state: 'PendingImport' }), 'pending import'],
  ['is unavailable', bucketKey(key, { ...usable, state: 'Unavailable' }), 'unavailable'],
  ['is still being created', bucketKey(key, { ...usable, state: 'Creating' }), 'Creating'],
  ['is in another Region', bucketKey(keyElsewhere, denied), 'is in eu-west-1', 'us-east-1'],
  ['is an asymmetric RSA key', bucketKey(key, { ...usable, spec: 'RSA_2048' }), 'symmetric', 'RSA_2048'],
  ['is an asymmetric elliptic-curve key', bucketKey(key, { ...usable, spec: 'ECC_NIST_P256' }), 'symmetric', 'ECC_NIST_P256'],
  ['is an HMAC key', bucketKey(key, { ...usable, spec: 'HMAC_256' }), 'HMAC_256'],
  ['is not found', bucketKey(key, absent), 'not found'],
  ['is behind an alias that is not found', bucketKey('alias/gone', absent), 'not found', 'alias/gone'],
  ['is owned by an account not allowed', bucketKey(foreign, usableForeign), 'account 444455556666', 'not allowed'],
];

judges(bedrockLogDestinationsEncrypted, good, [
  ...destinationCases,
  ...missingBucketCases,
  ...missingGroupCases,

  // what is judged
  { name: 'accepts a bucket with a customer-managed key', expected: [['COMPLIANT', bucket]] },
  { name: 'accepts a log group with a customer-managed key', changes: toGroup, expected: [['COMPLIANT', group]] },
  {
    name: 'accepts a bucket, a large-data bucket and a log group with a customer-managed key, and does not judge the role',
    changes: toAll,
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', large],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports the large-data bucket',
    changes: { ...toAll, 'bucket-encryption': { [large]: { algorithm: 'AES256' } } },
    expected: [
      ['COMPLIANT', bucket],
      ['NON_COMPLIANT', large, 'SSE-S3'],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a bucket that serves both ways once',
    changes: { ...bothWays, ...encryption('AES256') },
    expected: [
      ['NON_COMPLIANT', bucket, 'SSE-S3'],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a bucket that exists beside a log group that does not',
    changes: { ...toAll, ...encryption('AES256'), 'log-group': { [group]: absent } },
    expected: [
      ['NON_COMPLIANT', bucket, 'SSE-S3'],
      ['COMPLIANT', large],
      ['NOT_APPLICABLE', group, 'bedrock-log-destinations-exist'],
    ],
  },

  // DSSE-KMS is KMS; ids and aliases are resolved
  { name: 'accepts DSSE-KMS with a customer-managed key', changes: encryption('aws:kms:dsse', key), expected: [['COMPLIANT', bucket]] },
  { name: 'accepts a key given by its id', changes: bucketKey(keyId, usable), expected: [['COMPLIANT', bucket]] },
  { name: 'accepts a key given by an alias', changes: bucketKey('alias/prompts', usable), expected: [['COMPLIANT', bucket]] },
  {
    name: 'accepts a key given by the ARN of an alias',
    changes: bucketKey('arn:aws:kms:us-east-1:111122223333:alias/prompts', usable),
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts a key while its primary Region is being updated',
    changes: bucketKey(key, { ...usable, state: 'Updating' }),
    expected: [['COMPLIANT', bucket]],
  },

  // requiredKey
  {
    name: 'reports SSE-S3 when a customer-managed key is required by default',
    changes: encryption('AES256'),
    expected: [['NON_COMPLIANT', bucket, 'SSE-S3', 'customer-managed']],
  },
  {
    name: 'reports SSE-S3 when a customer-managed key is required',
    changes: encryption('AES256'),
    parameters: { requiredKey: 'customer-managed' },
    expected: [['NON_COMPLIANT', bucket, 'SSE-S3', 'customer-managed']],
  },
  {
    name: 'reports SSE-S3 when any KMS key is required',
    changes: encryption('AES256'),
    parameters: { requiredKey: 'any-kms' },
    expected: [['NON_COMPLIANT', bucket, 'SSE-S3', 'wanted: a KMS key']],
  },
  {
    name: 'accepts SSE-S3 when any encryption will do',
    changes: encryption('AES256'),
    parameters: { requiredKey: 'any' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports a bucket without default encryption as SSE-S3',
    changes: { 'bucket-encryption': { [bucket]: absent } },
    expected: [['NON_COMPLIANT', bucket, 'SSE-S3', 'customer-managed']],
  },
  {
    name: 'accepts a bucket without default encryption when any encryption will do',
    changes: { 'bucket-encryption': { [bucket]: absent } },
    parameters: { requiredKey: 'any' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports an algorithm that takes no KMS key',
    changes: encryption('aws:fsx'),
    parameters: { requiredKey: 'any-kms' },
    expected: [['NON_COMPLIANT', bucket, 'aws:fsx', 'KMS key']],
  },
  {
    name: 'reports aws/s3 where no key is configured when a customer-managed key is required',
    changes: encryption('aws:kms'),
    expected: [['NON_COMPLIANT', bucket, 'aws/s3', 'customer-managed']],
  },
  {
    name: 'reports aws/s3 under DSSE-KMS when a customer-managed key is required',
    changes: encryption('aws:kms:dsse'),
    expected: [['NON_COMPLIANT', bucket, 'aws/s3', 'customer-managed']],
  },
  {
    name: 'accepts aws/s3 where no key is configured when any KMS key is required',
    changes: encryption('aws:kms'),
    parameters: { requiredKey: 'any-kms' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts aws/s3 where no key is configured when any encryption will do',
    changes: encryption('aws:kms'),
    parameters: { requiredKey: 'any' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports alias/aws/s3 when a customer-managed key is required',
    changes: bucketKey('alias/aws/s3', awsManaged),
    expected: [['NON_COMPLIANT', bucket, 'AWS-managed', 'customer-managed']],
  },
  {
    name: 'accepts alias/aws/s3 when any KMS key is required',
    changes: bucketKey('alias/aws/s3', awsManaged),
    parameters: { requiredKey: 'any-kms' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts alias/aws/s3 when any encryption will do',
    changes: bucketKey('alias/aws/s3', awsManaged),
    parameters: { requiredKey: 'any' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports an AWS-managed key given by its ARN',
    changes: bucketKey(key, awsManaged),
    expected: [['NON_COMPLIANT', bucket, 'AWS-managed', 'customer-managed']],
  },
  {
    name: 'reports an AWS-managed key of the log group',
    changes: groupKey(key, awsManaged),
    expected: [['NON_COMPLIANT', group, 'AWS-managed', 'customer-managed']],
  },
  {
    name: 'accepts a customer-managed key whatever its alias looks like, as DescribeKey tells the manager',
    changes: bucketKey('alias/aws/custom', usable),
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports a log group without a key when a customer-managed key is required',
    changes: { ...toGroup, 'log-group': { [group]: {} } },
    expected: [['NON_COMPLIANT', group, 'no KMS key', 'customer-managed']],
  },
  {
    name: 'reports a log group without a key when any KMS key is required',
    changes: { ...toGroup, 'log-group': { [group]: {} } },
    parameters: { requiredKey: 'any-kms' },
    expected: [['NON_COMPLIANT', group, 'no KMS key', 'wanted: a KMS key']],
  },
  {
    name: 'accepts a log group without a key when any encryption will do',
    changes: { ...toGroup, 'log-group': { [group]: {} } },
    parameters: { requiredKey: 'any' },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'accepts a customer-managed key when any KMS key is required',
    parameters: { requiredKey: 'any-kms' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts a customer-managed key when any encryption will do',
    parameters: { requiredKey: 'any' },
    expected: [['COMPLIANT', bucket]],
  },

  // a key that cannot be used, under every requiredKey
  ...unusable.flatMap(([what, changes, ...because]) =>
    requiredKeys.map((requiredKey): Case => ({
      name: `reports a key that ${what} when ${requiredKey} is required`,
      changes,
      parameters: { requiredKey },
      expected: [['NON_COMPLIANT', bucket, ...because]],
    })),
  ),
  {
    name: 'reports a disabled key of the log group',
    changes: groupKey(key, { ...usable, state: 'Disabled' }),
    expected: [['NON_COMPLIANT', group, 'disabled']],
  },
  {
    name: 'reports a key of the log group that is not found',
    changes: groupKey(key, absent),
    parameters: { requiredKey: 'any' },
    expected: [['NON_COMPLIANT', group, 'not found']],
  },
  {
    name: 'reports a key in another Region given by the ARN of an alias',
    changes: bucketKey('arn:aws:kms:eu-west-1:111122223333:alias/prompts', denied),
    expected: [['NON_COMPLIANT', bucket, 'eu-west-1']],
  },
  {
    name: 'reports an AWS-managed key that cannot be used when any KMS key is required',
    changes: bucketKey('alias/aws/s3', { ...awsManaged, state: 'Unavailable' }),
    parameters: { requiredKey: 'any-kms' },
    expected: [['NON_COMPLIANT', bucket, 'unavailable']],
  },
  {
    name: 'reports a disabled key even when it is among allowedKeys',
    changes: bucketKey(key, { ...usable, state: 'Disabled' }),
    parameters: { allowedKeys: [key] },
    expected: [['NON_COMPLIANT', bucket, 'disabled']],
  },
  {
    name: 'reports a key in another Region even when it is among allowedKeys',
    changes: bucketKey(keyElsewhere, denied),
    parameters: { allowedKeys: [keyElsewhere] },
    expected: [['NON_COMPLIANT', bucket, 'eu-west-1']],
  },

  // keys of other accounts
  {
    name: 'reports a key of another account that may be looked up',
    changes: bucketKey(foreign, usableForeign),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666', 'not allowed']],
  },
  {
    name: 'reports a key of another account that may not be looked up',
    changes: bucketKey(foreign, denied),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666', 'not allowed']],
  },
  {
    name: 'reports a key of another account behind an alias that may not be looked up',
    changes: bucketKey(foreignAlias, denied),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666', 'not allowed']],
  },
  {
    name: 'reports a key of another account on the log group',
    changes: groupKey(foreign, usableForeign),
    expected: [['NON_COMPLIANT', group, 'account 444455556666', 'not allowed']],
  },
  {
    name: 'accepts a key of another account that is among allowedKeys',
    changes: bucketKey(foreign, usableForeign),
    parameters: { allowedKeys: [foreign] },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts a key of an account among allowedKeyAccounts',
    changes: bucketKey(foreign, usableForeign),
    parameters: { allowedKeyAccounts: ['444455556666'] },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: "accepts a key of an account among allowedKeyAccounts given as AWS Config's text",
    changes: bucketKey(foreign, usableForeign),
    parameters: { allowedKeyAccounts: '123456789012,444455556666' },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports a key of an account that is not among allowedKeyAccounts',
    changes: bucketKey(foreign, usableForeign),
    parameters: { allowedKeyAccounts: ['123456789012'] },
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666', 'not allowed']],
  },
  {
    name: 'accepts the own key beside allowedKeyAccounts',
    parameters: { allowedKeyAccounts: ['444455556666'] },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts a key of another account behind an alias that resolves to one of allowedKeys',
    changes: bucketKey(foreignAlias, usableForeign),
    parameters: { allowedKeys: [foreign] },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports a disabled key of an allowed account',
    changes: bucketKey(foreign, { ...usableForeign, state: 'Disabled' }),
    parameters: { allowedKeyAccounts: ['444455556666'] },
    expected: [['NON_COMPLIANT', bucket, 'disabled']],
  },
  {
    name: 'reports an AWS-managed key of another account that is not allowed, when any KMS key is required',
    changes: bucketKey(foreign, { ...usableForeign, manager: 'AWS' }),
    parameters: { requiredKey: 'any-kms' },
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666', 'not allowed']],
  },

  // allowedKeys: only these
  { name: 'accepts the key that is among allowedKeys', parameters: { allowedKeys: [otherKey, key] }, expected: [['COMPLIANT', bucket]] },
  {
    name: 'reports the own key when it is not among allowedKeys',
    parameters: { allowedKeys: [otherKey] },
    expected: [['NON_COMPLIANT', bucket, 'not one of allowedKeys', key]],
  },
  {
    name: 'reports the own key that is not among allowedKeys when any encryption will do',
    parameters: { requiredKey: 'any', allowedKeys: [otherKey] },
    expected: [['NON_COMPLIANT', bucket, 'not one of allowedKeys']],
  },
  {
    name: 'accepts a key given by its id that resolves to one of allowedKeys',
    changes: bucketKey(keyId, usable),
    parameters: { allowedKeys: [key] },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts a key given by an alias that resolves to one of allowedKeys',
    changes: bucketKey('alias/prompts', usable),
    parameters: { allowedKeys: [key] },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports a key given by an alias that does not resolve to one of allowedKeys',
    changes: bucketKey('alias/prompts', { ...usable, arn: otherKey }),
    parameters: { allowedKeys: [key] },
    expected: [['NON_COMPLIANT', bucket, 'not one of allowedKeys']],
  },
  {
    name: 'reports a key of an account among allowedKeyAccounts that is not among allowedKeys',
    changes: bucketKey(foreign, usableForeign),
    parameters: { allowedKeys: [key], allowedKeyAccounts: ['444455556666'] },
    expected: [['NON_COMPLIANT', bucket, 'not one of allowedKeys', foreign]],
  },
  {
    name: 'reports SSE-S3 when only some keys are allowed, even when any encryption will do',
    changes: encryption('AES256'),
    parameters: { requiredKey: 'any', allowedKeys: [key] },
    expected: [['NON_COMPLIANT', bucket, 'SSE-S3', 'allowedKeys']],
  },
  {
    name: 'reports a log group without a key when only some keys are allowed, even when any encryption will do',
    changes: { ...toGroup, 'log-group': { [group]: {} } },
    parameters: { requiredKey: 'any', allowedKeys: [key] },
    expected: [['NON_COMPLIANT', group, 'no KMS key', 'allowedKeys']],
  },
  {
    name: 'reports an AWS-managed key that is not among allowedKeys when any KMS key is required',
    changes: bucketKey('alias/aws/s3', { ...awsManaged, arn: otherKey }),
    parameters: { requiredKey: 'any-kms', allowedKeys: [key] },
    expected: [['NON_COMPLIANT', bucket, 'allowedKeys']],
  },
  {
    name: 'accepts an AWS-managed key that is among allowedKeys when any KMS key is required',
    changes: bucketKey('alias/aws/s3', awsManaged),
    parameters: { requiredKey: 'any-kms', allowedKeys: [key] },
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'reports an AWS-managed key that is among allowedKeys when a customer-managed key is required',
    changes: bucketKey('alias/aws/s3', awsManaged),
    parameters: { allowedKeys: [key] },
    expected: [['NON_COMPLIANT', bucket, 'AWS-managed', /wanted: .*customer-managed/]],
  },

  // what cannot be read, and what need not be
  {
    name: 'cannot tell when the default encryption cannot be read',
    changes: { 'bucket-encryption': { [bucket]: denied } },
    expected: [['UNKNOWN', bucket, 'default encryption', 'could not be read', 'denied']],
  },
  {
    name: 'cannot tell when the default encryption of one bucket cannot be read, and judges the others',
    changes: { ...toAll, 'bucket-encryption': { [bucket]: denied } },
    expected: [
      ['UNKNOWN', bucket, 'default encryption'],
      ['COMPLIANT', large],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'cannot tell when the own key cannot be looked up',
    changes: bucketKey(key, refused('denied', 'AccessDeniedException')),
    expected: [['UNKNOWN', bucket, 'KMS key', 'could not be read', 'AccessDeniedException']],
  },
  {
    name: 'cannot tell when the key behind an alias cannot be looked up',
    changes: bucketKey('alias/prompts', denied),
    expected: [['UNKNOWN', bucket, 'KMS key alias/prompts', 'could not be read']],
  },
  {
    name: 'cannot tell when the key of the log group cannot be looked up',
    changes: groupKey(key, refused('throttled', 'ThrottlingException')),
    expected: [['UNKNOWN', group, 'KMS key', 'throttled']],
  },
  {
    name: 'cannot tell when the own key cannot be looked up even if any encryption will do, as it may be unusable',
    changes: bucketKey(key, denied),
    parameters: { requiredKey: 'any' },
    expected: [['UNKNOWN', bucket, 'KMS key']],
  },
  {
    name: 'cannot tell when a key of an allowed account cannot be looked up',
    changes: bucketKey(foreign, denied),
    parameters: { allowedKeyAccounts: ['444455556666'] },
    expected: [['UNKNOWN', bucket, 'KMS key', 'could not be read']],
  },
  {
    name: 'cannot tell when a key of another account among allowedKeys cannot be looked up',
    changes: bucketKey(foreign, denied),
    parameters: { allowedKeys: [foreign] },
    expected: [['UNKNOWN', bucket, 'KMS key', 'could not be read']],
  },
  {
    name: 'cannot tell when an alias of another account may stand for one of allowedKeys and cannot be looked up',
    changes: bucketKey(foreignAlias, denied),
    parameters: { allowedKeys: [foreign] },
    expected: [['UNKNOWN', bucket, 'KMS key', 'could not be read']],
  },
  {
    name: 'reports an alias of another account that cannot be looked up when no key of that account is among allowedKeys',
    changes: bucketKey(foreignAlias, denied),
    parameters: { allowedKeys: [key] },
    expected: [['NON_COMPLIANT', bucket, '444455556666']],
  },
  {
    name: 'reports a key of another account that cannot be looked up and is not among allowedKeys',
    changes: bucketKey(foreign, denied),
    parameters: { allowedKeys: [key], allowedKeyAccounts: ['444455556666'] },
    expected: [['NON_COMPLIANT', bucket, 'not one of allowedKeys', foreign]],
  },
  {
    name: 'reports the own key that cannot be looked up when its ARN is not among allowedKeys',
    changes: bucketKey(key, denied),
    parameters: { allowedKeys: [otherKey] },
    expected: [['NON_COMPLIANT', bucket, 'not one of allowedKeys']],
  },
  {
    name: 'reports an alias of the own account that cannot be looked up when no key of the account is among allowedKeys',
    changes: bucketKey('arn:aws:kms:us-east-1:111122223333:alias/prompts', denied),
    parameters: { allowedKeys: [foreign] },
    expected: [['NON_COMPLIANT', bucket, 'not one of allowedKeys', 'alias/prompts']],
  },
  {
    name: 'cannot tell when the own key among allowedKeys cannot be looked up, as it may be unusable',
    changes: bucketKey(key, denied),
    parameters: { allowedKeys: [key] },
    expected: [['UNKNOWN', bucket, 'KMS key', 'could not be read']],
  },
  {
    name: 'reports SSE-S3 of a bucket whose existence cannot be read',
    changes: { 'own-bucket': { [bucket]: denied }, ...encryption('AES256') },
    expected: [['NON_COMPLIANT', bucket, 'SSE-S3']],
  },
]);

it.each([
  { requiredKey: 'kms' },
  { allowedKeys: ['alias/prompts'] },
  { allowedKeys: [keyId] },
  { allowedKeys: [key, key] },
  { allowedKeyAccounts: ['4444'] },
])('refuses the parameters %j', async (parameters) => {
  await expect(verdicts(bedrockLogDestinationsEncrypted, good, parameters)).rejects.toThrow(Object.keys(parameters)[0]);
});
