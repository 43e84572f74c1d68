import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { present } from './present.ts';

const bucketObjectLockSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    mode: { type: 'string', minLength: 1 },
    days: { type: 'integer' },
    years: { type: 'integer' },
    /** New versions are kept until somebody releases them. */
    eventHold: { const: true },
  },
} as const satisfies JSONSchema;

export type BucketObjectLock = FromSchema<typeof bucketObjectLockSchema>;

/**
 * The default retention of a bucket with Object Lock; absent when new objects are not locked by default.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export const bucketObjectLock: Fact<BucketObjectLock> = {
  id: 'bucket-object-lock',
  about: 'the Object Lock configuration of bucket',
  reach: 'account',
  actions: ['s3:GetBucketObjectLockConfiguration'],
  calls: ['s3:GetObjectLockConfiguration'],
  schema: bucketObjectLockSchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['ObjectLockConfigurationNotFoundError'], (await aws.s3()).getObjectLockConfiguration(bucket));
    if (!answer) return undefined;
    const { ObjectLockEnabled, Rule } = answer.ObjectLockConfiguration ?? {};
    demand(ObjectLockEnabled === 'Enabled', 'Object Lock');
    if (!Rule) return undefined;
    const { Mode, Days, Years, DefaultEventHold } = Rule.DefaultRetention ?? {};
    demand(Days || Years || DefaultEventHold, 'default retention');
    demand(Mode || (!Days && !Years), 'mode of the default retention');
    return present({
      mode: Mode,
      days: Days || undefined,
      years: Years || undefined,
      eventHold: DefaultEventHold ? (true as const) : undefined,
    });
  },
};
