import { expect, it } from 'vitest';
import { allPages } from '../../src/facts/pages.ts';

interface Page {
  readonly items: unknown;
  readonly next?: unknown;
}

/** Reads pages by their number, which is also the token. */
const readPages = (...pages: readonly Page[]) =>
  allPages((token) =>
    Promise.resolve((pages[Number(token ?? 0)] ?? {}) as { items: { id: number }[] | undefined; next: string | undefined }),
  );

const item = (id: number) => ({ id });

it('collects every page in order, past empty ones', async () => {
  const items = await readPages({ items: [item(1)], next: '1' }, { items: [], next: '2' }, { items: [item(2), item(3)] });
  expect(items).toEqual([item(1), item(2), item(3)]);
});

it.each([undefined, null, ''])('ends at the token %o', async (next) => {
  expect(await readPages({ items: [item(1)], next })).toEqual([item(1)]);
});

it('accepts a page that leaves its empty list out when another has one', async () => {
  expect(await readPages({ items: undefined, next: '1' }, { items: [item(1)] })).toEqual([item(1)]);
});

it('collects more items than a function takes arguments', async () => {
  const many = Array.from({ length: 200_000 }, (_, id) => item(id));
  expect(await readPages({ items: many })).toHaveLength(200_000);
});

it.each([
  ['no list', [{ items: undefined }]],
  ['no list on any page', [{ items: undefined, next: '1' }, { items: undefined }]],
  ['a text in place of the list', [{ items: 'unexpected' }]],
  ['an object in place of the list', [{ items: {} }]],
  ['a list of texts', [{ items: ['unexpected'] }]],
  ['a list with null', [{ items: [null] }]],
  ['a list of lists', [{ items: [[]] }]],
  ['a list in place of the token', [{ items: [], next: ['1'] }]],
  ['a number in place of the token', [{ items: [], next: 1 }]],
  ['the same token again', [{ items: [item(1)], next: '0' }]],
  [
    'a token of before',
    [
      { items: [], next: '1' },
      { items: [], next: '2' },
      { items: [], next: '1' },
    ],
  ],
] as const)('refuses %s', async (_what, pages) => {
  await expect(readPages(...pages)).rejects.toMatchObject({ name: 'MalformedAnswer' });
});
