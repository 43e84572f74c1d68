import { absentOn } from './absent.ts';
import type { Fact } from './fact.ts';
import { resourcePolicySchema, statedPolicy, type ResourcePolicy } from './policy-text.ts';

/**
 * The key policy of a KMS key, looked up by its ARN; absent when there is no such key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
 */
export const keyPolicy: Fact<ResourcePolicy> = {
  id: 'key-policy',
  about: 'the policy of the KMS key',
  reach: 'region',
  actions: ['kms:GetKeyPolicy'],
  calls: ['kms:GetKeyPolicy'],
  schema: resourcePolicySchema,
  async read(aws, _scope, KeyId) {
    const answer = await absentOn(['NotFoundException'], (await aws.kms()).getKeyPolicy({ KeyId, PolicyName: 'default' }));
    return answer && { document: statedPolicy(answer.Policy) };
  },
};
