import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { present } from './present.ts';

const bucketEncryptionSchema = {
  type: 'object',
  required: ['algorithm'],
  additionalProperties: false,
  properties: {
    algorithm: { type: 'string', pattern: '^(AES256|aws:.+)$' },
    /** As configured: a key id, an alias or an ARN of either; left out when S3 uses `aws/s3` or no KMS key. */
    kmsKey: { type: 'string', minLength: 1 },
    /** Whether S3 asks KMS once for many objects, with the bucket as the encryption context in place of the object; left out when it does not. */
    bucketKey: { type: 'boolean' },
  },
} as const satisfies JSONSchema;

export type BucketEncryption = FromSchema<typeof bucketEncryptionSchema>;

/**
 * The default encryption of a bucket; absent when none is configured, and then S3 encrypts with keys of its own (SSE-S3).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export const bucketEncryption: Fact<BucketEncryption> = {
  id: 'bucket-encryption',
  about: 'the default encryption of bucket',
  reach: 'account',
  actions: ['s3:GetEncryptionConfiguration'],
  calls: ['s3:GetBucketEncryption'],
  schema: bucketEncryptionSchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['ServerSideEncryptionConfigurationNotFoundError'], (await aws.s3()).getBucketEncryption(bucket));
    if (!answer) return undefined;
    const { Rules } = answer.ServerSideEncryptionConfiguration ?? {};
    demand(Rules?.length && Rules.every((rule) => Object.keys(rule).length > 0), 'encryption rule');
    const rule = Rules.find(({ ApplyServerSideEncryptionByDefault }) => ApplyServerSideEncryptionByDefault);
    if (!rule?.ApplyServerSideEncryptionByDefault) return undefined;
    const { SSEAlgorithm, KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault;
    return { algorithm: SSEAlgorithm as string, ...present({ kmsKey: KMSMasterKeyID, bucketKey: rule.BucketKeyEnabled || undefined }) };
  },
};
