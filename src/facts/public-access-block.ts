import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact, Known } from './fact.ts';
import { demand } from './malformed.ts';
import { attempt, type Attempt } from './unreadable.ts';

const flag = { type: 'boolean' } as const;

const schema = {
  type: 'object',
  required: ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'],
  additionalProperties: false,
  properties: { blockPublicAcls: flag, ignorePublicAcls: flag, blockPublicPolicy: flag, restrictPublicBuckets: flag },
} as const satisfies JSONSchema;

export type PublicAccessBlock = FromSchema<typeof schema>;

/**
 * The public access block of a bucket; absent when none is configured, which blocks nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const bucketPublicAccessBlock: Fact<PublicAccessBlock> = {
  id: 'bucket-public-access-block',
  about: 'the public access block of bucket',
  reach: 'account',
  actions: ['s3:GetBucketPublicAccessBlock'],
  calls: ['s3:GetPublicAccessBlock'],
  schema,
  read: async (aws, _scope, bucket) => flagsOf(await absentOn(absent, (await aws.s3()).getPublicAccessBlock(bucket))),
};

/**
 * The effective public access block of the account, what its organisation enforces included; absent when there is none, which blocks nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
export const accountPublicAccessBlock: Fact<PublicAccessBlock> = {
  id: 'account-public-access-block',
  about: 'the public access block of the account',
  reach: 'account',
  actions: ['s3:GetAccountPublicAccessBlock'],
  calls: ['s3control:GetPublicAccessBlock'],
  schema,
  read: async (aws) => flagsOf(await absentOn(absent, (await aws.s3Control()).getPublicAccessBlock())),
};

const absent = ['NoSuchPublicAccessBlockConfiguration'];

interface Flags {
  BlockPublicAcls?: boolean | undefined;
  IgnorePublicAcls?: boolean | undefined;
  BlockPublicPolicy?: boolean | undefined;
  RestrictPublicBuckets?: boolean | undefined;
}

/** A flag that S3 left out is off. */
function blockOf(flags: Flags | undefined): PublicAccessBlock {
  return {
    blockPublicAcls: flags?.BlockPublicAcls ?? false,
    ignorePublicAcls: flags?.IgnorePublicAcls ?? false,
    blockPublicPolicy: flags?.BlockPublicPolicy ?? false,
    restrictPublicBuckets: flags?.RestrictPublicBuckets ?? false,
  };
}

/**
 * The public access block that an answer states.
 *
 * @throws Error named `MalformedAnswer` when it states not one flag
 */
export function statedBlock(flags: Flags | undefined): PublicAccessBlock {
  demand(flags && Object.keys(flags).length > 0, 'public access block');
  return blockOf(flags);
}

function flagsOf(answer: { PublicAccessBlockConfiguration?: Flags | undefined } | undefined): PublicAccessBlock | undefined {
  return answer && statedBlock(answer.PublicAccessBlockConfiguration);
}

/** The flags in force for a bucket: each is on when the bucket or the account has it on; one of the two with all four on suffices. */
export function effectiveBlock(known: Known, bucket: string): PublicAccessBlock {
  const ofBucket = attempt(() => known(bucketPublicAccessBlock, bucket));
  if (isComplete(ofBucket)) return ofBucket.value;
  const ofAccount = attempt(() => known(accountPublicAccessBlock, ''));
  if (isComplete(ofAccount)) return ofAccount.value;
  if ('unreadable' in ofBucket) throw ofBucket.unreadable;
  if ('unreadable' in ofAccount) throw ofAccount.unreadable;
  const [one, other] = [ofBucket.value ?? blockOf(undefined), ofAccount.value ?? blockOf(undefined)];
  return {
    blockPublicAcls: one.blockPublicAcls || other.blockPublicAcls,
    ignorePublicAcls: one.ignorePublicAcls || other.ignorePublicAcls,
    blockPublicPolicy: one.blockPublicPolicy || other.blockPublicPolicy,
    restrictPublicBuckets: one.restrictPublicBuckets || other.restrictPublicBuckets,
  };
}

function isComplete(block: Attempt<PublicAccessBlock | undefined>): block is { value: PublicAccessBlock } {
  return 'value' in block && block.value !== undefined && Object.values(block.value).every(Boolean);
}
