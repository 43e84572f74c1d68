/**
 * Length of an annotation AWS Config accepts, in characters.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
export const annotationLength = 256;

/** What starts the annotation of a result that stands for UNKNOWN. Where what is said last matters, reasons leave room for it. */
export const unverified = 'UNVERIFIED: ';

/** A name as reasons print it: of at most `length` characters, a longer one shortened in the middle, where names differ least. */
export function shortName(name: string, length = 64): string {
  if (name.length <= length) return name;
  const kept = length - 1;
  return `${name.slice(0, boundary(name, Math.ceil(kept / 2), -1))}…${name.slice(boundary(name, name.length - Math.floor(kept / 2), 1))}`;
}

/** A text cut to what AWS Config accepts, at the end of a word. */
export function cutAtWord(text: string, length = annotationLength): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, boundary(text, length - 1, -1));
  const space = cut.lastIndexOf(' ');
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[\s…]+$/, '')}…`;
}

/** Where to cut a text, moved by one where a cut would part the two halves of a character. */
function boundary(text: string, at: number, move: -1 | 1): number {
  const isHighHalf = /[\uD800-\uDBFF]/.test(text.charAt(at - 1));
  const isLowHalf = /[\uDC00-\uDFFF]/.test(text.charAt(at));
  return isHighHalf && isLowHalf ? at + move : at;
}

/** Characters that command a terminal or reorder what it shows. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text with the characters that command a terminal written out, so that names from AWS and from files can be printed. */
export const visible = (text: string): string => text.replace(invisible, escaped);

/** JSON with the same characters escaped; line feeds between its tokens stay. */
export const visibleJson = (json: string): string =>
  json.replace(invisible, (character) => (character === '\n' ? character : escaped(character)));

/** A character as JSON escapes it, by its UTF-16 code units. */
const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
