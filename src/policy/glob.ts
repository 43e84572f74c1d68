/**
 * A text with wildcards: UTF-16 code units, and negative numbers for the wildcards. Literal `*` and `?` are code units like any other.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export type Glob = readonly number[];

/** `?`: exactly one character. */
export const anyOne = -1;
/** `*`: any number of characters, none included. */
export const anyMany = -2;
/** `?` in a field of an ARN: any character but a colon. */
export const anyOneInField = -3;
/** `*` in a field of an ARN: any number of characters but colons. */
export const anyManyInField = -4;

export const star = '*'.charCodeAt(0);
export const questionMark = '?'.charCodeAt(0);
export const colon = ':'.charCodeAt(0);

/** The code units of a text, none of them a wildcard. */
export function literal(text: string): number[] {
  const codes = Array.from<number>({ length: text.length });
  for (let at = 0; at < text.length; at += 1) codes[at] = text.charCodeAt(at);
  return codes;
}

/** A code unit in lower case, where that is one code unit too. */
export function lowered(code: number): number {
  if (code < 0) return code;
  const lower = String.fromCharCode(code).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}

/** A text in which `*` and `?` are wildcards. */
export function globOf(text: string): Glob {
  return literal(text).map((code) => (code === star ? anyMany : code === questionMark ? anyOne : code));
}

/** The text of a glob, wildcards written as they are in policies. */
export function textOf(glob: Glob): string {
  let text = '';
  for (const code of glob) {
    if (code >= 0) text += String.fromCharCode(code);
    else text += code === anyMany || code === anyManyInField ? '*' : '?';
  }
  return text;
}

/**
 * Whether a whole text matches. Takes time in proportion to the product of the lengths at most, whatever the wildcards.
 *
 * @param glob without the wildcards for fields, which are matched field by field
 */
export function matches(glob: Glob, text: string): boolean {
  let at = 0;
  let position = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (position < text.length) {
    const code = glob[at];
    if (code === anyMany) {
      lastStar = at;
      resumeAt = position;
      at += 1;
    } else if (code === anyOne || code === text.charCodeAt(position)) {
      at += 1;
      position += 1;
    } else if (lastStar >= 0) {
      resumeAt += 1;
      position = resumeAt;
      at = lastStar + 1;
    } else {
      return false;
    }
  }
  while (glob[at] === anyMany) at += 1;
  return at === glob.length;
}

/** Whether some text matches both. Takes time in proportion to the product of the lengths. */
export function intersects(one: Glob, other: Glob): boolean {
  // reachable[j]: the first i codes of one and the first j of the other have a text in common.
  let reachable = row(other, undefined, one);
  for (let i = 1; i <= one.length; i += 1) reachable = row(other, reachable, one, i);
  return reachable[other.length] === 1;
}

function row(other: Glob, above: Uint8Array | undefined, one: Glob, i = 0): Uint8Array {
  const here = new Uint8Array(other.length + 1);
  const code = one[i - 1];
  for (let j = 0; j <= other.length; j += 1) {
    const facing = other[j - 1];
    if (i === 0 && j === 0) here[j] = 1;
    else if (code === anyMany && above?.[j] === 1) here[j] = 1;
    else if (j > 0 && facing === anyMany && here[j - 1] === 1) here[j] = 1;
    // A star takes what the other's code takes, and stays.
    else if (j > 0 && code === anyMany && here[j - 1] === 1) here[j] = 1;
    else if (facing === anyMany && above?.[j] === 1) here[j] = 1;
    else if (i > 0 && j > 0 && above?.[j - 1] === 1 && share(code as number, facing as number)) here[j] = 1;
  }
  return here;
}

const share = (one: number, other: number): boolean => one === other || one === anyOne || other === anyOne;

/** Whether a glob surely matches every text that begins with `prefix`; false when that is not plain to see. */
export const coversEverythingAfter = (glob: Glob, prefix: string): boolean => glob.at(-1) === anyMany && matches(glob, prefix);

/** Splits a glob at its literal colons: at most `most` fields, the last one with its own colons. */
export function fieldsOf(glob: Glob, most: number): Glob[] {
  const fields: Glob[] = [];
  let start = 0;
  for (let at = 0; at < glob.length && fields.length < most - 1; at += 1) {
    if (glob[at] !== colon) continue;
    fields.push(glob.slice(start, at));
    start = at + 1;
  }
  fields.push(glob.slice(start));
  return fields;
}

/** Splits a text at its colons: at most `most` fields, the last one with its own colons. */
export function textFields(text: string, most: number): string[] {
  const fields = text.split(':');
  if (fields.length <= most) return fields;
  return [...fields.slice(0, most - 1), fields.slice(most - 1).join(':')];
}
