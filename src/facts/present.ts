/** What is left of an object's members without those that are `undefined` or `null`. */
export type Present<Members> = { [Key in keyof Members]?: NonNullable<Members[Key]> };

/** Leaves out the members an AWS answer did not have, so that a value can be written as JSON and read back unchanged. */
export function present<Members extends object>(members: Members): Present<Members> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null)) as Present<Members>;
}
