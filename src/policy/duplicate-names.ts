/** Texts of JSON, and whether a colon follows, as it does behind the name of a member. */
const text = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/gs;

/**
 * Whether some object of a JSON text has two members of one name, of which a parser keeps only the last.
 *
 * @param parsed what the text was parsed into
 */
export function hasDuplicateNames(json: string, parsed: unknown): boolean {
  let written = 0;
  for (const [, isName] of json.matchAll(text)) if (isName !== undefined) written += 1;
  return written !== membersIn(parsed);
}

/** How many members all objects in a value have; without recursion, as values may be nested to any depth. */
function membersIn(value: unknown): number {
  let members = 0;
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== 'object' || one === null) continue;
    const inside: unknown[] = Object.values(one);
    if (!Array.isArray(one)) members += inside.length;
    for (const each of inside) left.push(each);
  }
  return members;
}
