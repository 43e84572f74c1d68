import CliTable from 'cli-table3';
import picocolors from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Finding } from '../engine/finding.ts';
import type { Resource, Rule, Severity } from '../engine/rule.ts';
import { shortName } from '../engine/wording.ts';
import type { Report } from './report.ts';
import type { Summary } from './summary.ts';

/** How a table is to look. */
export interface Look {
  /** In columns. */
  readonly width: number;
  readonly colour: boolean;
}

type Paint = ReturnType<typeof picocolors.createColors>;

/** A report for people: by account and Region, non-compliant first, with the fix of each rule that is broken. */
export function tableReport(rules: readonly Rule[], look: Look): Report {
  const paint = picocolors.createColors(look.colour);
  const fixes = new Map(rules.map(({ id, fix }) => [id, fix]));
  return {
    begin: '',
    account: (findings) =>
      byRegion(findings)
        .map((ofRegion) => section(ofRegion, fixes, paint, look.width))
        .join(''),
    end: (summary) => `${totals(summary, paint, look.width)}\n`,
  };
}

function byRegion(findings: readonly Finding[]): Finding[][] {
  const regions = new Map<string, Finding[]>();
  for (const finding of findings) regions.set(finding.region, [...(regions.get(finding.region) ?? []), finding]);
  return [...regions.values()];
}

type Row = readonly [label: string, text: string];

function section(findings: readonly Finding[], fixes: ReadonlyMap<string, string>, paint: Paint, width: number): string {
  const open = findings.filter(({ verdict }) => verdict === 'NON_COMPLIANT' || verdict === 'UNKNOWN').sort(byUrgency);
  const rows = [
    ...open.map((finding, index): Row => {
      const endsRule = open[index + 1]?.rule !== finding.rule || open[index + 1]?.verdict !== finding.verdict;
      return openRow(finding, endsRule && finding.verdict === 'NON_COMPLIANT' ? fixes.get(finding.rule) : undefined, paint);
    }),
    ...notApplicableRows(findings, paint),
    ...compliantRow(findings, paint),
  ];
  const title = `${findings[0]?.account}  ${findings[0]?.region}`;
  return `${paint.bold(title)}\n${grid(rows, width)}\n\n`;
}

function openRow({ rule, severity, resource, verdict, because }: Finding, fix: string | undefined, paint: Paint): Row {
  const label = verdict === 'UNKNOWN' ? paint.yellow('? UNKNOWN') : paint.red(`✗ ${severity}`);
  const lines = [`${paint.bold(rule)}${ofResource(resource)}`, because, ...(fix === undefined ? [] : [paint.cyan(`fix: ${fix}`)])];
  return [label, lines.join('\n')];
}

const nouns = { 'AWS::S3::Bucket': 'bucket', 'AWS::Logs::LogGroup': 'log group', 'AWS::IAM::Role': 'role' } as const;

const ofResource = ({ type, id }: Resource): string => (type === 'AWS::::Account' ? '' : `, ${nouns[type]} ${shortName(id, 80)}`);

function notApplicableRows(findings: readonly Finding[], paint: Paint): Row[] {
  const rules = new Map<string, string[]>();
  for (const { rule, verdict, because = '' } of findings) {
    if (verdict === 'NOT_APPLICABLE') rules.set(because, [...(rules.get(because) ?? []), rule]);
  }
  return [...rules].map(([because, ids]) => {
    const label = ids.length === 1 ? ids[0] : `${ids.length} rules`;
    return [paint.dim('- n/a'), paint.dim(`${label}: ${because}`)];
  });
}

function compliantRow(findings: readonly Finding[], paint: Paint): Row[] {
  const rules = new Set(findings.filter(({ verdict }) => verdict === 'COMPLIANT').map(({ rule }) => rule));
  return rules.size === 0 ? [] : [[paint.green('✓ ok'), paint.dim([...rules].join(', '))]];
}

const urgency: Record<Severity, number> = { CRITICAL: 0, HIGH: 1, MEDIUM: 2, LOW: 3 };

function byUrgency(one: Finding, other: Finding): number {
  const unknown = Number(one.verdict === 'UNKNOWN') - Number(other.verdict === 'UNKNOWN');
  return unknown || urgency[one.severity] - urgency[other.severity];
}

/** Width of the first column, in columns. */
const labelWidth = 12;

const noLines = {
  chars: {
    ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
    ...{ left: '  ', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
  },
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
  table.push(['', paint.red('non-compliant'), paint.yellow('unknown'), paint.dim('n/a'), paint.green('compliant')]);
  for (const [rule, counts] of Object.entries(summary.rules)) {
    table.push([rule, counts.NON_COMPLIANT, counts.UNKNOWN, counts.NOT_APPLICABLE, counts.COMPLIANT]);
  }
  const { findings } = summary;
  table.push(
    ['all rules', findings.NON_COMPLIANT, findings.UNKNOWN, findings.NOT_APPLICABLE, findings.COMPLIANT].map((cell) =>
      paint.bold(`${cell}`),
    ),
  );
  const lines = [
    `${summary.accounts} accounts, ${summary.accountRegions} account-Regions`,
    ...(summary.coverage ? [coverageLine(summary.coverage)] : []),
    ...summary.failures.map((failure) => paint.yellow(`failed: ${failure}`)),
    ...(summary.complete ? [] : [paint.yellow('not complete: stopped before every account was judged')]),
  ];
  return `${withoutTrailingSpaces(table.toString())}\n\n${wrapAnsi(lines.join('\n'), Math.max(20, width), { hard: true })}`;
}

function coverageLine({ enabled, inScope, share }: NonNullable<Summary['coverage']>): string {
  const percent = share === null ? 'n/a' : `${(share * 100).toFixed(1)} %`;
  return `logging coverage: ${percent} (${enabled} of ${inScope} account-Regions in scope)`;
}

const withoutTrailingSpaces = (text: string): string => text.replace(/ +$/gm, '');
