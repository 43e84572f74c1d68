import { bedrockResourceKinds, bedrockResources } from '../../src/facts/bedrock-resources.ts';
import { bucketAccessPoints } from '../../src/facts/bucket-access-points.ts';
import { bucketAcl } from '../../src/facts/bucket-acl.ts';
import { bucketEncryption } from '../../src/facts/bucket-encryption.ts';
import { bucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import { bucketObjectLock } from '../../src/facts/bucket-object-lock.ts';
import { bucketOwnership } from '../../src/facts/bucket-ownership.ts';
import { bucketPolicyStatus } from '../../src/facts/bucket-policy-status.ts';
import { bucketVersioning } from '../../src/facts/bucket-versioning.ts';
import { bucketWebsite } from '../../src/facts/bucket-website.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { iamRole } from '../../src/facts/iam-role.ts';
import { invocationActivity } from '../../src/facts/invocation-activity.ts';
import { invocationLogging } from '../../src/facts/invocation-logging.ts';
import { kmsKey } from '../../src/facts/kms-key.ts';
import { logGroup } from '../../src/facts/log-group.ts';
import { ownBucket } from '../../src/facts/own-bucket.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock } from '../../src/facts/public-access-block.ts';

/** A fact with something it can be read of, and the wire format of the service that answers. */
export interface ReadableFact {
  readonly fact: Fact<unknown>;
  readonly resource: string;
  readonly service: 'bedrock' | 'json' | 's3' | 'iam';
}

const ofBucket = [
  ownBucket,
  bucketAccessPoints,
  bucketAcl,
  bucketEncryption,
  bucketLifecycle,
  bucketObjectLock,
  bucketOwnership,
  bucketPolicyStatus,
  bucketPublicAccessBlock,
  bucketVersioning,
  bucketWebsite,
];

/**
 * Every fact but two that answer in spite of a failure: `bedrock-endpoint`, for which the built-in list then decides, and `bucket-holder`, for which a
 * refusal is an answer.
 */
export const everyFact: readonly ReadableFact[] = [
  { fact: invocationLogging, resource: '', service: 'bedrock' },
  { fact: invocationActivity, resource: '', service: 'json' },
  ...bedrockResourceKinds.map((resource) => ({ fact: bedrockResources, resource, service: 'bedrock' as const })),
  { fact: logGroup, resource: '/bedrock/prompts', service: 'json' },
  { fact: kmsKey, resource: 'alias/logs', service: 'json' },
  { fact: iamRole, resource: 'arn:aws:iam::111122223333:role/Delivery', service: 'iam' },
  { fact: accountPublicAccessBlock, resource: '', service: 's3' },
  ...ofBucket.map((fact) => ({ fact, resource: 'prompt-records', service: 's3' as const })),
];
