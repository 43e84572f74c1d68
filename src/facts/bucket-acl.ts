import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';

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
  about: 'the ACL of bucket',
  reach: 'account',
  actions: ['s3:GetBucketAcl'],
  calls: ['s3:GetBucketAcl'],
  schema: bucketAclSchema,
  async read(aws, _scope, bucket) {
    const { Grants, Owner } = await (await aws.s3()).getBucketAcl(bucket);
    demand(Owner?.ID, 'owner');
    demand(Grants, 'grants');
    const grantees = Grants.map(({ Grantee }) => {
      demand(Grantee?.ID ?? Grantee?.URI ?? Grantee?.EmailAddress, 'grantee');
      return Grantee?.URI?.split('/').at(-1);
    });
    return { publicGroups: (['AllUsers', 'AuthenticatedUsers'] as const).filter((group) => grantees.includes(group)) };
  },
};
