import { describe, expect, it } from 'vitest';
import { knownWith } from '../../src/engine/handed-in.ts';
import { liveAccount } from '../../src/engine/live-reader.ts';
import type { Connection } from '../../src/facts/aws/connection.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { knowing, paint, scope, shelf } from './made-up.ts';

/** These facts ask no service. */
const nothing = {} as Connection;
const handedIn = new Map([['shelf', 'green']]);

describe('what was handed in of a live account', () => {
  it('is not read, and is recorded once like everything else', async () => {
    const account = liveAccount(() => Promise.reject(new Error('it was read')), handedIn);
    const [here, there] = ['us-east-1', 'eu-west-1'].map((region) => account.reader({ ...scope, region }, nothing));
    expect([await here?.read(shelf, ''), await there?.read(shelf, '')]).toEqual(['green', 'green']);
    expect(account.readings()).toEqual([
      { account: scope.account, region: 'global', fact: 'shelf', resource: '', at: expect.any(String) as string, value: 'green' },
    ]);
  });

  it('goes for the account itself only, and for no other fact', async () => {
    const readable = (fact: Fact<string>): Fact<string> => ({ ...fact, read: () => Promise.resolve('red') });
    const reader = liveAccount((read) => read(), handedIn).reader(scope, nothing);
    expect([await reader.read(readable(shelf), 'a'), await reader.read(readable(paint), '')]).toEqual(['red', 'red']);
  });
});

describe('what was handed in of a recorded account', () => {
  const recorded = knowing({ shelf: { '': 'red', a: 'red' }, paint: { '': 'red' } });

  it('goes before what was recorded, for the account itself only', () => {
    const known = knownWith(handedIn, recorded);
    expect([known(shelf, ''), known(shelf, 'a'), known(paint, '')]).toEqual(['green', 'red', 'red']);
  });

  it('stands where nothing was recorded', () => {
    expect(knownWith(handedIn, knowing({}))(shelf, '')).toBe('green');
  });

  it('leaves what is known as it is when it is nothing', () => {
    expect(knownWith(new Map(), recorded)).toBe(recorded);
  });
});
