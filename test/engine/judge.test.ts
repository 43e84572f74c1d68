import { describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/judge.ts';
import { configure } from '../../src/engine/parameters.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { nonCompliant } from '../../src/engine/verdict.ts';
import { notYetRead, type Known } from '../../src/facts/fact.ts';
import { Unreadable } from '../../src/facts/unreadable.ts';
import { bucketIsGreen, knowing, paint, scope, shelf } from './made-up.ts';

const denied = new Unreadable('the paint b', 'denied', 'AccessDenied');

const judged = (answers: Parameters<typeof knowing>[0], rule: Rule = bucketIsGreen) => judge(configure(rule), knowing(answers), scope);

const bucket = (id: string) => ({
  rule: 'bucket-is-green',
  severity: 'LOW',
  account: '111122223333',
  region: 'us-east-1',
  resource: { type: 'AWS::S3::Bucket', id },
});

/** The reason of a finding when a rule gives this one. */
const reasonGiven = (text: string) => {
  const evaluate = () => nonCompliant(text);
  return judged({ shelf: { '': 'red' }, paint: { a: 'red', b: 'red', c: 'green' } }, { ...bucketIsGreen, evaluate }).findings[0]?.because;
};

describe('judging', () => {
  it('gives every resource its verdict', () => {
    expect(judged({ shelf: { '': 'red' }, paint: { a: 'green', b: 'red', c: undefined } })).toEqual({
      findings: [
        { ...bucket('a'), verdict: 'COMPLIANT' },
        { ...bucket('b'), verdict: 'NON_COMPLIANT', because: 'b is red' },
        { ...bucket('c'), verdict: 'NON_COMPLIANT', because: 'c is not painted' },
      ],
      enumerated: true,
      unread: new Map(),
    });
  });

  it('makes only the resource unknown that could not be read', () => {
    const { findings, enumerated, unread } = judged({ shelf: { '': 'red' }, paint: { a: 'green', b: denied, c: 'green' } });
    const because = expect.stringContaining('the paint b could not be read: denied (AccessDenied)') as string;
    expect(findings).toEqual([
      { ...bucket('a'), verdict: 'COMPLIANT' },
      { ...bucket('b'), verdict: 'UNKNOWN', because },
      { ...bucket('c'), verdict: 'COMPLIANT' },
    ]);
    expect(enumerated).toBe(true);
    expect([...unread]).toEqual([[findings[1], denied]]);
  });

  it('makes a resource unknown whose excuse could not be read', () => {
    const { findings, unread } = judged({ shelf: { '': 'red' }, paint: { a: 'green', b: 'green', c: denied } });
    expect(findings.map(({ verdict }) => verdict)).toEqual(['COMPLIANT', 'COMPLIANT', 'UNKNOWN']);
    expect([...unread]).toEqual([[findings[2], denied]]);
  });

  it('makes a resource not applicable that is excused', () => {
    const { findings } = judged({ shelf: { '': 'red' }, paint: { a: 'green', b: 'green', c: 'red' } });
    expect(findings[2]).toEqual({ ...bucket('c'), verdict: 'NOT_APPLICABLE', because: 'c may be red' });
  });

  it('makes the account not applicable when there is nothing to judge', () => {
    expect(judged({ shelf: { '': undefined } })).toEqual({
      findings: [
        {
          ...bucket(''),
          resource: { type: 'AWS::::Account', id: '111122223333' },
          verdict: 'NOT_APPLICABLE',
          because: 'the shelf is empty',
        },
      ],
      enumerated: true,
      unread: new Map(),
    });
  });

  it('makes the account unknown when nobody could tell what there is to judge', () => {
    const refusal = new Unreadable('the shelf', 'throttled', 'SlowDown');
    const { findings, enumerated, unread } = judged({ shelf: { '': refusal } });
    expect(findings).toEqual([
      {
        ...bucket(''),
        resource: { type: 'AWS::::Account', id: '111122223333' },
        verdict: 'UNKNOWN',
        because: 'account 111122223333 could not be judged: the shelf could not be read: throttled (SlowDown)',
      },
    ]);
    expect(enumerated).toBe(false);
    expect([...unread]).toEqual([[findings[0], refusal]]);
  });

  it('lets a mistake of a rule fly', () => {
    const rule: Rule = {
      ...bucketIsGreen,
      evaluate() {
        throw new Error('a mistake');
      },
    };
    expect(() => judged({ shelf: { '': 'red' }, paint: { a: 'green', b: 'red', c: 'red' } }, rule)).toThrow('a mistake');
  });

  it('asks for the facts of every resource before any has to be read', () => {
    const asked: string[] = [];
    const known: Known = (fact, resource) => {
      if (fact.id === shelf.id) return knowing({ shelf: { '': 'red' } })(fact, resource);
      asked.push(`${fact.id} ${resource}`);
      throw notYetRead;
    };
    expect(() => judge(configure(bucketIsGreen), known, scope)).toThrow(notYetRead);
    expect(asked).toEqual(['a', 'b', 'c'].map((id) => `${paint.id} ${id}`));
  });
});

describe('a reason', () => {
  it('of 256 characters is whole', () => {
    expect(reasonGiven('x'.repeat(256))).toBe('x'.repeat(256));
  });

  it('of more is cut at a word', () => {
    expect(reasonGiven(`${'word '.repeat(50)}${'y'.repeat(20)}`)).toBe(`${'word '.repeat(49)}word…`);
  });

  it('of one word of more is cut within it', () => {
    expect(reasonGiven('x'.repeat(300))).toBe(`${'x'.repeat(255)}…`);
  });
});
