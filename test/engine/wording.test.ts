import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtWord, shortName, visible, visibleJson } from '../../src/engine/wording.ts';

/** Whether a text has a surrogate without its other half. */
const isBroken = (text: string): boolean => /(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(text);

/** Any text, many of them with characters of two code units. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('😀', 'a', ' ', '𝔘'), maxLength: 400 }),
);

/** From where a cut says that it is one. */
const length = fc.integer({ min: 1, max: 300 });

describe('shortName', () => {
  it.each([
    ['prompts', 64, 'prompts'],
    ['a'.repeat(64), 64, 'a'.repeat(64)],
    [`${'a'.repeat(40)}${'z'.repeat(40)}`, 64, `${'a'.repeat(32)}…${'z'.repeat(31)}`],
    ['abcdefgh', 5, 'ab…gh'],
    ['abcdefgh', 4, 'ab…h'],
    ['abcdefgh', 3, 'a…h'],
    ['abcdefgh', 2, 'a…'],
    ['abcdefgh', 1, '…'],
    ['a😀😀😀b', 4, 'a…b'],
  ])('of %s in %i characters is %s', (name, most, short) => {
    expect(shortName(name, most)).toBe(short);
  });

  it('takes 64 characters when it is not told', () => {
    expect(shortName('x'.repeat(65))).toHaveLength(64);
  });

  it('never exceeds the length, never parts a character, and leaves a short name alone', () => {
    fc.assert(
      fc.property(anyText, length, (name, most) => {
        const short = shortName(name, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(isBroken(short)).toBe(false);
        if (name.length <= most) expect(short).toBe(name);
      }),
    );
  });

  it('keeps the start and the end of the name', () => {
    fc.assert(
      fc.property(anyText, length, (name, most) => {
        const [start = '', end = ''] = name.length <= most ? [name, name] : shortName(name, most).split('…');
        if (name.includes('…')) return;
        expect(name.startsWith(start)).toBe(true);
        expect(name.endsWith(end)).toBe(true);
      }),
    );
  });
});

describe('cutAtWord', () => {
  it.each([
    ['one two three', 13, 'one two three'],
    ['one two three', 12, 'one two…'],
    ['one two three', 9, 'one two…'],
    ['one two three', 5, 'one…'],
    ['one, two; three', 10, 'one, two;…'],
    ['onetwothree', 6, 'onetw…'],
    ['a bcdefghijkl', 8, 'a bcdef…'],
    ['records…of-prompts', 9, 'records…'],
    ['😀😀😀😀', 4, '😀…'],
  ])('of %s in %i characters is %s', (text, most, cut) => {
    expect(cutAtWord(text, most)).toBe(cut);
  });

  it('takes 256 characters when it is not told, as AWS Config does', () => {
    expect(cutAtWord('x'.repeat(256))).toHaveLength(256);
    expect(cutAtWord('x'.repeat(257))).toHaveLength(256);
  });

  it('never exceeds the length, never parts a character, never ends in a space, and leaves a short text alone', () => {
    fc.assert(
      fc.property(anyText, length, (text, most) => {
        const cut = cutAtWord(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(isBroken(cut)).toBe(false);
        if (text.length <= most) expect(cut).toBe(text);
        else expect(cut).not.toMatch(/\s…$/);
      }),
    );
  });

  it('keeps the start of the text', () => {
    fc.assert(
      fc.property(anyText, length, (text, most) => {
        fc.pre(text.length > most);
        expect(text.startsWith(cutAtWord(text, most).slice(0, -1))).toBe(true);
      }),
    );
  });
});

it('writes out what would command a terminal or reorder its text', () => {
  expect(visible('a\u001b[31mb\u0007\u009b2J\u202ec\n')).toBe('a\\u001b[31mb\\u0007\\u009b2J\\u202ec\\u000a');
  expect(visible('prompts-é…漢字')).toBe('prompts-é…漢字');
});

it('leaves JSON the same JSON when it writes such characters out', () => {
  const value = { because: 'a\u009b\u202e\u2028\u{e0001}"b' };
  expect(visibleJson(JSON.stringify(value))).not.toMatch(/[\u009b\u202e\u2028]/);
  expect(JSON.parse(visibleJson(JSON.stringify(value)))).toEqual(value);
});
