import { expect, it } from 'vitest';
import { convert } from './convert.ts';
import type { DataType } from './value.ts';

it.each<[DataType, unknown, unknown]>([
  ['String', 'a', 'a'],
  ['String', 16, '16'],
  ['String', ['a'], 'a'],
  ['Integer', '16', 16],
  ['Integer', [16], 16],
  ['Boolean', 'true', true],
  ['Boolean', 'False', false],
  ['Boolean', [true], true],
  ['StringList', ['a', 'b'], ['a', 'b']],
  ['StringList', [], []],
  ['StringList', 'a', ['a']],
  ['StringList', 16, ['16']],
  ['StringMap', { a: { b: [1] } }, { a: { b: [1] } }],
  ['MapList', [{ a: 1 }], [{ a: 1 }]],
  ['MapList', [], []],
])('%s of %j', (type, value, converted) => {
  expect(convert(value, type)).toEqual(converted);
});

it.each<[DataType, unknown]>([
  ['String', { a: 1 }],
  ['String', ['a', 'b']],
  ['String', true],
  ['String', 1.5],
  ['Integer', 1.5],
  ['Integer', 'x'],
  ['Integer', true],
  ['Boolean', 1],
  ['Boolean', 'yes'],
  ['StringList', [1, 2]],
  ['StringList', true],
  ['StringList', { a: 1 }],
  ['StringMap', [{ a: 1 }]],
  ['StringMap', '{"a":1}'],
  ['StringMap', { created: new Date(0) }],
  ['MapList', ['a']],
  ['MapList', { a: 1 }],
])('has no %s of %j', (type, value) => {
  expect(() => convert(value, type)).toThrow(/AWS documents no conversion/);
});
