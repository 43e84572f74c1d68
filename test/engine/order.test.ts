import { describe, expect, it } from 'vitest';
import { byResource, type Finding } from '../../src/engine/finding.ts';
import { byPlace, regionOf, subjectOf, type Place } from '../../src/engine/reading.ts';
import { compliant, nonCompliant, notApplicable, worse, type Judgement } from '../../src/engine/verdict.ts';
import { paint, scope, shelf } from './made-up.ts';

const place = (account: string, region: string, fact: string, resource: string): Place => ({ account, region, fact, resource, at: '' });

const finding = (type: Finding['resource']['type'], id: string): Finding => ({
  rule: 'bucket-is-green',
  severity: 'LOW',
  account: '111122223333',
  region: 'us-east-1',
  resource: { type, id },
  verdict: 'COMPLIANT',
});

describe('order', () => {
  it('of readings is by account, Region, fact and resource, by code unit', () => {
    const places = [
      place('111122223333', 'eu-west-1', 'paint', 'B'),
      place('111122223333', 'eu-west-1', 'paint', 'a'),
      place('111122223333', 'eu-west-1', 'shelf', ''),
      place('111122223333', 'global', 'paint', 'a'),
      place('111122223333', 'us-east-1', 'paint', 'a'),
      place('444455556666', 'eu-west-1', 'paint', 'a'),
    ];
    expect(places.toReversed().sort(byPlace)).toEqual(places);
  });

  it('of the findings of a rule is by type and id', () => {
    const findings = [
      finding('AWS::IAM::Role', 'z'),
      finding('AWS::Logs::LogGroup', 'm'),
      finding('AWS::S3::Bucket', 'B'),
      finding('AWS::S3::Bucket', 'a'),
      finding('AWS::S3::Bucket', 'b'),
    ];
    expect(findings.toReversed().sort(byResource)).toEqual(findings);
  });
});

describe('worse', () => {
  const order: readonly Judgement[] = [
    compliant,
    notApplicable('it is closed'),
    { verdict: 'UNKNOWN', because: 'nobody could tell' },
    nonCompliant('it is red'),
  ];

  it('is non-compliant, then unknown, then not applicable, then compliant', () => {
    for (const [index, better] of order.entries()) {
      for (const other of order.slice(index)) {
        expect(worse(better, other)).toBe(other);
        expect(worse(other, better)).toBe(other);
      }
    }
  });

  it('keeps the first of two that are equally bad', () => {
    const first = nonCompliant('it is red');
    expect(worse(first, nonCompliant('it is blue'))).toBe(first);
  });
});

describe('a reading', () => {
  it('is kept under its Region, or as global', () => {
    expect([regionOf(paint, scope), regionOf(shelf, scope)]).toEqual(['us-east-1', 'global']);
  });

  it('is about a resource, a long name shortened in the middle', () => {
    expect(subjectOf(paint, '')).toBe('the paint');
    expect(subjectOf(paint, 'a')).toBe('the paint a');
    expect(subjectOf(paint, `${'a'.repeat(50)}${'z'.repeat(50)}`)).toBe(`the paint ${'a'.repeat(32)}…${'z'.repeat(31)}`);
  });
});
