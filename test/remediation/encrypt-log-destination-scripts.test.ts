import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CreateAliasCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { document } from '../../remediation/encrypt-log-destination/document.ts';
import { bedrockLogDestinationsEncrypted as rule } from '../../rules/bedrock-log-destinations-encrypted.ts';
import { associate, deliverable, disabledKey, encryptWith, usableKey } from './encrypt-log-destination-seeds.ts';
import { runPython } from './interpreter/run-python.ts';
import { account, emulator, findingsOf, region, seeds } from './runbook-place.ts';

const { s3, kms } = seeds;

/** Runs code after the scripts of a step, as the body of a function of `events`. */
async function inScriptOf(step: string, body: string, events: unknown, environment = {}): Promise<unknown> {
  const paths = document.steps.find(({ name }) => name === step)?.script ?? [];
  const texts = await Promise.all(paths.map((path) => readFile(new URL(`../../remediation/${path}`, import.meta.url), 'utf8')));
  const outcome = await runPython({
    script: `${texts.join('\n\n')}\n\n\ndef tested(events, context):\n${body.replaceAll(/^/gm, '    ')}\n`,
    handler: 'tested',
    events,
    environment: { ...emulator.environmentOf(account), AWS_DEFAULT_REGION: region, ...environment },
    seconds: 60,
  });
  if ('error' in outcome) throw new Error(outcome.error);
  return JSON.parse(outcome.payload);
}

const arn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const missing = `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000000`;
const foreign = missing.replace(account, '444455556666');

describe('the default encryption of a bucket with another key', () => {
  const given = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn };
  const former = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: missing };
  it.each([
    [null, { Rules: [{ ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled: true }] }],
    [{ Rules: [] }, { Rules: [{ ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled: true }] }],
    [
      { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }] },
      { Rules: [{ ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled: true }] },
    ],
    [
      { Rules: [{ ApplyServerSideEncryptionByDefault: former }] },
      { Rules: [{ ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled: true }] },
    ],
    [
      { Rules: [{ ApplyServerSideEncryptionByDefault: former, BucketKeyEnabled: false }] },
      { Rules: [{ ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled: false }] },
    ],
    [
      { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }] },
      { Rules: [{ ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled: true }] },
    ],
    [
      { Rules: [{ ApplyServerSideEncryptionByDefault: { ...former, SSEAlgorithm: 'aws:kms:dsse' } }] },
      { Rules: [{ ApplyServerSideEncryptionByDefault: { ...given, SSEAlgorithm: 'aws:kms:dsse' } }] },
    ],
    [
      { Rules: [{ ApplyServerSideEncryptionByDefault: { ...former, SSEAlgorithm: 'aws:kms:dsse' }, BucketKeyEnabled: false }] },
      { Rules: [{ ApplyServerSideEncryptionByDefault: { ...given, SSEAlgorithm: 'aws:kms:dsse' }, BucketKeyEnabled: false }] },
    ],
    [
      {
        Rules: [
          { BlockedEncryptionTypes: { EncryptionType: ['NONE'] } },
          { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } },
        ],
      },
      {
        Rules: [
          { BlockedEncryptionTypes: { EncryptionType: ['NONE'] } },
          { ApplyServerSideEncryptionByDefault: given, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] }, BucketKeyEnabled: true },
        ],
      },
    ],
    [
      { Rules: [{ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] },
      {
        Rules: [
          { BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] }, ApplyServerSideEncryptionByDefault: given, BucketKeyEnabled: true },
        ],
      },
    ],
  ])('%j', async (encryption, expected) => {
    expect(
      await inScriptOf('plan', 'return encrypted_with(events["Encryption"], events["Arn"])', { Encryption: encryption, Arn: arn }),
    ).toEqual(expected);
  });
});

describe('what the policy of a key names', () => {
  const allow = (Service: unknown, Action: unknown, more = {}) => ({
    Effect: 'Allow',
    Principal: { Service },
    Action,
    Resource: '*',
    ...more,
  });
  it.each([
    [{ Statement: [allow('bedrock.amazonaws.com', 'kms:GenerateDataKey')] }, true],
    [{ Statement: allow(['logs.amazonaws.com', 'bedrock.amazonaws.com'], ['kms:Decrypt', 'KMS:generatedatakey*']) }, true],
    [{ Statement: [allow('bedrock.amazonaws.com', 'kms:*')] }, true],
    [{ Statement: [allow('bedrock.amazonaws.com', '*')] }, true],
    [{ Statement: [allow('bedrock.amazonaws.com', 'kms:GenerateDataKeyWithoutPlaintext')] }, false],
    [{ Statement: [allow('logs.amazonaws.com', 'kms:GenerateDataKey'), allow('bedrock.amazonaws.com', 'kms:Decrypt')] }, false],
    [{ Statement: [allow('bedrock.amazonaws.com', 'kms:GenerateDataKey', { Effect: 'Deny' })] }, false],
    [{ Statement: [allow('bedrock.amazonaws.com', undefined, { NotAction: 'kms:Decrypt' })] }, false],
    [{ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*' }] }, false],
    [{ Statement: [{ Effect: 'Allow', Action: 'kms:*' }] }, false],
    [{ Statement: [] }, false],
    [{}, false],
  ])('%j: %j', async (policy, expected) => {
    const body = 'return is_named(events["Policy"], "bedrock.amazonaws.com", "kms:GenerateDataKey")';
    expect(await inScriptOf('plan', body, { Policy: policy })).toBe(expected);
  });
});

describe('the rule and the runbook find fault with the same', () => {
  const demands = (used: string) => [
    {},
    { requiredKey: 'any-kms' },
    { requiredKey: 'any' },
    { allowedKeys: [used, foreign] },
    { allowedKeys: [arn] },
    { requiredKey: 'any', allowedKeys: [arn] },
    { allowedKeyAccounts: ['444455556666'] },
  ];

  const fresh = async (): Promise<Record<string, string>> => {
    const usable = await usableKey();
    const pending = await usableKey();
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: pending, PendingWindowInDays: 7 }));
    const asymmetric = await usableKey();
    const unavailable = await usableKey();
    const updating = await usableKey();
    await emulator.seed({
      account,
      region,
      keySpecs: { [asymmetric]: 'RSA_2048' },
      keyStates: { [unavailable]: 'Unavailable', [updating]: 'Updating' },
    });
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/used', TargetKeyId: usable }));
    const id = usable.slice(usable.lastIndexOf('/') + 1);
    return { usable, pending, asymmetric, unavailable, updating, id, disabled: await disabledKey() };
  };

  it.each([
    ['AES256', 'aws/s3', 'usable'],
    ['usable', 'id', 'usable'],
    ['alias/used', 'pending', 'pending'],
    ['alias/not-there', `arn:aws:kms:${region}:${account}:alias/used`, 'disabled'],
    ['asymmetric', 'dsse', 'asymmetric'],
    ['unavailable', 'updating', 'updating'],
    [missing, 'alias/aws/s3', missing],
    [missing.replace(region, 'eu-west-1'), foreign, missing.replace(region, 'eu-west-1')],
    [foreign, foreign.replace('key/', 'alias/'), foreign],
  ])('in buckets with %s and %s, and a log group with %s', async (ofRecords, ofLargeData, ofLogGroup) => {
    const { records, largeData, logGroup } = await deliverable();
    const made = await fresh();
    const setting = (used: string) => {
      if (used === 'AES256') return { SSEAlgorithm: 'AES256' as const };
      if (used === 'aws/s3') return { SSEAlgorithm: 'aws:kms' as const };
      if (used === 'dsse') return { SSEAlgorithm: 'aws:kms:dsse' as const, KMSMasterKeyID: made['usable'] };
      return { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: made[used] ?? used };
    };
    await encryptWith(records, { ApplyServerSideEncryptionByDefault: setting(ofRecords) });
    await encryptWith(largeData, { ApplyServerSideEncryptionByDefault: setting(ofLargeData) });
    await associate(logGroup, made[ofLogGroup] ?? ofLogGroup);

    const names = { [records]: 'buckets', [largeData]: 'buckets', [logGroup]: 'logGroups' };
    const body = `def found(kind, name, wanted):
    try:
        return "fault" if fault_of(key_of(kind, encryption_of(kind, name, wanted["Account"]), wanted), wanted) else "none"
    except ClientError:
        return "unread"
return [{name: found(kind, name, wanted_keys(demand)) for name, kind in events["Names"].items()} for demand in events["Demands"]]`;
    const all = demands(made['usable'] ?? '');
    const asEvents = all.map(({ requiredKey = 'customer-managed', allowedKeys = [], allowedKeyAccounts = [] }) => ({
      RequiredKey: requiredKey,
      AllowedKeys: allowedKeys.join(','),
      AllowedKeyAccounts: allowedKeyAccounts.join(','),
      Account: account,
      Region: region,
    }));
    const found = (await inScriptOf('plan', body, { Names: names, Demands: asEvents })) as Record<string, string>[];
    const judged = await Promise.all(
      all.map(async (demand) =>
        Object.fromEntries((await findingsOf(rule, demand)).map(({ resource, verdict }) => [resource.id, inWordsOf[verdict as never]])),
      ),
    );
    expect(found).toEqual(judged);
  });

  const inWordsOf = { COMPLIANT: 'none', NON_COMPLIANT: 'fault', UNKNOWN: 'unread' };
});

describe('old objects', () => {
  const count = (prefixes: readonly string[], limits = '') =>
    inScriptOf('plan', `global PAGES, PAGE_SIZE\n${limits}\nreturn old_objects(events["Bucket"], events["Prefixes"], events["Account"])`, {
      Bucket: 'counted',
      Prefixes: prefixes,
      Account: account,
    });

  const fill = async () => {
    await seeds.newBucket('counted');
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'counted', VersioningConfiguration: { Status: 'Enabled' } }));
    for (const Key of ['logs/1', 'logs/1', 'logs/2', 'logs/large/3', 'other/4']) {
      await s3.send(new PutObjectCommand({ Bucket: 'counted', Key, Body: '12345' }));
    }
    await s3.send(new DeleteObjectCommand({ Bucket: 'counted', Key: 'logs/2' }));
  };

  it.each([
    [['logs/'], '', '4 object versions (20 bytes) under logs/'],
    [['logs/', 'logs/large/', 'logs/'], '', '4 object versions (20 bytes) under logs/'],
    [['logs/large/', 'other/'], '', '2 object versions (10 bytes) under logs/large/, other/'],
    [['logs/', ''], '', '5 object versions (25 bytes) under any prefix'],
    [['nothing/'], '', '0 object versions (0 bytes) under nothing/'],
    [['logs/'], 'PAGES, PAGE_SIZE = 9, 2', '4 object versions (20 bytes) under logs/'],
    [['logs/'], 'PAGES, PAGE_SIZE = 1, 2', 'more than 2 object versions (10 bytes) under logs/'],
  ])('under %j %s', async (prefixes, limits, expected) => {
    await fill();
    await emulator.clearCalls();
    expect(await count(prefixes, limits)).toBe(expected);
    expect(new Set((await emulator.calls()).map(({ operation }) => operation))).toEqual(new Set(['ListObjectVersions']));
  });
});

it('puts again what Amazon Bedrock answered, whatever the SDK knows of it', async () => {
  const answer = {
    loggingConfig: {
      s3Config: { bucketName: 'records', keyPrefix: 'bedrock', objectTags: { team: 'ä' } },
      textDataDeliveryEnabled: true,
      smellDataDeliveryEnabled: false,
    },
    requestedBy: 'somebody',
  };
  const put: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      if (request.method === 'PUT') put.push(body);
      response.setHeader('content-type', 'application/json').end(request.method === 'PUT' ? '{}' : JSON.stringify(answer));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outcome = await inScriptOf('validate', 'return validate(events, context)', { Excuse: '' }, { AWS_ENDPOINT_URL: url });
  server.close();
  expect(outcome).toEqual({ Delivery: 'Amazon Bedrock took the unchanged logging configuration.' });
  expect(put.map((body) => JSON.parse(body) as unknown)).toEqual([{ loggingConfig: answer.loggingConfig }]);
});

it('does not take it for done where an API takes the former encryption and does nothing', async () => {
  const { records } = await deliverable();
  const body = 'global write\nwrite = lambda *setting: None\nreturn put_back("buckets", events["Bucket"], None, events["Account"])';
  expect(await inScriptOf('restore', body, { Bucket: records, Account: account })).toBe(
    `Bucket ${records} is not encrypted as before, null: it was written, and is not there.`,
  );
});
