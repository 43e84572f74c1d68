import { describe, expect, it } from 'vitest';
import { lineOf, parseHeader, parseLine, trailerOf } from '../../src/engine/evidence-line.ts';
import type { Reading } from '../../src/engine/reading.ts';
import { refusals } from '../../src/facts/unreadable.ts';
import { paint } from './made-up.ts';

const header = { evidence: 'bedrock-logging-rules', version: '1', collectedAt: '2026-03-01T09:30:00.000Z', partition: 'aws' };
const place = { account: '111122223333', region: 'us-east-1', fact: 'paint', resource: 'a', at: '2026-03-01T09:30:00Z' };
const facts = new Map([['paint', paint]]);

const headerWith = (changes: object) => () => parseHeader(JSON.stringify({ ...header, ...changes }));
const readingWith = (changes: object) => () => parseLine(JSON.stringify({ ...place, value: 'red', ...changes }), facts);

describe('the header', () => {
  it('is read', () => {
    expect(parseHeader(JSON.stringify(header))).toEqual(header);
  });

  it.each(['', '{', 'null', '[]', '"x"', '1', '{}'])('is refused when it is %s', (line) => {
    expect(() => parseHeader(line)).toThrow(/^it is not (JSON|evidence: the first line must say 'bedrock-logging-rules')$/);
  });

  it.each([['2'], [1], [undefined], [null]])('of version %o is refused, with the version that is read', (version) => {
    expect(headerWith({ version })).toThrow(`it is evidence of version ${JSON.stringify(version)}; this program reads version "1"`);
  });

  it.each([
    [{ collectedAt: 'yesterday' }, 'collectedAt must match pattern'],
    [{ collectedAt: '2026-03-01T09:30:00+01:00' }, 'collectedAt must match pattern'],
    [{ partition: 'azure' }, 'partition must match pattern'],
    [{ partition: undefined }, "it must have required property 'partition'"],
    [{ comment: 'x' }, "it must NOT have additional properties ('comment')"],
  ])('with %o is refused', (changes, problem) => {
    expect(headerWith(changes)).toThrow(problem);
  });
});

describe('a reading', () => {
  it.each<Reading>([
    { ...place, value: 'red' },
    { ...place, absent: true },
    ...refusals.map((refusal) => ({ ...place, refused: { refusal, code: 'Code' } })),
  ])('is the same after it was written: %o', (reading) => {
    const line = lineOf(reading);
    expect(line).not.toContain('\n');
    expect(parseLine(line, facts)).toEqual(reading);
  });

  it('is written with its place first', () => {
    const { at, ...rest } = place;
    expect(lineOf({ value: 'red', at, ...rest })).toBe(
      '{"account":"111122223333","region":"us-east-1","fact":"paint","resource":"a","at":"2026-03-01T09:30:00Z","value":"red"}',
    );
  });

  it.each(['', '{', '{"account":"111122223333"', 'nonsense'])('is refused when it is %s', (line) => {
    expect(() => parseLine(line, facts)).toThrow('it is not JSON');
  });

  it.each([
    [{ account: '1234' }, 'account must match pattern'],
    [{ account: 111122223333 }, 'account must be string'],
    [{ region: '' }, 'region must match pattern'],
    [{ at: 'today' }, 'at must match pattern'],
    [{ resource: undefined }, "it must have required property 'resource'"],
    [{ note: 'x' }, "it must NOT have additional properties ('note')"],
    [{ absent: true }, /^it must have one of value, absent, refused$/],
    [{ value: undefined }, /^it must have one of value, absent, refused$/],
    [{ value: undefined, absent: false }, 'absent must be equal to constant'],
    [{ value: undefined, refused: { refusal: 'lazy', code: 'x' } }, 'refused.refusal must be equal to one of the allowed values denied'],
    [{ value: undefined, refused: { refusal: 'denied' } }, "refused must have required property 'code'"],
    [{ fact: 'colour' }, "no fact has id 'colour'"],
    [{ value: 'blue' }, 'value of paint: it must be equal to one of the allowed values red, green'],
    [{ value: null }, 'value of paint: it must be equal to one of the allowed values red, green'],
  ])('with %o is refused', (changes, problem) => {
    expect(readingWith(changes)).toThrow(problem);
  });
});

it.each(['null', '42', '"red"', '[]', '{}', 'true'])('%s is no reading', (line) => {
  expect(() => parseLine(line, facts)).toThrow(/^it must have one of value, absent, refused$/);
});

describe('the trailer', () => {
  it.each([
    { complete: true, failures: [] },
    { complete: false, failures: ['account 111122223333: it could not be entered'] },
  ])('is the same after it was written: %o', (ending) => {
    expect(parseLine(trailerOf(ending), facts)).toEqual({ end: 'bedrock-logging-rules', ...ending });
  });

  it('is written with its mark first, and nothing else that comes along', () => {
    const ending = { failures: ['x'], exitCode: 2, complete: true };
    expect(trailerOf(ending)).toBe('{"end":"bedrock-logging-rules","complete":true,"failures":["x"]}');
  });

  it.each([
    [{ end: 'something-else' }, 'end must be equal to constant'],
    [{ complete: 'yes' }, 'complete must be boolean'],
    [{ complete: undefined }, "it must have required property 'complete'"],
    [{ failures: undefined }, "it must have required property 'failures'"],
    [{ failures: [1] }, 'failures.0 must be string'],
    [{ failures: [''] }, 'failures.0 must NOT have fewer than 1 characters'],
    [{ value: 'red' }, "it must NOT have additional properties ('value')"],
  ])('with %o is refused', (changes, problem) => {
    const line = JSON.stringify({ end: 'bedrock-logging-rules', complete: true, failures: [], ...changes });
    expect(() => parseLine(line, facts)).toThrow(problem);
  });
});
