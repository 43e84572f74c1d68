import picocolors from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { visible, visibleJson } from '../../../engine/wording.ts';
import type { Look } from '../../../reports/table.ts';
import { pack } from '../../pack.ts';
import type { Diagnosis } from './diagnosis.ts';
import { checks, type Observation } from './observation.ts';
import { placesInWords } from './places.ts';

/** What was looked at. */
export interface Examined {
  /** Id of the organisation. */
  readonly organization: string;
  readonly administrator: string;
  readonly accounts: number;
  readonly accountRegions: number;
  /** How many Regions each account has; `undefined` where they differ. */
  readonly regions: number | undefined;
}

/** Version of the JSON report. */
const reportVersion = '1';

/** The report as one JSON document, an observation a line. */
export function jsonReport(examined: Examined, { checks: counts, observations, exitCode }: Diagnosis, examinedAt: Date): string {
  const { organization, administrator, accounts, accountRegions } = examined;
  const head = {
    schemaVersion: reportVersion,
    pack,
    examinedAt: examinedAt.toISOString(),
    organization,
    administrator,
    accounts,
    accountRegions,
  };
  const lines = observations.map((each) => `\n${JSON.stringify(each)}`).join(',');
  const tail = { checks: Object.fromEntries(counts), exitCode };
  return visibleJson(`${JSON.stringify(head).slice(0, -1)},"observations":[${lines}\n],${JSON.stringify(tail).slice(1)}\n`);
}

/** Width of the first column, in columns. */
const labelWidth = 12;

/** The report for people: what is not well first, the same found in many places once. */
export function tableReport(examined: Examined, diagnosis: Diagnosis, { width, colour }: Look): string {
  const paint = picocolors.createColors(colour);
  const labels = { PROBLEM: paint.red('✗ problem'), UNKNOWN: paint.yellow('? unknown'), OK: '' };
  const plain = { PROBLEM: '✗ problem', UNKNOWN: '? unknown', OK: '' };
  const row = (same: readonly [Observation, ...Observation[]]): string => {
    const [{ state, check, found = '', fix = '' }] = same;
    const where = placesInWords(same, examined.regions);
    const text = [
      `${paint.bold(check)}  ${visible(found)}`,
      ...(where === '' ? [] : [paint.dim(`in ${visible(where)}`)]),
      paint.cyan(`fix: ${visible(fix)}`),
    ].join('\n');
    const wrapped = wrapAnsi(text, Math.max(20, width - labelWidth), { hard: true }).replaceAll('\n', `\n${' '.repeat(labelWidth)}`);
    return `${labels[state]}${' '.repeat(labelWidth - plain[state].length)}${wrapped}\n`;
  };
  const { organization, administrator, accounts, accountRegions } = examined;
  return [
    `organisation ${organization}, from ${administrator}: ${accounts} accounts, ${accountRegions} account-Regions\n\n`,
    ...alike(diagnosis.observations).map(row),
    ...(diagnosis.observations.length > 0 ? ['\n'] : []),
    totals(diagnosis),
  ].join('');
}

/** Observations that say the same, in the order of the first. */
function alike(observations: readonly Observation[]): [Observation, ...Observation[]][] {
  const groups = new Map<string, [Observation, ...Observation[]]>();
  for (const observation of observations) {
    const { check, state, found, fix } = observation;
    const key = JSON.stringify([check, state, found, fix]);
    const group = groups.get(key);
    if (group) group.push(observation);
    else groups.set(key, [observation]);
  }
  return [...groups.values()];
}

function totals({ checks: counts }: Diagnosis): string {
  const ids = Math.max(...[...counts.keys()].map(({ length }) => length));
  const line = (check: string, ...cells: readonly (number | string)[]) =>
    `${check.padEnd(ids)}${cells.map((cell) => String(cell).padStart(8)).join('')}`;
  const rows = [...counts].map(([check, { problems, unknown, ok }]) => `${line(check, problems, unknown, ok)}  ${checks[check]}`);
  return `${[line('', '✗', '?', '✓'), ...rows].join('\n')}\n`;
}
