import { describe, expect, it } from 'vitest';
import { outsiderCertainty, type AskedOfOutsider } from '../../src/policy/outsider-verdict.ts';
import { accountOfOutsider, outsidersNamedBy, type Outsider } from '../../src/policy/outsiders.ts';
import { parsePolicy, type Statement } from '../../src/policy/policy-document.ts';
import type { KeyState } from '../../src/policy/request-context.ts';
import type { NamedPolicy } from '../../src/policy/sources.ts';
import { certain, conditional, never, unclear, type Certainty } from '../../src/policy/survey.ts';

const own = '111122223333';
const other = '444455556666';
const partner = `arn:aws:iam::${other}:role/Partner`;

const policyOf = (...Statement: readonly object[]): NamedPolicy => ({
  name: 'bucket policy',
  parsed: parsePolicy({ Version: '2012-10-17', Statement }, 'resource'),
});

const allow = (more: object): object => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::prompts/*',
  ...more,
});
const deny = (more: object): object => ({ ...allow(more), Effect: 'Deny' });

function namedBy(more: object): string[] {
  const { parsed } = policyOf(allow(more));
  if ('problem' in parsed) throw new Error(parsed.problem);
  return outsidersNamedBy(parsed.policy.statements[0] as Statement, own).map(({ kind, id }) => `${kind} ${id}`);
}

describe('the outsiders a statement names', () => {
  it.each<readonly [string, object, readonly string[]]>([
    ['everybody', {}, ['everybody *']],
    ['everybody in a list', { Principal: { AWS: ['*', other] } }, ['everybody *', `account ${other}`]],
    ['nobody of the own account', { Principal: { AWS: [own, `arn:aws:iam::${own}:root`, `arn:aws:iam::${own}:role/Reader`] } }, []],
    ['an account by its id', { Principal: { AWS: other } }, [`account ${other}`]],
    ['an account by its root', { Principal: { AWS: `arn:aws:iam::${other}:root` } }, [`account ${other}`]],
    ['a role', { Principal: { AWS: partner } }, [`principal ${partner}`]],
    ['a user', { Principal: { AWS: `arn:aws:iam::${other}:user/eve` } }, [`principal arn:aws:iam::${other}:user/eve`]],
    ['a session', { Principal: { AWS: `arn:aws:sts::${other}:assumed-role/R/s` } }, [`principal arn:aws:sts::${other}:assumed-role/R/s`]],
    ['the account of what is no caller', { Principal: { AWS: `arn:aws:iam::${other}:group/g` } }, [`account ${other}`]],
    ['nobody that was deleted', { Principal: { AWS: ['AIDAEXAMPLE', 'AROAEXAMPLE'] } }, []],
    ['a service', { Principal: { Service: 'logging.s3.amazonaws.com' } }, ['service logging.s3.amazonaws.com']],
    ['an identity provider', { Principal: { Federated: 'accounts.google.com' } }, ['provider accounts.google.com']],
    [
      'a SAML provider',
      { Principal: { Federated: `arn:aws:iam::${own}:saml-provider/p` } },
      [`provider arn:aws:iam::${own}:saml-provider/p`],
    ],
    ['a canonical user', { Principal: { CanonicalUser: '79a59d' } }, ['canonical user 79a59d']],
    [
      'an origin access identity',
      { Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } },
      ['canonical user arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'],
    ],
    ['everybody who is not left out', { Principal: undefined, NotPrincipal: { AWS: other } }, ['everybody *']],
    ['nobody by a Deny', { Effect: 'Deny' }, []],
  ])('are %s', (_, more, expected) => {
    expect(namedBy(more)).toEqual(expected);
  });

  it.each<readonly [operator: string, key: string, value: string | readonly string[], readonly string[]]>([
    ['StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', ['organization o-a1b2c3d4e5']],
    ['StringEquals', 'AWS:principalorgid', ['o-a1', 'o-b2'], ['organization o-a1', 'organization o-b2']],
    ['StringLike', 'aws:PrincipalOrgID', 'o-*', ['everybody *']],
    ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-a1', ['everybody *']],
    ['StringNotEquals', 'aws:PrincipalOrgID', 'o-a1', ['everybody *']],
    ['ForAllValues:StringEquals', 'aws:PrincipalOrgID', 'o-a1', ['everybody *']],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1/r-x/ou-y/*', ['organization o-a1/r-x/ou-y/*']],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-*/r-x/*', ['everybody *']],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', '*/r-x/*', ['everybody *']],
    ['StringEquals', 'aws:PrincipalAccount', other, [`account ${other}`]],
    ['StringEquals', 'aws:PrincipalAccount', own, []],
    ['StringEquals', 'aws:PrincipalAccount', [own, other], [`account ${other}`]],
    ['StringLike', 'aws:PrincipalAccount', '44445555*', ['everybody *']],
    ['StringEquals', 'aws:PrincipalAccount', 'partner', ['everybody *']],
    ['ArnEquals', 'aws:PrincipalArn', partner, [`principal ${partner}`]],
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${other}:role/*`, [`account ${other}`]],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/Partner', ['everybody *']],
    ['StringLike', 'aws:PrincipalArn', '*', ['everybody *']],
    ['ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${other}:root`, [`principal arn:aws:iam::${other}:root`]],
    ['ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${other}:nothing`, [`account ${other}`]],
    ['StringEquals', 's3:DataAccessPointAccount', own, []],
    ['StringLike', 's3:DataAccessPointArn', `arn:aws:s3:eu-west-1:${other}:accesspoint/*`, [`account ${other}`]],
    ['StringEquals', 'aws:SourceVpce', 'vpce-1', ['everybody *']],
    ['StringEquals', 'aws:PrincipalOrgID', '${aws:PrincipalOrgID}', ['everybody *']],
    ['Null', 'aws:PrincipalOrgID', 'false', ['everybody *']],
    ['Odd', 'aws:PrincipalOrgID', 'o-a1', ['everybody *']],
    ['StringEquals', 'aws:PrincipalOrgID', [], ['everybody *']],
    ['StringEquals', 'constructor', 'x', ['everybody *']],
  ])('are those of everybody whom %s on %s with %s leaves', (operator, key, value, expected) => {
    expect(namedBy({ Condition: { [operator]: { [key]: value } } })).toEqual(expected);
  });

  it('are narrowed by no condition where they are named themselves', () => {
    expect(namedBy({ Principal: { AWS: other }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } } })).toEqual([
      `account ${other}`,
    ]);
  });

  it('belong to an account or to none', () => {
    expect(accountOfOutsider({ kind: 'account', id: other })).toBe(other);
    expect(accountOfOutsider({ kind: 'principal', id: partner })).toBe(other);
    expect(accountOfOutsider({ kind: 'service', id: 'x.amazonaws.com' })).toBeUndefined();
    expect(accountOfOutsider({ kind: 'organization', id: 'o-a1' })).toBeUndefined();
  });
});

describe('an outsider', () => {
  const everybody: Outsider = { kind: 'everybody', id: '*' };
  const account: Outsider = { kind: 'account', id: other };
  const principal: Outsider = { kind: 'principal', id: partner };
  const organization: Outsider = { kind: 'organization', id: 'o-a1' };
  const service: Outsider = { kind: 'service', id: 'logging.s3.amazonaws.com' };
  const canonical: Outsider = { kind: 'canonical user', id: '79a59d' };

  const asked = (resource: NamedPolicy | undefined, more: Partial<AskedOfOutsider> = {}): AskedOfOutsider => ({
    action: 's3:GetObject',
    target: { prefix: 'arn:aws:s3:::prompts/' },
    resource,
    rcps: [],
    grants: [],
    mustBeNamed: false,
    restrictsPublicBuckets: false,
    keys: {},
    ...more,
  });

  it.each<readonly [string, Outsider, readonly object[], Certainty]>([
    ['reads what is open to everybody', everybody, [allow({})], certain],
    ['reads as anybody what is open to everybody', account, [allow({})], certain],
    [
      'does not read what is open to another account',
      { kind: 'account', id: '777788889999' },
      [allow({ Principal: { AWS: other } })],
      never,
    ],
    ['does not read as everybody what is open to an account', everybody, [allow({ Principal: { AWS: other } })], never],
    ['reads what its account is let in to', account, [allow({ Principal: { AWS: other } })], certain],
    ['reads as a principal what its account is let in to', principal, [allow({ Principal: { AWS: other } })], certain],
    ['reads what it is let in to by name', principal, [allow({ Principal: { AWS: partner } })], certain],
    [
      'does not read as a stranger what its organisation is let in to',
      everybody,
      [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } } })],
      never,
    ],
    [
      'reads what its organisation is let in to',
      organization,
      [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } } })],
      certain,
    ],
    [
      'does not read what another organisation is let in to',
      organization,
      [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-b2' } } })],
      never,
    ],
    [
      'may read what a unit of its organisation is let in to',
      { kind: 'organization', id: 'o-a1/r-x/*' },
      [allow({ Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1/r-x/*' } } })],
      unclear,
    ],
    ['reads as a service that is let in', service, [allow({ Principal: { Service: service.id } })], certain],
    ['does not read as another service', service, [allow({ Principal: { Service: 'cloudtrail.amazonaws.com' } })], never],
    [
      'reads as a service on behalf of any account',
      service,
      [allow({ Principal: { Service: service.id }, Condition: { StringEquals: { 'aws:SourceAccount': own } } })],
      certain,
    ],
    ['may read as a canonical user', canonical, [allow({ Principal: { CanonicalUser: '79a59d' } })], unclear],
    ['reads whom NotPrincipal does not list', everybody, [allow({ Principal: undefined, NotPrincipal: { AWS: partner } })], certain],
    ['does not read where it is denied', principal, [allow({}), deny({ Principal: { AWS: partner } })], never],
    ['does not read where its account is denied', principal, [allow({}), deny({ Principal: { AWS: other } })], never],
    ['reads from a network', everybody, [allow({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })], conditional],
    [
      'does not read outside the organisation',
      account,
      [allow({}), deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1' } } })],
      unclear,
    ],
    [
      'does not read as a stranger outside the organisation',
      everybody,
      [allow({}), deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1' } } })],
      never,
    ],
    ['reads over TLS', everybody, [allow({}), deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })], certain],
    [
      'does not read what is done on behalf of another',
      everybody,
      [allow({ Condition: { StringEquals: { 'aws:SourceAccount': own } } })],
      never,
    ],
    ['does not read without a statement', everybody, [], never],
    ['does not read as somebody from an identity provider', { kind: 'provider', id: 'accounts.google.com' }, [allow({})], never],
  ])('%s', (_, outsider, statements, expected) => {
    expect(outsiderCertainty(outsider, asked(policyOf(...statements)))).toBe(expected);
  });

  it('may read where the policy cannot be read, and not where there is none', () => {
    expect(outsiderCertainty(everybody, asked({ name: 'bucket policy', parsed: parsePolicy('no JSON', 'resource') }))).toBe(unclear);
    expect(outsiderCertainty(everybody, asked(undefined))).toBe(never);
  });

  it('is kept from a public bucket whose access is blocked, unless it is a service', () => {
    const open = policyOf(allow({}), allow({ Principal: { AWS: other } }), allow({ Principal: { Service: service.id } }));
    const blocked = asked(open, { restrictsPublicBuckets: true });
    for (const one of [everybody, account, principal, organization]) expect(outsiderCertainty(one, blocked)).toBe(never);
    expect(outsiderCertainty(service, blocked)).toBe(certain);
    const fixed = policyOf(allow({ Principal: { AWS: other } }));
    expect(outsiderCertainty(account, asked(fixed, { restrictsPublicBuckets: true }))).toBe(certain);
  });

  it('is restricted by RCPs', () => {
    const rcps = [
      [
        policyOf({
          Effect: 'Deny',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
        }),
      ],
    ];
    const open = policyOf(allow({}), allow({ Principal: { Service: service.id } }));
    expect(outsiderCertainty(everybody, asked(open, { rcps }))).toBe(never);
    expect(outsiderCertainty(organization, asked(open, { rcps }))).toBe(certain);
    expect(outsiderCertainty(service, asked(open, { rcps }))).toBe(certain);
  });

  it('reads with a key by its policy or by a grant', () => {
    const key = { action: 'kms:Decrypt', target: { arn: `arn:aws:kms:eu-west-1:${own}:key/1` }, mustBeNamed: true };
    const decrypt = (Principal: unknown) => policyOf({ Effect: 'Allow', Principal, Action: 'kms:Decrypt', Resource: '*' });
    expect(outsiderCertainty(account, asked(decrypt({ AWS: other }), key))).toBe(certain);
    expect(outsiderCertainty(account, asked(decrypt({ AWS: own }), key))).toBe(never);
    expect(
      outsiderCertainty(principal, asked(decrypt({ AWS: own }), { ...key, grants: [{ grantee: partner, operations: ['Decrypt'] }] })),
    ).toBe(certain);
    expect(
      outsiderCertainty(account, asked(decrypt({ AWS: own }), { ...key, grants: [{ grantee: partner, operations: ['Decrypt'] }] })),
    ).toBe(never);
  });

  it('reads under the keys that are known of the request', () => {
    const fromNetwork = policyOf(allow({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }));
    const known = (value: string): Readonly<Record<string, KeyState>> => ({ 'aws:sourcevpce': { kind: 'known', values: [value] } });
    expect(outsiderCertainty(everybody, asked(fromNetwork, { keys: known('vpce-1') }))).toBe(certain);
    expect(outsiderCertainty(everybody, asked(fromNetwork, { keys: known('vpce-2') }))).toBe(never);
  });

  it.each(['group/g', 'policy/p', 'x', '', 'user', 'role/'])('can be named by any ARN of another account: %s', (resource) => {
    const arn = `arn:aws:iam::${other}:${resource}`;
    for (const statement of [allow({ Principal: { AWS: arn } }), allow({ Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } })]) {
      const policy = policyOf(statement);
      const { parsed } = policy;
      if ('problem' in parsed) throw new Error(parsed.problem);
      const outsiders = outsidersNamedBy(parsed.policy.statements[0] as Statement, own);
      expect(outsiders).toEqual([account]);
      for (const outsider of outsiders) expect(outsiderCertainty(outsider, asked(policy))).toBeGreaterThanOrEqual(never);
    }
  });
});
