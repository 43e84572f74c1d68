import { expect, it } from 'vitest';
import { untilKnown } from '../../src/engine/until-known.ts';
import { together, type Fact, type Reader } from '../../src/facts/fact.ts';
import { attempt, Unreadable } from '../../src/facts/unreadable.ts';
import { paint, shelf } from './made-up.ts';

const refusal = new Unreadable('the paint b', 'denied', 'AccessDenied');

/** Answers `shelf` with the names of buckets and `paint` with red, but for `b`, and tells in which rounds it was asked. */
function scripted() {
  const rounds: string[][] = [];
  let round: string[] | undefined;
  const reader: Reader = {
    read<Value>(fact: Fact<Value>, resource: string) {
      if (!round) rounds.push((round = []));
      round.push(`${fact.id} ${resource}`);
      const answer = fact.id === 'shelf' ? 'red' : resource === 'c' ? undefined : 'green';
      return new Promise<Value | undefined>((resolve, reject) => {
        setImmediate(() => {
          round = undefined;
          if (resource === 'b') reject(refusal);
          else resolve(answer as Value | undefined);
        });
      });
    },
  };
  return { reader, rounds };
}

it('does work that needs no facts at once', async () => {
  const { reader, rounds } = scripted();
  expect(await untilKnown(reader, () => 42)).toBe(42);
  expect(rounds).toEqual([]);
});

it('reads what the work asks for, together what it can, each once, and hands on values, absences and refusals', async () => {
  const { reader, rounds } = scripted();
  const result = await untilKnown(reader, (known) => {
    known(shelf, '');
    return together(['a', 'b', 'c', 'a'].map((id) => () => attempt(() => known(paint, id))));
  });
  expect(result).toEqual([{ value: 'green' }, { unreadable: refusal }, { value: undefined }, { value: 'green' }]);
  expect(rounds).toEqual([['shelf '], ['paint a', 'paint b', 'paint c', 'paint a']]);
});

it('lets what the work throws fly', async () => {
  const { reader } = scripted();
  await expect(untilKnown(reader, (known) => known(paint, 'b'))).rejects.toBe(refusal);
  const mistake = new Error('a mistake');
  const work = () => {
    throw mistake;
  };
  await expect(untilKnown(reader, work)).rejects.toBe(mistake);
});
