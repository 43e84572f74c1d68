import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besideThePoint, parsedJson } from '../../src/policy/beside-the-point.ts';
import { isEverything, policyCompiler, type AskedOf } from '../../src/policy/compiled-policy.ts';
import { hasDuplicateNames } from '../../src/policy/duplicate-names.ts';
import { mentions } from '../../src/policy/mentioned-services.ts';
import { parsePolicy, type Statement } from '../../src/policy/policy-document.ts';
import { remembered } from '../../src/policy/remembered.ts';

const asked: readonly AskedOf[] = [
  {
    action: 's3:GetObject',
    target: { prefix: 'arn:aws:s3:::prompts/' },
    isConfined: (pattern) => pattern.startsWith('arn:aws:s3:::prompts/'),
  },
  { action: 'logs:StartQuery', target: { arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:prompts' }, isConfined: () => false },
];

const document = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...statement }] });

describe('a compiled policy', () => {
  const compile = policyCompiler(asked);

  it.each<readonly [string, object, { allow?: number; broad?: number; deny?: number; careful?: number }]>([
    ['everything', {}, { allow: 0b11, broad: 0b11 }],
    ['one action', { Action: 's3:get*' }, { allow: 0b01, broad: 0b01 }],
    ['all but one action', { Action: undefined, NotAction: 's3:*' }, { allow: 0b10, broad: 0b10 }],
    ['the target alone', { Resource: 'arn:aws:s3:::prompts/*' }, { allow: 0b01 }],
    ['more than the target', { Resource: 'arn:aws:s3:::prompt*' }, { allow: 0b01, broad: 0b01 }],
    ['a part of the target', { Resource: 'arn:aws:s3:::prompts/2024/*' }, { careful: 1 }],
    ['all but the target', { Resource: undefined, NotResource: 'arn:aws:s3:::prompts/*' }, { allow: 0b10, broad: 0b10 }],
    [
      'all but a part of the target',
      { Resource: undefined, NotResource: 'arn:aws:s3:::prompts/2024/*' },
      { allow: 0b10, broad: 0b10, careful: 1 },
    ],
    ['all but what a variable holds', { Resource: undefined, NotResource: 'arn:aws:ec2:::${aws:username}' }, { careful: 1 }],
    ['what a variable holds', { Resource: 'arn:aws:s3:::${aws:username}/*' }, { careful: 1 }],
    ['something under a condition', { Condition: { Bool: { a: 'true' } } }, { careful: 1 }],
    ['no action asked', { Action: 'ec2:*' }, {}],
    ['no resource asked', { Resource: 'arn:aws:s3:::other/*' }, {}],
    ['a Deny', { Effect: 'Deny', Action: 'logs:*' }, { deny: 0b10 }],
    ['a Deny under a condition', { Effect: 'Deny', Condition: { Bool: { a: 'true' } } }, { careful: 1 }],
  ])('says what it says of the questions: %s', (_, statement, expected) => {
    const { allow, broad, deny, careful, problem } = compile('policy', document(statement));
    expect({ allow, broad, deny, careful: careful.length, problem }).toEqual({
      allow: 0,
      broad: 0,
      deny: 0,
      careful: 0,
      problem: undefined,
      ...expected,
    });
  });

  it('has a problem where it speaks of the services and cannot be read', () => {
    expect(compile('policy', '{"Statement": "s3:GetObject"}').problem).toContain('statement 1');
    expect(compile('policy', document({ Odd: 1 })).problem).toContain('Odd');
    expect(compile('policy', document({ Odd: 1, Action: 'ec2:*' })).problem).toBeUndefined();
  });

  it('knows everything for everything', () => {
    const isAll = (statement: object): boolean => {
      const parsed = parsePolicy(document(statement), 'principals');
      return 'policy' in parsed && isEverything(parsed.policy.statements[0] as Statement);
    };
    expect(isAll({})).toBe(true);
    expect(isAll({ Action: ['s3:*', '*:*'], Resource: ['arn:aws:s3:::a', '*'] })).toBe(true);
    for (const less of [
      { Action: 's3:*' },
      { Resource: 'arn:*' },
      { Action: undefined, NotAction: 's3:*' },
      { Condition: { Bool: { a: 'true' } } },
    ])
      expect(isAll(less)).toBe(false);
  });
});

describe('a document beside the point', () => {
  const isBeside = besideThePoint(asked, (action) => (action.includes('*') || action.startsWith('s3:Get') ? 0b01 : 0));
  const about = (statement: object): boolean => isBeside(JSON.parse(document(statement)));

  it.each<readonly [boolean, string, object]>([
    [true, 'another action', { Action: ['ec2:Run', 'ec2:Stop'] }],
    [true, 'another resource', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/*' }],
    [true, 'another action on all but a resource', { Action: 'ec2:Run', Resource: undefined, NotResource: 'x' }],
    [false, 'the action on everything', { Action: 's3:GetObject' }],
    [false, 'the action on the target', { Action: 's3:GetObject', Resource: ['x', 'arn:aws:s3:::prompts/*'] }],
    [false, 'the action on an object of the target', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::prompts/a' }],
    [false, 'the action on a variable', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::${aws:username}' }],
    [false, 'the action on all but a resource', { Action: 's3:GetObject', Resource: undefined, NotResource: 'x' }],
    [false, 'all but an action', { Action: undefined, NotAction: 'x' }],
    [false, 'an action that is no text', { Action: [1] }],
    [false, 'no resource', { Action: 'ec2:Run', Resource: undefined }],
    [false, 'another effect', { Action: 'ec2:Run', Effect: 'allow' }],
  ])('is told apart, %s: %s', (expected, _, statement) => {
    expect(about(statement)).toBe(expected);
  });

  it('is none that is not quite as it should be', () => {
    for (const odd of [{}, { Statement: null }, { Statement: [null] }, { Statement: [], Version: '2024' }, { Statement: 'x' }])
      expect(isBeside(odd)).toBe(false);
    expect(isBeside({ Statement: [] })).toBe(true);
  });

  it('is read as JSON, if it is', () => {
    expect(parsedJson('{"a": 1}')).toEqual({ a: 1 });
    expect(parsedJson('%7B%7D')).toBeUndefined();
  });
});

describe('a search for services', () => {
  const mayMention = mentions(['s3', 'kms']);

  it.each([
    ['an action of one', document({ Action: 's3:GetObject' })],
    ['an action of one in another case', document({ Action: 'KMS:Decrypt' })],
    ['a wildcard for all', document({ Resource: 'x' })],
    ['a wildcard for a service', document({ Action: 'ec2:Run' }).replace('ec2:Run', '?3:Get')],
    ['a list of what is left out', document({ Action: undefined, NotAction: 'ec2:*' })],
    ['an escape', document({ Action: 'ec2:Run' }).replace('ec2:Run', String.raw`\u0073\u0033:Get`)],
  ])('finds %s', (_, text) => {
    expect(mayMention(text)).toBe(true);
  });

  it('finds neither another service nor everything as a resource', () => {
    expect(mayMention(document({ Action: ['ec2:Run*', 'logs:*'] }))).toBe(false);
    expect(mayMention(JSON.stringify(JSON.parse(document({ Action: 'ec2:Run' })), null, 2))).toBe(false);
  });

  it('misses no action, however a document is written', () => {
    const patterns = fc.constantFrom('s3:Get', 's?:*', '*', '*:Get', 'S3:*', '?ms:D*', '**', 'k*', 'kms:?');
    fc.assert(
      fc.property(fc.array(patterns, { minLength: 1 }), fc.constantFrom(0, 1, 4), (actions, indent) => {
        const text = JSON.stringify({ Statement: { Effect: 'Allow', Resource: '*', Action: ['ec2:Run', ...actions] } }, null, indent);
        expect(mayMention(text)).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('an answer that is remembered', () => {
  it('is worked out once for each text', () => {
    let times = 0;
    const length = remembered((text: string) => {
      times += 1;
      return text.length;
    });
    expect([length('a'), length('bc'), length('a'), length('__proto__'), length('__proto__')]).toEqual([1, 2, 1, 9, 9]);
    expect(times).toBe(3);
  });
});

describe('names that stand twice', () => {
  it.each([
    [false, '{}'],
    [false, '{"a": {"a": [{"a": "a"}, {"a": ":"}]}, "b": "\\"a\\": 1"}'],
    [false, '{"a" : "b", "c":"\\\\", "d": ["e", "f"]}'],
    [true, '{"a": 1, "a": 1}'],
    [true, '{"a": {"b": 1, "c": [{"d": 1, "d": 2}]}}'],
    [true, String.raw`{"a": 1, "\u0061": 2}`],
  ])('are found, %s: %s', (expected, text) => {
    expect(hasDuplicateNames(text, JSON.parse(text))).toBe(expected);
  });

  it('are none in what is written from an object', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(hasDuplicateNames(text, JSON.parse(text))).toBe(false);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
