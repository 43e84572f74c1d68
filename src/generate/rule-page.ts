import { frameworks } from '../../rules/frameworks.ts';
import { allowed } from '../engine/parameters.ts';
import { factsOf, type ParameterSchema, type Rule, type Trigger } from '../engine/rule.ts';
import type { AutomationDocument } from '../../remediation/automation-document.ts';
import { codeList, table } from './markdown.ts';
import { remediationSection } from './runbook-page.ts';

/** The part of a rule's page that comes from the rule itself. */
export function rulePageHeader(rule: Rule, documents: readonly AutomationDocument[]): string {
  const facts = factsOf(rule);
  return [
    `# \`${rule.id}\``,
    `${rule.title}.`,
    [
      `- **Severity:** ${rule.severity}`,
      `- **Judges:** ${rule.over.are}`,
      `- **Runs:** ${triggerText(rule.trigger)}`,
      `- **Fix:** ${rule.fix}`,
    ].join('\n'),
    '## Parameters',
    parameterTable(rule),
    '## What it reads',
    table(
      ['Fact', 'AWS calls', 'IAM actions'],
      facts.map(({ id, calls, actions }) => [`\`${id}\``, codeList(calls) || 'none', codeList(actions) || 'none']),
    ),
    '## Controls',
    table(
      ['Framework', 'Controls', 'Source'],
      Object.entries(rule.controls).map(([id, controls]) => [
        frameworks[id]?.title ?? id,
        controls.join(', '),
        frameworks[id]?.source ?? '',
      ]),
    ),
    "The mapping is this project's own.",
    '## Remediation',
    remediationSection(rule, documents),
  ].join('\n\n');
}

/** The table of every rule, for the README. */
export function ruleTable(rules: readonly Rule[]): string {
  return table(
    ['Rule', 'Severity', 'Says'],
    rules.map(({ id, severity, title }) => [`[\`${id}\`](docs/rules/${id}.md)`, severity, title]),
  );
}

/** Which rule speaks for which control, framework by framework. */
export function frameworkPage(rules: readonly Rule[]): string {
  const sections = Object.entries(frameworks).map(([id, { title, source }]) => {
    const controls = new Map<string, string[]>();
    for (const rule of rules)
      for (const control of rule.controls[id] ?? []) controls.set(control, [...(controls.get(control) ?? []), rule.id]);
    const rows = [...controls].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
    return `## ${title}\n\nSource: ${source}\n\n${table(
      ['Control', 'Rules'],
      rows.map(([control, ids]) => [control, ids.map((ruleId) => `[\`${ruleId}\`](rules/${ruleId}.md)`).join('<br>')]),
    )}`;
  });
  return `# Frameworks\n\nThe mapping of rules to controls is this project's own reading; no publisher has reviewed it.\n\n${sections.join('\n\n')}\n`;
}

function triggerText({ every, andAfter }: Trigger): string {
  const hours = { One_Hour: 'hour', Three_Hours: '3 hours', Six_Hours: '6 hours', Twelve_Hours: '12 hours', TwentyFour_Hours: '24 hours' }[
    every
  ];
  return `every ${hours}; matters at once after ${andAfter.map((call) => `\`${call.split(':')[1]}\``).join(', ')}`;
}

function parameterTable({ parameters }: Rule): string {
  return table(
    ['Parameter', 'Default', 'Takes', 'Meaning'],
    Object.entries(parameters).map(([name, schema]) => [
      `\`${name}\``,
      Array.isArray(schema.default) || schema.default === '' ? 'none' : `\`${String(schema.default)}\``,
      taken(schema),
      schema.description,
    ]),
  );
}

function taken(schema: ParameterSchema): string {
  if (schema.type === 'array') return `a list of texts that match \`${schema.items.pattern}\``;
  return schema.type === 'string' && 'pattern' in schema ? `a text that matches \`${schema.pattern}\`` : allowed(schema);
}
