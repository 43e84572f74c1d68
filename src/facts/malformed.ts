/** An error that {@link ./unreadable.ts} takes for a malformed answer. */
export function malformed(message: string): Error {
  const error = new Error(message);
  error.name = 'MalformedAnswer';
  return error;
}

/**
 * Refuses an answer without something that AWS always sends. To read that as "there is none" would turn a broken answer into a verdict.
 *
 * @param what completes "the answer has no …"
 * @throws Error named `MalformedAnswer`
 */
export function demand(isThere: unknown, what: string): asserts isThere {
  if (!isThere) throw malformed(`the answer has no ${what}`);
}

/** Whether something is a JSON object: no array, no text, no number, not `null`. */
export const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
