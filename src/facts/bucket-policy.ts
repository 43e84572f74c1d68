import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { statedPolicy } from './policy-text.ts';

const bucketPolicySchema = {
  type: 'object',
  required: ['document'],
  additionalProperties: false,
  properties: {
    /** JSON, as AWS gave it. */
    document: { type: 'string', minLength: 1 },
  },
} as const satisfies JSONSchema;

export type BucketPolicy = FromSchema<typeof bucketPolicySchema>;

/**
 * The policy of a bucket; absent when it has none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export const bucketPolicy: Fact<BucketPolicy> = {
  id: 'bucket-policy',
  about: 'the policy of bucket',
  reach: 'account',
  actions: ['s3:GetBucketPolicy'],
  calls: ['s3:GetBucketPolicy'],
  schema: bucketPolicySchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['NoSuchBucketPolicy'], (await aws.s3()).getBucketPolicy(bucket));
    return answer && { document: statedPolicy(answer.Policy) };
  },
};
