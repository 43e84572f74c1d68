import { createHash } from 'node:crypto';

/** What is put into the artefact buckets, under a key that its content decides. */
export interface Artefact {
  readonly key: string;
  readonly body: Uint8Array;
}

/**
 * An artefact under `<folder>/<SHA-256>.<ending>`. The same content has the same key, and no key ever has another content.
 *
 * @param folder without a slash at its end
 */
export function artefact(folder: string, ending: string, body: Uint8Array): Artefact {
  return { key: `${folder}/${createHash('sha256').update(body).digest('hex')}.${ending}`, body };
}
