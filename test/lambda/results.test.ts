import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import { nonCompliant } from '../../src/engine/verdict.ts';
import { Unreadable, refusals } from '../../src/facts/unreadable.ts';
import { reportable, type WhenUnreadable } from '../../src/lambda/results.ts';
import { held, invoke, withToken } from './invoke.ts';
import { toldRule } from './made-up.ts';
import { account, recorded, region } from './recorded-event.ts';

const found = (verdict: Verdict, because?: string): Finding => ({
  rule: 'bucket-is-green',
  severity: 'LOW',
  account,
  region,
  resource: { type: 'AWS::S3::Bucket', id: 'records' },
  verdict,
  ...(because !== undefined && { because }),
});

/** What is reported of one finding, and why the run fails. */
function reported(finding: Finding, note?: string, unreadable?: Unreadable, whenUnreadable: WhenUnreadable = 'NON_COMPLIANT') {
  const unread = new Map(unreadable ? [[finding, unreadable]] : []);
  const { results, failures } = reportable({ findings: [finding], unread }, whenUnreadable, note);
  return { verdict: results[0]?.ComplianceType, annotation: results[0]?.Annotation, failures };
}

describe('a result', () => {
  it.each<[Verdict, string | undefined, string | undefined, string]>([
    ['COMPLIANT', undefined, undefined, 'COMPLIANT'],
    ['COMPLIANT', '', undefined, 'COMPLIANT'],
    ['NON_COMPLIANT', 'it is red', 'it is red', 'NON_COMPLIANT'],
    ['NON_COMPLIANT', ' \n', undefined, 'NON_COMPLIANT'],
    ['NOT_APPLICABLE', 'it is not there', 'it is not there', 'NOT_APPLICABLE'],
    ['UNKNOWN', 'nobody knows', 'UNVERIFIED: nobody knows', 'NON_COMPLIANT'],
  ])('of %s because of %j has the annotation %j', (verdict, because, annotation, compliance) => {
    expect(reported(found(verdict, because))).toEqual({ verdict: compliance, annotation, failures: [] });
  });

  it.each(refusals)('of what could not be read (%s) is a red or a failed run, never green, and never nothing at all', (refusal) => {
    const unreadable = new Unreadable('the bucket', refusal, 'Code');
    const finding = found('UNKNOWN', unreadable.message);
    const isPassing = ['throttled', 'unreachable', 'failed'].includes(refusal);
    expect(reported(finding, undefined, unreadable)).toEqual(
      isPassing
        ? { verdict: undefined, annotation: undefined, failures: [unreadable.message] }
        : { verdict: 'NON_COMPLIANT', annotation: `UNVERIFIED: ${unreadable.message}`, failures: [] },
    );
    expect(reported(finding, undefined, unreadable, 'FAIL').failures).toEqual([unreadable.message]);
  });

  it('of a rule that says itself that it does not know fails the run where that is wished', () => {
    expect(reported(found('UNKNOWN', 'nobody knows'), undefined, undefined, 'FAIL').failures).toEqual(['nobody knows']);
  });

  it('has a note behind a fault only', () => {
    expect(reported(found('NON_COMPLIANT', 'it is red'), 'no exemptions').annotation).toBe('it is red; no exemptions');
    expect(reported(found('UNKNOWN', 'nobody knows'), 'no exemptions').annotation).toBe('UNVERIFIED: nobody knows; no exemptions');
    expect(reported(found('COMPLIANT'), 'no exemptions').annotation).toBeUndefined();
    expect(reported(found('NOT_APPLICABLE', 'gone'), 'no exemptions').annotation).toBe('gone');
  });
});

/** Half of a character that takes two. */
const lonelyHalf = /\p{Surrogate}/u;

/** Texts as reasons are: words of any characters, some of them very long. */
const reason = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.string({ unit: 'binary', minLength: 1, maxLength: 300 })),
    {
      minLength: 1,
      maxLength: 80,
    },
  )
  .map((words) => words.join(' '));

describe('an annotation, whatever is to be said,', () => {
  it('has from 1 to 256 characters, and no half of one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('NON_COMPLIANT', 'UNKNOWN', 'NOT_APPLICABLE'),
        reason,
        fc.option(reason, { nil: undefined }),
        (verdict, because, note) => {
          const { annotation } = reported(found(verdict, because), note);
          if (annotation === undefined) return because.trim() === '';
          const isBroken = lonelyHalf.test(annotation) && !lonelyHalf.test(because + (note ?? ''));
          return annotation.length >= 1 && annotation.length <= 256 && !isBroken;
        },
      ),
      { examples: [['UNKNOWN', '😀'.repeat(200), '😀'.repeat(200)]] },
    );
  });

  it('is the whole text when it fits, else the beginning of it, cut at the end of a word', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 120 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(words, (because) => {
        const { annotation = '' } = reported(found('NON_COMPLIANT', because));
        if (because.length <= 256) return annotation === because;
        const kept = annotation.slice(0, -1);
        return annotation.endsWith('…') && because.startsWith(`${kept} `) && kept.length > 240;
      }),
    );
  });

  it('keeps what stands before and behind it', () => {
    fc.assert(
      fc.property(reason, (because) => {
        const { annotation } = reported(found('UNKNOWN', because), 'exemptions could not be read: denied (AccessDeniedException)');
        return (
          annotation?.startsWith('UNVERIFIED: ') && annotation.endsWith('; exemptions could not be read: denied (AccessDeniedException)')
        );
      }),
      { examples: [['x'.repeat(256)], ['x '.repeat(128)]] },
    );
  });
});

it('AWS Config takes what it would refuse whole: a reason that is empty, one that is too long, and a resource with an endless name', async () => {
  const endless = `arn:aws:iam::${account}:role/${'x'.repeat(2_000)}`;
  const judgements = { empty: nonCompliant(''), long: nonCompliant('red '.repeat(200)), [endless]: nonCompliant('red') };
  for (let run = 0; run < 2; run += 1) {
    const { failure, logged } = await invoke(toldRule(judgements), await withToken(recorded('scheduled')));
    expect(failure).toBeUndefined();
    expect(logged).toMatchObject([{ reported: 3, takenBack: 0 }]);
  }
  const results = await held();
  expect(results['AWS::S3::Bucket empty']).toEqual(['NON_COMPLIANT', undefined]);
  expect(results['AWS::S3::Bucket long']?.[1]).toBe(`${'red '.repeat(63).trimEnd()}…`);
  expect(Object.keys(results).map((resource) => resource.length)).toContain('AWS::S3::Bucket '.length + 768);
});
