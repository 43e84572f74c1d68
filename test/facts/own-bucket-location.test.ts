import { expect, it } from 'vitest';
import { ownBucket } from '../../src/facts/own-bucket.ts';
import { answerWith } from './answering.ts';
import { read } from './read-fact.ts';

const listed =
  '<ListAllMyBucketsResult><Owner><ID>75aa57f0</ID></Owner><Buckets><Bucket><Name>prompts</Name></Bucket></Buckets></ListAllMyBucketsResult>';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
it.each([
  ['<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>', 'us-east-1'],
  ['<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">EU</LocationConstraint>', 'eu-west-1'],
  ['<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-central-2</LocationConstraint>', 'eu-central-2'],
  [
    '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">us-gov-west-1</LocationConstraint>',
    'us-gov-west-1',
  ],
])('takes %s for %s', async (location, region) => {
  answerWith(({ path }) => (path.includes('location') ? location : listed));
  expect(await read(ownBucket, 'prompts')).toEqual({ region });
});

it.each([
  '<Unexpected/>',
  '<LocationConstraint>eu-west-1</LocationConstraint>',
  '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">nowhere</LocationConstraint>',
])('does not take %s for us-east-1', async (location) => {
  answerWith(({ path }) => (path.includes('location') ? location : listed));
  await expect(read(ownBucket, 'prompts')).rejects.toMatchObject({ refusal: 'malformed' });
});

it('is unreadable when the location may not be read', async () => {
  const refusal = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>' };
  answerWith(({ path }) => (path.includes('location') ? refusal : listed));
  await expect(read(ownBucket, 'prompts')).rejects.toMatchObject({ refusal: 'denied', code: 'AccessDenied' });
});
