import CliTable from 'cli-table3';
import picocolors from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Finding } from '../engine/finding.ts';
import type { Rule, Severity } from '../engine/rule.ts';
import type { Verdict } from '../engine/verdict.ts';
import { visible } from '../engine/wording.ts';
import type { Report } from './report.ts';
import type { Summary } from './summary.ts';

/** How a table is to look. */
export interface Look {
  /** In columns. */
  readonly width: number;
  readonly colour: boolean;
}

type Paint = ReturnType<typeof picocolors.createColors>;
type Row = readonly [label: string, text: string];

/** A report for people: by account and Region, non-compliant first, each fix named once an account. */
export function tableReport(rules: readonly Rule[], look: Look): Report {
  const paint = picocolors.createColors(look.colour);
  const fixes = new Map(rules.map(({ id, fix }) => [id, fix]));
  return {
    begin: '',
    account: (findings) => accountSections(findings, fixes, paint, look.width),
    end: (summary) => `${totals(summary, paint, look.width)}\n`,
  };
}

/** The sections of an account; Regions about which the same is to be said share one. */
function accountSections(findings: readonly Finding[], fixes: ReadonlyMap<string, string>, paint: Paint, width: number): string {
  const fixesLeft = new Map(fixes);
  const regions = [...grouped(findings, ({ region }) => region)];
  const alike = grouped(regions, ([region, ofRegion]) => JSON.stringify(ofRegion.map((finding) => sayings(finding, region))));
  return [...alike.values()]
    .map((same) => {
      const [[region, ofRegion]] = same as [[string, Finding[]]];
      const shown = same.length === 1 ? ofRegion : ofRegion.map((finding) => ({ ...finding, ...sayings(finding, region) }));
      const title = paint.bold(`${ofRegion[0]?.account}  ${same.map(([name]) => name).join(', ')}`);
      return `${wrapAnsi(title, width, { hard: true })}\n${grid(rowsOf(shown, fixesLeft, paint), width)}\n\n`;
    })
    .join('');
}

/** What a finding says, the name of its Region left open. */
function sayings({ rule, verdict, because }: Finding, region: string) {
  const anyRegion = because?.replaceAll(new RegExp(String.raw`(?<![\w./:-])${region}(?![\w./:-])`, 'g'), 'this Region');
  return { rule, verdict, ...(anyRegion !== undefined && { because: anyRegion }) };
}

function rowsOf(findings: readonly Finding[], fixesLeft: Map<string, string>, paint: Paint): Row[] {
  const open = findings.filter(({ verdict }) => verdict === 'NON_COMPLIANT').sort(bySeverity);
  return [
    ...open.map((finding, index): Row => {
      const fix = open[index + 1]?.rule === finding.rule ? undefined : fixesLeft.get(finding.rule);
      if (fix !== undefined) fixesLeft.delete(finding.rule);
      return nonCompliantRow(finding, fix, paint);
    }),
    ...sharedRows(findings, 'UNKNOWN', paint.yellow('? UNKNOWN'), (text) => text),
    ...sharedRows(findings, 'NOT_APPLICABLE', paint.dim('- n/a'), paint.dim),
    ...compliantRow(findings, paint),
  ];
}

function nonCompliantRow({ rule, severity, because }: Finding, fix: string | undefined, paint: Paint): Row {
  const lines = [paint.bold(rule), visible(because ?? ''), ...(fix === undefined ? [] : [paint.cyan(`fix: ${fix}`)])];
  return [paint.red(`✗ ${severity}`), lines.join('\n')];
}

/** One row for each reason, however many rules give it. */
function sharedRows(findings: readonly Finding[], verdict: Verdict, label: string, style: (text: string) => string): Row[] {
  const ofVerdict = findings.filter((finding) => finding.verdict === verdict);
  return [...grouped(ofVerdict, ({ because = '' }) => because)].map(([because, same]): Row => {
    const ids = new Set(same.map(({ rule }) => rule));
    return [label, style(`${ids.size === 1 ? [...ids].join() : `${ids.size} rules`}: ${visible(because)}`)];
  });
}

/** The rules of which every finding is compliant. */
function compliantRow(findings: readonly Finding[], paint: Paint): Row[] {
  const rules = grouped(findings, ({ rule }) => rule);
  const clean = [...rules].filter(([, ofRule]) => ofRule.every(({ verdict }) => verdict === 'COMPLIANT')).map(([rule]) => rule);
  if (clean.length === 0) return [];
  return [[paint.green('✓ ok'), paint.dim(clean.length > 1 && clean.length === rules.size ? `all ${rules.size} rules` : clean.join(', '))]];
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const urgency: Record<Severity, number> = { CRITICAL: 0, HIGH: 1, MEDIUM: 2, LOW: 3 };

const bySeverity = (one: Finding, other: Finding): number => urgency[one.severity] - urgency[other.severity];

/** Width of the first column, in columns. */
const labelWidth = 12;

const borders = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'] as const;
const separators = ['left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'] as const;

const noLines = {
  chars: { ...Object.fromEntries([...borders, ...separators].map((place) => [place, ''])), left: '  ' },
  style: { 'padding-left': 0, 'padding-right': 0, border: [], head: [] },
};

function grid(rows: readonly Row[], width: number): string {
  const table = new CliTable({ ...noLines, colWidths: [labelWidth, null] });
  const textWidth = Math.max(20, width - labelWidth - 2);
  for (const [label, text] of rows) table.push([label, wrapAnsi(text, textWidth, { hard: true })]);
  return withoutTrailingSpaces(table.toString());
}

function totals(summary: Summary, paint: Paint, width: number): string {
  const table = new CliTable({
    ...noLines,
    chars: { ...noLines.chars, middle: '  ' },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  });
  table.push(['', paint.red('✗'), paint.yellow('?'), paint.dim('n/a'), paint.green('✓')]);
  for (const [rule, counts] of Object.entries(summary.rules)) table.push([rule, ...cells(counts)]);
  table.push(['all rules', ...cells(summary.findings)].map((cell) => paint.bold(`${cell}`)));
  const lines = [
    `${summary.accounts} accounts, ${summary.accountRegions} account-Regions`,
    ...(summary.coverage ? [coverageLine(summary.coverage)] : []),
    severityLine(summary),
    ...summary.failures.map((failure) => paint.yellow(`failed: ${visible(failure)}`)),
    ...(summary.complete ? [] : [paint.yellow('not complete: stopped before every account was judged')]),
  ];
  return `${withoutTrailingSpaces(table.toString())}\n\n${wrapAnsi(lines.join('\n'), Math.max(20, width), { hard: true })}`;
}

const cells = (counts: Summary['findings']): number[] => [counts.NON_COMPLIANT, counts.UNKNOWN, counts.NOT_APPLICABLE, counts.COMPLIANT];

function severityLine({ findings, nonCompliant, worstAccounts }: Summary): string {
  const severities = Object.entries(nonCompliant).filter(([, count]) => count > 0);
  const parts = severities.map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  const worst = worstAccounts.length === 0 ? '' : `; worst first: ${worstAccounts.join(', ')}`;
  return `non-compliant: ${findings.NON_COMPLIANT}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}${worst}`;
}

function coverageLine({ enabled, inScope, share }: NonNullable<Summary['coverage']>): string {
  const percent = share === null ? 'n/a' : `${(share * 100).toFixed(1)} %`;
  return `logging coverage: ${percent} (${enabled} of ${inScope} account-Regions in scope)`;
}

const withoutTrailingSpaces = (text: string): string => text.replace(/ +$/gm, '');
