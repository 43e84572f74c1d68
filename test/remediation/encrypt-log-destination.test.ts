import { CreateLogGroupCommand, DisassociateKmsKeyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { CreateBucketCommand, DeleteBucketCommand, DeleteBucketEncryptionCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { document } from '../../remediation/encrypt-log-destination/document.ts';
import { bedrockLogDestinationsEncrypted as rule } from '../../rules/bedrock-log-destinations-encrypted.ts';

import {
  alias,
  associate,
  deliverable,
  disable,
  disabledKey,
  encryptionOf,
  encryptWith,
  keyOf,
  namesakes,
  ownChanges,
  run,
  usableKey,
  type Deliverable,
} from './encrypt-log-destination-seeds.ts';
import { prove, type Fault } from './proof.ts';
import { account, emulator, region, seeds } from './runbook-place.ts';

const { s3, kms, logs } = seeds;
const missingKey = `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000000`;
const otherAccount = '444455556666';
const foreignKey = missingKey.replace(account, otherAccount);

/** A fault of sound logging, made before delivery is checked. */
const fault = (make: (logging: Deliverable) => Promise<string>, more: Pick<Fault, 'parameters' | 'ruleParameters'> = {}): Fault => ({
  rule,
  ...more,
  seed: async () => {
    const resource = await make(await deliverable());
    await emulator.setDeliveryValidation(true);
    return resource;
  },
});

const ofRecords = (make: (bucket: string) => Promise<unknown>): Fault =>
  fault(async ({ records }) => {
    await make(records);
    return records;
  });

const ofLogGroup = (make: (logGroup: string) => Promise<unknown>): Fault =>
  fault(async ({ logGroup }) => {
    await make(logGroup);
    return logGroup;
  });

prove({
  document,
  faults: {
    'a log group without a key': ofLogGroup((logGroupName) => logs.send(new DisassociateKmsKeyCommand({ logGroupName }))),
    'a bucket without any default encryption': ofRecords(async (Bucket) => {
      await emulator.setNewBucketDefaults(false);
      await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
    }),
    'a bucket with SSE-S3': ofRecords((Bucket) => s3.send(new DeleteBucketEncryptionCommand({ Bucket }))),
    'a bucket with aws/s3': ofRecords((bucket) => seeds.encrypt(bucket, undefined)),
    'a bucket with an AWS-managed key, by its ARN': ofRecords(async (bucket) => {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }));
      await seeds.encrypt(bucket, KeyMetadata?.Arn);
    }),
    'a bucket with a disabled key': ofRecords(async (bucket) => seeds.encrypt(bucket, await disabledKey())),
    'a bucket with a key that is pending deletion': ofRecords(async (bucket) => {
      const key = await usableKey();
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
      await seeds.encrypt(bucket, key);
    }),
    'a bucket with a key that is not there': ofRecords((bucket) => seeds.encrypt(bucket, missingKey)),
    'a bucket with an alias that was deleted': ofRecords(async (bucket) => {
      await kms.send(new CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: await usableKey() }));
      await seeds.encrypt(bucket, 'alias/logs');
      await kms.send(new DeleteAliasCommand({ AliasName: 'alias/logs' }));
    }),
    'a bucket with a key of another Region': ofRecords((bucket) => seeds.encrypt(bucket, missingKey.replace(region, 'eu-west-1'))),
    'a bucket with an asymmetric key': ofRecords(async (bucket) => {
      const key = await usableKey();
      await emulator.seed({ account, region, keySpecs: { [key]: 'RSA_2048' } });
      await seeds.encrypt(bucket, key);
    }),
    'a bucket with a key of another account': ofRecords(async (bucket) => seeds.encrypt(bucket, foreignKey)),
    'a large-data bucket with SSE-S3': fault(async ({ largeData }) => {
      await s3.send(new DeleteBucketEncryptionCommand({ Bucket: largeData }));
      return largeData;
    }),
    'a log group with a disabled key': ofLogGroup(async (logGroup) => associate(logGroup, await disabledKey())),
    'a log group with a key that is not there': ofLogGroup((logGroup) => associate(logGroup, missingKey)),
    'a bucket whose key was lost with that of all others': fault(async ({ key, records }) => {
      await disable(key);
      return records;
    }),
    'a bucket and a log group of one name': fault(async (logging) => namesakes(logging, missingKey)),
  },
  killedIn: ['a bucket and a log group of one name'],
  notTestable: {
    'logs:DisassociateKmsKey':
      'Taken only where Amazon Bedrock refuses; see encrypt-log-destination-delivery.test.ts and https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html',
  },
});

/** Says what a run did that had nothing to do. */
async function left(resource: string, parameters = {}): Promise<unknown> {
  await emulator.clearCalls();
  const execution = await run(resource, parameters);
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  expect(await ownChanges()).toEqual([]);
  return execution.outputs['plan.Changes'];
}

/** Says why a run stopped before it changed anything. */
async function stopped(resource: string, parameters = {}): Promise<string> {
  await emulator.clearCalls();
  const execution = await run(resource, parameters);
  expect(execution.status).toBe('Failed');
  expect(await ownChanges()).toEqual([]);
  return execution.failure ?? '';
}

const nothing = (resource: string, kept: string) => [`Nothing: ${resource} is encrypted with ${kept}, which the rule allows.`];

const withSseS3 = async (): Promise<Deliverable> => {
  const logging = await deliverable();
  await s3.send(new DeleteBucketEncryptionCommand({ Bucket: logging.records }));
  return logging;
};

/** A key of another account that this one may look at. */
async function keyOfOtherAccount(): Promise<string> {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }];
  const made = await emulator
    .client(otherAccount, region, KMSClient)
    .send(new CreateKeyCommand({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  return made.KeyMetadata?.Arn ?? '';
}

const putParameter = (name: string, Value: string) =>
  emulator.client(account, region, SSMClient).send(
    new PutParameterCommand({
      Name: `/bedrock-logging/parameters/bedrock-log-destinations-encrypted/${name}`,
      Value,
      Type: 'StringList',
    }),
  );

describe('it changes nothing', () => {
  it('of what is no destination', async () => {
    await deliverable();
    await s3.send(new CreateBucketCommand({ Bucket: 'holiday-pictures' }));
    expect(await left('holiday-pictures')).toEqual(['Nothing: model invocations are not logged to holiday-pictures.']);
  });

  it('where another key is in use that the rule allows, whatever key it is given', async () => {
    const { key, records, logGroup } = await deliverable();
    expect(await left(records)).toEqual(nothing(records, key));
    expect(await left(logGroup, { KmsKey: 'alias/not-there' })).toEqual(nothing(logGroup, key));
  });

  it('where the given key is in use, and its policy names what it must', async () => {
    const { given, records } = await deliverable();
    await seeds.encrypt(records, given);
    expect(await left(records)).toEqual(nothing(records, given));
  });

  it('where the given key is of another account and nobody may look at it', async () => {
    const { key, records } = await deliverable();
    expect(await left(records, { KmsKey: foreignKey })).toEqual(nothing(records, key));
  });

  it('where less is demanded', async () => {
    const { records } = await withSseS3();
    expect(await left(records, { RequiredKey: 'any' })).toEqual(nothing(records, 'a key of the service'));
    await seeds.encrypt(records, undefined);
    expect(await left(records, { RequiredKey: 'any-kms' })).toEqual(nothing(records, 'aws/s3'));
  });

  it('where the key is one of allowedKeys or of an account that is allowed, handed over or kept in SSM', async () => {
    const { given, key, records } = await deliverable();
    expect(await left(records, { AllowedKeys: `${given},${key}` })).toEqual(nothing(records, key));
    const foreign = await keyOfOtherAccount();
    await seeds.encrypt(records, foreign);
    expect(await left(records, { AllowedKeyAccounts: `123456789012,${otherAccount}` })).toEqual(nothing(records, foreign));
    await putParameter('allowedKeyAccounts', `123456789012, ${otherAccount}`);
    expect(await left(records)).toEqual(nothing(records, foreign));
    await putParameter('allowedKeys', key);
    expect(await stopped(records)).toContain(`has the key ${given}, which is not one of allowedKeys`);
  });
});

describe('it stops', () => {
  it.each([
    ['alias/not-there', `Account ${account} has no key alias/not-there in ${region}. Create it, or give another as KmsKey`],
    ['00000000-0000-4000-8000-000000000000', `Account ${account} has no key 00000000`],
    ['alias/aws/s3', 'its KeyManager is AWS; allowed: CUSTOMER'],
    [missingKey.replace(region, 'eu-west-1'), `is in eu-west-1; allowed: a key in ${region}`],
    [foreignKey, `Account ${account} has no key arn:aws:kms:${region}:${otherAccount}`],
  ])('with the key %s', async (KmsKey, why) => {
    const { records } = await withSseS3();
    expect(await stopped(records, { KmsKey })).toContain(why);
  });

  it('with a key that cannot be used', async () => {
    const { given, records } = await withSseS3();
    await emulator.seed({ account, region, keySpecs: { [given]: 'RSA_2048' } });
    expect(await stopped(records)).toContain(
      `Key ${alias} (${given}) cannot encrypt the logs: its KeySpec is RSA_2048; allowed: SYMMETRIC_DEFAULT`,
    );
    expect(await stopped(records, { KmsKey: await disabledKey() })).toContain('its KeyState is Disabled; allowed: Enabled');
  });

  it('with a key that the rule would find fault with as well', async () => {
    const { key, given, records } = await withSseS3();
    expect(await stopped(records, { AllowedKeys: key })).toContain(`has the key ${given}, which is not one of allowedKeys`);
    const foreign = await keyOfOtherAccount();
    expect(await stopped(records, { KmsKey: foreign })).toContain(`belongs to account ${otherAccount} and is not allowed`);
  });

  it('where the bucket or the log group is not there, or not here', async () => {
    const { config, largeData, records } = await deliverable();
    await s3.send(new DeleteBucketCommand({ Bucket: records }));
    expect(await stopped(records)).toContain(`Bucket ${records} does not exist.`);
    await s3.send(new DeleteBucketCommand({ Bucket: largeData }));
    const elsewhere = emulator.client(account, 'eu-west-1', S3Client);
    await elsewhere.send(new CreateBucketCommand({ Bucket: largeData, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
    expect(await stopped(largeData)).toContain(`Bucket ${largeData} is in eu-west-1, and logs of ${region} are delivered`);
    await seeds.log({
      ...config,
      cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName: '/bedrock' },
    });
    expect(await stopped('/bedrock')).toContain('Log group /bedrock does not exist.');
  });

  it.each([
    ['bedrock', 'GetModelInvocationLoggingConfiguration'],
    ['s3', 'GetBucketLocation'],
    ['s3', 'GetBucketEncryption'],
    ['s3', 'ListObjectVersions'],
    ['kms', 'DescribeKey'],
    ['kms', 'GetKeyPolicy'],
    ['ssm', 'GetParameter'],
  ])('where it may not call %s %s: a refusal is no absence', async (service, operation) => {
    const { records, key } = await deliverable();
    await disable(key);
    await emulator.faults([{ fault: 'denied', service, operation }]);
    expect(await stopped(records)).toContain('AccessDenied');
  });

  it.each([
    '',
    'bedrock-logs',
    'alias/',
    'alias/a b',
    'arn:aws:s3:::bucket',
    `${missingKey},${missingKey}`,
    missingKey.replace('key/', 'alias/'),
  ])('before it starts, with the key "%s"', async (KmsKey) => {
    await expect(run('records', { KmsKey })).rejects.toThrow('KmsKey is');
  });
});

it('says what becomes of the bucket, of what it holds and of its readers', async () => {
  const { given, records } = await withSseS3();
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: records, Key, Body }));
  await Promise.all([put('bedrock/AWSLogs/1.json.gz', 'one'), put('bedrock/AWSLogs/2.json.gz', 'three'), put('others/3', 'four')]);
  const before = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }] };
  const after = {
    Rules: [{ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: given, SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
  };
  const execution = await run(records);
  expect(execution.outputs).toMatchObject({
    'plan.Changes': [
      `Bucket ${records}: gets default encryption aws:kms with the key ${given}, with an S3 Bucket Key; now it is not encrypted with a KMS key of its own.`,
      `Bucket ${records}: 2 object versions (8 bytes) under bedrock/ keep the encryption they were written with.`,
      `Bucket ${records}: whoever reads objects written from then on needs kms:Decrypt on ${given}.`,
      'The logging configuration is put again unchanged, so that Amazon Bedrock checks delivery; where it refuses, the former encryption is put back.',
    ],
    'plan.Before': JSON.stringify({ buckets: { [records]: { encryption: before } } }),
    'validate.Delivery': 'Amazon Bedrock took the unchanged logging configuration.',
    'verify.After': JSON.stringify({ buckets: { [records]: { encryption: after } } }),
  });
  expect(await encryptionOf(records)).toEqual(after.Rules);
});

it('says what becomes of the log group, and takes no other with a longer name for it', async () => {
  const { given, logGroup } = await deliverable();
  await Promise.all(['-a', '-b', '-c'].map((end) => logs.send(new CreateLogGroupCommand({ logGroupName: logGroup + end }))));
  await logs.send(new DisassociateKmsKeyCommand({ logGroupName: logGroup }));
  const execution = await run(logGroup);
  expect(execution.outputs).toMatchObject({
    'plan.Changes': [
      `Log group ${logGroup}: gets the key ${given}; now it is not encrypted with a KMS key of its own.`,
      `Log group ${logGroup}: the events already in it (0 bytes) keep the encryption they were ingested with.`,
      expect.stringContaining('put again unchanged'),
    ],
    'plan.Before': JSON.stringify({ logGroups: { [logGroup]: { kmsKeyId: null } } }),
    'verify.After': JSON.stringify({ logGroups: { [logGroup]: { kmsKeyId: given } } }),
  });
  expect(await Promise.all(['', '-a', '-b', '-c'].map((end) => keyOf(logGroup + end)))).toEqual([given, undefined, undefined, undefined]);
});

it('changes the one of two namesakes that is at fault', async () => {
  const name = await namesakes(await deliverable(), await usableKey());
  const execution = await run(name);
  expect(execution.outputs['plan.Before']).toBe(JSON.stringify({ logGroups: { [name]: { kmsKeyId: null } } }));
  expect(execution.calls.map(({ api }) => api)).toEqual(['AssociateKmsKey']);
});

it('replaces a key that could be used and is not one of allowedKeys by one that is', async () => {
  const { given, logGroup, records } = await deliverable();
  await run(records, { AllowedKeys: given });
  await run(logGroup, { KmsKey: given, AllowedKeys: given });
  expect((await encryptionOf(records))?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID).toBe(given);
  expect(await keyOf(logGroup)).toBe(given);
});

it('takes a key of another account by its ARN, and says what its policy must hold', async () => {
  const { records } = await withSseS3();
  const foreign = await keyOfOtherAccount();
  const execution = await run(records, { KmsKey: foreign, AllowedKeyAccounts: otherAccount });
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  expect(execution.outputs['plan.Changes']).toContainEqual(
    expect.stringContaining(
      `The policy of key ${foreign} cannot be read from this account; it must hold {"Action":["kms:GenerateDataKey"]`,
    ),
  );
  expect(await left(records, { KmsKey: foreign, AllowedKeyAccounts: otherAccount })).toEqual(nothing(records, foreign));
});

it('says which data types Amazon Bedrock may turn on, because it does not say whether they are', async () => {
  const { config, records } = await withSseS3();
  const { audioDataDeliveryEnabled: _audio, ...without } = config;
  await seeds.log(without);
  expect((await run(records, { DryRun: 'true' })).outputs['plan.Changes']).toContainEqual(
    'Amazon Bedrock does not say whether audioDataDeliveryEnabled is on; putting the configuration again may turn it on.',
  );
});

it('does not hide that somebody changed the encryption while it ran', async () => {
  const { key, records } = await withSseS3();
  const meddle = ({ step }: { step: string }) => (step === 'verify' ? seeds.encrypt(records, key) : undefined);
  const execution = await run(records, {}, { onStep: meddle });
  expect(execution.failure).toContain(`Somebody has changed the encryption since: Bucket ${records} is not encrypted with`);
  expect((await encryptionOf(records))?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID).toBe(key);
});

it.each([
  [
    'DSSE-KMS',
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' as const, KMSMasterKeyID: missingKey } },
    { SSEAlgorithm: 'aws:kms:dsse' },
    false,
  ],
  [
    'no S3 Bucket Key under SSE-KMS',
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: missingKey }, BucketKeyEnabled: false },
    { SSEAlgorithm: 'aws:kms' },
    false,
  ],
])('keeps %s', async (_what, rules, algorithm, BucketKeyEnabled) => {
  const { given, records } = await deliverable();
  await encryptWith(records, rules);
  const execution = await run(records);
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  expect(await encryptionOf(records)).toEqual([
    { ApplyServerSideEncryptionByDefault: { ...algorithm, KMSMasterKeyID: given }, BucketKeyEnabled },
  ]);
});
