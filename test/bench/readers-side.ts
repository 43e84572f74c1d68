import { readFileSync } from 'node:fs';
import type { GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import { authorizationPages } from '../../src/facts/authorization-pages.ts';
import { confinement, bucketReads, logGroupReads } from '../../src/facts/read-questions.ts';
import type { LogBucket, LogGroupDestination } from '../../src/facts/log-destinations.ts';
import { principalReaders } from '../../src/facts/principal-readers.ts';
import { parsePolicy } from '../../src/policy/policy-document.ts';

/**
 * Runs one side of the benchmark of readers in a process of its own: `readers-side.ts floor|ours FILE`; prints what it took as JSON. The floor reads the pages,
 * parses them, decodes and parses every document, and nothing else.
 */
const [side, path] = process.argv.slice(2);
if (path === undefined || (side !== 'floor' && side !== 'ours')) throw new Error('usage: readers-side.ts floor|ours FILE');

type Page = GetAccountAuthorizationDetailsResponse;

const started = process.hrtime.bigint();
const seconds = () => Number(process.hrtime.bigint() - started) / 1e9;
const result = side === 'floor' ? floor(path) : ours(path);
/** `maxRSS` is in kilobytes. */
console.log(JSON.stringify({ seconds: seconds(), megabytes: process.resourceUsage().maxRSS / 1024, ...result }));

function* pagesOf(file: string): Generator<Page> {
  const bytes = readFileSync(file);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    yield JSON.parse(bytes.toString('utf8', start, end)) as Page;
    start = end + 1;
  }
}

function floor(file: string) {
  let documents = 0;
  const parsed = (document: string | undefined) => {
    JSON.parse(decodeURIComponent(document ?? '{}'));
    documents += 1;
  };
  for (const { Policies = [], RoleDetailList = [] } of pagesOf(file)) {
    for (const { PolicyVersionList = [] } of Policies) for (const { Document } of PolicyVersionList) parsed(Document);
    for (const { RolePolicyList = [] } of RoleDetailList) for (const { PolicyDocument } of RolePolicyList) parsed(PolicyDocument);
  }
  return { documents };
}

function ours(file: string) {
  const pages = authorizationPages('');
  for (const page of pagesOf(file)) pages.add(page);
  const authorization = pages.value();
  const read = seconds();
  const scope = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
  const bucket: LogBucket = { type: 'AWS::S3::Bucket', id: 'prompts', uses: [{ delivers: 'records', keyPrefix: '' }] };
  const group: LogGroupDestination = { type: 'AWS::Logs::LogGroup', id: '/aws/bedrock/invocations' };
  const policy = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::prompts', 'arn:aws:s3:::prompts/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  };
  const keyPolicy = {
    Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
  };
  const gate = {
    key: 'arn:aws:kms:eu-west-1:111122223333:key/0000aaaa-00aa-00aa-00aa-000000aaaaaa',
    policy: { name: 'key policy', parsed: parsePolicy(keyPolicy, 'resource') },
    grants: [],
    keys: {},
    mayBeElsewhere: false,
  };
  const same = { authorization, scope, detours: [], organization: { scps: [], rcps: [] }, keys: {}, readerTag: undefined };
  const inBucket = principalReaders({
    ...same,
    reads: bucketReads(bucket, scope),
    resource: { name: 'bucket policy', parsed: parsePolicy(policy, 'resource') },
    gate,
    isConfined: confinement(bucket),
  });
  const inGroup = principalReaders({
    ...same,
    reads: logGroupReads(group, scope),
    resource: undefined,
    gate: undefined,
    isConfined: confinement(group),
  });
  return { verdicts: seconds() - read, kept: Object.keys(authorization.documents).length, readers: [inBucket.length, inGroup.length] };
}
