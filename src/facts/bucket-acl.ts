import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';

const bucketAclSchema = {
  type: 'object',
  required: ['publicGroups'],
  additionalProperties: false,
  properties: { publicGroups: { type: 'array', items: { enum: ['AllUsers', 'AuthenticatedUsers'] } } },
} as const satisfies JSONSchema;

export type BucketAcl = FromSchema<typeof bucketAclSchema>;

/**
 * The groups of strangers that the bucket's ACL grants something to. Canonical users are left out: they are somebody.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export const bucketAcl: Fact<BucketAcl> = {
  id: 'bucket-acl',
  about: 'the ACL',
  reach: 'account',
  actions: ['s3:GetBucketAcl'],
  calls: ['s3:GetBucketAcl'],
  schema: bucketAclSchema,
  async read(aws, _scope, bucket) {
    const { Grants } = await (await aws.s3()).getBucketAcl(bucket);
    const grantees = (Grants ?? []).map(({ Grantee }) => Grantee?.URI?.split('/').at(-1));
    return { publicGroups: (['AllUsers', 'AuthenticatedUsers'] as const).filter((group) => grantees.includes(group)) };
  },
};
