import type { LifecycleRule } from '@aws-sdk/client-s3';
import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { present } from './present.ts';

const bucketLifecycleSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['enabled', 'prefix', 'byTag', 'bySize'],
    additionalProperties: false,
    properties: {
      id: { type: 'string' },
      enabled: { type: 'boolean' },
      /** Empty when the rule applies to every key. */
      prefix: { type: 'string' },
      byTag: { type: 'boolean' },
      bySize: { type: 'boolean' },
      /** Days after creation on which a current version expires. */
      expirationDays: { type: 'integer' },
      /** Date, as YYYY-MM-DD, from which every current version expires. */
      expirationDate: { type: 'string' },
      /** Days after becoming noncurrent on which a version is deleted. */
      noncurrentDays: { type: 'integer' },
      /** How many noncurrent versions are kept for ever. */
      newerNoncurrentVersions: { type: 'integer' },
    },
  },
} as const satisfies JSONSchema;

export type BucketLifecycle = FromSchema<typeof bucketLifecycleSchema>;

/**
 * What the lifecycle rules of a bucket delete and which objects they choose; absent when the bucket has none. Transitions are left out: they delete nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export const bucketLifecycle: Fact<BucketLifecycle> = {
  id: 'bucket-lifecycle',
  about: 'the lifecycle configuration of bucket',
  reach: 'account',
  actions: ['s3:GetLifecycleConfiguration'],
  calls: ['s3:GetBucketLifecycleConfiguration'],
  schema: bucketLifecycleSchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['NoSuchLifecycleConfiguration'], (await aws.s3()).getBucketLifecycleConfiguration(bucket));
    if (!answer) return undefined;
    demand(answer.Rules?.length, 'rules');
    return answer.Rules.map(lifecycleRule);
  },
};

function lifecycleRule(rule: LifecycleRule): BucketLifecycle[number] {
  const { Filter: filter, Expiration: expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  const { And: and } = filter ?? {};
  demand(rule.Status === 'Enabled' || rule.Status === 'Disabled', 'status of a rule');
  demand(filter ?? rule.Prefix !== undefined, 'filter of a rule');
  demand(!expiration || Object.keys(expiration).length > 0, 'day of an expiration');
  demand(!noncurrent || Object.keys(noncurrent).length > 0, 'day of an expiration of noncurrent versions');
  const sizes = [filter?.ObjectSizeGreaterThan, filter?.ObjectSizeLessThan, and?.ObjectSizeGreaterThan, and?.ObjectSizeLessThan];
  return {
    enabled: rule.Status === 'Enabled',
    prefix: and?.Prefix ?? filter?.Prefix ?? rule.Prefix ?? '',
    byTag: filter?.Tag !== undefined || (and?.Tags?.length ?? 0) > 0,
    bySize: sizes.some((size) => size !== undefined),
    ...present({
      id: rule.ID,
      expirationDays: expiration?.Days,
      expirationDate: expiration?.Date?.toISOString().slice(0, 10),
      noncurrentDays: noncurrent?.NoncurrentDays,
      newerNoncurrentVersions: noncurrent?.NewerNoncurrentVersions,
    }),
  };
}
