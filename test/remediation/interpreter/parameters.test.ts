import { describe, expect, it } from 'vitest';
import { parameterValues, type GivenParameters, type Parameter } from './parameters.ts';

const value = (parameter: Parameter, given?: string | readonly string[]) =>
  parameterValues({ Given: parameter }, given === undefined ? {} : { Given: given })['Given'];

describe('a parameter', () => {
  it.each<[Parameter, string | readonly string[], unknown]>([
    [{ type: 'String' }, ['a'], 'a'],
    [{ type: 'String' }, 'a', 'a'],
    [{ type: 'String' }, '', ''],
    [{ type: 'StringList' }, ['a', 'b'], ['a', 'b']],
    [{ type: 'StringList' }, [], []],
    [{ type: 'Integer' }, ['-5'], -5],
    [{ type: 'Boolean' }, ['true'], true],
    [{ type: 'Boolean' }, 'false', false],
    [{ type: 'StringMap' }, '{"a":{"b":1}}', { a: { b: 1 } }],
    [{ type: 'MapList' }, ['{"a":1}', '{}'], [{ a: 1 }, {}]],
    [{ type: 'AWS::IAM::Role::Arn' }, 'arn:aws:iam::111122223333:role/a/b', 'arn:aws:iam::111122223333:role/a/b'],
    [{ type: 'String', allowedValues: ['a', 'b'] }, 'b', 'b'],
    [{ type: 'Integer', allowedValues: [1, 2] }, '2', 2],
    [{ type: 'StringList', allowedPattern: '^[a-z]$', minItems: 1, maxItems: 2 }, ['a', 'b'], ['a', 'b']],
    [{ type: 'String', minChars: 1, maxChars: 2 }, 'ab', 'ab'],
  ])('of %j takes %j', (parameter, given, expected) => {
    expect(value(parameter, given)).toEqual(expected);
  });

  it.each<[Parameter, string | readonly string[] | undefined, string]>([
    [{ type: 'String' }, undefined, 'Given is required'],
    [{ type: 'String' }, ['a', 'b'], 'Given is a String; given 2 values'],
    [{ type: 'Integer' }, '5.0', 'is an Integer'],
    [{ type: 'Boolean' }, 'True', 'is a Boolean, true or false'],
    [{ type: 'Boolean' }, '0', 'is a Boolean, true or false'],
    [{ type: 'StringMap' }, '[]', 'is a map'],
    [{ type: 'StringMap' }, '{', 'is a map'],
    [{ type: 'AWS::IAM::Role::Arn' }, 'arn:aws:iam::111122223333:user/a', 'is no AWS::IAM::Role::Arn'],
    [{ type: 'AWS::S3::Bucket::Name' }, 'Bucket', 'is no AWS::S3::Bucket::Name'],
    [{ type: 'String', allowedValues: ['a'] }, 'b', 'allowed: ["a"]'],
    [{ type: 'StringList', allowedValues: ['a'] }, ['a', 'b'], 'allowed: ["a"]'],
    [{ type: 'String', allowedPattern: '^[a-z]+$' }, 'A', 'allowed pattern: ^[a-z]+$'],
    [{ type: 'String', allowedPattern: '^[a-z]+$' }, 'a\nb', 'allowed pattern: ^[a-z]+$'],
    [{ type: 'StringList', allowedPattern: '^[a-z]$' }, ['a', '1'], 'allowed pattern: ^[a-z]$'],
    [{ type: 'StringList', minItems: 1 }, [], 'has 0 items'],
    [{ type: 'MapList', maxItems: 1 }, ['{}', '{}'], 'has 2 items'],
    [{ type: 'String', minChars: 1 }, '', 'has 0 characters'],
    [{ type: 'String', maxChars: 1 }, 'ab', 'has 2 characters'],
  ])('of %j refuses %j', (parameter, given, message) => {
    expect(() => value(parameter, given)).toThrow(message);
  });

  it('falls back to its default, which need not fit', () => {
    expect(value({ type: 'String', default: '', allowedPattern: '^.+$' })).toBe('');
    expect(() => value({ type: 'String', default: '', allowedPattern: '^.+$' }, '')).toThrow('allowed pattern');
  });
});

it('refuses a parameter that the document has not', () => {
  const given: GivenParameters = { Others: 'a', toString: 'b' };
  expect(() => parameterValues({ Given: { type: 'String', default: '' } }, given)).toThrow(
    'Others, toString is no parameter of the document; known: Given',
  );
});
