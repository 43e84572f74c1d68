import { accessPointPolicies } from '../../src/facts/access-point-policies.ts';
import { accountAuthorization } from '../../src/facts/account-authorization.ts';
import { accountSubscriptions } from '../../src/facts/account-subscriptions.ts';
import { bedrockResourceKinds, bedrockResources } from '../../src/facts/bedrock-resources.ts';
import { bucketAccessPoints } from '../../src/facts/bucket-access-points.ts';
import { bucketAcl } from '../../src/facts/bucket-acl.ts';
import { bucketEncryption } from '../../src/facts/bucket-encryption.ts';
import { bucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import { bucketObjectLock } from '../../src/facts/bucket-object-lock.ts';
import { bucketOwnership } from '../../src/facts/bucket-ownership.ts';
import { bucketPolicy } from '../../src/facts/bucket-policy.ts';
import { bucketPolicyStatus } from '../../src/facts/bucket-policy-status.ts';
import { bucketVersioning } from '../../src/facts/bucket-versioning.ts';
import { bucketWebsite } from '../../src/facts/bucket-website.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { iamRole } from '../../src/facts/iam-role.ts';
import { invocationActivity } from '../../src/facts/invocation-activity.ts';
import { invocationLogging } from '../../src/facts/invocation-logging.ts';
import { keyGrants } from '../../src/facts/key-grants.ts';
import { keyPolicy } from '../../src/facts/key-policy.ts';
import { kmsKey } from '../../src/facts/kms-key.ts';
import { logGroup } from '../../src/facts/log-group.ts';
import { logSubscriptions } from '../../src/facts/log-subscriptions.ts';
import { oamLinks } from '../../src/facts/oam-links.ts';
import { ownBucket } from '../../src/facts/own-bucket.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock } from '../../src/facts/public-access-block.ts';

/** A fact with something it can be read of, and the wire format of the service that answers. */
export interface ReadableFact {
  readonly fact: Fact<unknown>;
  readonly resource: string;
  readonly service: 'rest-json' | 'json' | 's3' | 'iam';
}

const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';

const ofBucket = [
  ownBucket,
  accessPointPolicies,
  bucketAccessPoints,
  bucketAcl,
  bucketEncryption,
  bucketLifecycle,
  bucketObjectLock,
  bucketOwnership,
  bucketPolicy,
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
  { fact: invocationLogging, resource: '', service: 'rest-json' },
  { fact: invocationActivity, resource: '', service: 'json' },
  ...bedrockResourceKinds.map((resource) => ({ fact: bedrockResources, resource, service: 'rest-json' as const })),
  { fact: logGroup, resource: '/bedrock/prompts', service: 'json' },
  { fact: kmsKey, resource: 'alias/logs', service: 'json' },
  { fact: iamRole, resource: 'arn:aws:iam::111122223333:role/Delivery', service: 'iam' },
  { fact: logSubscriptions, resource: '/bedrock/prompts', service: 'json' },
  { fact: accountSubscriptions, resource: '', service: 'json' },
  { fact: oamLinks, resource: '', service: 'rest-json' },
  { fact: keyPolicy, resource: keyArn, service: 'json' },
  { fact: keyGrants, resource: keyArn, service: 'json' },
  { fact: accountAuthorization, resource: '', service: 'iam' },
  { fact: accountPublicAccessBlock, resource: '', service: 's3' },
  ...ofBucket.map((fact) => ({ fact, resource: 'prompt-records', service: 's3' as const })),
];
