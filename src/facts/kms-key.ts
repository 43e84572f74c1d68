import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { present } from './present.ts';

const kmsKeySchema = {
  type: 'object',
  required: ['arn', 'account', 'manager', 'state'],
  additionalProperties: false,
  properties: {
    arn: { type: 'string', minLength: 1 },
    account: { type: 'string', pattern: '^\\d{12}$' },
    manager: { enum: ['AWS', 'CUSTOMER'] },
    state: { type: 'string', minLength: 1 },
    /** `SYMMETRIC_DEFAULT` for the only keys that S3 and CloudWatch Logs can encrypt with. */
    spec: { type: 'string' },
    /** Date, as YYYY-MM-DD, on which a key pending deletion is gone. */
    deletionDate: { type: 'string' },
  },
} as const satisfies JSONSchema;

export type KmsKey = FromSchema<typeof kmsKeySchema>;

/**
 * A KMS key, looked up by key id, alias or ARN of either; absent when there is none.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export const kmsKey: Fact<KmsKey> = {
  id: 'kms-key',
  about: 'the KMS key',
  reach: 'region',
  actions: ['kms:DescribeKey'],
  calls: ['kms:DescribeKey'],
  schema: kmsKeySchema,
  async read(aws, _scope, KeyId) {
    const answer = await absentOn(['NotFoundException'], (await aws.kms()).describeKey({ KeyId }));
    if (!answer) return undefined;
    const key = answer.KeyMetadata;
    return {
      arn: key?.Arn as string,
      account: key?.AWSAccountId as string,
      manager: key?.KeyManager as 'AWS' | 'CUSTOMER',
      state: key?.KeyState as string,
      ...present({ spec: key?.KeySpec, deletionDate: key?.DeletionDate?.toISOString().slice(0, 10) }),
    };
  },
};
