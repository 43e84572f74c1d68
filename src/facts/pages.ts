import { demand, isObject, malformed } from './malformed.ts';

/**
 * Collects the items of a paginated operation to the end; a page may be empty and still have a next one.
 *
 * @param page fetches the page behind a token (`undefined` for the first)
 * @throws Error named `MalformedAnswer` when no page has the list, when it is not one of objects, and when a token comes back that was already used,
 *   which would never end
 */
export async function allPages<Item extends object>(
  page: (token: string | undefined) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const collected: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  let hasList = false;
  do {
    const { items, next } = await page(token);
    if (items !== undefined) for (const item of listOf(items)) collected.push(item);
    hasList ||= items !== undefined;
    token = followingToken(next, seen);
  } while (token !== undefined);
  demand(hasList, 'list');
  return collected;
}

/**
 * The list of an answer. The SDK passes on whatever it was given.
 *
 * @throws Error named `MalformedAnswer` when it is not a list of objects
 */
export function listOf<Item extends object>(items: readonly Item[] | undefined): readonly Item[] {
  if (!Array.isArray(items) || !items.every(isObject)) throw malformed('the answer has no list of objects');
  return items;
}

/** The token to go on with; `undefined` at the end. */
function followingToken(next: unknown, seen: Set<string>): string | undefined {
  if (next === undefined || next === null || next === '') return undefined;
  if (typeof next !== 'string') throw malformed('the page token is not a text');
  if (seen.has(next)) throw malformed('the same page token came back twice');
  if (seen.size >= maximumPages) throw malformed(`the answer has more than ${maximumPages} pages`);
  seen.add(next);
  return next;
}

/** Far more pages than any account has; an endpoint that invents tokens would never end. */
const maximumPages = 10_000;
