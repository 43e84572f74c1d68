import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { AutomationDocument, Step } from '../../remediation/automation-document.ts';
import { roleParameter } from '../../remediation/runbook.ts';

/** A document as Systems Manager takes it: its scripts put in, in a YAML that every version of YAML reads alike. */
export async function rendered({ description, parameters, steps, outputs }: AutomationDocument): Promise<string> {
  const mainSteps = await Promise.all(steps.map(renderedStep));
  const content = { schemaVersion: '0.3', description, assumeRole: `{{ ${roleParameter} }}`, parameters, mainSteps, outputs };
  return stringify(content, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' });
}

async function renderedStep({ script, inputs, ...step }: Step): Promise<object> {
  if (script === undefined) return { ...step, inputs };
  const texts = await Promise.all(script.map((path) => readFile(new URL(`../../remediation/${path}`, import.meta.url), 'utf8')));
  return { ...step, inputs: { ...inputs, Script: texts.join('\n\n') } };
}
