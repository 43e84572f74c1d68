/**
 * Whether a value fits an `allowedPattern`.
 *
 * @throws Error where the pattern has what RE2 has not, or where it matches a part of the value but not the whole: AWS does not say which of the two counts
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
 */
export function fitsPattern(value: string, pattern: string): boolean {
  const { source, flags } = toJavaScript(pattern);
  const isFound = new RegExp(source, flags).test(value);
  const isWhole = new RegExp(`^(?:${source})$`, flags.replace('m', '')).test(value);
  if (isFound === isWhole) return isWhole;
  throw new Error(`pattern '${pattern}' matches a part of '${value}' only; write it from ^ to $`);
}

const token = new RegExp(
  [
    String.raw`(?<escape>\\x[0-9A-Fa-f]{2}|\\[dDwWsSbBnrtfv]|\\[^A-Za-z0-9])`,
    String.raw`(?<edge>\\[Az])`,
    String.raw`(?<characters>\[\^?(?!\])(?:\\[dDwWsSnrtfv]|\\[^A-Za-z0-9]|(?!\[:|&&)[^\]\\])*\])`,
    String.raw`(?<open>\(\?i:|\(\?:|\((?!\?))`,
    String.raw`(?<close>\))`,
    String.raw`(?<repeat>(?:[*+?]|\{\d+(?:,\d*)?\})\??(?!\+))`,
    String.raw`(?<plain>[^\\[({*+?)])`,
  ].join('|'),
  'ys',
);

/**
 * The same pattern for JavaScript, which before Node 23 has no flags inside a pattern.
 *
 * @throws Error where it has anything but literals, classes, groups, repetitions, alternatives, edges and the flags i, m and s
 */
export function toJavaScript(pattern: string): { readonly source: string; readonly flags: string } {
  const leading = /^\(\?([ims]+)\)/.exec(pattern);
  token.lastIndex = leading?.[0].length ?? 0;
  const parts: string[] = [];
  const groups: boolean[] = [];
  while (token.lastIndex < pattern.length) {
    const at = token.lastIndex;
    const found = token.exec(pattern)?.groups;
    if (found === undefined)
      throw new Error(`pattern '${pattern}' has '${pattern.slice(at)}', which RE2 has not or this interpreter does not read`);
    const { open, close, edge, characters, plain, escape, repeat } = found;
    if (open !== undefined) groups.push(open === '(?i:' || (groups.at(-1) ?? false));
    if (close !== undefined && groups.pop() === undefined) throw new Error(`pattern '${pattern}' closes a group that none opened`);
    const ignoresCase = groups.at(-1) ?? false;
    if (edge !== undefined) parts.push(edge === String.raw`\A` ? '^' : '$');
    else if (characters !== undefined) parts.push(ignoresCase ? classInBothCases(characters) : characters);
    else if (plain !== undefined) parts.push(ignoresCase ? letterInBothCases(plain) : plain);
    else parts.push(open?.replace('i', '') ?? close ?? escape ?? repeat ?? '');
  }
  if (groups.length > 0) throw new Error(`pattern '${pattern}' has a group without end`);
  return { source: parts.join(''), flags: leading?.[1] ?? '' };
}

const isLetter = (character: string): boolean => /^[A-Za-z]$/.test(character);

const letterInBothCases = (character: string): string =>
  isLetter(character) ? `[${character.toLowerCase()}${character.toUpperCase()}]` : character;

const classInBothCases = (characters: string): string =>
  characters.replaceAll(/\\.|[A-Za-z]-[A-Za-z]|[A-Za-z]/gs, (part) =>
    part.startsWith('\\') ? part : `${part.toLowerCase()}${part.toUpperCase()}`,
  );
