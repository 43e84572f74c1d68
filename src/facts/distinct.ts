/** Keeps one item for every distinct key. */
export function distinct<Item>(): (key: string, make: (key: string) => Item) => Item {
  const items = new Map<string, Item>();
  return (key, make) => {
    const known = items.get(key);
    if (known !== undefined) return known;
    const own = ownText(key);
    const item = make(own);
    items.set(own, item);
    return item;
  };
}

/** A copy of a text that may be a part of a larger one, which would stay in memory for as long as the part does. */
export const ownText = (text: string): string => Buffer.from(text).toString();
