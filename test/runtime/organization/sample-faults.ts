import type { SampleAccount } from '../../../examples/organization/sample-account.ts';
import { accountAuthorization } from '../../../src/facts/account-authorization.ts';
import { bucketEncryption } from '../../../src/facts/bucket-encryption.ts';
import { bucketLifecycle } from '../../../src/facts/bucket-lifecycle.ts';
import { bucketPolicy } from '../../../src/facts/bucket-policy.ts';
import { bucketPolicyStatus } from '../../../src/facts/bucket-policy-status.ts';
import type { Fact } from '../../../src/facts/fact.ts';
import { invocationLogging } from '../../../src/facts/invocation-logging.ts';
import { kmsKey } from '../../../src/facts/kms-key.ts';
import { logGroup } from '../../../src/facts/log-group.ts';
import { ownBucket } from '../../../src/facts/own-bucket.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock } from '../../../src/facts/public-access-block.ts';
import { Unreadable, type Refusal } from '../../../src/facts/unreadable.ts';
import type { Fault, FaultKind } from '../../emulator/control.ts';

/** How the emulator refuses; the others are no answer at all. */
const kinds: Partial<Record<Refusal, FaultKind>> = {
  denied: 'denied',
  throttled: 'throttled',
  failed: 'server-error',
  'region-not-enabled': 'not-enabled',
  malformed: 'malformed',
};

/** What nobody may read in an account whose door is closed. A function that may not report either would not be there. */
const servicesBehindDoor = ['bedrock', 'bedrock-agent', 'cloudwatch', 'iam', 'kms', 'logs', 'oam', 's3', 's3control'];

/** The operation that tells of each kind of resource that the sample refuses to tell of. */
const listings: Readonly<Record<string, string>> = { 'custom model': 'bedrock:ListCustomModels' };

/** The refusals of an account of the sample, as faults. */
export function faultsOf(sample: SampleAccount): Fault[] {
  const { account, closedDoor, publicAccessBlock, unlistedIdentities } = sample;
  if (closedDoor) return servicesBehindDoor.map((service) => ({ fault: faultKind(closedDoor), service, account }));
  return [
    ...faultAt({ account }, accountPublicAccessBlock, publicAccessBlock),
    ...faultAt({ account }, accountAuthorization, unlistedIdentities),
    ...Object.keys(sample.regions).flatMap((region) => faultsInRegion(sample, region)),
  ];
}

type Place = Pick<Fault, 'account' | 'region' | 'resource'>;

function faultsInRegion({ account, regions }: SampleAccount, region: string): Fault[] {
  const { endpoint, logging, buckets = {}, logGroups = {}, keys = {}, resources = {} } = regions[region] ?? {};
  const here = { account, region };
  return [
    ...(endpoint?.exists === false && endpoint.source === 'built-in list' ? [unpublished(here)] : []),
    ...faultAt(here, invocationLogging, logging),
    ...Object.entries(logGroups).flatMap(([resource, group]) => faultAt({ ...here, resource }, logGroup, group)),
    ...Object.entries(keys).flatMap(([resource, key]) => faultAt({ ...here, resource }, kmsKey, key)),
    ...Object.entries(resources).flatMap(([kind, count]) => faultAt(here, { calls: [listings[kind] ?? kind] }, count)),
    ...Object.entries(buckets).flatMap(([resource, bucket]) => [
      ...faultAt({ account, resource }, ownBucket, bucket.unlisted),
      ...faultAt({ account, resource }, bucketEncryption, bucket.encryption),
      ...faultAt({ account, resource }, bucketLifecycle, bucket.lifecycle),
      ...faultAt({ account, resource }, bucketPublicAccessBlock, bucket.publicAccessBlock),
      ...faultAt({ account, resource }, bucketPolicy, bucket.hiddenPolicy),
      ...faultAt({ account, resource }, bucketPolicyStatus, bucket.hiddenPolicy),
    ]),
  ];
}

function faultAt(place: Place, { calls }: Pick<Fact<unknown>, 'calls'>, answer: unknown): Fault[] {
  const [service = '', operation = ''] = calls[0]?.split(':') ?? [];
  return answer instanceof Unreadable && answer.refusal !== 'unreachable'
    ? [{ ...place, service, operation, fault: faultKind(answer) }]
    : [];
}

function faultKind({ refusal }: Unreadable): FaultKind {
  const kind = kinds[refusal];
  if (kind === undefined) throw new Error(`the emulator cannot answer with ${refusal}; it knows ${Object.keys(kinds).join(', ')}`);
  return kind;
}

/** Without the published list of Regions the built-in one decides. */
const unpublished = (place: Place): Fault => ({
  ...place,
  service: 'ssm',
  operation: 'GetParametersByPath',
  resource: '/aws/service/global-infrastructure',
  fault: 'denied',
});
