/** What a parameter or an output holds. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** Data types of parameters and outputs. */
export type DataType = 'String' | 'StringList' | 'Integer' | 'Boolean' | 'StringMap' | 'MapList';

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** For messages: `Integer 5`, `StringList`. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `String '${value}'`;
  if (typeof value === 'boolean') return `Boolean ${value}`;
  if (typeof value === 'number') return `${Number.isInteger(value) ? 'Integer' : 'number'} ${value}`;
  if (Array.isArray(value)) return `list ${JSON.stringify(value)}`;
  if (isMap(value)) return `map ${JSON.stringify(value)}`;
  return value === undefined || value === null ? 'nothing' : Object.prototype.toString.call(value);
}
