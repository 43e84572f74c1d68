import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  S3Client,
  type ListBucketsCommandInput,
} from '@aws-sdk/client-s3';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

/** Answers that may be empty, told apart from any other XML by their outermost tag. The SDK sees the text of one only if the tag has an attribute. */
const roots = { GetBucketLocationCommand: 'LocationConstraint xmlns=', GetBucketVersioningCommand: 'Versioning' };

export type S3Operations = ReturnType<typeof s3Operations>;

/**
 * The operations of s3 that facts read with. Every call about a bucket carries `ExpectedBucketOwner`, so that S3 refuses to answer for a bucket that
 * has changed hands.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export function s3Operations(settings: ClientSettings, ExpectedBucketOwner: string) {
  const config = { ...clientConfig(settings), followRegionRedirects: true };
  const client = refuseForeignAnswers(new S3Client(config), roots);
  const answersWithoutBody = new S3Client(config);
  return {
    getBucketAcl: (Bucket: string) => client.send(new GetBucketAclCommand({ Bucket, ExpectedBucketOwner })),
    getBucketEncryption: (Bucket: string) => client.send(new GetBucketEncryptionCommand({ Bucket, ExpectedBucketOwner })),
    getBucketLifecycleConfiguration: (Bucket: string) =>
      client.send(new GetBucketLifecycleConfigurationCommand({ Bucket, ExpectedBucketOwner })),
    getBucketLocation: (Bucket: string) => client.send(new GetBucketLocationCommand({ Bucket, ExpectedBucketOwner })),
    getBucketOwnershipControls: (Bucket: string) => client.send(new GetBucketOwnershipControlsCommand({ Bucket, ExpectedBucketOwner })),
    getBucketPolicy: (Bucket: string) => client.send(new GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner })),
    getBucketPolicyStatus: (Bucket: string) => client.send(new GetBucketPolicyStatusCommand({ Bucket, ExpectedBucketOwner })),
    getBucketVersioning: (Bucket: string) => client.send(new GetBucketVersioningCommand({ Bucket, ExpectedBucketOwner })),
    getBucketWebsite: (Bucket: string) => client.send(new GetBucketWebsiteCommand({ Bucket, ExpectedBucketOwner })),
    getObjectLockConfiguration: (Bucket: string) => client.send(new GetObjectLockConfigurationCommand({ Bucket, ExpectedBucketOwner })),
    getPublicAccessBlock: (Bucket: string) => client.send(new GetPublicAccessBlockCommand({ Bucket, ExpectedBucketOwner })),
    headBucket: (Bucket: string) => answersWithoutBody.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner })),
    listBuckets: (input: ListBucketsCommandInput) => client.send(new ListBucketsCommand(input)),
  };
}
