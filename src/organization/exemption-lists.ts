import type { Exemption } from '../engine/exemptions.ts';

/** Bytes of exemptions as one list in JSON. */
export const listSize = (list: readonly Exemption[]): number => Buffer.byteLength(JSON.stringify(list));

/** Exemptions in their order, in lists of at most so many bytes each; one that is longer by itself is a list of its own. */
export function exemptionLists(exemptions: readonly Exemption[], limit: number): readonly (readonly Exemption[])[] {
  const lists: Exemption[][] = [];
  for (const exemption of exemptions) {
    const last = lists.at(-1);
    if (last && listSize([...last, exemption]) <= limit) last.push(exemption);
    else lists.push([exemption]);
  }
  return lists;
}
