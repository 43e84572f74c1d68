/** Something that is wanted of the organisation. */
export interface Change {
  /** As a phrase: `trusted access of config.amazonaws.com`. */
  readonly what: string;
  /** Why it is wanted, or what it takes away. */
  readonly why: string;
  readonly state: 'so already' | 'to do' | 'kept';
  make(): Promise<unknown>;
}

/** What of them has to be made. */
export const toDo = (changes: readonly Change[]): readonly Change[] => changes.filter(({ state }) => state === 'to do');
