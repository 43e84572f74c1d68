import type { AccountSubscriptions } from '../../src/facts/account-subscriptions.ts';
import type { BedrockEndpoint } from '../../src/facts/bedrock-endpoint.ts';
import type { BedrockResourceKind } from '../../src/facts/bedrock-resources.ts';
import type { BucketAcl } from '../../src/facts/bucket-acl.ts';
import type { BucketEncryption } from '../../src/facts/bucket-encryption.ts';
import type { BucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import type { BucketObjectLock } from '../../src/facts/bucket-object-lock.ts';
import type { BucketOwnership } from '../../src/facts/bucket-ownership.ts';
import type { BucketPolicyStatus } from '../../src/facts/bucket-policy-status.ts';
import type { BucketVersioning } from '../../src/facts/bucket-versioning.ts';
import type { InvocationLogging } from '../../src/facts/invocation-logging.ts';
import type { KeyGrants } from '../../src/facts/key-grants.ts';
import type { KmsKey } from '../../src/facts/kms-key.ts';
import type { LogGroup } from '../../src/facts/log-group.ts';
import type { LogSubscriptions } from '../../src/facts/log-subscriptions.ts';
import type { OamLinks } from '../../src/facts/oam-links.ts';
import type { OrganizationPolicies } from '../../src/facts/organization-policies.ts';
import type { PublicAccessBlock } from '../../src/facts/public-access-block.ts';
import { Unreadable, type Refusal } from '../../src/facts/unreadable.ts';
import type { SampleIdentities } from './sample-identities.ts';

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
  /** Those besides whom the landing zone puts into every account. */
  readonly identities?: SampleIdentities;
  /** Why IAM does not tell of all identities at once; each can still be asked for. */
  readonly unlistedIdentities?: Unreadable;
  /** Left out where nobody handed them in. */
  readonly organizationPolicies?: OrganizationPolicies;
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
  /** JSON, by the ARN of the key; left out where it is that of the landing zone. */
  readonly keyPolicies?: Readonly<Record<string, string>>;
  /** By the ARN of the key. */
  readonly keyGrants?: Readonly<Record<string, KeyGrants['grants']>>;
  /** By the name of the log group. */
  readonly subscriptions?: Readonly<Record<string, LogSubscriptions['filters']>>;
  readonly accountSubscriptions?: AccountSubscriptions['policies'];
  /** Links to monitoring accounts. */
  readonly links?: OamLinks['links'];
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
  /** The bucket policy, as JSON, written for where the bucket is. */
  readonly policy?: PolicyFor;
  /** Why the policy and its status cannot be read. */
  readonly hiddenPolicy?: Unreadable;
  /** Left out where nobody is public in the policy. */
  readonly policyStatus?: BucketPolicyStatus;
  readonly acl?: BucketAcl;
  readonly ownership?: BucketOwnership;
  readonly accessPoints?: readonly SampleAccessPoint[];
  readonly isWebsite?: true;
}

/** Where a bucket is. */
export interface BucketPlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

type PolicyFor = (place: BucketPlace) => string;

/** An access point on the internet. */
interface SampleAccessPoint {
  readonly name: string;
  readonly restrictsPublic: boolean;
  readonly isPublic: boolean;
  readonly policy: PolicyFor;
}

/** Stands where AWS refuses to answer. */
export const refused = (refusal: Refusal, code: string): Unreadable => new Unreadable('it', refusal, code);
