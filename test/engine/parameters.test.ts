import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/engine/invalid-input.ts';
import { allowed, configure } from '../../src/engine/parameters.ts';
import { bucketIsGreen } from './made-up.ts';

const defaults = { minimum: 3, maximum: 7, shade: 'dark', strict: false, regions: [] };

const configured = (given: Readonly<Record<string, unknown>>) => configure(bucketIsGreen, given).parameters;

const messageFor = (given: Readonly<Record<string, unknown>>): string => {
  try {
    configured(given);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return (error as Error).message;
  }
  throw new Error('the parameters were accepted');
};

describe('parameters', () => {
  it('have their defaults where none are given', () => {
    expect(configure(bucketIsGreen)).toEqual({ rule: bucketIsGreen, parameters: defaults });
  });

  it.each([
    [{ minimum: 5 }, { minimum: 5 }],
    [
      { minimum: 1, maximum: 10 },
      { minimum: 1, maximum: 10 },
    ],
    [{ strict: true }, { strict: true }],
    [{ shade: 'light' }, { shade: 'light' }],
    [{ regions: ['eu-west-1', 'us-east-1'] }, { regions: ['eu-west-1', 'us-east-1'] }],
  ])('keep %o', (given, kept) => {
    expect(configured(given)).toEqual({ ...defaults, ...kept });
  });

  it.each([
    [{ minimum: '5' }, { minimum: 5 }],
    [{ minimum: ' 5 ' }, { minimum: 5 }],
    [{ strict: 'true' }, { strict: true }],
    [{ strict: 'False' }, { strict: false }],
    [{ strict: ' TRUE ' }, { strict: true }],
    [{ regions: 'eu-west-1' }, { regions: ['eu-west-1'] }],
    [{ regions: 'eu-west-1, us-east-1,' }, { regions: ['eu-west-1', 'us-east-1'] }],
    [{ regions: '' }, { regions: [] }],
  ])("take %o, as AWS Config's texts", (given, taken) => {
    expect(configured(given)).toEqual({ ...defaults, ...taken });
  });

  it('that the rule does not have are refused with those it has', () => {
    expect(messageFor({ colour: 'red' })).toBe(
      "bucket-is-green has no parameter 'colour'; it has: minimum, maximum, shade, strict, regions",
    );
    for (const name of ['__proto__', 'toString', 'constructor', 'Minimum'])
      expect(messageFor(JSON.parse(`{"${name}":1}`) as Record<string, unknown>)).toContain(`has no parameter '${name}'`);
  });

  it('of a rule without any are refused', () => {
    expect(() => configure({ ...bucketIsGreen, parameters: {} }, { colour: 'red' })).toThrow(
      "bucket-is-green has no parameter 'colour'; it has: none",
    );
  });

  const integer = 'an integer from 1 to 10';
  const boolean = 'true or false';
  const list = 'a list of texts that match ^[a-z-]+\\d$, each once';

  it.each([
    ['minimum', 0, integer],
    ['minimum', 11, integer],
    ['minimum', 5.5, integer],
    ['minimum', '5.5', integer],
    ['minimum', '0x5', integer],
    ['minimum', '5 days', integer],
    ['minimum', '', integer],
    ['minimum', '1e1', integer],
    ['minimum', '99999999999999999999', integer],
    ['minimum', null, integer],
    ['minimum', true, integer],
    ['minimum', [5], integer],
    ['strict', 'yes', boolean],
    ['strict', '1', boolean],
    ['strict', 'constructor', boolean],
    ['strict', 1, boolean],
    ['strict', null, boolean],
    ['shade', 'Dark', 'dark, light'],
    ['shade', '', 'dark, light'],
    ['shade', null, 'dark, light'],
    ['shade', ['dark'], 'dark, light'],
    ['regions', ['eu-west-1', 'eu-west-1'], list],
    ['regions', 'eu-west-1,eu-west-1', list],
    ['regions', ['Ireland'], list],
    ['regions', [1], list],
    ['regions', { region: 'eu-west-1' }, list],
    ['regions', null, list],
  ])('%s: %o is refused with what was given and what is allowed', (name, given, allowance) => {
    const message = messageFor({ [name]: given });
    expect(message).toMatch(new RegExp(`^parameter '${name}' of bucket-is-green: \\S`));
    expect(message.endsWith(`; given ${JSON.stringify(given)}; allowed: ${allowance}`)).toBe(true);
  });

  it('say what is wrong with a value', () => {
    expect(messageFor({ minimum: 0 })).toBe(
      "parameter 'minimum' of bucket-is-green: the value must be >= 1; given 0; allowed: an integer from 1 to 10",
    );
    expect(messageFor({ minimum: null })).toContain('the value must be integer; given null;');
  });

  it('that contradict each other are refused, defaults included', () => {
    expect(messageFor({ minimum: 9, maximum: 4 })).toBe(
      'parameters of bucket-is-green contradict each other: minimum 9 is greater than maximum 4',
    );
    expect(messageFor({ minimum: '8' })).toContain('minimum 8 is greater than maximum 7');
  });

  it('are described as a phrase', () => {
    expect(Object.values(bucketIsGreen.parameters).map(allowed)).toEqual([integer, integer, 'dark, light', boolean, list]);
  });
});
