import { PutObjectCommand, S3ServiceException, type S3Client } from '@aws-sdk/client-s3';
import type { Artefact } from './artefacts.ts';

/**
 * Puts an artefact into a bucket, unless it is there already.
 *
 * @returns whether it was not there
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function upload(client: S3Client, Bucket: string, { key, body }: Artefact): Promise<boolean> {
  try {
    await client.send(new PutObjectCommand({ Bucket, Key: key, Body: body, ChecksumAlgorithm: 'SHA256', IfNoneMatch: '*' }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
    throw error;
  }
}
