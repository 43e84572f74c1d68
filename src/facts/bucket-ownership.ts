import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';

const bucketOwnershipSchema = {
  type: 'object',
  required: ['objectOwnership'],
  additionalProperties: false,
  properties: { objectOwnership: { type: 'string', minLength: 1 } },
} as const satisfies JSONSchema;

export type BucketOwnership = FromSchema<typeof bucketOwnershipSchema>;

/**
 * The object ownership of a bucket; absent when none is configured, and then ACLs count.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export const bucketOwnership: Fact<BucketOwnership> = {
  id: 'bucket-ownership',
  about: 'the object ownership of bucket',
  reach: 'account',
  actions: ['s3:GetBucketOwnershipControls'],
  calls: ['s3:GetBucketOwnershipControls'],
  schema: bucketOwnershipSchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['OwnershipControlsNotFoundError'], (await aws.s3()).getBucketOwnershipControls(bucket));
    return answer && { objectOwnership: answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership as string };
  },
};
