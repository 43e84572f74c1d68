/**
 * Length of an annotation AWS Config accepts, in characters.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
export const annotationLength = 256;

/** A name as reasons print it: of at most `length` characters, a longer one shortened in the middle, where names differ least. */
export function shortName(name: string, length = 64): string {
  if (name.length <= length) return name;
  const kept = length - 1;
  return `${name.slice(0, Math.ceil(kept / 2))}…${name.slice(-Math.floor(kept / 2))}`;
}

/** A text cut to what AWS Config accepts, at the end of a word. */
export function cutAtWord(text: string, length = annotationLength): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
