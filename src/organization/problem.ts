/** What is wrong with one field of the organisation. */
export interface Problem {
  /** Its path, as `regions[1]`. */
  readonly field: string;
  readonly message: string;
}

/** A value as messages show it, cut where it is long. */
export function givenText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
