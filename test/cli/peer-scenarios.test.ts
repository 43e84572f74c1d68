import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteLogGroupCommand, DisassociateKmsKeyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteBucketCommand, DeleteBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { reportOf, run, type JsonReport } from './run.ts';
import { saying } from './saying.ts';
import { everyDataType, seedsFor, type SoundLogging } from './seeds.ts';

type Seeds = ReturnType<typeof seedsFor>;

/** What the peers were run on, and the one fault a correct tool finds; none where nothing is wrong. */
interface Scenario {
  readonly name: string;
  /** Bends sound logging. */
  readonly arrange: (seeds: Seeds, sound: SoundLogging) => Promise<unknown>;
  /** With the default parameters. */
  readonly fault?: readonly [rule: string, resource: string, ...because: readonly string[]];
  /** A `requiredKey` with which the fault is none. */
  readonly acceptableWith?: 'any' | 'any-kms';
}

const onlyS3 = (seeds: Seeds, { config }: SoundLogging) => seeds.log({ s3Config: config.s3Config, ...everyDataType });
const onlyCloudWatch = (seeds: Seeds, { config }: SoundLogging) =>
  seeds.log({ cloudWatchConfig: config.cloudWatchConfig, ...everyDataType });

const scenarios: readonly Scenario[] = [
  {
    name: 'unset',
    arrange: async () => undefined,
    fault: ['bedrock-invocation-logging-enabled', '200000000000', 'logging is off', 'us-east-1', '200000000000'],
  },
  {
    name: 'S3 only, SSE-S3',
    async arrange(seeds, sound) {
      await seeds.s3.send(new DeleteBucketEncryptionCommand({ Bucket: sound.records }));
      await onlyS3(seeds, sound);
    },
    fault: ['bedrock-log-destinations-encrypted', 'records-200000000001-us-east-1', 'SSE-S3', 'wanted: a customer-managed KMS key'],
    acceptableWith: 'any',
  },
  {
    name: 'S3 only, aws/s3 managed key',
    async arrange(seeds, sound) {
      await seeds.encrypt(sound.records, undefined);
      await onlyS3(seeds, sound);
    },
    fault: [
      'bedrock-log-destinations-encrypted',
      'records-200000000002-us-east-1',
      'AWS-managed key aws/s3',
      'wanted: a customer-managed KMS key',
    ],
    acceptableWith: 'any-kms',
  },
  { name: 'S3 only, CMK', arrange: onlyS3 },
  {
    name: 'S3 only, CMK pending deletion',
    async arrange(seeds, sound) {
      await seeds.kms.send(new ScheduleKeyDeletionCommand({ KeyId: sound.key }));
      await onlyS3(seeds, sound);
    },
    fault: ['bedrock-log-destinations-encrypted', 'records-200000000004-us-east-1', 'key', 'cannot be used', 'pending deletion'],
  },
  {
    name: 'S3 CMK + CloudWatch no key',
    arrange: (seeds, sound) => seeds.logs.send(new DisassociateKmsKeyCommand({ logGroupName: sound.logGroup })),
    fault: [
      'bedrock-log-destinations-encrypted',
      '/bedrock/invocations',
      '/bedrock/invocations',
      'no KMS key',
      'wanted: a customer-managed KMS key',
    ],
  },
  {
    name: 'CloudWatch key + large-data bucket unencrypted',
    async arrange(seeds, sound) {
      await seeds.s3.send(new DeleteBucketEncryptionCommand({ Bucket: sound.largeData }));
      await onlyCloudWatch(seeds, sound);
    },
    fault: ['bedrock-log-destinations-encrypted', 'large-200000000006-us-east-1', 'large-200000000006-us-east-1', 'SSE-S3'],
  },
  {
    name: 'log group missing',
    arrange: (seeds, sound) => seeds.logs.send(new DeleteLogGroupCommand({ logGroupName: sound.logGroup })),
    fault: ['bedrock-log-destinations-exist', '/bedrock/invocations', 'no log group named exactly /bedrock/invocations'],
  },
  {
    name: 'bucket missing',
    arrange: (seeds, sound) => seeds.s3.send(new DeleteBucketCommand({ Bucket: sound.records })),
    fault: ['bedrock-log-destinations-exist', 'records-200000000008-us-east-1', 'not among the buckets of account 200000000008'],
  },
  {
    name: 'log group missing, longer-named sibling encrypted',
    async arrange(seeds, sound) {
      await seeds.logs.send(new DeleteLogGroupCommand({ logGroupName: sound.logGroup }));
      await seeds.logGroup(`${sound.logGroup}-archive`, sound.key);
    },
    fault: ['bedrock-log-destinations-exist', '/bedrock/invocations', 'no log group named exactly /bedrock/invocations'],
  },
  {
    name: 'all data types off',
    arrange: (seeds, { config }) =>
      seeds.log({ ...config, ...Object.fromEntries(Object.keys(everyDataType).map((flag) => [flag, false])) }),
    fault: ['bedrock-invocation-logging-enabled', '200000000010', 'every data type (text, image, embedding, video, audio)', 'off'],
  },
  {
    name: 'lifecycle Disabled, other prefix',
    arrange: (seeds, sound) =>
      seeds.expire(
        sound.records,
        { ID: 'asleep', Status: 'Disabled', Filter: { Prefix: '' }, Expiration: { Days: 400 } },
        { ID: 'elsewhere', Status: 'Enabled', Filter: { Prefix: 'website/' }, Expiration: { Days: 400 } },
      ),
    fault: ['bedrock-log-retention-within-limits', 'records-200000000011-us-east-1', 'for ever', 'no enabled lifecycle rule', '2557'],
  },
];

const cases = scenarios.map((scenario, number) => ({ ...scenario, account: `${200_000_000_000 + number}` }));

let emulator: Emulator;
let folder: string;
let byDefault: JsonReport;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 12 });
  folder = await mkdtemp(join(tmpdir(), 'peer-scenarios-'));
  for (const { name, account, arrange } of cases) {
    const seeds = seedsFor(emulator, account);
    if (name !== 'unset') await arrange(seeds, await seeds.soundLogging());
  }
  byDefault = await judge(cases.map(({ account }) => account).join(','));
}, 120_000);
afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true });
});

async function judge(accounts: string, ...options: readonly string[]): Promise<JsonReport> {
  const scope = ['--accounts', accounts, '--assume-role', 'auditor'];
  return reportOf(await run(['evaluate', '--format', 'json', ...scope, ...options], emulator.environment));
}

const open = ({ findings }: JsonReport, account: string): readonly Finding[] =>
  findings.filter((finding) => finding.account === account && !['COMPLIANT', 'NOT_APPLICABLE'].includes(finding.verdict));

it.each(cases)('$name: is judged right, for the right reason', ({ account, fault }) => {
  const found = open(byDefault, account).map(({ rule, resource, verdict, because }) => [rule, resource.id, verdict, because]);
  const [rule, resource, ...words] = fault ?? [];
  expect(found).toEqual(fault ? [[rule, resource, 'NON_COMPLIANT', saying(...words)]] : []);
});

const acceptable = cases.filter(({ acceptableWith }) => acceptableWith !== undefined);

it.each(acceptable)('$name: passes when requiredKey is $acceptableWith', async ({ account, acceptableWith }) => {
  const parameters = join(folder, `${account}.json`);
  await writeFile(parameters, JSON.stringify({ 'bedrock-log-destinations-encrypted': { requiredKey: acceptableWith } }));
  const report = await judge(account, '--parameters', parameters);
  expect(open(report, account)).toEqual([]);
  expect(report.summary.exitCode).toBe(0);
});

it('leaves every fault to one rule', () => {
  expect(byDefault.summary.findings).toMatchObject({ NON_COMPLIANT: 11, UNKNOWN: 0 });
  expect(byDefault.summary.exitCode).toBe(1);
});
