import type { AutomationDocument, DocumentParameter } from '../../remediation/automation-document.ts';
import { documentNameOf, roleNameOf } from '../../remediation/runbook.ts';
import type { Rule } from '../engine/rule.ts';
import { codeList, table } from './markdown.ts';

/** The part of a runbook's page that comes from the runbook itself. */
export function runbookPageHeader(document: AutomationDocument, rules: readonly Rule[]): string {
  const { runbook, description, parameters, permissions } = document;
  const served = rules.filter(({ remediation }) => remediation?.id === runbook.id);
  return [
    `# \`${runbook.id}\``,
    description,
    [
      `- **Document:** \`${documentNameOf(runbook)}\`, [document.yaml](../../remediation/${runbook.id}/document.yaml)`,
      `- **For:** ${served.map(({ id }) => `[\`${id}\`](../rules/${id}.md)`).join(', ') || 'every other runbook'}`,
      `- **Started:** ${startedBy(runbook.isAutomatic, served.length > 0)}`,
    ].join('\n'),
    '## Parameters',
    table(
      ['Parameter', 'Default', 'Takes', 'Meaning'],
      Object.entries(parameters).map(([name, parameter]) => [`\`${name}\``, defaultOf(parameter), taken(parameter), parameter.description]),
    ),
    '## Permissions',
    `The role \`${roleNameOf(runbook)}\` may do this and no more. Only Systems Manager may take it on.`,
    table(
      ['To', 'Actions', 'Resources', 'Only where'],
      permissions.map(({ to, actions, resources, condition = {} }) => [
        to,
        codeList(actions),
        codeList(resources),
        conditionText(condition),
      ]),
    ),
  ].join('\n\n');
}

/** What a rule's page says of its remediation. */
export function remediationSection(rule: Rule, documents: readonly AutomationDocument[]): string {
  const document = documents.find(({ runbook }) => runbook.id === rule.remediation?.id);
  if (!document) return 'None: by hand only.';
  const { runbook, description } = document;
  return [
    `[\`${runbook.id}\`](../runbooks/${runbook.id}.md): ${startedBy(runbook.isAutomatic, true)}.`,
    description,
    `\`bedrock-logging remediate --rule ${rule.id} --dry-run\` says what it would change.`,
  ].join('\n\n');
}

function startedBy(isAutomatic: boolean, isOfRule: boolean): string {
  if (!isOfRule) return 'by hand';
  return isAutomatic
    ? 'by AWS Config, unless the parameter of the pack says no; by hand'
    : 'by hand, unless the parameter of the pack says otherwise';
}

function defaultOf({ default: value }: DocumentParameter): string {
  if (value === undefined) return 'required';
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text === '' ? 'none' : `\`${text}\``;
}

const taken = (parameter: DocumentParameter): string =>
  'allowedValues' in parameter
    ? codeList(parameter.allowedValues.map(String))
    : `${parameter.type} that matches \`${parameter.allowedPattern}\``;

const conditionText = (condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>): string =>
  Object.entries(condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => `\`${key}\` ${operator} \`${Array.isArray(value) ? value.join('`, `') : String(value)}\``),
    )
    .join('<br>');
