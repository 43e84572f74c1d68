import { readFile } from 'node:fs/promises';
import { InvalidInput } from '../engine/invalid-input.ts';

/**
 * Reads a JSON file that a user hands in.
 *
 * @param what it holds, as a plural
 * @param form what it should be, as `rule → parameter → value`
 * @throws InvalidInput when it cannot be read, is no JSON or is no object
 */
export async function jsonObjectFile(path: string, what: string, form: string): Promise<Readonly<Record<string, unknown>>> {
  const parsed = parseJson(path, what, await readText(path, what));
  if (!isObject(parsed)) throw new InvalidInput(`${what} ${path} must be an object: ${form}`);
  return parsed;
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InvalidInput(`${what} ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function parseJson(path: string, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`${what} ${path} are not JSON: ${(error as Error).message}`, { cause: error });
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
