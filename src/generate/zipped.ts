import { zipSync, type ZipOptions } from 'fflate';
import type { BundledFile } from './bundle.ts';

/**
 * What every entry says of itself, so that an archive depends on nothing but its files: the first day that zip can tell, in whatever time zone, and a Unix
 * file that everybody may read, as AWS Lambda needs it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
 */
const entry = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 } satisfies ZipOptions;

/** A zip archive of files, in the order in which they are given. */
export function zipped(files: readonly BundledFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, contents }) => [name, [contents, entry]])));
}
