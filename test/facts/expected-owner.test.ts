import { expect, it } from 'vitest';
import { bucketHolder } from '../../src/facts/bucket-holder.ts';
import { answerWith, type Asked } from './answering.ts';
import { everyFact } from './every-fact.ts';
import { read } from './read-fact.ts';

const listed =
  '<ListAllMyBucketsResult><Owner><ID>75aa57f0</ID></Owner><Buckets><Bucket><Name>prompt-records</Name></Bucket></Buckets></ListAllMyBucketsResult>';

const ofBucket = [...everyFact.filter(({ resource }) => resource === 'prompt-records').map(({ fact }) => fact), bucketHolder];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
it.each(ofBucket.map((fact) => [fact.id, fact] as const))('%s asks only for a bucket of the account', async (_id, fact) => {
  const asked: Asked[] = [];
  answerWith((question) => {
    asked.push(question);
    return question.path.startsWith('/?') ? listed : { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
  });
  await read(fact, 'prompt-records').catch(() => undefined);
  expect(asked.length).toBeGreaterThan(0);
  for (const { path, headers } of asked) {
    // S3 Control takes the account itself; a list of the account's buckets has no other owner.
    const owner = headers['x-amz-account-id'] ?? headers['x-amz-expected-bucket-owner'] ?? (path.startsWith('/?') && 'the account');
    expect(owner).toBe(path.startsWith('/?') ? 'the account' : '111122223333');
  }
});
