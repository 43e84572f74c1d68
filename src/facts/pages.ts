/**
 * Collects the items of a paginated operation to the end; a page may be empty and still have a next one.
 *
 * @param page fetches the page behind a token (`undefined` for the first)
 * @throws Error named `MalformedAnswer` when a token comes back that was already used, which would never end
 */
export async function allPages<Item>(
  page: (token: string | undefined) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const collected: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    for (const item of items ?? []) collected.push(item);
    if (next !== undefined && seen.has(next)) throw malformed('the same page token came back twice');
    if (next !== undefined) seen.add(next);
    token = next === '' ? undefined : next;
  } while (token !== undefined);
  return collected;
}

/** An error that {@link ./unreadable.ts} takes for a malformed answer. */
export function malformed(message: string): Error {
  const error = new Error(message);
  error.name = 'MalformedAnswer';
  return error;
}
