import { absentOn } from './absent.ts';
import type { S3ControlOperations } from './aws/s3-control.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages } from './pages.ts';
import { statedBlock } from './public-access-block.ts';

const bucketAccessPointsSchema = {
  type: 'object',
  required: ['internet'],
  additionalProperties: false,
  properties: {
    internet: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'hasPublicPolicy', 'restrictsPublic'],
        additionalProperties: false,
        properties: { name: { type: 'string' }, hasPublicPolicy: { type: 'boolean' }, restrictsPublic: { type: 'boolean' } },
      },
    },
  },
} as const satisfies JSONSchema;

export type BucketAccessPoints = FromSchema<typeof bucketAccessPointsSchema>;

/**
 * The access points through which a bucket can be reached from the internet, those of the bucket's own account. Access points that other accounts have
 * made for the bucket are not listed by AWS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points.html
 */
export const bucketAccessPoints: Fact<BucketAccessPoints> = {
  id: 'bucket-access-points',
  about: 'the access points of bucket',
  // S3 lists the access points of the Region that is asked.
  reach: 'region',
  actions: ['s3:ListAccessPoints', 's3:GetAccessPoint', 's3:GetAccessPointPolicyStatus'],
  calls: ['s3control:ListAccessPoints', 's3control:GetAccessPoint', 's3control:GetAccessPointPolicyStatus'],
  schema: bucketAccessPointsSchema,
  async read(aws, _scope, bucket) {
    const s3Control = await aws.s3Control();
    const accessPoints = await allPages(async (token) => {
      const answer = await s3Control.listAccessPoints(bucket, token);
      return { items: answer.AccessPointList, next: answer.NextToken };
    });
    const fromInternet = accessPoints.filter(({ NetworkOrigin }) => NetworkOrigin !== 'VPC');
    const internet: BucketAccessPoints['internet'][number][] = [];
    // One after the other: a fact has one place under the limit, and a bucket may have thousands.
    for (const { Name } of fromInternet) internet.push(await accessPoint(s3Control, Name));
    return { internet };
  },
};

async function accessPoint(s3Control: S3ControlOperations, name: string | undefined) {
  demand(name, 'name of an access point');
  const [details, status] = await Promise.all([
    s3Control.getAccessPoint(name),
    absentOn(['NoSuchAccessPointPolicy'], s3Control.getAccessPointPolicyStatus(name)),
  ]);
  return {
    name,
    hasPublicPolicy: status ? (status.PolicyStatus?.IsPublic as boolean) : false,
    restrictsPublic: statedBlock(details.PublicAccessBlockConfiguration).restrictPublicBuckets,
  };
}
