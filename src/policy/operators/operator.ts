import type { Glob } from '../glob.ts';

/** What a condition asks for: a value of the policy, its variables replaced. */
export interface Wanted {
  /** Wildcards where the policy has `*` and `?`. */
  readonly glob: Glob;
  /** The same as text, for operators that know no wildcards. */
  readonly text: string;
}

/** The texts an operator accepts, when they can be told apart letter by letter. */
export interface Language {
  readonly glob: Glob;
  /** Whether upper and lower case are the same. */
  readonly foldsCase: boolean;
}

/**
 * One condition operator without its negation, its set qualifier and `IfExists`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  /** Whether policy variables are replaced in its values. */
  readonly takesVariables: boolean;
  /**
   * Whether a value of the request is what the policy wants; `undefined` where AWS does not say. What the operator cannot read, on either side, is wanted
   * by nobody; whether its negation then holds, AWS does not say.
   */
  accepts(value: string, wanted: Wanted): boolean | 'unreadable' | undefined;
  readonly kinds: ValueKinds;
}

/** How the values of a key fall into kinds that an operator treats alike. Operators that share the object can be told apart together. */
export type ValueKinds =
  | { readonly by: 'letters'; language(wanted: Wanted): Language | undefined }
  /** One value of each kind there is, given everything that is asked of the key. */
  | { readonly by: 'order'; representatives(wanted: readonly Wanted[]): readonly string[] }
  | { readonly by: 'nothing' };

/** A value that no operator but those on strings can read. */
export const unreadableValue = '-';

/** One number of each kind that thresholds make: below, at and between them, and above. Zero, where there is no threshold. */
export function aroundEach(thresholds: readonly number[]): number[] {
  const sorted = [...new Set(thresholds)].sort((one, other) => one - other);
  const [lowest = 0, highest = 0] = [sorted[0], sorted.at(-1)];
  // So far away that it is another number, however large the threshold is.
  const away = (threshold: number): number => Math.abs(threshold) + 1;
  const upTo = sorted.flatMap((threshold, at) => {
    const previous = sorted[at - 1];
    return previous === undefined ? [threshold] : [previous + (threshold - previous) / 2, threshold];
  });
  return [lowest - away(lowest), ...upTo, highest + away(highest)];
}
