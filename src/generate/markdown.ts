/** Texts as code, one a line of a table's cell. */
export const codeList = (items: readonly string[]): string => items.map((item) => `\`${item}\``).join('<br>');

/** A table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(tableLine).join('\n');
}

const tableLine = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
