import picocolors from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { visible } from '../../engine/wording.ts';
import type { Look } from '../../reports/table.ts';
import { differences, members, type Difference } from './difference.ts';
import type { RunbookRun } from './runbook-run.ts';

/** What a runbook found, and what it would change. */
export function planView(run: RunbookRun, look: Look): string {
  const paint = picocolors.createColors(look.colour);
  return [
    paint.bold(visible(run.resource)),
    ...(run.before === null ? [] : members(run.before).map(({ path, value }) => line('found', placed(path, value), look))),
    ...run.changes.map((change) => line('plan', paint.cyan(visible(change)), look)),
    ...failures(run, look),
    '',
    '',
  ].join('\n');
}

/**
 * What a runbook changed.
 *
 * @param planned what its dry run said it would change
 */
export function outcomeView(run: RunbookRun, planned: readonly string[], look: Look): string {
  const paint = picocolors.createColors(look.colour);
  const isOther = run.status !== 'NotStarted' && run.changes.length > 0 && run.changes.join('\n') !== planned.join('\n');
  return [
    `${paint.bold(visible(run.resource))}  ${run.status === 'Success' ? paint.green(run.status) : paint.red(run.status)}${run.id === null ? '' : paint.dim(`  execution ${run.id}`)}`,
    ...(isOther ? run.changes.map((change) => line('plan now', paint.yellow(visible(change)), look)) : []),
    ...changed(run, look, paint),
    ...failures(run, look),
    '',
    '',
  ].join('\n');
}

type Paint = ReturnType<typeof picocolors.createColors>;

function changed({ before, after }: RunbookRun, look: Look, paint: Paint): string[] {
  if (before === null || after === null) return [];
  const found = differences(before, after);
  if (found.length === 0) return [line('', 'nothing changed', look)];
  return found.map((difference) => line('', differenceText(difference, paint), look));
}

function differenceText({ path, before, after }: Difference, paint: Paint): string {
  if (after === undefined) return paint.red(`- ${placed(path, before)}`);
  if (before === undefined) return paint.green(`+ ${placed(path, after)}`);
  return paint.yellow(`~ ${placed(path, before)} → ${shown(after)}`);
}

/** The messages in full: a runbook says there what it found and what to do. */
function failures({ steps, failure }: RunbookRun, look: Look): string[] {
  const paint = picocolors.createColors(look.colour);
  const ofSteps = steps.filter((step) => step.failure !== null || ['Failed', 'TimedOut', 'Rejected', 'Cancelled'].includes(step.status));
  const texts = ofSteps.map(({ name, status, failure: why }) => `${name} ${status}${why === null ? '' : `: ${why}`}`);
  const isTold = failure === null || ofSteps.some((step) => step.failure !== null && failure.includes(step.failure));
  return [...texts, ...(isTold ? [] : [failure])].map((text) => line('failed', paint.red(lines(text)), look));
}

const lines = (text: string): string => text.split('\n').map(visible).join('\n');

const placed = (path: readonly string[], value: unknown): string => `${path.map(visible).join(' › ')}: ${shown(value)}`;

function shown(value: unknown): string {
  if (value === undefined) return 'none';
  return visible(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Columns that the first word of a line takes. */
const labelWidth = 10;

function line(label: string, text: string, { width }: Look): string {
  // The indentation of what is shown stays, which `trim` would take away.
  const wrapped = wrapAnsi(text, Math.max(20, width - labelWidth - 2), { hard: true, trim: false }).replaceAll(/ +$/gm, '');
  return `  ${label.padEnd(labelWidth)}${wrapped.replaceAll('\n', `\n${' '.repeat(labelWidth + 2)}`)}`;
}
