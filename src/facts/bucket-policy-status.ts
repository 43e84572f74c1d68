import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';

const bucketPolicyStatusSchema = {
  type: 'object',
  required: ['isPublic'],
  additionalProperties: false,
  properties: { isPublic: { type: 'boolean' } },
} as const satisfies JSONSchema;

export type BucketPolicyStatus = FromSchema<typeof bucketPolicyStatusSchema>;

/**
 * Whether S3 counts the bucket's policy as public; absent when the bucket has none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const bucketPolicyStatus: Fact<BucketPolicyStatus> = {
  id: 'bucket-policy-status',
  about: 'the policy status of bucket',
  reach: 'account',
  actions: ['s3:GetBucketPolicyStatus'],
  calls: ['s3:GetBucketPolicyStatus'],
  schema: bucketPolicyStatusSchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['NoSuchBucketPolicy'], (await aws.s3()).getBucketPolicyStatus(bucket));
    return answer && { isPublic: answer.PolicyStatus?.IsPublic as boolean };
  },
};
