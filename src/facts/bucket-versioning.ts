import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';

const bucketVersioningSchema = { enum: ['Never', 'Enabled', 'Suspended'] } as const satisfies JSONSchema;

export type BucketVersioning = FromSchema<typeof bucketVersioningSchema>;

/**
 * Whether a bucket keeps noncurrent versions: it never did, it does, or it did until versioning was suspended.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
 */
export const bucketVersioning: Fact<BucketVersioning> = {
  id: 'bucket-versioning',
  about: 'the versioning state of bucket',
  reach: 'account',
  actions: ['s3:GetBucketVersioning'],
  calls: ['s3:GetBucketVersioning'],
  schema: bucketVersioningSchema,
  read: async (aws, _scope, bucket) => (await (await aws.s3()).getBucketVersioning(bucket)).Status ?? 'Never',
};
