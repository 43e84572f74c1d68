import { expect, it } from 'vitest';
import type { Outcome, Reading } from '../../src/engine/reading.ts';
import { recordedAccount } from '../../src/engine/recorded-account.ts';
import { Unreadable } from '../../src/facts/unreadable.ts';
import { paint, scope, shelf } from './made-up.ts';

const reading = (region: string, fact: string, resource: string, outcome: Outcome): Reading => ({
  account: '111122223333',
  region,
  fact,
  resource,
  at: '2026-03-01T09:30:00Z',
  ...outcome,
});

function account() {
  const recorded = recordedAccount('111122223333');
  recorded.add(reading('eu-west-1', 'paint', 'a', { value: 'green' }));
  recorded.add(reading('global', 'shelf', '', { value: 'red' }));
  recorded.add(reading('us-east-1', 'paint', 'a', { value: 'red' }));
  recorded.add(reading('us-east-1', 'paint', 'b', { absent: true }));
  recorded.add(reading('us-east-1', 'paint', 'c', { refused: { refusal: 'throttled', code: 'SlowDown' } }));
  return recorded;
}

const unreadableOf = (look: () => unknown): Unreadable => {
  try {
    look();
  } catch (error) {
    if (error instanceof Unreadable) return error;
  }
  throw new Error('it is not unreadable');
};

it('replays values, absences and refusals', () => {
  const known = account().known(scope);
  expect(known(paint, 'a')).toBe('red');
  expect(known(paint, 'b')).toBeUndefined();
  expect(unreadableOf(() => known(paint, 'c'))).toMatchObject({
    message: 'the paint c could not be read: throttled (SlowDown)',
    refusal: 'throttled',
    code: 'SlowDown',
  });
});

it('replays account-wide facts in every Region, others in their own', () => {
  const known = account().known({ ...scope, region: 'eu-west-1' });
  expect(known(shelf, '')).toBe('red');
  expect(known(paint, 'a')).toBe('green');
});

it.each([
  ['another resource', 'us-east-1', paint, 'd'],
  ['a resource of another Region', 'eu-west-1', paint, 'b'],
  ['another Region', 'ap-south-1', paint, 'a'],
  ['another resource of the account', 'us-east-1', shelf, 'a'],
] as const)('finds %s unreadable, as it was not recorded', (_what, region, fact, resource) => {
  const known = account().known({ ...scope, region });
  expect(unreadableOf(() => known(fact, resource))).toMatchObject({ refusal: 'not-recorded', code: 'not in the evidence' });
});

it('finds everything of an account without readings unreadable', () => {
  expect(unreadableOf(() => recordedAccount('111122223333').known(scope)(shelf, ''))).toMatchObject({
    message: 'the shelf could not be read: not-recorded (not in the evidence)',
  });
});

it('has the Regions that anything was read of, in order', () => {
  expect(account().regions()).toEqual(['eu-west-1', 'us-east-1']);
  expect(recordedAccount('111122223333').regions()).toEqual([]);
});

it('refuses a reading that is there already', () => {
  expect(() => account().add(reading('us-east-1', 'paint', 'b', { value: 'red' }))).toThrow(
    "paint of 'b' in us-east-1 of 111122223333 is there twice",
  );
});
