import CliTable from 'cli-table3';
import picocolors from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { visible } from '../../engine/wording.ts';

/** How explanations are to look. */
export interface Look {
  /** In columns. */
  readonly width: number;
  readonly colour: boolean;
}

export type Paint = ReturnType<typeof picocolors.createColors>;

export const paintFor = ({ colour }: Look): Paint => picocolors.createColors(colour);

/**
 * Lines a table up without borders: every column but the last as wide as it needs to be, within reason, and the last what is left.
 *
 * @param rows cells as lines without colours; characters that command a terminal are written out
 */
export function grid(rows: readonly (readonly (string | readonly string[])[])[], { width }: Look): string {
  const lines = rows.map((row) => row.map((cell) => [cell].flat().map(visible)));
  const columns = Math.max(0, ...lines.map((row) => row.length));
  const widest = Math.max(12, Math.floor(width / columns));
  const widths = Array.from({ length: columns - 1 }, (_, at) =>
    Math.min(widest, Math.max(...lines.flatMap((row) => (row[at] ?? []).map((line) => line.length)))),
  );
  const last = Math.max(20, width - widths.reduce((sum, one) => sum + one + gap, indent));
  const table = new CliTable({
    chars: blank,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    colWidths: [...widths, last].map((one) => one + gap),
  });
  for (const row of lines)
    table.push(row.map((cell, at) => cell.map((line) => wrapAnsi(line, widths[at] ?? last, { hard: true })).join('\n')));
  return table
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line}`.trimEnd())
    .join('\n');
}

const indent = 2;
const gap = 2;

const blank = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);

/** A title of one or more lines, wrapped. */
export const heading = (lines: readonly string[], paint: Paint, { width }: Look): string =>
  lines.map((line) => wrapAnsi(paint.bold(visible(line)), width, { hard: true })).join('\n');
