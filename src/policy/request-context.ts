/** What is known of a condition key in a request. */
export type KeyState =
  /** `isSupposed`: the values are made up, to stand for all that could be there. */
  | { readonly kind: 'known'; readonly values: readonly string[]; readonly isSupposed?: true }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly mayBeAbsent: boolean };

/** A value of a condition key as callers write it. */
export type ContextValue = string | number | boolean | readonly (string | number | boolean)[] | null | undefined;

/** The condition keys of a request. Names of keys are not case-sensitive; a key that nothing is said of is absent. */
export interface RequestContext {
  state(key: string): KeyState;
  /** Every key that something is said of, in lower case; left out where they cannot be listed. */
  readonly keys?: readonly string[];
  /** Whether doubts about what AWS does are decided by the likelier side, in place of being {@link ./kleene.ts maybe}. */
  readonly settled: boolean;
}

const absent: KeyState = { kind: 'absent' };

/**
 * Builds a request context.
 *
 * @param known an empty list counts as nothing said
 * @param unknown keys whose value nobody knows
 * @param alwaysPresent keys that have a value in every request, known or not
 */
export function requestContext(
  known: Readonly<Record<string, ContextValue>>,
  unknown: readonly string[],
  alwaysPresent: readonly string[],
): RequestContext {
  const states = new Map<string, KeyState>();
  for (const key of unknown) states.set(key.toLowerCase(), { kind: 'unknown', mayBeAbsent: true });
  for (const key of alwaysPresent) states.set(key.toLowerCase(), { kind: 'unknown', mayBeAbsent: false });
  for (const [key, value] of Object.entries(known)) {
    const values = valuesOf(value);
    if (values.length > 0) states.set(key.toLowerCase(), { kind: 'known', values });
  }
  return { state: (key) => states.get(key) ?? absent, keys: [...states.keys()], settled: false };
}

function valuesOf(value: ContextValue): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** The same context with some keys given a value. */
export function withKeys(context: RequestContext, given: ReadonlyMap<string, KeyState>): RequestContext {
  return { ...context, state: (key) => given.get(key) ?? context.state(key) };
}

/** The same context with doubts about AWS decided. */
export const settled = (context: RequestContext): RequestContext => ({ ...context, settled: true });
