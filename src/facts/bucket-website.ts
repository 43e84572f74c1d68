import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';

const bucketWebsiteSchema = { const: true } as const satisfies JSONSchema;

export type BucketWebsite = FromSchema<typeof bucketWebsiteSchema>;

/** Whether the bucket is a website; absent when it is not. */
export const bucketWebsite: Fact<BucketWebsite> = {
  id: 'bucket-website',
  about: 'the website configuration of bucket',
  reach: 'account',
  actions: ['s3:GetBucketWebsite'],
  calls: ['s3:GetBucketWebsite'],
  schema: bucketWebsiteSchema,
  async read(aws, _scope, bucket) {
    const answer = await absentOn(['NoSuchWebsiteConfiguration'], (await aws.s3()).getBucketWebsite(bucket));
    if (!answer) return undefined;
    demand(answer.IndexDocument?.Suffix ?? answer.RedirectAllRequestsTo?.HostName, 'website');
    return true;
  },
};
