/** A JSON value with one thing wrong in it, for every place in it: gone, of another type, or with one member too many. */
export function bends(value: unknown): unknown[] {
  const instead = [null, true, -1, 0.5, '', 'x'.repeat(3_000), [], {}];
  if (Array.isArray(value)) {
    const inside = value.flatMap((item, index) => bends(item).map((bent) => value.with(index, bent)));
    return [...instead, [...value, ...value], ...inside];
  }
  if (typeof value !== 'object' || value === null) return instead;
  const members = Object.entries(value);
  const inside = members.flatMap(([name, member]) => [
    Object.fromEntries(members.filter(([other]) => other !== name)),
    ...bends(member).map((bent) => ({ ...value, [name]: bent })),
  ]);
  return [...instead, { ...value, surplus: 1 }, ...inside];
}
