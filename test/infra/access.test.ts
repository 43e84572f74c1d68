import { expect, it } from 'vitest';
import { artefactPolicy } from '../../infra/artefact-stack.ts';
import { memberTemplates } from '../../infra/member-templates.ts';
import { artefactBucketOf } from '../../src/organization/names.ts';
import { protectionPolicy } from '../../infra/protection-policy.ts';
import { rules } from '../../rules/registry.ts';
import { decide } from '../../src/policy/decide.ts';
import { parsePolicy } from '../../src/policy/policy-document.ts';
import { isPublic } from '../../src/policy/public-policy.ts';
import { exampleWith, ofType, partsOf, type Template } from './example.ts';
import { resolved } from './resolved.ts';

const organization = exampleWith();
const parts = await partsOf(organization);
const place = { account: '444455556666', region: 'eu-west-1' };
const template = JSON.parse(memberTemplates(organization, parts).roles) as Template;

interface Role {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly Record<string, unknown>[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly { readonly Action: readonly string[] }[] } }[];
}

const roles = ofType(template, 'AWS::IAM::Role').map(([, { Properties }]) => resolved(Properties, place) as Role);
const evaluators = roles.filter(({ RoleName }) => rules.some(({ id }) => id === RoleName));
const policiesOf = ({ Policies }: Role) => Policies.map(({ PolicyDocument }) => PolicyDocument);
const arnOf = (name: string, account = place.account) => `arn:aws:iam::${account}:role/${name}`;
const here = (service: string, resource: string) => `arn:aws:${service}:${place.region}:${place.account}:${resource}`;

/** What would change how the account is judged, and on what. */
const changes: readonly (readonly [action: string, resource: string])[] = [
  ...rules.flatMap(({ id }): [string, string][] => [
    ['lambda:UpdateFunctionCode', here('lambda', `function:${id}`)],
    ['lambda:UpdateFunctionConfiguration', here('lambda', `function:${id}`)],
    ['lambda:DeleteFunction', here('lambda', `function:${id}`)],
    ['lambda:AddPermission', here('lambda', `function:${id}`)],
    ['lambda:PutFunctionConcurrency', here('lambda', `function:${id}`)],
    ['iam:PutRolePolicy', arnOf(id)],
    ['iam:UpdateAssumeRolePolicy', arnOf(id)],
    ['iam:PutRolePermissionsBoundary', arnOf(id)],
    ['ssm:PutParameter', here('ssm', `parameter/bedrock-logging/parameters/${id}/allowedReaders`)],
  ]),
  ...parts.documents.flatMap(({ runbook }): [string, string][] => [
    ['iam:PutRolePolicy', arnOf(`bedrock-logging-${runbook.id}`)],
    ['iam:UpdateAssumeRolePolicy', arnOf(`bedrock-logging-${runbook.id}`)],
  ]),
  ['ssm:UpdateDocument', here('ssm', 'document/BedrockLogging-BlockLogBucketPublicAccess')],
  ['ssm:UpdateDocumentDefaultVersion', here('ssm', 'document/BedrockLogging-BlockLogBucketPublicAccess')],
  ['ssm:DeleteDocument', here('ssm', 'document/BedrockLogging-BlockLogBucketPublicAccess')],
  ['ssm:PutParameter', here('ssm', 'parameter/bedrock-logging/exemptions/list-001')],
  ['ssm:DeleteParameter', here('ssm', 'parameter/bedrock-logging/exemptions/list-001')],
];

it('has a role for every rule and every runbook', () => {
  expect(evaluators.map(({ RoleName }) => RoleName).sort()).toEqual(rules.map(({ id }) => id));
  expect(roles).toHaveLength(rules.length + parts.documents.length);
  expect(parts.documents.length).toBeGreaterThan(0);
});

it.each(roles.map((role) => [role.RoleName, role] as const))(
  '%s changes no function, document, setting or artefact of ours',
  (name, role) => {
    const artefact = 'arn:aws:s3:::bedrock-logging-artefacts-123456789012-eu-west-1/functions/x.zip';
    const all = [...changes, ['s3:PutObject', artefact], ['s3:DeleteObject', artefact]] as const;
    for (const [action, resource] of all) {
      const { verdict } = decide({
        identityPolicies: policiesOf(role),
        principalArn: arnOf(name),
        accountId: place.account,
        action,
        resource,
        ...(resource === artefact && { resourcePolicy: policyOfBucket, context: inOrganization }),
      });
      expect({ action, resource, verdict }).toEqual({ action, resource, verdict: 'denied' });
    }
  },
);

it.each(evaluators.map((role) => [role.RoleName, role] as const))(
  '%s writes its evaluations and its own log, and nothing else',
  (name, role) => {
    const actions = policiesOf(role).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect(actions.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe)[A-Za-z]+$/.test(action))).toEqual([
      'config:PutEvaluations',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    const allowed = (action: string, resource: string) =>
      decide({ identityPolicies: policiesOf(role), principalArn: arnOf(name), accountId: place.account, action, resource }).verdict;
    const streamOf = (rule: string) => here('logs', `log-group:/aws/lambda/${rule}:log-stream:2026/11/27/1`);
    expect(allowed('logs:PutLogEvents', streamOf(name))).toBe('granted');
    for (const { id } of rules.filter((rule) => rule.id !== name)) expect(allowed('logs:PutLogEvents', streamOf(id))).toBe('denied');
    expect(allowed('ssm:GetParametersByPath', here('ssm', 'parameter/bedrock-logging/exemptions'))).toBe('granted');
    expect(allowed('s3:GetObject', 'arn:aws:s3:::any-bucket/any-object')).toBe('denied');
    expect(allowed('sts:AssumeRole', arnOf('any'))).toBe('denied');
  },
);

it.each(roles.map((role) => [role.RoleName, role] as const))('%s is taken on by its service for this account alone', (name, role) => {
  const { Statement } = role.AssumeRolePolicyDocument;
  expect(Statement).toHaveLength(1);
  const [{ Principal } = {}] = Statement;
  const service = rules.some(({ id }) => id === name) ? 'lambda.amazonaws.com' : 'ssm.amazonaws.com';
  expect(Principal).toEqual({ Service: service });
  const verdict = (principalArn: string, context: Readonly<Record<string, string>>) =>
    decide({
      identityPolicies: everything,
      resourcePolicy: role.AssumeRolePolicyDocument,
      principalArn,
      accountId: place.account,
      action: 'sts:AssumeRole',
      resource: arnOf(name),
      context,
    }).verdict;
  const source = (account: string) => ({
    'aws:SourceAccount': account,
    'aws:SourceArn': `arn:aws:ssm:eu-west-1:${account}:automation-execution/11111111-2222-3333-4444-555555555555`,
  });
  expect(verdict(service, source(place.account))).toBe('granted');
  expect(verdict(service, source('111122223333'))).toBe('denied');
  expect(verdict(service, {})).toBe('denied');
  expect(verdict('config.amazonaws.com', source(place.account))).toBe('denied');
  expect(verdict(arnOf('administrator'), source(place.account))).toBe('denied');
  expect(verdict(arnOf('administrator', '111122223333'), source(place.account))).toBe('denied');
});

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const bucket = artefactBucketOf(organization, place.region);
const policyOfBucket = artefactPolicy(organization, bucket);
const object = `arn:aws:s3:::${bucket}/functions/x.zip`;
const inOrganization = { 'aws:PrincipalOrgID': organization.organization, 'aws:SecureTransport': 'true' };
const deployment = arnOf('bedrock-logging-deployment', organization.administratorAccount);
const administrator = arnOf('administrator', organization.administratorAccount);
const once = { 's3:if-none-match': '*' };

it.each<[who: string, principalArn: string, action: string, context: Readonly<Record<string, string>>, verdict: 'granted' | 'denied']>([
  ['a member', arnOf('stacksets-exec-1'), 's3:GetObject', inOrganization, 'granted'],
  ['a member in plain text', arnOf('stacksets-exec-1'), 's3:GetObject', { ...inOrganization, 'aws:SecureTransport': 'false' }, 'denied'],
  [
    'another organisation',
    arnOf('administrator', '100000000001'),
    's3:GetObject',
    { ...inOrganization, 'aws:PrincipalOrgID': 'o-another0000' },
    'denied',
  ],
  [
    'an account without an organisation',
    arnOf('administrator', '100000000001'),
    's3:GetObject',
    { 'aws:SecureTransport': 'true' },
    'denied',
  ],
  ['everybody', '*', 's3:GetObject', { 'aws:SecureTransport': 'true' }, 'denied'],
  ['a service', 'lambda.amazonaws.com', 's3:GetObject', { 'aws:SecureTransport': 'true' }, 'denied'],
  ['the deployment', deployment, 's3:PutObject', { ...inOrganization, ...once }, 'granted'],
  ['the deployment, over what is there', deployment, 's3:PutObject', inOrganization, 'denied'],
  ['an administrator of the same account', administrator, 's3:PutObject', { ...inOrganization, ...once }, 'denied'],
  ['an administrator of the same account', administrator, 's3:DeleteObject', inOrganization, 'denied'],
  ['an administrator of the same account', administrator, 's3:DeleteObjectVersion', inOrganization, 'denied'],
  ['a member', arnOf('stacksets-exec-1'), 's3:PutObject', { ...inOrganization, ...once }, 'denied'],
  ['a member', arnOf('stacksets-exec-1'), 's3:DeleteObject', inOrganization, 'denied'],
])('the artefact bucket answers %s (%s, %s)', (_who, principalArn, action, context, verdict) => {
  const asked = { identityPolicies: everything, resourcePolicy: policyOfBucket, principalArn, action, resource: object };
  const accountId = organization.administratorAccount;
  expect(decide({ ...asked, accountId, context: { ...context, 'aws:PrincipalArn': principalArn } }).verdict).toBe(verdict);
});

it.each(['s3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketVersioning', 's3:PutLifecycleConfiguration', 's3:DeleteBucket'])(
  'only the deployment may %s',
  (action) => {
    const asked = (principalArn: string) =>
      decide({
        identityPolicies: everything,
        resourcePolicy: policyOfBucket,
        principalArn,
        accountId: organization.administratorAccount,
        action,
        resource: `arn:aws:s3:::${bucket}`,
        context: { ...inOrganization, 'aws:PrincipalArn': principalArn },
      }).verdict;
    expect([asked(deployment), asked(administrator)]).toEqual(['granted', 'denied']);
  },
);

it('S3 does not count the policy of the bucket as public', () => {
  const parsed = parsePolicy(policyOfBucket, 'resource');
  expect('policy' in parsed && isPublic(parsed.policy)).toBe(false);
});

const scp = protectionPolicy(organization, parts.documents);

it.each(changes)('the service control policy leaves %s on %s to the StackSets', (action, resource) => {
  const verdict = (principalArn: string, scps: object[][]) =>
    decide({
      identityPolicies: everything,
      principalArn,
      accountId: place.account,
      action,
      resource,
      scps,
      context: { 'aws:PrincipalArn': principalArn },
    }).verdict;
  expect(verdict(arnOf('administrator'), [[everything]])).toBe('granted');
  expect(verdict(arnOf('administrator'), [[everything, scp]])).toBe('denied');
  expect(verdict(arnOf('stacksets-exec-0123456789abcdef'), [[everything, scp]])).toBe('granted');
});

it('the service control policy is no longer than AWS takes, and leaves everything else alone', () => {
  expect(JSON.stringify(scp).length).toBeLessThanOrEqual(5_120);
  for (const [action, resource] of [
    ['lambda:UpdateFunctionCode', here('lambda', 'function:another')],
    ['ssm:PutParameter', here('ssm', 'parameter/bedrock-logging/runbooks/turns')],
    ['iam:PutRolePolicy', arnOf('another')],
    ['lambda:InvokeFunction', here('lambda', `function:${rules[0]?.id}`)],
  ] as const) {
    const principalArn = arnOf('administrator');
    const asked = { identityPolicies: everything, principalArn, accountId: place.account, action, resource, scps: [[everything, scp]] };
    expect(decide({ ...asked, context: { 'aws:PrincipalArn': principalArn } }).verdict).toBe('granted');
  }
});
