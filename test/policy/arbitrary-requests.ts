import fc, { type Arbitrary } from 'fast-check';
import type { DecideInput } from '../../src/policy/decide-input.ts';
import type { ContextValue } from '../../src/policy/request-context.ts';

/** A statement as policies write it. */
export interface StatementText {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: PrincipalText;
  NotPrincipal?: PrincipalText;
  Action?: string[];
  NotAction?: string[];
  Resource?: string[];
  NotResource?: string[];
  Condition?: Record<string, Record<string, (string | boolean)[]>>;
}

export type PrincipalText = '*' | Partial<Record<'AWS' | 'Service', string[]>>;

export interface PolicyText {
  Version: '2012-10-17' | '2008-10-17';
  Statement: StatementText[];
}

/** A request in one fixed shape: every policy an object, every layer a list. */
export interface RequestText extends DecideInput {
  identityPolicies: PolicyText[];
  groupPolicies: PolicyText[];
  boundary: PolicyText[];
  sessionPolicy: PolicyText[];
  resourcePolicy: PolicyText | null;
  scps: PolicyText[][];
  rcps: PolicyText[][];
  context: Record<string, ContextValue>;
  unknownKeys: string[];
  alwaysPresent: string[];
  callerChosenKeys: string[];
  keyGrants: NonNullable<DecideInput['keyGrants']>;
}

export const account = '111122223333';
const other = '444455556666';
const user = `arn:aws:iam::${account}:user/ana`;
const role = `arn:aws:iam::${account}:role/Reader`;
const session = `arn:aws:sts::${account}:assumed-role/Reader/monday`;
const federated = `arn:aws:sts::${account}:federated-user/ben`;
const partner = `arn:aws:iam::${other}:role/Partner`;
const service = 'logging.s3.amazonaws.com';

/** Callers of every kind; those with policies of their own more often. */
const callers = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(user, role, session) },
  { weight: 2, arbitrary: fc.constant(partner) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      federated,
      `arn:aws:iam::${account}:root`,
      `arn:aws:iam::${other}:user/eve`,
      `arn:aws:iam::${other}:root`,
      service,
      '*',
    ),
  },
);

const named = fc.constantFrom<PrincipalText>(
  '*',
  ...[user, role, session, federated, account, `arn:aws:iam::${account}:root`, partner, other, `arn:aws:iam::${other}:user/eve`].map(
    (arn) => ({
      AWS: [arn],
    }),
  ),
  { AWS: ['*'] },
  { AWS: [account, other] },
  { AWS: [user, partner], Service: [service] },
  { Service: [service] },
);

const spared = fc.constantFrom<PrincipalText>(
  { AWS: [user, account] },
  { AWS: [session, role, `arn:aws:iam::${account}:root`] },
  { AWS: [partner] },
  { AWS: [`arn:aws:iam::${other}:user/eve`, other] },
  { Service: [service] },
);

/** A key with the values that policies ask for, and those that requests have: one at least of each kind that policies tell apart. */
interface Key {
  readonly name: string;
  readonly operators: readonly string[];
  readonly wanted: readonly string[];
  readonly given: readonly ContextValue[];
}

const strings = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'];
const numbers = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

export const keys: readonly Key[] = [
  {
    name: 'aws:SourceVpce',
    operators: [...strings, ...strings.map((operator) => `${operator}IfExists`), 'Null'],
    wanted: ['vpce-1', 'vpce-12', 'VPCE-1', 'vpce-*', '*1?', 'vpce-?', 'vpce-1*'],
    given: [
      'vpce-1',
      'vpce-12',
      'VPCE-1',
      'vpce-*',
      'vpce-2',
      'vpce-1x',
      'Vpce-1',
      'VPCE-12',
      'zz',
      'z1z',
      'vpce-?',
      'vpce-',
      'vpce-1*',
      '*1?',
      'vpce-22',
      '',
    ],
  },
  {
    name: 's3:max-keys',
    operators: [...numbers.map((end) => `Numeric${end}`), 'NumericLessThanIfExists', 'NumericNotEqualsIfExists', 'Null'],
    wanted: ['5', '10', '5.0', '20'],
    given: ['4', '5', '7', '10', '15', '20', '21', 'many'],
  },
  {
    name: 'aws:SourceIp',
    operators: ['IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'NotIpAddressIfExists'],
    wanted: ['203.0.113.0/24', '203.0.0.0/16', '203.0.113.9', '2001:db8::/32', '0.0.0.0/0'],
    given: ['203.0.113.9', '203.0.113.8', '203.0.5.5', '8.8.8.8', '2001:db8::1', '2001:db9::1', '::'],
  },
  {
    name: 'aws:TagKeys',
    operators: ['ForAllValues', 'ForAnyValue'].flatMap((set) => strings.slice(0, 4).map((operator) => `${set}:${operator}`)),
    wanted: ['team', 'env', 'te*'],
    given: [
      ['team'],
      ['env'],
      ['test'],
      ['zz'],
      ['team', 'env'],
      ['team', 'zz'],
      ['env', 'zz'],
      ['team', 'test'],
      ['env', 'test'],
      ['test', 'zz'],
      ['team', 'env', 'test'],
      ['team', 'env', 'zz'],
      ['team', 'test', 'zz'],
      ['env', 'test', 'zz'],
      ['team', 'env', 'test', 'zz'],
      [''],
    ],
  },
  {
    name: 'aws:CurrentTime',
    operators: numbers.map((end) => `Date${end}`),
    wanted: ['2024-01-01', '2024-06-01T00:00:00Z', '1704067200'],
    given: ['2023-12-31T00:00:00Z', '2024-01-01T00:00:00Z', '2024-03-01T00:00:00Z', '2024-06-01T00:00:00Z', '2024-07-01T00:00:00Z', 'soon'],
  },
  {
    name: 'aws:SecureTransport',
    operators: ['Bool', 'BoolIfExists', 'Null'],
    wanted: ['true', 'false'],
    given: ['true', 'false', 'perhaps'],
  },
  {
    name: 'aws:PrincipalArn',
    operators: ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEqualsIfExists'],
    wanted: [user, role, `arn:aws:iam::${account}:*`, 'arn:aws:iam::*:role/*', 'arn:*:*:*:*:*'],
    given: [user, role, partner, `arn:aws:iam::${account}:group/g`, `arn:aws:sts::${other}:x`, 'nobody', `arn:aws:iam::${other}:user/eve`],
  },
  {
    name: 'aws:username',
    operators: ['StringEquals', 'StringNotLike'],
    wanted: ['ana', 'x', 'a*'],
    given: ['ana', 'x', 'y', 'a*', 'al', 'zz', 'a', 'b', ''],
  },
];

const keyArbitrary = fc.constantFrom(...keys);

const condition: Arbitrary<NonNullable<StatementText['Condition']>> = keyArbitrary.chain((key) =>
  fc
    .tuple(fc.constantFrom(...key.operators), fc.uniqueArray(fc.constantFrom(...key.wanted), { minLength: 1, maxLength: 2 }), fc.boolean())
    .map(([operator, wanted, isCapital]) => ({
      [operator]: {
        [isCapital ? key.name.toUpperCase() : key.name]:
          operator === 'Null'
            ? [wanted.length === 1]
            : key.name === 'aws:SourceVpce' && wanted.length > 1
              ? [wanted[0] ?? '', '${aws:username}']
              : wanted,
      },
    })),
);

const conditions = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: condition },
  { weight: 1, arbitrary: fc.tuple(condition, condition).map(([one, another]) => ({ ...one, ...another })) },
);

/** What is asked for, what policies say about it, and what else there could be. */
interface Field {
  readonly actions: readonly string[];
  readonly actionPatterns: readonly string[];
  readonly resources: readonly string[];
  readonly resourcePatterns: readonly string[];
  readonly sets: readonly string[];
}

const storage: Field = {
  actions: ['s3:GetObject', 's3:PutObject'],
  actionPatterns: ['*', 's3:*', 's3:Get*', 's3:GetObject', 'S3:getobject', 's3:PutObject', 's3:???Object', 'kms:*'],
  resources: ['a/x/1', 'a/x/12', 'ab/x/1', 'b/y/1', 'a/ana/1', 'b/x/ana'].map((name) => `arn:aws:s3:::${name}`),
  resourcePatterns: [
    '*',
    'arn:aws:s3:::*',
    'arn:*:s3:*:*:a*',
    ...[
      'a/*',
      'a/*',
      'a*/x/*',
      'b/*',
      'ab',
      'a/x/1',
      '*/x/*',
      'a/x/?',
      'a/?/1',
      '*/1',
      '?/y/*',
      'a/${aws:username}/*',
      'b/x/${aws:username}',
      "a/${aws:username, 'x'}/1",
    ].map((name) => `arn:aws:s3:::${name}`),
  ],
  sets: ['a/*', 'a/x/*', 'a*', 'b/*', 'ab/y/*', '*'].map((name) => `arn:aws:s3:::${name}`),
};

const logs: Field = {
  actions: ['logs:GetLogEvents', 'logs:StartQuery'],
  actionPatterns: ['*', 'logs:*', 'logs:Get*', 'logs:GetLogEvents', 'logs:StartQuery', 's3:*'],
  resources: ['a', 'a:*', 'a:log-stream:x', 'ab:log-stream:x', 'b:log-stream:y'].map(
    (name) => `arn:aws:logs:eu-west-1:${account}:log-group:${name}`,
  ),
  resourcePatterns: [
    '*',
    `arn:aws:logs:*:${account}:log-group:a:*`,
    ...['a', 'a:*', 'a*', 'b:*', '*:log-stream:x', 'a?:*', '${aws:username}:*'].flatMap((name) =>
      ['*:*', `eu-west-1:${account}`, 'us-*:*', `eu-*:${other}`].map((place) => `arn:aws:logs:${place}:log-group:${name}`),
    ),
    `arn:*:logs:*:*:log-group:ab:*`,
    `arn:aws:*:*:*:log-group:b*`,
  ],
  sets: ['a:*', 'a:log-stream:*', 'a*', 'b:*', '*'].map((name) => `arn:aws:logs:eu-west-1:${account}:log-group:${name}`),
};

const keyArn = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-4333-8444-555555555555`;
const crypto: Field = {
  actions: ['kms:Decrypt'],
  actionPatterns: ['*', 'kms:*', 'kms:Decrypt', 'kms:De*', 's3:*'],
  resources: [keyArn],
  resourcePatterns: ['*', keyArn, `arn:aws:kms:*:${account}:key/*`, `arn:aws:kms:eu-west-1:${account}:key/1*`, `arn:aws:kms:*:${other}:*`],
  sets: [],
};

const target = `arn:aws:iam::${account}:role/Target`;
const trust: Field = {
  actions: ['sts:AssumeRole'],
  actionPatterns: ['*', 'sts:*', 'sts:AssumeRole', 'iam:*'],
  resources: [target],
  resourcePatterns: ['*', target, `arn:aws:iam::${account}:role/*`, `arn:aws:iam::*:role/T*`],
  sets: [],
};

type Kind = 'identity' | 'resource' | 'rcp';

function statement(field: Field, kind: Kind, effects: readonly StatementText['Effect'][]): Arbitrary<StatementText> {
  const listOf = (texts: readonly string[]) => fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 2 });
  const usually = (weight: number) => fc.oneof({ weight, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
  return fc
    .record({
      Effect: fc.constantFrom(...effects),
      isAction: usually(9),
      actions: listOf(field.actionPatterns),
      isResource: usually(9),
      resources: listOf(field.resourcePatterns),
      isPrincipal: usually(9),
      named,
      spared,
      Condition: conditions,
    })
    .map(({ Effect, isAction, actions, isResource, resources, isPrincipal, named: principals, spared: others, Condition }) => ({
      Effect,
      ...(kind === 'rcp' && { Principal: '*' as const }),
      ...(kind === 'resource' && (isPrincipal ? { Principal: principals } : { NotPrincipal: others })),
      ...(isAction ? { Action: actions } : { NotAction: actions }),
      ...(isResource ? { Resource: resources } : { NotResource: resources }),
      ...(Condition && { Condition }),
    }));
}

const mostlyAllow = ['Allow', 'Allow', 'Allow', 'Deny'] as const;

const policy = (field: Field, kind: Kind = 'identity', effects: readonly StatementText['Effect'][] = mostlyAllow): Arbitrary<PolicyText> =>
  fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statement(field, kind, effects), { minLength: 1, maxLength: 3 }),
  });

const everything: PolicyText = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }] };

function sometimes<Value>(weight: number, arbitrary: Arbitrary<Value>, otherwise: Value): Arbitrary<Value> {
  return fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(otherwise) }, { weight, arbitrary });
}

const orEverything = (arbitrary: Arbitrary<PolicyText>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(everything) }, { weight: 1, arbitrary });

/** A context that has a value for each key, or not. */
const context: Arbitrary<Record<string, ContextValue>> = fc
  .tuple(...keys.map(({ given }) => sometimes<ContextValue>(7, fc.constantFrom(...given), undefined)))
  .map((values) => Object.fromEntries(keys.map(({ name }, at) => [name, values[at]] as const).filter(([, value]) => value !== undefined)));

function requestOf(field: Field): Arbitrary<RequestText> {
  return fc.record({
    principalArn: callers,
    accountId: fc.constant(account),
    action: fc.constantFrom(...field.actions),
    resource: fc.constantFrom(...field.resources),
    identityPolicies: fc.array(policy(field), { minLength: 0, maxLength: 2 }),
    groupPolicies: sometimes<PolicyText[]>(1, fc.array(policy(field), { maxLength: 1 }), []),
    boundary: sometimes<PolicyText[]>(2, fc.tuple(orEverything(policy(field))), []),
    sessionPolicy: sometimes<PolicyText[]>(1, fc.tuple(orEverything(policy(field))), []),
    resourcePolicy: sometimes<PolicyText | null>(field === storage ? 5 : 9, policy(field, 'resource'), null),
    scps: sometimes<PolicyText[][]>(
      2,
      fc.array(fc.array(orEverything(policy(field)), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
      [],
    ),
    rcps: sometimes<PolicyText[][]>(1, fc.tuple(fc.tuple(policy(field, 'rcp', ['Deny']))), []),
    context,
    unknownKeys: fc.constant<string[]>([]),
    alwaysPresent: fc.constant<string[]>([]),
    callerChosenKeys: fc.constant<string[]>([]),
    blockPublicAccess: sometimes<boolean>(1, fc.constant(true), false),
    keyGrants: sometimes<RequestText['keyGrants']>(
      field === crypto ? 3 : 0,
      fc.constantFrom(
        [{ grantee: role, operations: ['Decrypt'] }],
        [{ grantee: partner, operations: ['Decrypt', 'Encrypt'] }],
        [{ grantee: service, operations: ['Encrypt'] }],
      ),
      [],
    ),
  });
}

/** Requests of which every key is known. */
export const knownRequests: Arbitrary<RequestText> = fc.oneof(
  { weight: 6, arbitrary: requestOf(storage) },
  { weight: 2, arbitrary: requestOf(logs) },
  { weight: 2, arbitrary: requestOf(crypto) },
  { weight: 1, arbitrary: requestOf(trust) },
);

/** At most three keys: trying all their values must stay cheap. */
const someKeys = fc.uniqueArray(fc.constantFrom(...keys.map(({ name }) => name)), { minLength: 1, maxLength: 3 });

/** The keys that a request's policies ask for. */
const asked = (request: RequestText): string[] => {
  const text = JSON.stringify(request).toLowerCase();
  return keys
    .map(({ name }) => name)
    .filter((name) => text.includes(`"${name.toLowerCase()}":[`) || text.includes(`{${name.toLowerCase()}`));
};

/** Requests of which some keys are not known; more often than not keys that are asked for. */
export const openRequests: Arbitrary<RequestText> = fc
  .tuple(knownRequests, someKeys, fc.boolean())
  .map(([request, unknown, isAlwaysPresent]) => {
    const inPolicies = asked({ ...request, context: {} }).slice(0, 2);
    const names = [...new Set([...inPolicies, ...unknown])].slice(0, 3);
    const [first, ...rest] = names;
    return {
      ...request,
      context: Object.fromEntries(Object.entries(request.context).filter(([name]) => !names.includes(name))),
      unknownKeys: isAlwaysPresent ? rest : names,
      alwaysPresent: isAlwaysPresent && first !== undefined ? [first] : [],
    };
  });

const fieldOf = ({ action }: RequestText): Field => [storage, logs, crypto].find(({ actions }) => actions.includes(action)) ?? trust;

const setsFor = (request: RequestText): readonly string[] => fieldOf(request).sets;

function forSet(request: RequestText, resourceSet: string): RequestText {
  const { resource, ...others } = request;
  return resource === undefined ? request : { ...others, resourceSet };
}

/** Requests for all objects whose ARN begins alike. */
export const setRequests: Arbitrary<RequestText> = fc
  .oneof({ weight: 3, arbitrary: requestOf(storage) }, { weight: 1, arbitrary: requestOf(logs) })
  .chain((request) => fc.constantFrom(...setsFor(request)).map((resourceSet) => forSet(request, resourceSet)));

/** Requests for sets of which some keys are not known. */
export const openSetRequests: Arbitrary<RequestText> = openRequests
  .filter((request) => setsFor(request).length > 0)
  .chain((request) => fc.constantFrom(...setsFor(request)).map((resourceSet) => forSet(request, resourceSet)));

/** A statement to add to a policy of a request: of a resource, or of principals. */
export const statementFor = (request: RequestText, kind: Kind, effect: StatementText['Effect']): Arbitrary<StatementText> =>
  statement(fieldOf(request), kind, [effect]);

/** Every context that a request may have: one for each combination of values of what is not known. Of keys that no policy asks for, one value will do. */
export function contextsOf(request: RequestText): Record<string, ContextValue>[] {
  const { context: known, unknownKeys, alwaysPresent } = request;
  const inPolicies = asked({ ...request, context: {} });
  return [...unknownKeys, ...alwaysPresent].reduce<Record<string, ContextValue>[]>(
    (contexts, name) => {
      const values = keys.find((key) => key.name === name)?.given ?? [];
      const all = alwaysPresent.includes(name) ? values : [undefined, ...values];
      return contexts.flatMap((one) => (inPolicies.includes(name) ? all : all.slice(0, 1)).map((value) => ({ ...one, [name]: value })));
    },
    [known],
  );
}
