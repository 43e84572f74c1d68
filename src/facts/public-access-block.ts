import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';

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
export function blockOf(flags: Flags | undefined): PublicAccessBlock {
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
