import { resolve } from 'node:path';
import { InvalidInput } from '../engine/invalid-input.ts';

/** Paths that options name, by the option without its dashes. */
type Files = Readonly<Record<string, string | undefined>>;

/**
 * Refuses one file for two purposes: a report or evidence must not take the place of what it was made from, nor of each other.
 *
 * @throws InvalidInput that names both options
 */
export function refuseSharedFiles(files: Files): void {
  const seen = new Map<string, string>();
  for (const [option, path] of Object.entries(files)) {
    if (path === undefined) continue;
    const other = seen.get(resolve(path));
    if (other !== undefined) throw new InvalidInput(`--${other} and --${option} name the same file: ${path}`);
    seen.set(resolve(path), option);
  }
}
