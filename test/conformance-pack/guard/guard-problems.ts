import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { guardBinary } from './guard-binary.ts';

type RuleFile = 'pack' | 'organization';

const rulesOf = (file: RuleFile): string =>
  readFileSync(fileURLToPath(new URL(`../../../conformance-pack/${file}.guard`, import.meta.url)), 'utf8');

interface Report {
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
  readonly compliant: readonly string[];
}

/** How the binary ends when it has judged: nothing found, or something. */
const judged = [0, 19];

/**
 * What our rules have against a template in YAML: the name of each rule that it breaks, with what Guard says about it.
 *
 * @throws Error when a template or a rule cannot be read, and when no rule looked at the template
 */
export function guardProblems(template: string, ...files: readonly RuleFile[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(
    guardBinary(),
    ['validate', '--payload', '--structured', '--output-format', 'json', '--show-summary', 'none'],
    { input: JSON.stringify({ rules: files.map(rulesOf), data: [template] }), encoding: 'utf8' },
  );
  if (status === null || !judged.includes(status) || stderr !== '') throw new Error(`cfn-guard: ${stderr || `ended with ${status}`}`);
  const reports = JSON.parse(stdout) as readonly Report[];
  if (reports.every(({ compliant, not_compliant }) => compliant.length + not_compliant.length === 0))
    throw new Error('cfn-guard: no rule looked at the template');
  return reports.flatMap(({ not_compliant }) => not_compliant.map(({ Rule }) => `${Rule.name}: ${messagesIn(Rule).join('; ')}`));
}

/** Every error message within what Guard reports of a rule. */
function messagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'error_message' && typeof member === 'string' ? [member] : messagesIn(member),
  );
}
