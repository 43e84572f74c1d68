import { describe, expect, it } from 'vitest';
import { differences, members } from '../../src/cli/remediate/difference.ts';

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = { Sid: 'allow', Effect: 'Allow' };
const deny = { Sid: 'deny', Effect: 'Deny' };

describe('differences', () => {
  it.each([
    ['equal values', { a: 1 }, { a: 1 }, []],
    ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['absent and null', {}, { a: null }, []],
    ['a changed member', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: ['a', 'b'], before: 1, after: 2 }]],
    ['false and absent', { a: false }, {}, [{ path: ['a'], before: false, after: undefined }]],
    [
      'a new map',
      { a: null },
      { a: { b: true, c: false } },
      [
        { path: ['a', 'b'], before: undefined, after: true },
        { path: ['a', 'c'], before: undefined, after: false },
      ],
    ],
    ['a new map without members', { a: null }, { a: {} }, [{ path: ['a'], before: undefined, after: {} }]],
    ['a map that became a text', { a: { b: 1 } }, { a: 'b' }, [{ path: ['a'], before: { b: 1 }, after: 'b' }]],
    ['items in another order', { a: [1, 2] }, { a: [2, 1] }, []],
    [
      'an item that came, and one that went',
      { a: [{ x: 1 }] },
      { a: [{ x: 2 }] },
      [
        { path: ['a'], before: { x: 1 }, after: undefined },
        { path: ['a'], before: undefined, after: { x: 2 } },
      ],
    ],
    ['an item that is there twice', { a: [1] }, { a: [1, 1] }, [{ path: ['a'], before: undefined, after: 1 }]],
    ['a list that came', { a: null }, { a: [1] }, [{ path: ['a'], before: undefined, after: 1 }]],
    [
      'a statement of a policy',
      { policy: policy(allow) },
      { policy: policy(deny, allow) },
      [{ path: ['policy', 'Statement'], before: undefined, after: deny }],
    ],
    [
      'a policy that came',
      { policy: null },
      { policy: policy(deny) },
      [
        { path: ['policy', 'Version'], before: undefined, after: '2012-10-17' },
        { path: ['policy', 'Statement'], before: undefined, after: deny },
      ],
    ],
    ['texts that look like JSON', { a: '{broken' }, { a: '[broken' }, [{ path: ['a'], before: '{broken', after: '[broken' }]],
    ['a member named like one of every object', {}, { constructor: 1 }, [{ path: ['constructor'], before: undefined, after: 1 }]],
  ])('of %s', (_what, before, after, found) => {
    expect(differences(before, after)).toEqual(found);
  });
});

it('members are told with their names, items of lists one by one, policies by what they hold', () => {
  expect(members({ buckets: { 'a.b': { policy: policy(allow, deny), versioning: null, rules: [] } } })).toEqual([
    { path: ['buckets', 'a.b', 'policy', 'Version'], value: '2012-10-17' },
    { path: ['buckets', 'a.b', 'policy', 'Statement'], value: allow },
    { path: ['buckets', 'a.b', 'policy', 'Statement'], value: deny },
    { path: ['buckets', 'a.b', 'versioning'], value: undefined },
    { path: ['buckets', 'a.b', 'rules'], value: [] },
  ]);
});
