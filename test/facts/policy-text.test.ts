import { expect, it } from 'vitest';
import { decodedPolicy, statedPolicy } from '../../src/facts/policy-text.ts';

const text = '{"Statement":[{"Action":"s3:Get*","Resource":"arn:aws:s3:::a b+c/%20"}]}';

it.each([
  ['URL-encoded', encodeURIComponent(text), text],
  ['URL-encoded with lower-case digits', encodeURIComponent(text).toLowerCase(), text.toLowerCase()],
  ['plain', text, text],
  ['plain after white space', `\n ${text}`, `\n ${text}`],
  ['not decodable', '%7B%ZZ', '%7B%ZZ'],
])('a document that is %s is read as JSON', (_how, sent, read) => {
  expect(decodedPolicy(sent)).toBe(read);
});

it.each([text, '{"statement":{}}', '\n{"Version":"2012-10-17","Statement":[]}'])('the policy %s is stated as AWS gave it', (policy) => {
  expect(statedPolicy(policy)).toBe(policy);
});

it.each([
  undefined,
  '',
  '{}',
  '[]',
  'null',
  '"Statement"',
  '{"Version":"2012-10-17"}',
  '{"Statement":',
  '<Policy/>',
  ['{"Statement":[]}'],
  1,
])('%o is no policy', (policy) => {
  expect(() => statedPolicy(policy)).toThrow(expect.objectContaining({ name: 'MalformedAnswer' }));
});
