import { absentOn } from './absent.ts';
import type { S3ControlOperations } from './aws/s3-control.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages } from './pages.ts';
import { statedPolicy } from './policy-text.ts';
import { statedBlock } from './public-access-block.ts';

const accessPointPoliciesSchema = {
  type: 'object',
  required: ['accessPoints'],
  additionalProperties: false,
  properties: {
    accessPoints: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'vpc', 'restrictsPublic'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1 },
          /** Whether it can be reached only from one VPC. */
          vpc: { type: 'boolean' },
          /** Whether a public policy lets in nobody but the account and AWS services. */
          restrictsPublic: { type: 'boolean' },
          /** JSON, as AWS gave it; left out when there is none. */
          policy: { type: 'string', minLength: 1 },
        },
      },
    },
  },
} as const satisfies JSONSchema;

export type AccessPointPolicies = FromSchema<typeof accessPointPoliciesSchema>;

/**
 * The access points of a bucket with their policies, those of the bucket's own account. Access points that other accounts have made for the bucket are not
 * listed by AWS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export const accessPointPolicies: Fact<AccessPointPolicies> = {
  id: 'access-point-policies',
  about: 'the access point policies of bucket',
  // S3 lists the access points of the Region that is asked.
  reach: 'region',
  actions: ['s3:ListAccessPoints', 's3:GetAccessPoint', 's3:GetAccessPointPolicy'],
  calls: ['s3control:ListAccessPoints', 's3control:GetAccessPoint', 's3control:GetAccessPointPolicy'],
  schema: accessPointPoliciesSchema,
  async read(aws, _scope, bucket) {
    const s3Control = await aws.s3Control();
    const listed = await allPages(async (token) => {
      const answer = await s3Control.listAccessPoints(bucket, token);
      return { items: answer.AccessPointList, next: answer.NextToken };
    });
    const accessPoints: AccessPointPolicies['accessPoints'][number][] = [];
    // One after the other: a fact has one place under the limit, and a bucket may have thousands.
    for (const { Name } of listed) accessPoints.push(await accessPoint(s3Control, Name));
    return { accessPoints };
  },
};

async function accessPoint(s3Control: S3ControlOperations, name: string | undefined) {
  demand(name, 'name of an access point');
  const [{ NetworkOrigin, PublicAccessBlockConfiguration }, answer] = await Promise.all([
    s3Control.getAccessPoint(name),
    absentOn(['NoSuchAccessPointPolicy'], s3Control.getAccessPointPolicy(name)),
  ]);
  demand(NetworkOrigin === 'VPC' || NetworkOrigin === 'Internet', 'network origin of an access point');
  return {
    name,
    vpc: NetworkOrigin === 'VPC',
    restrictsPublic: statedBlock(PublicAccessBlockConfiguration).restrictPublicBuckets,
    ...(answer && { policy: statedPolicy(answer.Policy) }),
  };
}
