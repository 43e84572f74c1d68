/**
 * Works on items in parallel and yields the results in the order of the items; at most `width` items are under way or waiting to be taken.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underway: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    result.catch(() => undefined);
    underway.push(result);
    if (underway.length >= width) yield await (underway.shift() as Promise<Result>);
  }
  for (const result of underway) yield await result;
}
