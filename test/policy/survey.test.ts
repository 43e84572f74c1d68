import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecideInput } from '../../src/policy/decide-input.ts';
import { decide } from '../../src/policy/decide.ts';
import { keyClassOf } from '../../src/policy/key-classes.ts';
import { parsePolicy } from '../../src/policy/policy-document.ts';
import { principalContext } from '../../src/policy/principal-context.ts';
import type { NamedPolicy } from '../../src/policy/sources.ts';
import {
  certain,
  conditional,
  isFavourable,
  never,
  survey,
  unclear,
  type Certainty,
  type Found,
  type Organization,
  type SurveyedPrincipal,
  type SurveyQuestion,
} from '../../src/policy/survey.ts';
import { account, keys, knownRequests, setRequests, type PolicyText, type RequestText } from './arbitrary-requests.ts';

const named = (document: unknown, attachedTo: 'principals' | 'resource', name = 'policy'): NamedPolicy => ({
  name,
  parsed: parsePolicy(document, attachedTo),
});

const known = { account, region: 'eu-west-1', keys: {} };

const question = (more: Partial<SurveyQuestion> = {}): SurveyQuestion => ({
  action: 's3:GetObject',
  target: { prefix: 'arn:aws:s3:::prompts/' },
  resource: undefined,
  mustBeNamed: false,
  grants: [],
  request: known,
  isGate: false,
  isConfined: (pattern) => pattern.startsWith('arn:aws:s3:::prompts'),
  ...more,
});

const free: Organization = { scps: [], rcps: [] };

const user: SurveyedPrincipal = { arn: `arn:aws:iam::${account}:user/ana`, id: 'AIDAANA', policies: [0] };
const role: SurveyedPrincipal = { arn: `arn:aws:iam::${account}:role/Reader`, id: 'AROAREADER', policies: [0] };
const linked: SurveyedPrincipal = {
  arn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
  id: 'AROALINKED',
  policies: [0],
};

const allow = (Resource: string | readonly string[] = '*', more: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource, ...more }],
});

const held =
  (...documents: readonly unknown[]) =>
  (at: number) => ({
    name: `policy ${at}`,
    document: typeof documents[at] === 'string' ? documents[at] : JSON.stringify(documents[at]),
  });

/** What one principal with one or more policies is allowed. */
function found(
  documents: readonly unknown[],
  questions: readonly SurveyQuestion[] = [question()],
  principal: SurveyedPrincipal = { ...role, policies: documents.map((_, at) => at) },
  organization: Organization = free,
): Found<SurveyedPrincipal> | undefined {
  return survey([principal], held(...documents), questions, organization)[0];
}

describe('one principal', () => {
  it.each<readonly [string, unknown, Certainty | undefined]>([
    ['an Allow of everything', allow(), certain],
    ['an Allow of the set', allow('arn:aws:s3:::prompts/*'), certain],
    ['an Allow of one object of the set', allow('arn:aws:s3:::prompts/2024/a'), certain],
    ['an Allow of another bucket', allow('arn:aws:s3:::other/*'), undefined],
    ['another action', { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' } }, undefined],
    ['an Allow from a network', allow('*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }), conditional],
    ['an Allow for a tag', allow('*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }), unclear],
    ['an Allow that the caller can choose', allow('*', { Condition: { StringEquals: { 's3:prefix': 'a' } } }), certain],
    ['an Allow over TLS', allow('*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), certain],
    ['an Allow to another', allow('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': user.arn } } }), undefined],
    ['an Allow to the role', allow('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': role.arn } } }), certain],
    ['an Allow to services only', allow('*', { Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } }), undefined],
    ['an Allow on behalf of a service', allow('*', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:logs:*:*:*' } } }), undefined],
    ['an operator that nobody knows', allow('*', { Condition: { Odd: { a: 'x' } } }), unclear],
    ['a home of the user', allow('arn:aws:s3:::prompts/${aws:username}/*'), undefined],
    ['a policy that cannot be read', '{"s3:GetObject": 1}', unclear],
  ])('is found by %s', (_, document, expected) => {
    expect(found([document])?.by[0]).toBe(expected);
  });

  it('is denied by a Deny in any of its policies', () => {
    expect(found([allow(), { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } }])).toBeUndefined();
  });

  it('is found where a Deny leaves a part of the set', () => {
    const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::prompts/2024/*' } };
    expect(found([allow(), deny])?.by).toEqual([certain]);
    expect(found([allow('arn:aws:s3:::prompts/2024/*'), deny])).toBeUndefined();
  });

  it('is found where a Deny depends on the network', () => {
    const NotIpAddress = { 'aws:SourceIp': '203.0.113.0/24' };
    const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: { NotIpAddress } } };
    expect(found([allow(), deny])?.by).toEqual([conditional]);
  });

  it('is found by the policy of a group, which is one of its policies', () => {
    expect(
      survey([{ ...user, policies: [1, 0] }], held({ Version: '2012-10-17', Statement: [] }, allow()), [question()], free),
    ).toHaveLength(1);
  });

  it('is found with what its boundary leaves', () => {
    const within = (boundary: unknown) => found([allow(), boundary], [question()], { ...role, policies: [0], boundary: 1 })?.by[0];
    expect(within(allow())).toBe(certain);
    expect(within(allow('arn:aws:s3:::other/*'))).toBeUndefined();
    expect(within(allow('*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }))).toBe(conditional);
    expect(within('{"s3:GetObject": 1}')).toBe(unclear);
  });

  it('is found with what every level of SCPs leaves', () => {
    const under = (...scps: readonly unknown[][]) =>
      found([allow()], [question()], role, { scps: scps.map((level) => level.map((one) => named(one, 'principals'))), rcps: [] })?.by[0];
    expect(under([allow()], [allow()])).toBe(certain);
    expect(under([allow()], [])).toBeUndefined();
    expect(under([allow()], [allow('arn:aws:s3:::other/*'), allow('arn:aws:s3:::prompts/a')])).toBe(certain);
    expect(under([allow()], ['no JSON'])).toBe(unclear);
  });

  it('is not restricted by SCPs and RCPs if it is a service-linked role, wherever it stands in the list', () => {
    const scps = [[named({ Version: '2012-10-17', Statement: [] }, 'principals')]];
    const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } };
    for (const organization of [
      { scps, rcps: [] },
      { scps: [], rcps: [[named(deny, 'resource')]] },
    ])
      for (const principals of [[role, linked], [linked, role], [linked]])
        expect(survey(principals, held(allow()), [question()], organization).map(({ principal }) => principal)).toEqual([linked]);
  });

  it('is found by the policy of the resource, but for what that grants to everybody', () => {
    const policy = (Principal: unknown, more: object = {}) =>
      named({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: 's3:*', Resource: '*', ...more } }, 'resource');
    const by = (resource: NamedPolicy, principal = role) => found([], [question({ resource })], { ...principal, policies: [] })?.by[0];
    expect(by(policy({ AWS: role.arn }))).toBe(certain);
    expect(by(policy({ AWS: `arn:aws:sts::${account}:assumed-role/Reader/monday` }))).toBe(unclear);
    expect(by(policy({ AWS: user.arn }))).toBeUndefined();
    expect(by(policy({ AWS: account }))).toBeUndefined();
    expect(by(policy('*'))).toBeUndefined();
    expect(by(policy('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': role.arn } } }))).toBe(certain);
    expect(by(policy('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': role.arn } } }), user)).toBeUndefined();
    expect(by(policy({ AWS: user.arn }), user)).toBe(certain);
    expect(by(named('no JSON', 'resource'))).toBe(unclear);
  });

  it('is found with what the policy of a key, and its grants, say', () => {
    const target = { arn: `arn:aws:kms:eu-west-1:${account}:key/1` };
    const key = (resource: unknown, grants: SurveyQuestion['grants'] = []) =>
      question({
        action: 'kms:Decrypt',
        target,
        mustBeNamed: true,
        grants,
        resource: resource === undefined ? undefined : named(resource, 'resource'),
      });
    const policy = (Principal: unknown) => ({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' },
    });
    const decrypt = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' } };
    expect(found([decrypt], [key(policy({ AWS: account }))])?.by).toEqual([certain]);
    expect(found([], [key(policy({ AWS: account }))], { ...role, policies: [] })).toBeUndefined();
    expect(found([decrypt], [key(policy({ AWS: user.arn }))])).toBeUndefined();
    expect(found([], [key(policy({ AWS: role.arn }))], { ...role, policies: [] })?.by).toEqual([certain]);
    expect(found([], [key(policy('*'))], { ...role, policies: [] })?.by).toEqual([certain]);
    expect(
      found([], [key(policy({ AWS: user.arn }), [{ grantee: role.arn, operations: ['Decrypt'] }])], { ...role, policies: [] })?.by,
    ).toEqual([certain]);
    expect(
      found([], [key(policy({ AWS: user.arn }), [{ grantee: user.arn, operations: ['Decrypt'] }])], { ...role, policies: [] }),
    ).toBeUndefined();
    const toAccount = [{ grantee: `arn:aws:iam::${account}:root`, operations: ['Decrypt'] }];
    expect(found([], [key(policy({ AWS: user.arn }), toAccount)], { ...role, policies: [] })?.by).toEqual([unclear]);
    expect(found([decrypt], [key(undefined)])?.by).toEqual([unclear]);
  });
});

describe('principals with the same policies', () => {
  const another = { ...role, arn: `arn:aws:iam::${account}:role/Other`, id: 'AROAOTHER' };
  const forRole = { Condition: { ArnEquals: { 'aws:PrincipalArn': role.arn } } };
  const statement = (more: object) => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });
  const scp = named({ Version: '2012-10-17', Statement: [statement({ Effect: 'Allow' }), statement(forRole)] }, 'principals');
  const bucket = (...statements: object[]) =>
    named({ Version: '2012-10-17', Statement: statements.map((one) => ({ Principal: '*', ...one })) }, 'resource');
  const tag = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } };

  it.each<readonly [string, unknown, SurveyQuestion, Organization, unknown]>([
    ['an SCP', allow(), question(), { scps: [[scp]], rcps: [] }, undefined],
    ['their own policy', allow('*', { Condition: { ArnNotEquals: { 'aws:PrincipalArn': role.arn } } }), question(), free, undefined],
    ['the policy of the bucket', allow(), question({ resource: bucket(statement(tag), statement(forRole)) }), free, undefined],
    [
      'the name in the policy of the bucket',
      allow(),
      question({ resource: bucket(statement({ Principal: { AWS: role.arn } }), statement(tag)) }),
      free,
      undefined,
    ],
    [
      'their boundary',
      allow(),
      question(),
      free,
      { Version: '2012-10-17', Statement: [statement({ Effect: 'Allow' }), statement(forRole)] },
    ],
  ])('are told apart by %s', (_, document, asked, organization, boundary) => {
    const limit = boundary === undefined ? {} : { boundary: 1 };
    for (const principals of [
      [role, another],
      [another, role],
    ])
      expect(
        survey(
          principals.map((one) => ({ ...one, ...limit })),
          held(document, boundary),
          [asked],
          organization,
        ).map(({ principal }) => principal.arn),
      ).toEqual([another.arn]);
  });
});

describe('several questions', () => {
  const put = question({ action: 's3:PutObject' });
  const other = question({ target: { prefix: 'arn:aws:s3:::other/' }, isConfined: () => false });

  it('are answered each by itself', () => {
    expect(found([allow('arn:aws:s3:::other/*')], [question(), other, put])?.by).toEqual([never, certain, never]);
    const NotAction = { Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' } };
    expect(found([NotAction], [question(), other, put])?.by).toEqual([never, never, certain]);
    const NotResource = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::prompts/*' } };
    expect(found([NotResource], [question(), other, put])?.by).toEqual([never, certain, never]);
  });

  it('can be thirty at once', () => {
    const questions = Array.from({ length: 30 }, (_, at) => question({ target: { arn: `arn:aws:s3:::prompts/${at}` } }));
    expect(found([allow('arn:aws:s3:::prompts/29')], questions)?.by).toEqual(questions.map((_, at) => (at === 29 ? certain : never)));
    const all = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::prompts/0' } };
    expect(found([all], questions)?.by).toEqual(questions.map((_, at) => (at === 0 ? never : certain)));
  });

  it('find nobody by a gate alone', () => {
    const gate = question({ action: 'kms:Decrypt', target: { arn: '*' }, isGate: true });
    const decrypt = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' } };
    expect(found([decrypt], [question(), gate])).toBeUndefined();
    expect(found([allow(), decrypt], [question(), gate])).toMatchObject({ by: [certain, certain] });
    expect(found([allow()], [gate, question()])).toMatchObject({ by: [never, certain] });
  });

  it('name the statements that allow something asked, each with what it is about', () => {
    const document = {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Nothing', Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
        { Sid: 'Prompts', Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: 'arn:aws:s3:::prompts/*' },
        { Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::prompts*', 'arn:aws:s3:::other/*'] },
        { Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' },
        { Sid: 'No', Effect: 'Deny', Action: 's3:Put*', Resource: '*' },
      ],
    };
    expect(found([document], [question(), other, put])?.causes).toEqual([
      { policy: 'policy 0', statement: 'Prompts', scope: 's3:Get* on arn:aws:s3:::prompts/*', about: 0b001, broad: 0, isEverything: false },
      {
        policy: 'policy 0',
        statement: 'statement 3',
        scope: 's3:* on arn:aws:s3:::prompts*, arn:aws:s3:::other/*',
        about: 0b111,
        broad: 0b010,
        isEverything: false,
      },
      { policy: 'policy 0', statement: 'Everything', scope: '* on *', about: 0b111, broad: 0b111, isEverything: true },
    ]);
  });

  it('name no cause of a gate, nor one of what is not allowed in the end', () => {
    const gate = question({ action: 'kms:Decrypt', target: { arn: '*' }, isGate: true });
    const decrypt = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' } };
    const noPut = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' } };
    const putToo = { Version: '2012-10-17', Statement: { Sid: 'Put', Effect: 'Allow', Action: 's3:PutObject', Resource: '*' } };
    expect(found([allow(), decrypt, noPut, putToo], [question(), gate, put])?.causes.map(({ policy }) => policy)).toEqual(['policy 0']);
  });
});

describe('what is allowed broadly', () => {
  it('leaves out what is made for the target alone', () => {
    expect(found([allow('arn:aws:s3:::prompts/*')])).toMatchObject({ by: [certain], broadly: [never] });
    expect(found([allow('*')])).toMatchObject({ by: [certain], broadly: [certain] });
    expect(
      found([allow('arn:aws:s3:::prompts/*'), allow('*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })]),
    ).toMatchObject({
      by: [certain],
      broadly: [conditional],
    });
    const confined = allow('arn:aws:s3:::prompts/*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } });
    expect(found([confined])).toMatchObject({ by: [conditional], broadly: [never] });
    expect(found(['{"s3:GetObject": 1}'])).toMatchObject({ by: [unclear], broadly: [unclear] });
  });

  it('leaves out what a bucket grants, but not what a key does', () => {
    const policy = (Action: string) =>
      named({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: role.arn }, Action, Resource: '*' } }, 'resource');
    const none = { ...role, policies: [] };
    expect(found([], [question({ resource: policy('s3:*') })], none)).toMatchObject({ by: [certain], broadly: [never] });
    const target = { arn: `arn:aws:kms:eu-west-1:${account}:key/1` };
    const key = question({ action: 'kms:Decrypt', target, mustBeNamed: true, resource: policy('kms:*') });
    expect(found([], [key], none)).toMatchObject({ by: [certain], broadly: [certain] });
  });
});

describe('problems', () => {
  it('name the policies that cannot be read', () => {
    expect(found([allow(), '{"Statement": "s3:GetObject"}'])?.problems).toEqual([expect.stringContaining('policy 1: ')]);
    const boundary = found([allow(), '{"Statement": "s3:GetObject"}'], [question()], { ...role, policies: [0], boundary: 1 });
    expect(boundary?.problems).toEqual([expect.stringContaining('policy 1: ')]);
  });

  it('find a principal that may be allowed anything, unless another policy denies', () => {
    expect(found(['s3:GetObject'])?.by).toEqual([unclear]);
    const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } };
    expect(found(['s3:GetObject', deny])).toBeUndefined();
  });

  it('are found in a document that is cut off, or no JSON', () => {
    for (const document of ['', 'odd', '{"Version": "2012-10-17", "Statement": [']) expect(found([document])?.by).toEqual([unclear]);
    expect(found([encodeURIComponent(JSON.stringify(allow()))])).toMatchObject({ by: [certain], problems: [] });
  });

  it('are none of a document that says nothing of the services asked', () => {
    expect(found([allow(), '{"odd": 1}'])?.problems).toEqual([]);
  });
});

describe('a second engine', () => {
  const alwaysPresent = ['aws:CurrentTime', 'aws:SecureTransport'];
  const names = keys.map(({ name }) => name).filter((name) => name !== 'aws:PrincipalArn');

  /** What a principal is known to be, and everything else that it is not. */
  function asked(principal: SurveyedPrincipal, isAttested: boolean): Partial<DecideInput> {
    const isUser = principal.arn.includes(':user/');
    const unknown = names.filter((name) => name !== 'aws:username' && !alwaysPresent.includes(name));
    return {
      principalArn: principal.arn,
      context: { 'aws:PrincipalArn': principal.arn, ...(isUser && { 'aws:username': 'ana' }) },
      unknownKeys: unknown,
      alwaysPresent,
      callerChosenKeys: names.filter((name) => isFavourable(name) || (isAttested && keyClassOf(name) === 'attested')),
    };
  }

  /** A bucket's grants to everybody are not counted for each of its principals. */
  function ownPart(policy: PolicyText | null): PolicyText | null {
    const isOpen = ({ Effect, Principal, ...rest }: PolicyText['Statement'][number]) =>
      Effect === 'Allow' &&
      (Principal === '*' || (Principal?.AWS?.includes('*') ?? false)) &&
      !(policy?.Version === '2012-10-17' && JSON.stringify(rest).includes('${')) &&
      !/aws:(principalarn|username)/i.test(JSON.stringify(Object.values(rest.Condition ?? {}).flatMap(Object.keys)));
    return policy && { ...policy, Statement: policy.Statement.filter((statement) => !isOpen(statement)) };
  }

  const isKeyOrRole = ({ action }: RequestText) => /^(kms|sts):/.test(action);

  function expected(
    principal: SurveyedPrincipal,
    request: RequestText,
    policies: readonly PolicyText[],
    organization: Pick<RequestText, 'scps' | 'rcps'>,
  ): Certainty {
    const input = {
      accountId: account,
      action: request.action,
      ...(request.resourceSet === undefined ? { resource: request.resource ?? '*' } : { resourceSet: request.resourceSet }),
      identityPolicies: principal.policies.map((at) => policies[at] as PolicyText),
      ...(principal.boundary !== undefined && { boundary: policies[principal.boundary] as PolicyText }),
      resourcePolicy: isKeyOrRole(request) ? request.resourcePolicy : ownPart(request.resourcePolicy),
      keyGrants: request.keyGrants,
      ...organization,
    };
    const { verdict } = decide({ ...input, ...asked(principal, false) } as DecideInput);
    if (verdict !== 'granted-if') return verdict === 'granted' ? certain : never;
    return decide({ ...input, ...asked(principal, true) } as DecideInput).verdict === 'granted' ? conditional : unclear;
  }

  const requests = fc.array(fc.oneof({ weight: 2, arbitrary: knownRequests }, { weight: 1, arbitrary: setRequests }), {
    minLength: 2,
    maxLength: 5,
  });
  const holders = fc.array(
    fc.tuple(
      fc.constantFrom(user, role, linked, { ...role, arn: `arn:aws:iam::${account}:role/Other` }),
      fc.array(fc.nat(), { maxLength: 4 }),
      fc.option(fc.nat(), { freq: 3 }),
    ),
    { minLength: 2, maxLength: 6 },
  );

  it('finds the same of every principal and question', () => {
    const seen = [0, 0, 0, 0];
    fc.assert(
      fc.property(requests, holders, (given, who) => {
        const policies = given.flatMap(({ identityPolicies, groupPolicies, boundary }) => [
          ...identityPolicies,
          ...groupPolicies,
          ...boundary,
        ]);
        fc.pre(policies.length > 0);
        const principals = who.map(([principal, places, boundary], at) => ({
          ...principal,
          id: `${principal.id}${at}`,
          policies: [...new Set(places.map((place) => place % policies.length))],
          ...(boundary !== null && { boundary: boundary % policies.length }),
        }));
        const [{ scps, rcps }] = given as [RequestText, ...RequestText[]];
        const questions = given.map((one) =>
          question({
            action: one.action,
            target: one.resourceSet === undefined ? { arn: one.resource ?? '*' } : { prefix: one.resourceSet.slice(0, -1) },
            resource: one.resourcePolicy ? named(one.resourcePolicy, 'resource') : undefined,
            mustBeNamed: isKeyOrRole(one),
            grants: one.keyGrants,
            isConfined: () => false,
          }),
        );
        const organization = {
          scps: scps.map((level) => level.map((one) => named(one, 'principals'))),
          rcps: rcps.map((level) => level.map((one) => named(one, 'resource'))),
        };
        const all = survey(principals, held(...policies), questions, organization);
        for (const principal of principals) {
          const by = all.find((one) => one.principal === principal)?.by ?? questions.map(() => never);
          const wanted = given.map((one) => expected(principal, one, policies, { scps, rcps }));
          for (const how of wanted) seen[how] = (seen[how] ?? 0) + 1;
          expect(by).toEqual(wanted);
        }
      }),
      { seed: 20_240_503, numRuns: 500 },
    );
    for (const count of seen) expect(count).toBeGreaterThan(50);
  });
});

describe('the context of a principal', () => {
  const stateOf = (principal: SurveyedPrincipal, key: string) =>
    principalContext(principal, { ...known, keys: { 'kms:viaservice': { kind: 'absent' } } }).state(key);

  it.each([
    ['aws:principalarn', user.arn, role.arn],
    ['aws:principalaccount', account, account],
    ['aws:principaltype', 'User', 'AssumedRole'],
    ['aws:principalisawsservice', 'false', 'false'],
    ['aws:username', 'ana', undefined],
    ['aws:userid', 'AIDAANA', 'unknown'],
    ['aws:resourceaccount', account, account],
    ['aws:requestedregion', 'eu-west-1', 'eu-west-1'],
    ['aws:sourcearn', undefined, undefined],
    ['aws:sourceip', 'unknown', 'unknown'],
    ['kms:viaservice', undefined, undefined],
    ['__proto__', 'unknown', 'unknown'],
  ])('has %s', (key, ofUser, ofRole) => {
    for (const [principal, value] of [
      [user, ofUser],
      [role, ofRole],
    ] as const) {
      const state = stateOf(principal, key);
      expect(state.kind === 'known' ? state.values.join() : state.kind === 'absent' ? undefined : 'unknown').toBe(value);
    }
  });

  it('has the name of a user without its path', () => {
    const state = stateOf({ ...user, arn: `arn:aws:iam::${account}:user/team/ana` }, 'aws:username');
    expect(state).toEqual({ kind: 'known', values: ['ana'] });
  });

  it('always has the time and the transport', () => {
    expect(stateOf(role, 'aws:currenttime')).toEqual({ kind: 'unknown', mayBeAbsent: false });
    expect(stateOf(role, 'aws:securetransport')).toEqual({ kind: 'unknown', mayBeAbsent: false });
    expect(stateOf(role, 'aws:sourcevpce')).toEqual({ kind: 'unknown', mayBeAbsent: true });
  });
});
