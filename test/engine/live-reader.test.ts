import { describe, expect, it } from 'vitest';
import { liveAccount, type Limit } from '../../src/engine/live-reader.ts';
import { refusedConnection, type Connection } from '../../src/facts/aws/connection.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { Unreadable } from '../../src/facts/unreadable.ts';
import { colourFact, scope } from './made-up.ts';

/** These facts ask no service. */
const nothing = {} as Connection;

const unlimited: Limit = (work) => work();

/** A fact that counts how often it is read. */
function counted(answer: () => Promise<unknown>, reach: Fact<unknown>['reach'] = 'region') {
  const reads: string[] = [];
  const fact: Fact<unknown> = {
    ...colourFact('paint', reach),
    read: (_aws, { region }, resource) => {
      reads.push(`${region} ${resource}`);
      return answer();
    },
  };
  return { fact, reads };
}

const denied = () => Promise.reject(Object.assign(new Error('User bob is not authorized'), { name: 'AccessDenied' }));

describe('a live account', () => {
  it('reads a fact once, however often and however fast it is asked for', async () => {
    const { fact, reads } = counted(() => Promise.resolve('red'));
    const reader = liveAccount(unlimited).reader(scope, nothing);
    expect(await Promise.all([reader.read(fact, 'a'), reader.read(fact, 'a')])).toEqual(['red', 'red']);
    expect(await reader.read(fact, 'a')).toBe('red');
    await reader.read(fact, 'b');
    expect(reads).toEqual(['us-east-1 a', 'us-east-1 b']);
  });

  it('reads an unreadable fact once', async () => {
    const { fact, reads } = counted(denied);
    const reader = liveAccount(unlimited).reader(scope, nothing);
    const [first, second] = await Promise.allSettled([reader.read(fact, 'a'), reader.read(fact, 'a')]);
    await expect(reader.read(fact, 'a')).rejects.toBeInstanceOf(Unreadable);
    expect(first).toEqual(second);
    expect(reads).toEqual(['us-east-1 a']);
  });

  it('reads an absent fact once', async () => {
    const { fact, reads } = counted(() => Promise.resolve(undefined));
    const reader = liveAccount(unlimited).reader(scope, nothing);
    expect([await reader.read(fact, 'a'), await reader.read(fact, 'a')]).toEqual([undefined, undefined]);
    expect(reads).toHaveLength(1);
  });

  it('shares account-wide facts between Regions, and no others', async () => {
    const regional = counted(() => Promise.resolve('red'));
    const wide = counted(() => Promise.resolve('red'), 'account');
    const account = liveAccount(unlimited);
    for (const region of ['us-east-1', 'eu-west-1']) {
      const reader = account.reader({ ...scope, region }, nothing);
      await Promise.all([reader.read(regional.fact, ''), reader.read({ ...wide.fact, id: 'shelf' }, '')]);
    }
    expect(regional.reads).toEqual(['us-east-1 ', 'eu-west-1 ']);
    expect(wide.reads).toEqual(['us-east-1 ']);
  });

  it('says what could not be read, and keeps the cause', async () => {
    const { fact } = counted(denied);
    const reading = liveAccount(unlimited).reader(scope, nothing).read(fact, 'a');
    await expect(reading).rejects.toMatchObject({
      message: 'the paint a could not be read: denied (AccessDenied)',
      cause: { message: 'User bob is not authorized' },
    });
  });

  it.each(['blue', null, 3, {}])('finds the value %o malformed, which the schema does not allow', async (value) => {
    const { fact } = counted(() => Promise.resolve(value));
    await expect(liveAccount(unlimited).reader(scope, nothing).read(fact, 'a')).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('finds a mistake of a fact itself unreadable', async () => {
    const fact: Fact<unknown> = {
      ...colourFact('paint'),
      read() {
        throw new TypeError('undefined is not a function');
      },
    };
    await expect(liveAccount(unlimited).reader(scope, nothing).read(fact, 'a')).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('records values, absences and refusals once each, with when', async () => {
    const account = liveAccount(unlimited);
    const reader = account.reader(scope, nothing);
    const before = new Date().toISOString();
    const value = counted(() => Promise.resolve('red')).fact;
    const absent = { ...counted(() => Promise.resolve(undefined), 'account').fact, id: 'shelf' };
    const refused = { ...counted(denied).fact, id: 'brush' };
    for (const fact of [value, absent, refused, value, absent, refused]) await reader.read(fact, 'a').catch(() => undefined);
    const place = { account: '111122223333', resource: 'a', at: expect.any(String) as string };
    expect(account.readings()).toEqual([
      { ...place, region: 'us-east-1', fact: 'paint', value: 'red' },
      { ...place, region: 'global', fact: 'shelf', absent: true },
      { ...place, region: 'us-east-1', fact: 'brush', refused: { refusal: 'denied', code: 'AccessDenied' } },
    ]);
    for (const { at } of account.readings()) {
      expect(at >= before).toBe(true);
      expect(at <= new Date().toISOString()).toBe(true);
    }
  });

  it('reads only when there is a place', async () => {
    let underWay = 0;
    let most = 0;
    let free = 2;
    const waiting: (() => void)[] = [];
    const limit: Limit = async (work) => {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free -= 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    };
    const { fact } = counted(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      return 'red';
    });
    const reader = liveAccount(limit).reader(scope, nothing);
    await Promise.all(Array.from({ length: 20 }, (_, number) => reader.read(fact, String(number))));
    expect(most).toBe(2);
  });
});

describe('an account that cannot be entered', () => {
  const refused = refusedConnection(Object.assign(new Error('User bob may not assume Auditor'), { name: 'AccessDenied' }));
  const services = ['account', 'bedrock', 'bedrockAgent', 'cloudwatch', 'iam', 'kms', 'logs', 's3', 's3Control', 'ssm'] as const;

  it('refuses every service, each read with its own sentence', async () => {
    for (const service of services) {
      const fact: Fact<unknown> = { ...colourFact(service), read: async (aws) => void (await aws[service]()) };
      await expect(liveAccount(unlimited).reader(scope, refused).read(fact, 'a')).rejects.toMatchObject({
        message: `the ${service} a could not be read: denied (AccessDenied)`,
        cause: { message: 'User bob may not assume Auditor' },
      });
    }
  });

  it('still tells what no service is asked for', async () => {
    const { fact } = counted(() => Promise.resolve('red'));
    expect(await liveAccount(unlimited).reader(scope, refused).read(fact, 'a')).toBe('red');
  });
});
