import { expect, it } from 'vitest';
import { roleTrust } from '../../src/facts/role-trust.ts';

const own = '111122223333';
const other = '444455556666';

const trust = (...statements: readonly object[]) => roleTrust(JSON.stringify({ Version: '2012-10-17', Statement: statements }), own);
const allow = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
const named = (...statements: readonly object[]): string[] => trust(...statements).outsiders.map(({ kind, id }) => `${kind} ${id}`);

it.each<[what: string, statement: object, outsiders: readonly string[]]>([
  ['an AWS service', allow({ Service: 'lambda.amazonaws.com' }), []],
  ['the own account', allow({ AWS: own }), []],
  ['the own root', allow({ AWS: `arn:aws:iam::${own}:root` }), []],
  ['a role of the own account', allow({ AWS: `arn:aws:iam::${own}:role/Ci` }), []],
  ['a principal that is gone', allow({ AWS: 'AROAEXAMPLEEXAMPLE' }), []],
  ['another account', allow({ AWS: other }), [`account ${other}`]],
  ['the root of another account', allow({ AWS: `arn:aws:iam::${other}:root` }), [`account ${other}`]],
  ['a role of another account', allow({ AWS: `arn:aws:iam::${other}:role/Ci` }), [`principal arn:aws:iam::${other}:role/Ci`]],
  [
    'a session of another account',
    allow({ AWS: `arn:aws:sts::${other}:assumed-role/Ci/one` }),
    [`principal arn:aws:sts::${other}:assumed-role/Ci/one`],
  ],
  [
    'another account with an external id',
    allow({ AWS: other }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
    [`account ${other}`],
  ],
  ['everybody', allow('*'), ['everybody *']],
  ['everybody in a list', allow({ AWS: ['*', own] }), ['everybody *']],
  ['everybody but one', { Effect: 'Allow', NotPrincipal: { AWS: own }, Action: 'sts:AssumeRole' }, ['everybody *']],
  [
    'everybody in an organisation',
    allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    ['organization o-a1b2c3d4e5'],
  ],
  [
    'everybody where the key is absent or an organisation',
    allow('*', { Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    ['everybody *'],
  ],
  ['everybody in the own account', allow('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': own } } }), []],
  ['everybody but another account', allow('*', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': other } } }), ['everybody *']],
  [
    'an identity provider of the account',
    allow({ Federated: `arn:aws:iam::${own}:saml-provider/Corp` }, { Action: 'sts:AssumeRoleWithSAML' }),
    [`provider arn:aws:iam::${own}:saml-provider/Corp`],
  ],
  [
    'a provider by its name',
    allow({ Federated: 'cognito-identity.amazonaws.com' }, { Action: 'sts:AssumeRoleWithWebIdentity' }),
    ['provider cognito-identity.amazonaws.com'],
  ],
  ['another account by every action of STS', allow({ AWS: other }, { Action: 'STS:*' }), [`account ${other}`]],
  ['another account by every action', allow({ AWS: other }, { Action: '*' }), [`account ${other}`]],
  [
    'another account by what is not named',
    { Effect: 'Allow', Principal: { AWS: other }, NotAction: 'sts:TagSession' },
    [`account ${other}`],
  ],
  ['another account, for tagging only', allow({ AWS: other }, { Action: 'sts:TagSession' }), []],
  ['another account, denied', { ...allow({ AWS: other }), Effect: 'Deny' }, []],
])('tells whom a role trusts that trusts %s', (_what, statement, outsiders) => {
  expect(named(statement)).toEqual(outsiders);
});

it('names everybody once', () => {
  expect(named(allow({ AWS: [other, `arn:aws:iam::${other}:root`] }), allow({ AWS: other }))).toEqual([`account ${other}`]);
});

it.each([
  ['sts:AssumeRole', false],
  ['sts:TagSession', true],
  ['sts:*', true],
])('tells whether %s lets somebody tag the session: %s', (action, lets) => {
  expect(trust(allow({ AWS: own }, { Action: action })).letsTagSession).toBe(lets);
});

it.each([
  ['', 'it is not JSON'],
  ['{}', 'it has no Statement'],
  ['{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}', 'statement 1 has neither Principal nor NotPrincipal'],
])('says why the trust policy %s cannot be read, and takes any tag as settable', (document, problem) => {
  expect(roleTrust(document, own)).toEqual({ outsiders: [], letsTagSession: true, problem });
});
