import { once } from 'node:events';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { InvalidInput } from '../engine/invalid-input.ts';

/** Somewhere text goes. */
export interface Output {
  write(text: string): Promise<void>;
  /** Keeps what was written. */
  keep(): Promise<void>;
  /** Leaves nothing behind, and a file of that name as it was. */
  discard(): Promise<void>;
}

/**
 * A file that appears under its name only when it is kept, so that nobody finds half of it. A name that ends in `.gz` is compressed. What is no regular
 * file, such as a pipe or a device, is written to as it is.
 *
 * @throws InvalidInput when it cannot be written
 */
export async function fileOutput(path: string): Promise<Output> {
  const isReplaced = await stat(path).then(
    (found) => found.isFile(),
    () => true,
  );
  const written = isReplaced ? `${path}.${process.pid}.partial` : path;
  const file = createWriteStream(written);
  const gzip = path.endsWith('.gz') ? createGzip() : undefined;
  const refuse = (error: unknown) => new InvalidInput(`cannot write ${path}: ${(error as Error).message}`, { cause: error });
  const failed = new Promise<never>((_resolve, reject) => {
    file.on('error', reject);
  });
  failed.catch(() => undefined);
  const orFail = <Result>(work: Promise<Result>) =>
    Promise.race([work, failed]).catch((error: unknown) => {
      throw refuse(error);
    });
  await orFail(once(file, 'open'));
  const staysOnExit = isReplaced ? removedOnExit(written) : () => undefined;
  gzip?.pipe(file);
  const target: Writable = gzip ?? file;
  return {
    // A promise raced against `failed` is kept as long as the file is open, so only a full buffer waits.
    write: (text) => (target.write(text) ? Promise.resolve() : orFail(once(target, 'drain').then(() => undefined))),
    async keep() {
      target.end();
      await orFail(finished(file));
      if (isReplaced) await orFail(rename(written, path));
      staysOnExit();
    },
    async discard() {
      file.destroy();
      if (isReplaced) await rm(written, { force: true });
      staysOnExit();
    },
  };
}

/** Text that is printed when it is kept, so that a run that fails prints no half of a report. */
export async function spooledOutput(stream: Writable): Promise<Output> {
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-'));
  const path = join(folder, 'report');
  const staysOnExit = removedOnExit(folder);
  const spool = await fileOutput(path);
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    staysOnExit();
  };
  return {
    write: (text) => spool.write(text),
    async keep() {
      await spool.keep();
      for await (const chunk of createReadStream(path, 'utf8')) await writeTo(stream, chunk as string);
      await remove();
    },
    async discard() {
      await spool.discard();
      await remove();
    },
  };
}

/**
 * Removes a file or folder when the process ends before its time: at a second Ctrl-C, or when nobody reads standard output any more.
 *
 * @returns what calls that off
 */
function removedOnExit(path: string): () => void {
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', remove);
  return () => process.off('exit', remove);
}

async function writeTo(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
