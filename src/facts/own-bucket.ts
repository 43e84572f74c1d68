import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages } from './pages.ts';

const ownBucketSchema = {
  type: 'object',
  required: ['region'],
  additionalProperties: false,
  properties: { region: { type: 'string', pattern: '^[a-z]{2,4}(-[a-z]+)+-\\d+$' } },
} as const satisfies JSONSchema;

export type OwnBucket = FromSchema<typeof ownBucketSchema>;

/**
 * A bucket of exactly this name among the account's own buckets, and its Region; absent when the account has none, whoever else may own the name.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export const ownBucket: Fact<OwnBucket> = {
  id: 'own-bucket',
  about: 'the ownership of bucket',
  reach: 'account',
  actions: ['s3:ListAllMyBuckets', 's3:GetBucketLocation'],
  calls: ['s3:ListBuckets', 's3:GetBucketLocation'],
  schema: ownBucketSchema,
  async read(aws, _scope, name) {
    const s3 = await aws.s3();
    const buckets = await allPages(async (ContinuationToken) => {
      const answer = await s3.listBuckets({ Prefix: name, MaxBuckets: 1_000, ContinuationToken });
      demand(answer.Owner?.ID, 'owner');
      return { items: answer.Buckets, next: answer.ContinuationToken };
    });
    demand(
      buckets.every(({ Name }) => Name),
      'name of a bucket',
    );
    const bucket = buckets.find(({ Name }) => Name === name);
    if (!bucket) return undefined;
    return { region: bucket.BucketRegion ?? regionOf((await s3.getBucketLocation(name)).LocationConstraint) };
  },
};

/** The Region behind a location constraint: none means us-east-1, and `EU` is the old name of eu-west-1. */
function regionOf(constraint: string | undefined): string {
  if (!constraint) return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}
