import { absentOn } from './absent.ts';
import type { Fact } from './fact.ts';
import { resourcePolicySchema, statedPolicy, type ResourcePolicy } from './policy-text.ts';

/**
 * The policy of a bucket; absent when it has none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export const bucketPolicy: Fact<ResourcePolicy> = {
  id: 'bucket-policy',
  about: 'the policy of bucket',
  reach: 'account',
  actions: ['s3:GetBucketPolicy'],
  calls: ['s3:GetBucketPolicy'],
  schema: resourcePolicySchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['NoSuchBucketPolicy'], (await aws.s3()).getBucketPolicy(bucket));
    return answer && { document: statedPolicy(answer.Policy) };
  },
};
