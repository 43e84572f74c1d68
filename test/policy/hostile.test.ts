import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecideInput } from '../../src/policy/decide-input.ts';
import { decide, type DecideOutput } from '../../src/policy/decide.ts';
import { parsePolicy } from '../../src/policy/policy-document.ts';

/** What no answer takes unless some pattern costs exponentially much, in seconds of the processor: other tests may be running. */
const patience = 4;

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const request: DecideInput = {
  principalArn: 'arn:aws:iam::111122223333:role/Reader',
  accountId: '111122223333',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::prompts/2024/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.json',
};

const set: DecideInput = { ...request, resourceSet: 'arn:aws:s3:::prompts/2024/*' };

/** An answer, given in time and with a reason for it. */
function answered(input: DecideInput): DecideOutput {
  const start = process.cpuUsage();
  const output = decide(input);
  expect(process.cpuUsage(start).user / 1_000_000).toBeLessThan(patience);
  expect(output.because.length).toBeGreaterThan(0);
  for (const { why, policy } of output.because) expect(`${policy}${why}`.length).toBeLessThan(4_000);
  return output;
}

const identity = (statement: object, more: Partial<DecideInput> = {}): DecideInput => ({
  ...request,
  identityPolicies: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...statement }] },
  ...more,
});

/** Members that objects inherit, and that a look-up by name would find in an empty one. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

/** An object with a member of any name as its own, as JSON has it. */
const withMember = (name: string, value: unknown): object => JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`) as object;

const fill = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);

describe('policies of nothing but wildcards', () => {
  const patterns = ['*?', '?', '*a', 'a*', '**?a'].map((part) => fill(part, 6_144));
  const ofArn = patterns.map((pattern) => `arn:aws:s3:::prompts/${pattern}`);
  const inFields = patterns.map((pattern) => `arn:${pattern}:${pattern}:${pattern}:${pattern}:${pattern}`);
  const context = { 'aws:SourceVpce': fill('a', 2_000), 'aws:SourceArn': `arn:aws:sns:eu-west-1:111122223333:${fill('a', 2_000)}` };
  const long = `arn:aws:s3:::prompts/${fill('a', 1_024)}`;

  it.each(patterns.map((pattern, at) => [pattern.slice(0, 6), pattern, at] as const))('are answered in time, of %s', (_, pattern, at) => {
    for (const Effect of ['Allow', 'Deny']) {
      answered(identity({ Effect, Action: pattern }, { resource: long }));
      answered(identity({ Effect, Action: `s3:${pattern}`, Resource: pattern }, { resource: long }));
      for (const resources of [pattern, ofArn[at] ?? '', inFields[at] ?? '', [pattern, ...ofArn]]) {
        answered(identity({ Effect, Resource: resources }, { resource: long }));
        answered({
          ...identity({ Effect, Resource: resources }),
          ...set,
          identityPolicies: [everything, identity({ Effect, Resource: resources }).identityPolicies as object],
        });
        answered(identity({ Action: 's3:*', Resource: undefined, NotResource: resources }, { resource: long }));
      }
      for (const operator of [
        'StringLike',
        'StringNotLike',
        'ArnLike',
        'ForAllValues:StringLike',
        'ForAnyValue:StringNotLike',
        'StringEqualsIgnoreCase',
      ]) {
        for (const key of ['aws:SourceVpce', 'aws:SourceArn']) {
          const wanted = [pattern, ofArn[at], inFields[at]];
          answered(identity({ Effect, Condition: { [operator]: { [key]: wanted } } }, { context }));
          answered(identity({ Effect, Condition: { [operator]: { [key]: wanted } } }, { unknownKeys: [key] }));
        }
      }
    }
    answered({
      ...request,
      resourcePolicy: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: pattern }, Action: '*', Resource: '*' } },
    });
  });

  it('are answered in time, many of them in one policy for a set', () => {
    const Resource = Array.from({ length: 150 }, (_, at) => `arn:aws:s3:::${fill(`*?${at}*a`, 120)}`);
    for (const Effect of ['Allow', 'Deny']) {
      const Statement = [{ Effect, Principal: '*', Action: '*', Resource }];
      answered({ ...set, identityPolicies: everything, resourcePolicy: { Version: '2012-10-17', Statement } });
    }
  });

  it('are answered in time, on many unknown keys at once', () => {
    const names = Array.from({ length: 400 }, (_, at) => `aws:Key${at}`);
    const Statement = names.map((name, at) => ({
      Effect: at % 3 === 0 ? 'Deny' : 'Allow',
      Action: '*',
      Resource: `arn:aws:s3:::*a*?*${at}*`,
      Condition: {
        StringLike: { [name]: [fill('*?a', 60), fill('*a?b', 60), fill('*b?', 60)] },
        StringNotLike: { [name]: fill('?a*', 60) },
      },
    }));
    const identityPolicies = { Version: '2012-10-17', Statement };
    expect(JSON.stringify(identityPolicies).length).toBeGreaterThan(100_000);
    answered({ ...request, identityPolicies, unknownKeys: names });
    answered({ ...set, identityPolicies, unknownKeys: names });
    answered({ ...set, identityPolicies: [identityPolicies, everything], unknownKeys: names, callerChosenKeys: names });
  });
});

describe('long policies', () => {
  it('of 20 KB and a thousand statements are answered in time', () => {
    const Statement = Array.from({ length: 250 }, (_, at) => ({
      Effect: at % 2 === 0 ? 'Allow' : 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: `arn:aws:s3:::prompts/${at}/*`,
      Condition: { StringLike: { 'aws:SourceVpce': `vpce-${at}*` } },
    }));
    const resourcePolicy = { Version: '2012-10-17', Statement };
    answered({ ...request, resourcePolicy, unknownKeys: ['aws:SourceVpce'] });
    answered({ ...set, resourceSet: 'arn:aws:s3:::prompts/*', resourcePolicy, unknownKeys: ['aws:SourceVpce'] });
  });

  it('of 131,072 characters are answered in time, one long text or many short ones', () => {
    const one = fill('*a?', 131_000);
    answered(identity({ Resource: one }));
    answered(
      identity({ Resource: one }, { ...set, identityPolicies: identity({ Resource: `arn:aws:s3:::${one}` }).identityPolicies as object }),
    );
    answered(identity({ Condition: { StringLike: { 'aws:SourceVpce': one } } }, { context: { 'aws:SourceVpce': fill('a', 2_000) } }));
    answered(identity({ Condition: { StringLike: { 'aws:SourceVpce': one } } }, { unknownKeys: ['aws:SourceVpce'] }));
    const many = Array.from({ length: 8_000 }, (_, at) => `a*${at}?`);
    answered(identity({ Condition: { StringLike: { 'aws:SourceVpce': many } } }, { unknownKeys: ['aws:SourceVpce'] }));
    answered(
      identity({ Condition: { 'ForAllValues:StringNotLike': { 'aws:TagKeys': many } } }, { context: { 'aws:TagKeys': many.slice(0, 50) } }),
    );
    answered(identity({ Resource: many }));
    answered(identity({ Action: many, Resource: many }, { resourceSet: 'arn:aws:s3:::*' }));
    answered(
      identity(
        { Condition: { IpAddress: { 'aws:SourceIp': many.map((_, at) => `10.${at % 256}.${at >> 8}.0/24`) } } },
        { unknownKeys: ['aws:SourceIp'] },
      ),
    );
    answered(identity({ Condition: { NumericEquals: { 's3:max-keys': many.map((_, at) => at) } } }, { unknownKeys: ['s3:max-keys'] }));
  });

  it('as text of any length that is no JSON are answered in time', () => {
    for (const text of [
      fill('%', 131_072),
      fill('%7B', 131_072),
      fill('{', 131_072),
      fill('{"', 131_072),
      fill('"\\', 131_072),
      fill(' ', 131_072),
    ])
      expect(answered({ ...request, identityPolicies: text }).verdict).toBe('granted-if');
  });
});

describe('texts beyond ASCII', () => {
  const odd = [
    'e\u0301',
    '\u00e9',
    '\ud83d\ude00',
    '\ud83d',
    '\ude00',
    '\u0130',
    'i\u0307',
    '\u212a',
    '\u00df',
    '\u017f',
    '\u0000',
    '\ufeff',
    '\u202e',
    '\ue000',
  ];

  it('match themselves and what has their form only', () => {
    for (const one of odd)
      for (const another of odd) {
        const resource = `arn:aws:s3:::prompts/${one}`;
        const { verdict } = answered(identity({ Resource: `arn:aws:s3:::prompts/${another}` }, { resource }));
        expect(verdict).toBe(one === another ? 'granted' : 'denied');
        const condition = { Condition: { StringEquals: { 'aws:SourceVpce': another } } };
        expect(answered(identity(condition, { context: { 'aws:SourceVpce': one } })).verdict).toBe(one === another ? 'granted' : 'denied');
      }
  });

  it('are the same in either case only letter by letter', () => {
    const asks = (wanted: string, given: string) =>
      answered(identity({ Condition: { StringEqualsIgnoreCase: { 'aws:SourceVpce': wanted } } }, { context: { 'aws:SourceVpce': given } }))
        .verdict;
    expect(asks('\u00c9', '\u00e9')).toBe('granted');
    expect(asks('\u03a3', '\u03c3')).toBe('granted');
    expect(asks('A\u03a3', 'a\u03c3')).toBe('granted');
    expect(asks('\u0130', 'i\u0307')).toBe('denied');
    expect(asks('\u00df', 'ss')).toBe('denied');
  });

  it('miss nobody where the key is not known', () => {
    for (const one of odd)
      for (const another of odd) {
        const Condition = { StringEqualsIgnoreCase: { 'aws:SourceVpce': one }, StringEquals: { 'aws:SourceVpce': another } };
        const known = answered(identity({ Condition }, { context: { 'aws:SourceVpce': another } })).verdict;
        const unknown = answered(identity({ Condition }, { unknownKeys: ['aws:SourceVpce'] })).verdict;
        expect(unknown).toBe(known === 'granted' ? 'granted-if' : 'denied');
      }
  });

  it('in names of actions and keys are names like any other', () => {
    expect(answered(identity({ Action: 's3:Get\u00d6bject' }, { action: 's3:get\u00f6bject' })).verdict).toBe('granted');
    expect(answered(identity({ Action: '\u212a*' }, { action: 'kms:Decrypt' })).because.length).toBeGreaterThan(0);
    expect(answered(identity({ Condition: { StringEquals: { '\ud83d\ude00': 'x' } } }, { context: { '\ud83d\ude00': 'x' } })).verdict).toBe(
      'granted',
    );
  });
});

describe('names that every object inherits', () => {
  it.each(inherited)('are no elements of a policy: %s', (name) => {
    const policy = { ...withMember(name, 'x'), Version: '2012-10-17', Statement: [] };
    const statement = { ...everything.Statement[0] };
    for (const document of [
      JSON.stringify(withMember(name, everything.Statement)),
      `{"Version": "2012-10-17", "Statement": [], ${JSON.stringify(name)}: 1}`,
      `{"Version": "2012-10-17", "Statement": [${JSON.stringify(statement).replace('{', `{${JSON.stringify(name)}: "x", `)}]}`,
    ])
      expect(answered({ ...request, identityPolicies: document }).verdict).toBe('granted-if');
    expect(parsePolicy(policy, 'principals')).toHaveProperty('problem');
  });

  it.each(inherited)('are operators that nobody knows: %s', (name) => {
    for (const operator of [name, `ForAllValues:${name}`, `${name}IfExists`, `${name}:StringEquals`]) {
      const condition = { Condition: withMember(operator, { 'aws:SourceVpce': 'x' }) };
      expect(answered(identity(condition)).verdict).toBe('granted-if');
      expect(
        answered({ ...request, identityPolicies: [everything, identity({ Effect: 'Deny', ...condition }).identityPolicies as object] })
          .verdict,
      ).toBe('granted-if');
    }
  });

  it.each(inherited)('are condition keys like any other: %s', (name) => {
    const condition = { Condition: { StringEquals: withMember(name, 'x') } };
    expect(answered(identity(condition)).verdict).toBe('denied');
    expect(answered(identity(condition, { context: withMember(name, 'x') as DecideInput['context'] & object })).verdict).toBe('granted');
    expect(answered(identity(condition, { context: withMember(name, 'y') as DecideInput['context'] & object })).verdict).toBe('denied');
    expect(answered(identity(condition, { unknownKeys: [name] })).verdict).toBe('granted-if');
    expect(answered(identity(condition, { unknownKeys: [name], callerChosenKeys: [name] })).verdict).toBe('granted');
    expect(answered(identity({ Condition: { Null: withMember(name, 'true') } })).verdict).toBe('granted');
    expect(answered(identity({ Resource: `arn:aws:s3:::prompts/\${${name}}` })).verdict).toBe('denied');
  });

  it.each(inherited)('are principals and kinds of principals that nobody is: %s', (name) => {
    const statement = (Principal: unknown) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: '*', Resource: '*' }],
    });
    expect(answered({ ...request, resourcePolicy: statement({ AWS: name }) }).verdict).toBe('denied');
    expect(answered({ ...request, resourcePolicy: JSON.stringify(statement(withMember(name, '*'))) }).verdict).toBe('granted-if');
  });
});

describe('documents that AWS would refuse', () => {
  const nested = (open: string, close: string, levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`;
  const levels = 10_000;
  const text = JSON.stringify(everything);

  const documents: readonly (readonly [name: string, document: unknown])[] = [
    ['nested lists of statements', `{"Version": "2012-10-17", "Statement": ${nested('[', ']', levels)}}`],
    ['nested objects in place of a policy', nested('{"Statement":', '}', levels)],
    [
      'nested values of a condition',
      text.replace('"Effect"', `"Condition": {"StringEquals": {"a": ${nested('[', ']', levels)}}}, "Effect"`),
    ],
    ['nested objects as a resource', text.replace('"Resource":"*"', `"Resource": ${nested('{"a":', '}', levels)}`)],
    ['two Effects', text.replace('"Effect"', '"Effect": "Deny", "Effect"')],
    ['two Statements', text.replace('"Statement"', '"Statement": [], "Statement"')],
    ['two condition operators of one name', text.replace('"Effect"', '"Condition": {"Bool": {"a": "true"}, "Bool": {}}, "Effect"')],
    ['two names of which one is escaped', text.replace('"Effect"', String.raw`"\u0045ffect": "Deny", "Effect"`)],
    ['a number as Effect', { ...everything, Statement: [{ ...everything.Statement[0], Effect: 1 }] }],
    ['null as Action', { ...everything, Statement: [{ ...everything.Statement[0], Action: null }] }],
    ['a number as Action', { ...everything, Statement: [{ ...everything.Statement[0], Action: [1e308] }] }],
    ['a boolean as Resource', { ...everything, Statement: [{ ...everything.Statement[0], Resource: true }] }],
    ['null as Condition', { ...everything, Statement: [{ ...everything.Statement[0], Condition: null }] }],
    ['a list as Condition', { ...everything, Statement: [{ ...everything.Statement[0], Condition: [] }] }],
    ['null as a value of a condition', { ...everything, Statement: [{ ...everything.Statement[0], Condition: { Null: { a: null } } }] }],
    ['null as Statement', { ...everything, Statement: null }],
    ['null among statements', { ...everything, Statement: [null] }],
    ['a huge number as Version', { ...everything, Version: 1e308 }],
    ['a list as Version', { ...everything, Version: ['2012-10-17'] }],
    ['a policy in a text in a text', JSON.stringify(text)],
    ['a boolean', true],
    ['an empty text', ''],
    ['a lone surrogate', '\ud800'],
    ['a function of JSON5', "{Version: '2012-10-17'}"],
  ];

  it.each(documents)('are never a grant nor a denial, and say why: %s', (_, document) => {
    const given = document as object;
    for (const input of [
      { ...request, identityPolicies: [given] },
      { ...request, identityPolicies: [everything, given] },
      { ...request, identityPolicies: everything, boundary: [given] },
      { ...request, identityPolicies: everything, sessionPolicy: [given] },
      { ...request, identityPolicies: everything, resourcePolicy: given },
      { ...request, resourcePolicy: given },
      { ...request, identityPolicies: everything, scps: [[everything], [given]] },
      { ...request, identityPolicies: everything, rcps: [[given]] },
      { ...set, groupPolicies: [[given]] },
    ]) {
      const { verdict, because } = answered(input);
      expect(verdict).toBe('granted-if');
      expect(because.map(({ why }) => why).join('\n')).toContain('cannot be read');
    }
  });

  it('grant and deny nothing with lists of nothing', () => {
    expect(answered(identity({ Action: [] })).verdict).toBe('denied');
    expect(answered(identity({ Resource: [] })).verdict).toBe('denied');
    expect(answered(identity({ Effect: 'Deny', Action: [] }, {})).decision).toBe('ImplicitlyDenied');
    expect(answered(identity({ Condition: { StringEquals: { a: [] } } }, { context: { a: 'x' } })).verdict).toBe('denied');
    expect(answered({ ...request, identityPolicies: [], scps: [], rcps: [], groupPolicies: [[]] }).verdict).toBe('denied');
  });
});

describe('values that an operator cannot read', () => {
  const unreadable = {
    Numeric: ['many', '', ' ', '0x10', 'NaN', 'Infinity', '1e999', '1,5', '--1'],
    Date: ['soon', '', '2024-13-01', '2024-02-30T25:00:00Z', '99999999999999999999', '2024-01-01T00:00:00+99:99', 'T'],
    IpAddress: ['10.0.0', '', '300.1.1.1', '10.0.0.0/33', '10.0.0.0/-1', '1::2::3', ':::', '10.0.0.*', '::ffff:300.0.0.1', '1.2.3.4/8/8'],
  };

  const ends = ['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
  const positive = { Numeric: ends.map((end) => `Numeric${end}`), Date: ends.map((end) => `Date${end}`), IpAddress: ['IpAddress'] };
  const negated = { Numeric: 'NumericNotEquals', Date: 'DateNotEquals', IpAddress: 'NotIpAddress' };
  const readable = { Numeric: '5', Date: '2024-01-01T00:00:00Z', IpAddress: '203.0.113.9' };

  it.each(['Numeric', 'Date', 'IpAddress'] as const)('match nothing, and leave their negation open: %s', (family) => {
    for (const value of unreadable[family]) {
      for (const [wanted, given] of [
        [value, readable[family]],
        [readable[family], value],
        [value, value],
      ] as const) {
        for (const operator of positive[family]) {
          const condition = { Condition: { [operator]: { k: wanted } } };
          expect(answered(identity(condition, { context: { k: given } })), `${operator} ${wanted} ${given}`).toMatchObject({
            verdict: 'denied',
          });
        }
        const condition = { Condition: { [negated[family]]: { k: wanted } } };
        expect(answered(identity(condition, { context: { k: given } }))).toMatchObject({ verdict: 'granted-if', decision: 'Allowed' });
        const deny = identity({ Effect: 'Deny', ...condition }).identityPolicies as object;
        expect(answered({ ...request, identityPolicies: [everything, deny], context: { k: given } })).toMatchObject({
          verdict: 'granted-if',
          decision: 'ExplicitlyDenied',
        });
      }
    }
  });
});

describe('policy variables', () => {
  const variables = [
    '${',
    '${}',
    '${ }',
    '${aws:username',
    '${aws:username}}',
    '${${aws:username}}',
    '${aws:username, }',
    "${aws:username, 'a}",
    "${aws:username, 'a', 'b'}",
    '${aws:${aws:username}}',
    '$',
    '$$',
    '${$',
    '${$}',
    '${*}',
    '${?}',
    '${**}',
    '${nobody:knows}',
    '${__proto__}',
    "${aws:username, '${aws:userid}'}",
    '}{$',
    '${\n}',
  ];

  it('are answered, however they are written', () => {
    for (const variable of variables)
      for (const text of [variable, `arn:aws:s3:::prompts/${variable}`, fill(variable, 6_144), `arn:aws:s3:::${variable}*/${variable}`]) {
        for (const Effect of ['Allow', 'Deny']) {
          answered(identity({ Effect, Resource: text }, { context: { 'aws:username': 'ana' } }));
          answered(identity({ Effect, Resource: text }, { unknownKeys: ['aws:username', 'aws:userid'] }));
          answered({
            ...set,
            identityPolicies: [everything, identity({ Effect, Resource: text }).identityPolicies as object],
            unknownKeys: ['aws:username'],
          });
          answered(identity({ Effect, Condition: { StringLike: { 'aws:username': text } } }, { unknownKeys: ['aws:username'] }));
          answered(
            identity(
              { Effect, Condition: { ArnLike: { 'aws:PrincipalArn': text } } },
              { unknownKeys: ['aws:PrincipalArn', 'aws:username'] },
            ),
          );
        }
      }
  });

  it('in thousands are answered in time where none of them is known', () => {
    const Resource = `arn:aws:s3:::${fill('${aws:username}', 6_000)}`;
    answered(identity({ Resource }, { unknownKeys: ['aws:username'], resource: `arn:aws:s3:::${fill('a', 1_000)}` }));
    answered({
      ...set,
      identityPolicies: identity({ Resource: [Resource, `${Resource}*`] }).identityPolicies as object,
      unknownKeys: ['aws:username'],
    });
    answered(identity({ Resource }, { context: { 'aws:username': fill('a*?', 1_000) } }));
  });
});

describe('requests that are none', () => {
  it.each<readonly [string, object, string]>([
    ['no resource', { resource: undefined }, 'neither resource nor resourceSet'],
    ['a resource that is a number', { resource: 5 }, 'neither resource nor resourceSet'],
    ['a set without a star', { resourceSet: 'arn:aws:s3:::prompts' }, 'resourceSet is "arn:aws:s3:::prompts"'],
    ['a set that is a list', { resourceSet: ['*'] }, 'resourceSet is a list'],
    ['an action without a service', { action: 'GetObject' }, 'action is "GetObject"'],
    ['an action that is an object', { action: { toString: 1 } }, 'action is an object'],
    ['a principal that nobody can be', { principalArn: 'nobody' }, 'principalArn is "nobody"'],
    ['a principal that is an object', { principalArn: withMember('toString', 1) }, 'principalArn is an object'],
    ['a principal of the wrong service', { principalArn: 'arn:aws:sts::111122223333:user/ana' }, 'principalArn is "arn:aws:sts'],
    ['a session of the wrong service', { principalArn: 'arn:aws:iam::111122223333:assumed-role/R/s' }, 'principalArn is "arn:aws:iam'],
    ['no principal', { principalArn: undefined }, 'principalArn is missing'],
    ['no account', { accountId: undefined }, 'accountId is missing'],
    ['an account that is a number', { accountId: 111122223333 }, 'accountId is 111122223333'],
    ['a context that is a list', { context: [] }, 'context is a list'],
    ['a context that is a text', { context: 'x' }, 'context is "x"'],
    ['a value that is an object', { context: { k: withMember('toString', 1) } }, 'k of context is an object'],
    ['a list of lists as a value', { context: { k: [['x']] } }, 'k of context is a list'],
    ['unknown keys that are a text', { unknownKeys: 'aws:SourceIp' }, 'unknownKeys is "aws:SourceIp"'],
    ['unknown keys that are numbers', { unknownKeys: [1] }, 'unknownKeys is a list'],
    ['SCPs that are no list', { scps: everything }, 'scps is an object'],
    ['grants without operations', { keyGrants: [{ grantee: 'x' }] }, 'keyGrants is a list'],
    ['two policies of one resource', { resourcePolicy: [everything, everything] }, 'resourcePolicy is a list of 2'],
  ])('are refused with the reason: %s', (_, bent, problem) => {
    expect(() => decide({ ...request, ...bent })).toThrow(problem);
  });
});

describe('requests of any kind', () => {
  const scalars = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double(),
    fc.constantFrom(...inherited, '*', '${*}', 's3:*'),
  );
  const anything = fc.anything({
    key: fc.constantFrom('Effect', 'Action', 'Statement', 'Condition', '__proto__', 'AWS', 'toString', 'name', 'policy', 'document'),
    values: [scalars],
    maxDepth: 4,
    withNullPrototype: true,
  });

  it('are answered with a reason, whatever their policies are', () => {
    fc.assert(
      fc.property(
        anything,
        anything,
        anything,
        fc.constantFrom('identityPolicies', 'groupPolicies', 'boundary', 'sessionPolicy', 'scps', 'rcps'),
        (one, another, third, layer) => {
          const given = { ...request, identityPolicies: [everything], [layer]: [one, another] } as DecideInput;
          answered({ ...given, resourcePolicy: [third] as object });
        },
      ),
      { seed: 1, numRuns: 1_500 },
    );
  });

  it('are answered or refused in words, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            context: anything,
            unknownKeys: anything,
            alwaysPresent: anything,
            callerChosenKeys: anything,
            keyGrants: anything,
            blockPublicAccess: anything,
            scps: anything,
            resource: anything,
            principalArn: anything,
          },
          { requiredKeys: [] },
        ),
        (bent) => {
          try {
            answered({ ...request, identityPolicies: everything, ...bent } as DecideInput);
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
            expect((error as Error).constructor).toBe(Error);
            expect((error as Error).message).toMatch(/allowed: |neither resource nor resourceSet/);
          }
        },
      ),
      { seed: 1, numRuns: 1_500 },
    );
  });
});
