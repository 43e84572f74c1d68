import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { present } from './present.ts';

const bucketObjectLockSchema = {
  type: 'object',
  required: ['mode'],
  additionalProperties: false,
  properties: { mode: { type: 'string', minLength: 1 }, days: { type: 'integer' }, years: { type: 'integer' } },
} as const satisfies JSONSchema;

export type BucketObjectLock = FromSchema<typeof bucketObjectLockSchema>;

/**
 * The default retention of a bucket with Object Lock; absent when new objects are not locked by default.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export const bucketObjectLock: Fact<BucketObjectLock> = {
  id: 'bucket-object-lock',
  about: 'the Object Lock configuration',
  reach: 'account',
  actions: ['s3:GetBucketObjectLockConfiguration'],
  calls: ['s3:GetObjectLockConfiguration'],
  schema: bucketObjectLockSchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['ObjectLockConfigurationNotFoundError'], (await aws.s3()).getObjectLockConfiguration(bucket));
    const retention = answer?.ObjectLockConfiguration?.Rule?.DefaultRetention;
    if (!retention || (!retention.Days && !retention.Years)) return undefined;
    return { mode: retention.Mode as string, ...present({ days: retention.Days || undefined, years: retention.Years || undefined }) };
  },
};
