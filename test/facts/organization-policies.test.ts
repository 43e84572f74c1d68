import { expect, it } from 'vitest';
import { validator } from '../../src/engine/schemas.ts';
import { refusedConnection } from '../../src/facts/aws/connection.ts';
import { documentHash, organizationPolicies, type OrganizationPolicies } from '../../src/facts/organization-policies.ts';
import { home } from './read-fact.ts';

/** By `printf allow | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | cut -c1-22`. */
const [allow, deny] = ['QQCDc1c1oQ5lihnt0XBOYG', 'MCagykheWDFle6ASD6jdZr'];
const full = { name: 'FullAWSAccess', document: allow };
const guard = { name: 'guard', document: deny };
const sound: OrganizationPolicies = { documents: { [allow]: 'allow', [deny]: 'deny' }, scps: [[full], [full, guard]], rcps: [[full], []] };

const isValid = (value: unknown): boolean => validator(organizationPolicies.schema as object)(value);

it('is absent where nobody handed it in, without a call to AWS', async () => {
  const refused = refusedConnection(new Error('the organisation was asked'));
  expect(await organizationPolicies.read(refused, home, '')).toBeUndefined();
  expect(organizationPolicies).toMatchObject({ reach: 'account', actions: [], calls: [] });
});

it.each([
  ['policies of both types', sound],
  ['no type that restricts', { documents: {}, scps: [], rcps: [] }],
  ['a management account', { isManagementAccount: true, documents: {}, scps: [], rcps: [] }],
])('takes %s', (_what, value) => {
  expect(isValid(value)).toBe(true);
});

it.each([
  ['nothing', null],
  ['no documents', { scps: [], rcps: [] }],
  ['no service control policies', { documents: {}, rcps: [] }],
  ['no resource control policies', { documents: {}, scps: [] }],
  ['a management account that is none', { ...sound, isManagementAccount: false }],
  ['a level without a service control policy, which would forbid everything', { ...sound, scps: [[full], []] }],
  ['a document under a name that is no hash', { ...sound, documents: { allow: 'allow' } }],
  ['an empty document', { ...sound, documents: { [allow]: '' } }],
  ['a reference that is no hash', { ...sound, rcps: [[{ name: 'x', document: `${allow}x` }]] }],
  ['a policy without a name', { ...sound, rcps: [[{ document: allow }]] }],
  ['policies without levels', { ...sound, scps: [full] }],
  ['a member too many', { ...sound, note: 'x' }],
])('refuses %s', (_what, value) => {
  expect(isValid(value)).toBe(false);
});

it('names a document by the first 132 bits of its SHA-256', () => {
  expect([documentHash('allow'), documentHash('deny')]).toEqual([allow, deny]);
});
