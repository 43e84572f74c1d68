import { describe, expect, it } from 'vitest';
import { bucketLifecycle, type BucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import { answerWith } from './answering.ts';
import { read } from './read-fact.ts';

type Rule = BucketLifecycle[number];

const everything: Rule = { enabled: true, prefix: '', byTag: false, bySize: false };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
const forms: readonly (readonly [form: string, rule: string, read: Rule])[] = [
  ['an empty filter', '<Filter/><Expiration><Days>400</Days></Expiration>', { ...everything, expirationDays: 400 }],
  ['an empty prefix', '<Filter><Prefix/></Filter><Expiration><Days>400</Days></Expiration>', { ...everything, expirationDays: 400 }],
  [
    'Filter.Prefix',
    '<Filter><Prefix>logs/</Prefix></Filter><Expiration><Days>1</Days></Expiration>',
    { ...everything, prefix: 'logs/', expirationDays: 1 },
  ],
  [
    'the deprecated Prefix',
    '<Prefix>logs/</Prefix><Expiration><Days>1</Days></Expiration>',
    { ...everything, prefix: 'logs/', expirationDays: 1 },
  ],
  ['the deprecated Prefix, empty', '<Prefix/><Expiration><Days>1</Days></Expiration>', { ...everything, expirationDays: 1 }],
  [
    'a tag',
    '<Filter><Tag><Key>keep</Key><Value>no</Value></Tag></Filter><Expiration><Days>1</Days></Expiration>',
    { ...everything, byTag: true, expirationDays: 1 },
  ],
  [
    'a least size',
    '<Filter><ObjectSizeGreaterThan>500</ObjectSizeGreaterThan></Filter><Expiration><Days>1</Days></Expiration>',
    { ...everything, bySize: true, expirationDays: 1 },
  ],
  [
    'a least size of 0',
    '<Filter><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan></Filter><Expiration><Days>1</Days></Expiration>',
    { ...everything, bySize: true, expirationDays: 1 },
  ],
  [
    'a greatest size',
    '<Filter><ObjectSizeLessThan>64000</ObjectSizeLessThan></Filter><Expiration><Days>1</Days></Expiration>',
    { ...everything, bySize: true, expirationDays: 1 },
  ],
  [
    'And with prefix and tags',
    '<Filter><And><Prefix>logs/</Prefix><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value>2</Value></Tag></And></Filter><Expiration><Days>1</Days></Expiration>',
    { ...everything, prefix: 'logs/', byTag: true, expirationDays: 1 },
  ],
  [
    'And with prefix and sizes',
    '<Filter><And><Prefix>logs/</Prefix><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter><Expiration><Days>1</Days></Expiration>',
    { ...everything, prefix: 'logs/', bySize: true, expirationDays: 1 },
  ],
  ['a date', '<Filter/><Expiration><Date>2027-01-31T00:00:00.000Z</Date></Expiration>', { ...everything, expirationDate: '2027-01-31' }],
  [
    'noncurrent versions',
    '<Filter/><NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration>',
    { ...everything, noncurrentDays: 30 },
  ],
  [
    'noncurrent versions of which some are kept',
    '<Filter/><NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays><NewerNoncurrentVersions>3</NewerNoncurrentVersions></NoncurrentVersionExpiration>',
    { ...everything, noncurrentDays: 30, newerNoncurrentVersions: 3 },
  ],
  ['expired delete markers', '<Filter/><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>', everything],
  [
    'a transition, which deletes nothing',
    '<Filter/><Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>',
    everything,
  ],
  [
    'an abort of incomplete uploads, which deletes no object',
    '<Filter/><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>',
    everything,
  ],
  ['an id', '<ID>prompts &amp; answers</ID><Filter/>', { ...everything, id: 'prompts & answers' }],
];

const configuration = (...rules: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rules.map((rule) => `<Rule>${rule}</Rule>`).join('')}</LifecycleConfiguration>`;

describe('bucket-lifecycle', () => {
  it.each(forms)('reads a rule with %s', async (_form, rule, expected) => {
    answerWith(configuration(`${rule}<Status>Enabled</Status>`));
    expect(await read(bucketLifecycle, 'prompts')).toEqual([expected]);
  });

  it('reads a disabled rule as disabled', async () => {
    answerWith(configuration('<Filter/><Status>Disabled</Status><Expiration><Days>1</Days></Expiration>'));
    expect(await read(bucketLifecycle, 'prompts')).toEqual([{ ...everything, enabled: false, expirationDays: 1 }]);
  });

  it('reads rules in their order', async () => {
    const rules = ['b', 'a', 'c'].map((id) => `<ID>${id}</ID><Filter/><Status>Enabled</Status>`);
    answerWith(configuration(...rules));
    expect((await read(bucketLifecycle, 'prompts'))?.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('is absent when S3 says that there is none', async () => {
    answerWith({ status: 404, body: '<Error><Code>NoSuchLifecycleConfiguration</Code></Error>' });
    expect(await read(bucketLifecycle, 'prompts')).toBeUndefined();
  });

  it('is unreadable when the bucket is not found', async () => {
    answerWith({ status: 404, body: '<Error><Code>NoSuchBucket</Code></Error>' });
    await expect(read(bucketLifecycle, 'prompts')).rejects.toMatchObject({ refusal: 'failed', code: 'NoSuchBucket' });
  });
});
