import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { statedPolicy } from './policy-text.ts';

const keyPolicySchema = {
  type: 'object',
  required: ['document'],
  additionalProperties: false,
  properties: {
    /** JSON, as AWS gave it. */
    document: { type: 'string', minLength: 1 },
  },
} as const satisfies JSONSchema;

export type KeyPolicy = FromSchema<typeof keyPolicySchema>;

/**
 * The key policy of a KMS key, looked up by its ARN; absent when there is no such key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
 */
export const keyPolicy: Fact<KeyPolicy> = {
  id: 'key-policy',
  about: 'the policy of the KMS key',
  reach: 'region',
  actions: ['kms:GetKeyPolicy'],
  calls: ['kms:GetKeyPolicy'],
  schema: keyPolicySchema,
  async read(aws, _scope, KeyId) {
    const answer = await absentOn(['NotFoundException'], (await aws.kms()).getKeyPolicy({ KeyId, PolicyName: 'default' }));
    return answer && { document: statedPolicy(answer.Policy) };
  },
};
