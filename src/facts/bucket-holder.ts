import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { describeError } from './unreadable.ts';

const bucketHolderSchema = { enum: ['somebody', 'nobody'] } as const satisfies JSONSchema;

export type BucketHolder = FromSchema<typeof bucketHolderSchema>;

/**
 * Whether anybody holds a bucket name that is not among the account's own: S3 answers 403 for a bucket of somebody else and 404 for a name that is free.
 * It takes no permission: both answers are refusals.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export const bucketHolder: Fact<BucketHolder> = {
  id: 'bucket-holder',
  about: 'the holder of bucket',
  reach: 'account',
  actions: [],
  calls: ['s3:HeadBucket'],
  schema: bucketHolderSchema,
  async read(aws, _scope, name) {
    try {
      const { BucketRegion } = await (await aws.s3()).headBucket(name);
      demand(BucketRegion, 'Region of the bucket');
      return 'somebody';
    } catch (error) {
      const { status } = describeError(error);
      if (status === 404) return 'nobody';
      if (status === 403) return 'somebody';
      throw error;
    }
  },
};
