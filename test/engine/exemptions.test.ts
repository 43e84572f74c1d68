import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exempted, exemptionOf, expiresSoon, parseExemptions, type Exemption } from '../../src/engine/exemptions.ts';
import type { Finding } from '../../src/engine/finding.ts';

const exemption: Exemption = {
  rule: 'bucket-is-green',
  resource: 'records',
  account: '111122223333',
  region: 'us-east-1',
  reason: 'painted in June',
  approver: 'head of security',
  expires: '2026-06-30',
};

const finding: Finding = {
  rule: 'bucket-is-green',
  severity: 'LOW',
  account: '111122223333',
  region: 'us-east-1',
  resource: { type: 'AWS::S3::Bucket', id: 'records' },
  verdict: 'NON_COMPLIANT',
  because: 'records is red',
};

const today = new Date('2026-03-01T12:00:00Z');
const parse = (...exemptions: readonly unknown[]) => parseExemptions(JSON.stringify(exemptions));
const holds = (change: Partial<Exemption>, about = finding, on = today) =>
  exemptionOf(about, [{ ...exemption, ...change }], on) !== undefined;
const about = (id: string): Finding => ({ ...finding, resource: { type: 'AWS::S3::Bucket', id } });

describe('a list of exemptions', () => {
  it('is read as it is', () => {
    expect(parse(exemption, { ...exemption, account: '*', region: '*', resource: '*' })).toHaveLength(2);
    expect(parse()).toEqual([]);
    for (const region of ['us-gov-west-1', 'ap-southeast-7', 'cn-north-1', 'eusc-de-east-1']) {
      expect(parse({ ...exemption, region })).toHaveLength(1);
    }
    for (const expires of ['2028-02-29', '2026-12-31', '2026-01-01']) expect(parse({ ...exemption, expires })).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['', 'not JSON'],
    ['{}', 'it must be array'],
    ['null', 'it must be array'],
    ['["all"]', '0 must be object'],
  ])('%j is refused', (json, problem) => {
    expect(() => parseExemptions(json)).toThrow(problem);
  });

  it.each<[string, unknown, string]>([
    ...Object.keys(exemption).map((name): [string, unknown, string] => [name, undefined, `must have required property '${name}'`]),
    ['rule', 'everything', 'rule must match pattern'],
    ['resource', '', 'resource must NOT have fewer than 1 characters'],
    ['resource', 'x'.repeat(2_049), 'resource must NOT have more than 2048 characters'],
    ['account', '11112222333', 'account must match pattern'],
    ['account', '1111*', 'account must match pattern'],
    ['region', 'us-*', 'region must match pattern'],
    ['region', 'here', 'region must match pattern'],
    ['reason', 17, 'reason must be string'],
    ['approver', '', 'approver must NOT have fewer than 1 characters'],
    ['expires', 'never', 'expires must match pattern'],
    ['expires', '30.06.2026', 'expires must match pattern'],
    ['expires', '2026-6-30', 'expires must match pattern'],
    ['expires', '2026-13-01', 'expires must match pattern'],
    ['expires', '2026-06-00', 'expires must match pattern'],
    ['expires', '2026-06-31', '2026-06-31 is no day of the calendar'],
    ['expires', '2026-02-29', '2026-02-29 is no day of the calendar'],
    ['expires', '2100-02-29', '2100-02-29 is no day of the calendar'],
    ['until', '2026-06-30', "must NOT have additional properties ('until')"],
  ])('in which %s is %j is refused', (name, value, problem) => {
    expect(() => parse(exemption, { ...exemption, [name]: value })).toThrow(problem);
  });
});

describe('an exemption', () => {
  it.each<[boolean, string, Partial<Exemption>]>([
    [true, 'of exactly the finding', {}],
    [true, 'of any account', { account: '*' }],
    [true, 'of any Region', { region: '*' }],
    [true, 'of any resource', { resource: '*' }],
    [false, 'of another rule', { rule: 'bucket-is-blue' }],
    [false, 'of another account', { account: '444455556666' }],
    [false, 'of another Region', { region: 'us-east-2' }],
    [false, 'of another resource', { resource: 'record' }],
  ])('holds: %s, when it is %s', (expected, _what, change) => {
    expect(holds(change)).toBe(expected);
  });

  it.each<[boolean, string, string]>([
    [true, '2026-06-30', '2026-06-30T00:00:00Z'],
    [true, '2026-06-30', '2026-06-30T23:59:59.999Z'],
    [false, '2026-06-30', '2026-07-01T00:00:00Z'],
    [false, '2025-06-30', '2026-03-01T12:00:00Z'],
  ])('holds: %s, until the end of %s, when it is %s', (expected, expires, now) => {
    expect(holds({ expires }, finding, new Date(now))).toBe(expected);
  });

  it.each(['COMPLIANT', 'NOT_APPLICABLE'] as const)('has no bearing on what is %s', (verdict) => {
    expect(holds({ resource: '*', account: '*', region: '*' }, { ...finding, verdict })).toBe(false);
  });

  it('holds for what is unknown', () => {
    expect(holds({}, { ...finding, verdict: 'UNKNOWN' })).toBe(true);
  });

  it('is the one that holds longest, when there are several', () => {
    const [short, long, over] = ['2026-04-01', '2026-12-31', '2025-12-31'].map((expires) => ({ ...exemption, expires }));
    if (!short || !long || !over) throw new Error('three were made');
    for (const list of [
      [short, long, over],
      [over, long, short],
    ]) {
      expect(exemptionOf(finding, list, today)).toBe(long);
    }
    expect(exemptionOf(finding, [over], today)).toBeUndefined();
  });

  it.each([
    ['2026-03-01', ', today is its last day'],
    ['2026-03-02', ', 1 day left'],
    ['2026-03-31', ', 30 days left'],
    ['2026-04-01', ''],
  ])('until %s leaves the finding not applicable and says%s why', (expires, soon) => {
    const left = exempted(finding, { ...exemption, expires }, today);
    expect(left).toEqual({
      ...finding,
      verdict: 'NOT_APPLICABLE',
      because: `exempt until ${expires}${soon}: painted in June (records is red)`,
    });
    expect(expiresSoon({ ...exemption, expires }, today)).toBe(soon !== '');
  });

  it('says no more than AWS Config takes', () => {
    expect(exempted(finding, { ...exemption, reason: 'because '.repeat(60) }, today).because?.length).toBeLessThanOrEqual(256);
  });
});

/** Names with many repeated characters, the ones of regular expressions among them. */
const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.', '/', '+', '?', '[', '\\', '$', '\n'), maxLength: 12 });

describe('a pattern', () => {
  it('without a star fits itself alone', () => {
    fc.assert(fc.property(name, name, (pattern, id) => holds({ resource: pattern }, about(id)) === (pattern === id)));
  });

  it('fits whatever stands where its stars are', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 5 }), fc.array(name, { minLength: 4, maxLength: 4 }), (parts, filling) => {
        const id = parts.reduce((text, part, index) => `${text}${filling[index - 1] ?? ''}${part}`);
        return holds({ resource: parts.join('*') }, about(id));
      }),
    );
  });

  it('fits what the same regular expression fits, and nothing else', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 10 });
    const id = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, id, (resource, text) => {
        const expression = new RegExp(`^${resource.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 's');
        return holds({ resource }, about(text)) === expression.test(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['*ab*b', 'ab', false],
    ['*ab*b', 'abb', true],
    ['aa*aa', 'aaa', false],
    ['**', '', true],
    ['*', '', true],
    ['a*', 'A', false],
  ])('%j fits %j: %s', (resource, id, expected) => {
    expect(holds({ resource }, about(id))).toBe(expected);
  });

  it('of many stars is decided at once', () => {
    const started = performance.now();
    expect(holds({ resource: `${'*a'.repeat(900)}*b` }, about('a'.repeat(2_000)))).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });
});
