import { DeletePublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/engine/verdict.ts';
import { reportSchema } from '../../src/reports/json.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { reportOf, run, type JsonReport, type Run } from './run.ts';
import { saying } from './saying.ts';
import { everyDataType, seedsFor } from './seeds.ts';

const [sound, wrong, off, secretive, opaque] = [homeAccount, '222233334444', '333344445555', '444455556666', '555566667777'];
const accounts = [opaque, off, wrong, secretive, sound];

let emulator: Emulator;
let told: Run;
let report: JsonReport;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 11 });
  await seedsFor(emulator, sound).soundLogging();
  await everythingWrong();
  await seedsFor(emulator, secretive).soundLogging();
  await seedsFor(emulator, opaque).soundLogging();
  await emulator.faults([
    { fault: 'denied', account: opaque, operation: 'GetModelInvocationLoggingConfiguration' },
    ...['ListBuckets', 'GetBucketEncryption', 'GetPublicAccessBlock', 'GetBucketLifecycleConfiguration'].map((operation) => ({
      fault: 'denied' as const,
      account: secretive,
      operation,
    })),
  ]);
  const scope = ['--accounts', accounts.join(','), '--assume-role', 'auditor', '--regions', 'us-east-1,eu-west-1'];
  told = await run(['evaluate', '--format', 'json', ...scope, '--closed-regions', 'eu-west-1'], emulator.environment);
  report = reportOf(told);
}, 120_000);
afterAll(() => emulator?.stop());

/** Every data type off, a public bucket with keys of S3's own that keeps everything and more than the people who should read, a log group and a role that are not there. */
async function everythingWrong(): Promise<void> {
  const seeds = seedsFor(emulator, wrong);
  const Bucket = 'open-records';
  await seeds.newBucket(Bucket);
  await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await seeds.bucketPolicy(Bucket, { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` });
  await seeds.role('analyst', { Effect: 'Allow', Action: 's3:Get*', Resource: '*' });
  await seeds.log({
    s3Config: { bucketName: Bucket },
    cloudWatchConfig: { logGroupName: '/bedrock/gone', roleArn: `arn:aws:iam::${wrong}:role/gone` },
    ...Object.fromEntries(Object.keys(everyDataType).map((flag) => [flag, false])),
  });
}

/** What the rule says of the resource, and the words of its reason. */
type Row = readonly [rule: string, resource: string, verdict: Verdict, ...because: readonly string[]];

const enabled = 'bedrock-invocation-logging-enabled';
const isBlocked = 'bedrock-log-buckets-block-public-access';
const encrypted = 'bedrock-log-destinations-encrypted';
const exist = 'bedrock-log-destinations-exist';
const restricted = 'bedrock-log-readers-restricted';
const retained = 'bedrock-log-retention-within-limits';
const everyRule = [enabled, isBlocked, encrypted, exist, restricted, retained];

const role = (account: string) => `arn:aws:iam::${account}:role/bedrock-delivery-us-east-1`;
const records = (account: string) => `records-${account}-us-east-1`;
const large = (account: string) => `large-${account}-us-east-1`;
const group = '/bedrock/invocations';
const goneRole = `arn:aws:iam::${wrong}:role/gone`;

const expected: Readonly<Record<string, readonly Row[]>> = {
  [sound]: [
    [enabled, sound, 'COMPLIANT'],
    [isBlocked, large(sound), 'COMPLIANT'],
    [isBlocked, records(sound), 'COMPLIANT'],
    [encrypted, group, 'COMPLIANT'],
    [encrypted, large(sound), 'COMPLIANT'],
    [encrypted, records(sound), 'COMPLIANT'],
    [exist, role(sound), 'COMPLIANT'],
    [exist, group, 'COMPLIANT'],
    [exist, large(sound), 'COMPLIANT'],
    [exist, records(sound), 'COMPLIANT'],
    [restricted, group, 'COMPLIANT'],
    [restricted, large(sound), 'COMPLIANT'],
    [restricted, records(sound), 'COMPLIANT'],
    [retained, group, 'COMPLIANT'],
    [retained, large(sound), 'COMPLIANT'],
    [retained, records(sound), 'COMPLIANT'],
  ],
  [wrong]: [
    [enabled, wrong, 'NON_COMPLIANT', 'every data type', 'text, image, embedding, video, audio', 'off', 'us-east-1', wrong],
    [isBlocked, 'open-records', 'NON_COMPLIANT', 'open-records', 'exposed now', 'public', 'policy', 'all four'],
    [encrypted, '/bedrock/gone', 'NOT_APPLICABLE', '/bedrock/gone', exist],
    [encrypted, 'open-records', 'NON_COMPLIANT', 'open-records', 'SSE-S3', 'wanted: a customer-managed KMS key'],
    [exist, goneRole, 'NON_COMPLIANT', 'no role named exactly', goneRole],
    [exist, '/bedrock/gone', 'NON_COMPLIANT', 'no log group named exactly', '/bedrock/gone', wrong],
    [exist, 'open-records', 'COMPLIANT'],
    [restricted, '/bedrock/gone', 'NOT_APPLICABLE', '/bedrock/gone', exist],
    [
      restricted,
      'open-records',
      'NON_COMPLIANT',
      'everybody can read bucket open-records through bucket policy (statement 1)',
      'also role analyst through analyst-may (statement 1: s3:Get* on *)',
      'SCPs and RCPs are not known',
    ],
    [retained, '/bedrock/gone', 'NOT_APPLICABLE', '/bedrock/gone', exist],
    [retained, 'open-records', 'NON_COMPLIANT', 'open-records', 'for ever', '2557'],
  ],
  [off]: [
    [enabled, off, 'NON_COMPLIANT', 'logging is off', 'us-east-1', off],
    [isBlocked, off, 'NOT_APPLICABLE', 'logging is off', enabled],
    [encrypted, off, 'NOT_APPLICABLE', 'logging is off', enabled],
    [exist, off, 'NOT_APPLICABLE', 'logging is off', enabled],
    [restricted, off, 'NOT_APPLICABLE', 'logging is off', enabled],
    [retained, off, 'NOT_APPLICABLE', 'logging is off', enabled],
  ],
  [secretive]: [
    [enabled, secretive, 'COMPLIANT'],
    [isBlocked, large(secretive), 'UNKNOWN', 'public access block', large(secretive), 'denied (AccessDenied)'],
    [isBlocked, records(secretive), 'UNKNOWN', 'public access block', records(secretive), 'denied (AccessDenied)'],
    [encrypted, group, 'COMPLIANT'],
    [encrypted, large(secretive), 'UNKNOWN', 'encryption', large(secretive), 'denied (AccessDenied)'],
    [encrypted, records(secretive), 'UNKNOWN', 'encryption', records(secretive), 'denied (AccessDenied)'],
    [exist, role(secretive), 'COMPLIANT'],
    [exist, group, 'COMPLIANT'],
    [exist, large(secretive), 'UNKNOWN', large(secretive), 'could not be read', 'denied (AccessDenied)'],
    [exist, records(secretive), 'UNKNOWN', records(secretive), 'could not be read', 'denied (AccessDenied)'],
    [restricted, group, 'COMPLIANT'],
    [restricted, large(secretive), 'UNKNOWN', 'public access block', large(secretive), 'denied (AccessDenied)'],
    [restricted, records(secretive), 'UNKNOWN', 'public access block', records(secretive), 'denied (AccessDenied)'],
    [retained, group, 'COMPLIANT'],
    [retained, large(secretive), 'UNKNOWN', 'lifecycle', large(secretive), 'denied (AccessDenied)'],
    [retained, records(secretive), 'UNKNOWN', 'lifecycle', records(secretive), 'denied (AccessDenied)'],
  ],
  [opaque]: everyRule.map((rule) => [
    rule,
    opaque,
    'UNKNOWN',
    'logging configuration',
    'could not be read',
    'denied (AccessDeniedException)',
  ]),
};

describe.each(Object.entries(expected))('account %s', (account, rows) => {
  const findingsIn = (where: string) =>
    report.findings
      .filter((finding) => finding.account === account && finding.region === where)
      .map(({ rule, resource, verdict, because }) => [rule, resource.id, verdict, because]);

  it('gets exactly the findings it deserves', () => {
    expect(findingsIn('us-east-1')).toEqual(
      rows.map(([rule, resource, verdict, ...words]) => [rule, resource, verdict, verdict === 'COMPLIANT' ? undefined : saying(...words)]),
    );
  });

  it('has nothing judged in a closed Region', () => {
    expect(findingsIn('eu-west-1')).toEqual(everyRule.map((rule) => [rule, account, 'NOT_APPLICABLE', saying('eu-west-1', 'closed')]));
  });
});

it('reports every rule with every verdict', () => {
  const seen = new Set(report.findings.map(({ rule, verdict }) => `${rule} ${verdict}`));
  expect(seen.size).toBe(6 * 4);
});

it('orders the findings by account, Region, rule and resource', () => {
  const places = report.findings.map(({ account, region, rule, resource }) => [account, region, rule, resource.type, resource.id]);
  const inOrder = places.toSorted((one, other) => {
    const index = one.findIndex((text, position) => text !== other[position]);
    return index === -1 ? 0 : (one[index] ?? '') < (other[index] ?? '') ? -1 : 1;
  });
  expect(places).toEqual(inOrder);
  expect(new Set(places.map((place) => place.join(' '))).size).toBe(places.length);
});

it('writes what the published schema describes', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(reportSchema);
  validate(report);
  expect(validate.errors).toBeNull();
});

it('counts what it found and exits with 2, because something is unknown', () => {
  expect(report.summary).toMatchObject({
    accounts: 5,
    accountRegions: 10,
    findings: { COMPLIANT: 16 + 1 + 6, NON_COMPLIANT: 7 + 1, NOT_APPLICABLE: 3 + 5 + 30, UNKNOWN: 10 + 6 },
    coverage: { enabled: 2, inScope: 5, share: 0.4 },
    failures: [],
    complete: true,
    exitCode: 2,
  });
  expect(told.exitCode).toBe(2);
  expect(told.stderr).toBe('');
});

it('was answered by the emulator as AWS would answer', async () => {
  expect(await emulator.violations()).toEqual([]);
});
