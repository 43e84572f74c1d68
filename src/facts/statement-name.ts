/** A statement as sentences call it: `statement Partner` by its Sid, or `statement 2` by its number where it has none. */
export const statementName = (name: string): string => (name.startsWith('statement ') ? name : `statement ${name}`);
