import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { evidenceVersion, lineOf, trailerOf } from '../../src/engine/evidence-line.ts';
import { byPlace, type Reading } from '../../src/engine/reading.ts';
import { enabledByDefault } from '../../src/facts/bedrock-regions.ts';

const at = '2026-11-01T00:00:00.000Z';

/**
 * Writes evidence of an organisation whose accounts log everywhere to S3 with large data and to CloudWatch Logs, some of them badly.
 *
 * @returns the number of account-Regions
 */
export async function writeSyntheticEvidence(path: string, accounts: number): Promise<number> {
  const file = createWriteStream(path);
  file.write(`${JSON.stringify({ evidence: 'bedrock-logging-rules', version: evidenceVersion, collectedAt: at, partition: 'aws' })}\n`);
  for (let index = 0; index < accounts; index += 1) {
    const account = String(100_000_000_000 + index);
    const readings = enabledByDefault.flatMap((region, offset) => readingsOf(account, region, (index + offset) % 5));
    const text = readings
      .toSorted(byPlace)
      .map((reading) => `${lineOf(reading)}\n`)
      .join('');
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end(`${trailerOf({ complete: true, failures: [] })}\n`);
  await finished(file);
  return accounts * enabledByDefault.length;
}

function readingsOf(account: string, region: string, fault: number): Reading[] {
  const bucket = `bedrock-logs-${account}-${region}`;
  const logGroup = '/aws/bedrock/invocations';
  const roleArn = `arn:aws:iam::${account}:role/BedrockLogDelivery-${region}`;
  const key = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const on = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: fault !== 1 };
  const regional: [string, string, unknown][] = [
    ['bedrock-endpoint', '', { exists: true, source: 'built-in list' }],
    [
      'invocation-logging',
      '',
      {
        s3: { bucketName: bucket, keyPrefix: 'invocations' },
        cloudWatch: { logGroupName: logGroup, roleArn, largeData: { bucketName: bucket, keyPrefix: 'large' } },
        dataTypes: { text: true, image: true, embedding: true, video: true, audio: true },
      },
    ],
    ['log-group', logGroup, { retentionInDays: fault === 2 ? 30 : 731, kmsKeyId: key, logGroupClass: 'STANDARD' }],
    ['bucket-access-points', bucket, { internet: [] }],
    ['kms-key', key, { arn: key, account, manager: 'CUSTOMER', state: fault === 3 ? 'Disabled' : 'Enabled', spec: 'SYMMETRIC_DEFAULT' }],
  ];
  const global: [string, string, unknown][] = [
    ['own-bucket', bucket, { region }],
    ['iam-role', roleArn, { arn: roleArn }],
    ['bucket-encryption', bucket, { algorithm: 'aws:kms', kmsKey: key }],
    ['bucket-public-access-block', bucket, on],
    ['bucket-policy-status', bucket, { isPublic: false }],

    [
      'bucket-lifecycle',
      bucket,
      [{ enabled: true, prefix: '', byTag: false, bySize: false, id: 'expire', expirationDays: 400, noncurrentDays: 30 }],
    ],
    ['bucket-versioning', bucket, 'Enabled'],
  ];
  return [
    ...regional.map(([fact, resource, value]) => ({ account, region, fact, resource, at, value })),
    ...global.map(([fact, resource, value]) => ({ account, region: 'global', fact, resource, at, value })),
    { account, region: 'global', fact: 'bucket-object-lock', resource: bucket, at, absent: true },
    ...(fault === 1 ? accountBlock(account, bucket) : []),
  ];
}

/** The account's own block is one for all Regions, so only the first Region that needs it may write it. */
const written = new Set<string>();

function accountBlock(account: string, bucket: string): Reading[] {
  const website: Reading = { account, region: 'global', fact: 'bucket-website', resource: bucket, at, absent: true };
  if (written.has(account)) return [website];
  written.add(account);
  return [website, { account, region: 'global', fact: 'account-public-access-block', resource: '', at, absent: true }];
}
