import type { BedrockEndpoint } from '../../src/facts/bedrock-endpoint.ts';
import type { BedrockResourceKind } from '../../src/facts/bedrock-resources.ts';
import type { BucketAccessPoints } from '../../src/facts/bucket-access-points.ts';
import type { BucketAcl } from '../../src/facts/bucket-acl.ts';
import type { BucketEncryption } from '../../src/facts/bucket-encryption.ts';
import type { BucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import type { BucketObjectLock } from '../../src/facts/bucket-object-lock.ts';
import type { BucketOwnership } from '../../src/facts/bucket-ownership.ts';
import type { BucketPolicyStatus } from '../../src/facts/bucket-policy-status.ts';
import type { BucketVersioning } from '../../src/facts/bucket-versioning.ts';
import type { InvocationLogging } from '../../src/facts/invocation-logging.ts';
import type { KmsKey } from '../../src/facts/kms-key.ts';
import type { LogGroup } from '../../src/facts/log-group.ts';
import type { PublicAccessBlock } from '../../src/facts/public-access-block.ts';
import { Unreadable, type Refusal } from '../../src/facts/unreadable.ts';

/** What AWS answers: a value, or a refusal. What a description leaves out is not there. */
type Answer<Value> = Value | Unreadable;

/** An account of the made-up organisation, as AWS would show it to somebody who may read everything that is not refused. */
export interface SampleAccount {
  readonly account: string;
  readonly name: string;
  /** What happened here, in one line. */
  readonly story: string;
  /** Why nobody can enter it; then nothing else is told of it. */
  readonly closedDoor?: Unreadable;
  readonly publicAccessBlock?: Answer<PublicAccessBlock>;
  /** ARNs. */
  readonly roles?: readonly string[];
  /** Bucket names that somebody outside the account holds. */
  readonly namesOfStrangers?: readonly string[];
  readonly regions: Readonly<Record<string, SampleRegion>>;
}

/** What an account has in one Region. */
export interface SampleRegion {
  /** Left out where the built-in list knows the Region. */
  readonly endpoint?: BedrockEndpoint;
  /** Left out where logging is off. */
  readonly logging?: Answer<InvocationLogging>;
  /** By name. */
  readonly buckets?: Readonly<Record<string, SampleBucket>>;
  /** By name. */
  readonly logGroups?: Readonly<Record<string, Answer<LogGroup>>>;
  /** By whatever names the key: ARN, id or alias. */
  readonly keys?: Readonly<Record<string, Answer<KmsKey>>>;
  /** Whole days since a model was last called; left out where none was called in 90 days. */
  readonly daysSinceLastCall?: number;
  /** How many Bedrock resources of a kind there are; none of those left out. */
  readonly resources?: Readonly<Partial<Record<BedrockResourceKind, Answer<number>>>>;
}

/** A bucket; what is left out is not configured. */
export interface SampleBucket {
  /** Why the account's list of buckets does not tell of it. */
  readonly unlisted?: Unreadable;
  readonly encryption?: Answer<BucketEncryption>;
  readonly lifecycle?: Answer<BucketLifecycle>;
  readonly versioning?: BucketVersioning;
  readonly objectLock?: BucketObjectLock;
  readonly publicAccessBlock?: Answer<PublicAccessBlock>;
  readonly policyStatus?: Answer<BucketPolicyStatus>;
  readonly acl?: BucketAcl;
  readonly ownership?: BucketOwnership;
  readonly accessPoints?: BucketAccessPoints;
  readonly isWebsite?: true;
}

/** Stands where AWS refuses to answer. */
export const refused = (refusal: Refusal, code: string): Unreadable => new Unreadable('it', refusal, code);
