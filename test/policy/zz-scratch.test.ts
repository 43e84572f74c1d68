import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type DecideOutput } from '../../src/policy/decide.ts';
import { contextsOf, knownRequests, openRequests, openSetRequests, setRequests, type RequestText } from './arbitrary-requests.ts';
import { oracle, type Decision } from './oracle.ts';
import { resourcesOf } from './sample-resources.ts';

/** Fixed, so that a failure is the same for everybody. */
const seed = 5;

const verdicts: Readonly<Record<Decision, DecideOutput['verdict']>> = {
  Allowed: 'granted',
  ImplicitlyDenied: 'denied',
  ExplicitlyDenied: 'denied',
};

/** How many requests came out in which way. */
function tally(): { add(name: string): void; of(name: string): number } {
  const counts = new Map<string, number>();
  return {
    add(name) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    of: (name) => counts.get(name) ?? 0,
  };
}

/** What the oracle says of one context: whether any of the resources is open. `undefined` when it cannot say. */
function isOpen(request: RequestText, resources: readonly string[]): boolean | undefined {
  let isSilent = false;
  for (const resource of resources) {
    const decision = oracle({ ...request, resource });
    if (decision === 'Allowed') return true;
    if (decision === undefined) isSilent = true;
  }
  return isSilent ? undefined : false;
}

/** What the oracle says of every context that a request may have. */
function sampled(request: RequestText, resources: readonly string[]): { isEver: boolean; isAlways: boolean } | undefined {
  const found = contextsOf(request).map((context) => isOpen({ ...request, context }, resources));
  const [isEver, isNotAlways] = [found.includes(true), found.includes(false)];
  if (found.includes(undefined) && !(isEver && isNotAlways)) return undefined;
  return { isEver, isAlways: !isNotAlways };
}

describe('a second evaluator', () => {
  it('decides the same where every key is known', () => {
    const seen = tally();
    fc.assert(
      fc.property(knownRequests, (request) => {
        const expected = oracle(request);
        seen.add(expected ?? 'silent');
        if (!expected) return;
        expect(decide(request)).toMatchObject({ decision: expected, verdict: verdicts[expected] });
      }),
      { seed, numRuns: 8_000 },
    );
    expect(seen.of('Allowed')).toBeGreaterThan(1_200);
    expect(seen.of('ImplicitlyDenied')).toBeGreaterThan(1_200);
    expect(seen.of('ExplicitlyDenied')).toBeGreaterThan(1_200);
    expect(seen.of('silent')).toBeLessThan(800);
  });

  it.each([
    ['unknown keys', openRequests, 1_500, (request: RequestText) => [request.resource ?? '']],
    ['sets of resources', setRequests, 8_000, resourcesOf],
    ['sets of resources and unknown keys', openSetRequests, 300, resourcesOf],
  ] as const)('finds no reader that is missed, nor one too many, among %s', (_, requests, numRuns, resources) => {
    const seen = tally();
    fc.assert(
      fc.property(requests, (request) => {
        const truth = sampled(request, resources(request));
        if (!truth) return seen.add('silent');
        const { verdict } = decide(request);
        seen.add(verdict);
        if (truth.isEver) expect(verdict, 'a missed reader').not.toBe('denied');
        else {
          seen.add('never');
          if (verdict !== 'denied') { seen.add('imprecise'); if (seen.of('imprecise') < 9) console.log(JSON.stringify({r: request.resourceSet, b: decide(request).because})); };
        }
        if (truth.isAlways) {
          seen.add('always');
          if (verdict !== 'granted') seen.add('hesitant');
        } else expect(verdict, 'a reader too many').not.toBe('granted');
      }),
      { seed, numRuns },
    );
    console.log(['granted', 'granted-if', 'denied', 'never', 'imprecise', 'always', 'hesitant', 'silent'].map((n) => n + ' ' + seen.of(n)).join(', '));
    expect(seen.of('imprecise') / seen.of('never')).toBeLessThanOrEqual(0.02);
    expect(seen.of('silent')).toBeLessThan(numRuns / 5);
  });
});
