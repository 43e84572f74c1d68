import { createHash } from 'node:crypto';
import type { GetAccountAuthorizationDetailsResponse, RoleDetail } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { authorizationPages } from '../../src/facts/authorization-pages.ts';

const trustText = '{"Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}';
const readText = '{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}';
const keyText = '{"Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}}';
const computeText = '{"Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*"}}';
const sent = encodeURIComponent;
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

const arnOf = (kind: string, name: string) => `arn:aws:iam::111122223333:${kind}/${name}`;
const attachedTo = (...names: string[]) => names.map((name) => ({ PolicyName: name, PolicyArn: arnOf('policy', name) }));

const managed = (name: string, text: string) => ({
  PolicyName: name,
  Arn: arnOf('policy', name),
  PolicyVersionList: [
    { VersionId: 'v2', IsDefaultVersion: false, Document: sent('{"Statement":"old"}') },
    { VersionId: 'v3', IsDefaultVersion: true, Document: sent(text) },
  ],
});

const role = (name: string, more: RoleDetail = {}): RoleDetail => ({
  RoleName: name,
  RoleId: `AROA${name.toUpperCase()}`,
  Arn: arnOf('role', name),
  AssumeRolePolicyDocument: sent(trustText),
  ...more,
});

function read(pages: readonly GetAccountAuthorizationDetailsResponse[], tagKey = '') {
  const reading = authorizationPages(tagKey);
  for (const page of pages) reading.add(page);
  return reading.value();
}

it('reads users, roles and groups, each with its policies, in the order of their ARNs', () => {
  const value = read([
    {
      UserDetailList: [
        {
          UserName: 'ann',
          UserId: 'AIDAANN',
          Arn: arnOf('user', 'ann'),
          GroupList: ['readers'],
          UserPolicyList: [{ PolicyName: 'own', PolicyDocument: sent(keyText) }],
        },
      ],
      GroupDetailList: [
        { GroupName: 'readers', GroupId: 'AGPAREADERS', Arn: arnOf('group', 'readers'), AttachedManagedPolicies: attachedTo('Read') },
      ],
      RoleDetailList: [role('app', { AttachedManagedPolicies: attachedTo('Read', 'Keys'), RolePolicyList: [] })],
      Policies: [managed('Keys', keyText), managed('Read', readText), managed('Nobody', readText)],
    },
  ]);
  expect(value).toEqual({
    documents: { [hashOf(readText)]: readText, [hashOf(keyText)]: keyText, [hashOf(trustText)]: trustText },
    policies: [
      { name: 'Read', arn: arnOf('policy', 'Read'), document: hashOf(readText) },
      { name: 'Keys', arn: arnOf('policy', 'Keys'), document: hashOf(keyText) },
      { name: 'own', document: hashOf(keyText) },
    ],
    groups: [{ name: 'readers', arn: arnOf('group', 'readers'), id: 'AGPAREADERS', policies: [0] }],
    principals: [
      { arn: arnOf('role', 'app'), id: 'AROAAPP', policies: [0, 1], trust: hashOf(trustText) },
      { arn: arnOf('user', 'ann'), id: 'AIDAANN', policies: [2], groups: [0] },
    ],
  });
});

it('names a document by the first 22 characters of its base64url SHA-256', () => {
  // printf '{"Statement":[]}' | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | cut -c1-22
  const { documents } = read([{ RoleDetailList: [role('app', { AssumeRolePolicyDocument: '{"Statement":[]}' })] }]);
  expect(documents).toEqual({ cB8S4qRWQZMudxaxYMxDwk: '{"Statement":[]}' });
});

it('holds one entry of an inline policy that many roles have, and one for each name and document', () => {
  const inline = (name: string, text: string) => ({ PolicyName: name, PolicyDocument: sent(text) });
  const { policies, principals } = read([
    {
      RoleDetailList: [role('a', { RolePolicyList: [inline('own', readText)] }), role('b', { RolePolicyList: [inline('own', readText)] })],
    },
    { RoleDetailList: [role('c', { RolePolicyList: [inline('own', keyText), inline('other', readText), inline('own', readText)] })] },
  ]);
  expect(policies.map(({ name, document }) => [name, document])).toEqual([
    ['own', hashOf(readText)],
    ['own', hashOf(keyText)],
    ['other', hashOf(readText)],
  ]);
  expect(principals.map((principal) => principal.policies)).toEqual([[0], [0], [1, 2, 0]]);
});

it('is the same whatever page something is on, and in whatever order', () => {
  const roles = [role('a', { AttachedManagedPolicies: attachedTo('Keys') }), role('b', { AttachedManagedPolicies: attachedTo('Read') })];
  const policies = [managed('Read', readText), managed('Keys', keyText)];
  const together = read([{ RoleDetailList: roles, Policies: policies }]);
  const apart = [...roles.map((each) => ({ RoleDetailList: [each] })), ...policies.map((each) => ({ Policies: [each] }))];
  expect(JSON.stringify(read(apart))).toBe(JSON.stringify(together));
  expect(JSON.stringify(read(apart.toReversed()))).toBe(JSON.stringify(together));
});

it('leaves out policies that cannot concern logs, but neither boundaries nor trust policies', () => {
  const boundary = { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arnOf('policy', 'Limit') } as const;
  const { documents, policies, principals } = read([
    {
      RoleDetailList: [
        role('app', {
          AssumeRolePolicyDocument: sent(computeText),
          AttachedManagedPolicies: attachedTo('Compute', 'Limit'),
          RolePolicyList: [{ PolicyName: 'own', PolicyDocument: sent(computeText) }],
          PermissionsBoundary: boundary,
        }),
      ],
      Policies: [managed('Compute', computeText), managed('Limit', '{"Statement":{"Action":"ec2:Run*"}}')],
    },
  ]);
  expect(policies.map(({ name }) => name)).toEqual(['Limit']);
  expect(principals).toMatchObject([{ policies: [], boundary: 0, trust: hashOf(computeText) }]);
  expect(Object.keys(documents)).toHaveLength(2);
});

describe('tags', () => {
  const Tags = [
    { Key: 'log-reader', Value: 'yes' },
    { Key: 'owner', Value: 'secret' },
    { Key: 'empty', Value: '' },
  ];
  const tagged = [{ RoleDetailList: [role('a', { Tags }), role('b')] }];

  it.each([
    ['log-reader', 'yes'],
    ['empty', ''],
    ['missing', undefined],
    ['', undefined],
  ])('hold the value of the tag asked for, %o, and of no other', (key, value) => {
    const { principals } = read(tagged, key);
    expect(principals.map(({ tag }) => tag)).toEqual([value, undefined]);
    expect(JSON.stringify(principals)).not.toContain('secret');
  });
});

describe('pages are refused', () => {
  const withoutMember = (member: keyof RoleDetail) => {
    const { [member]: _left, ...rest } = role('app');
    return { RoleDetailList: [rest] };
  };

  it.each<readonly [string, GetAccountAuthorizationDetailsResponse]>([
    ['without the document of an attached policy', { RoleDetailList: [role('app', { AttachedManagedPolicies: attachedTo('Read') })] }],
    [
      'without the default version of an attached policy',
      {
        RoleDetailList: [role('app', { AttachedManagedPolicies: attachedTo('Read') })],
        Policies: [{ ...managed('Read', readText), PolicyVersionList: [{ VersionId: 'v1', Document: sent(readText) }] }],
      },
    ],
    [
      'without the document of a boundary',
      {
        RoleDetailList: [
          role('app', {
            PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arnOf('policy', 'Limit') },
          }),
        ],
      },
    ],
    ['with a boundary without ARN', { RoleDetailList: [role('app', { PermissionsBoundary: {} })] }],
    ['without the group of a user', { UserDetailList: [{ UserId: 'AIDAANN', Arn: arnOf('user', 'ann'), GroupList: ['readers'] }] }],
    ['without the id of a group', { GroupDetailList: [{ GroupName: 'readers', Arn: arnOf('group', 'readers') }] }],
    ['without the ARN of a group', { GroupDetailList: [{ GroupName: 'readers', GroupId: 'AGPAREADERS' }] }],
    ['without the ARN of a role', withoutMember('Arn')],
    ['without the id of a role', withoutMember('RoleId')],
    ['without the trust policy of a role', withoutMember('AssumeRolePolicyDocument')],
    ['with an inline policy without document', { RoleDetailList: [role('app', { RolePolicyList: [{ PolicyName: 'own' }] })] }],
    ['with an inline policy without name', { RoleDetailList: [role('app', { RolePolicyList: [{ PolicyDocument: sent(readText) }] })] }],
    ['with an attached policy without ARN', { RoleDetailList: [role('app', { AttachedManagedPolicies: [{ PolicyName: 'Read' }] })] }],
    ['with a text in place of roles', { RoleDetailList: 'roles' as unknown as RoleDetail[] }],
    ['with texts in place of roles', { RoleDetailList: ['app'] as unknown as RoleDetail[] }],
  ])('%s', (_what, page) => {
    expect(() => read([page])).toThrow(expect.objectContaining({ name: 'MalformedAnswer' }));
  });
});
