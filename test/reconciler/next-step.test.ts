import { expect, it } from 'vitest';
import { nextStep } from '../../src/reconciler/next-step.ts';
import { everyAccount, newRecord, parseRecord, recordText } from '../../src/reconciler/region-record.ts';
import type { Standing } from '../../src/reconciler/standing.ts';

const region = 'ap-southeast-1';
const template = `s3://bedrock-logging-artefacts-123456789012-${region}/pack/${'f'.repeat(64)}.yaml`;
const now = new Date('2026-11-27T12:00:00Z');
const early = (count: number) =>
  new Map(Array.from({ length: count }, (_, at): [string, Standing] => [String(100_000_000_001 + at), 'early']));

it('a record that names as many accounts as it may fits into an SSM parameter', () => {
  const { record } = nextStep(newRecord(template), early(100), now);
  expect(Object.keys(record.failing)).toHaveLength(100);
  const text = recordText({ ...record, attempts: 10, busySince: '2026-11-27T12:00Z' });
  expect(text.length).toBeLessThanOrEqual(4_096);
  expect(parseRecord(text, template)).toEqual(JSON.parse(text));
});

it('more accounts than that share a time, and keep it when they are fewer again', () => {
  const all = nextStep(newRecord(template), early(101), now).record;
  expect(all.failing).toEqual({ [everyAccount]: '2026-11-27T12:00Z' });
  const later = new Date(now.getTime() + 24 * 3_600_000);
  expect(nextStep(all, early(2), later)).toMatchObject({
    abandoned: ['100000000001', '100000000002'],
    record: { failing: { '100000000001': '2026-11-27T12:00Z' } },
    afterPut: undefined,
  });
});

it('an account that comes later does not wait for the next try of one that has waited long', () => {
  const kept = { template, attempts: 5, nextDue: '2026-11-27T19:45Z', failing: { '100000000001': '2026-11-27T04:00Z' } };
  const { record, afterPut } = nextStep(kept, early(2), now);
  expect(record).toMatchObject({ attempts: 0, nextDue: '2026-11-27T12:15Z', failing: { '100000000001': '2026-11-27T04:00Z' } });
  expect(afterPut).toBeUndefined();
  expect(nextStep(record, early(2), new Date('2026-11-27T12:15:00Z')).afterPut).toMatchObject({
    attempts: 1,
    nextDue: '2026-11-27T12:45Z',
  });
  expect(nextStep(kept, early(1), now)).toMatchObject({ record: kept, afterPut: undefined });
});
