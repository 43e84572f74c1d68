import { readFile } from 'node:fs/promises';
import type { AutomationDocument } from '../remediation/automation-document.ts';
import type { Runbook } from '../remediation/runbook.ts';
import type { Rule } from '../src/engine/rule.ts';
import { artefact, type Artefact } from './artefacts.ts';
import type { Organization } from '../src/organization/organization-file.ts';

/** The code of a rule's function, by its key in the artefact buckets. */
export interface FunctionCode {
  readonly rule: Rule;
  readonly key: string;
}

/** A runbook with the text of its document. */
export interface RunbookText {
  readonly runbook: Runbook;
  readonly text: string;
}

/**
 * The function of a rule as `npm run build` built it.
 *
 * @throws Error when it is not built
 */
export async function functionArtefact(rule: Rule, folder = new URL('../dist/functions/', import.meta.url)): Promise<Artefact> {
  try {
    return artefact(`functions/${rule.id}`, 'zip', await readFile(new URL(`${rule.id}.zip`, folder)));
  } catch (cause) {
    throw new Error(`the function of ${rule.id} is not built; run: npm run build`, { cause });
  }
}

/**
 * The reconciler as `npm run build` built it.
 *
 * @throws Error when it is not built
 */
export async function reconcilerArtefact(folder = new URL('../dist/', import.meta.url)): Promise<Artefact> {
  try {
    return artefact('functions/reconciler', 'zip', await readFile(new URL('reconciler.zip', folder)));
  } catch (cause) {
    throw new Error('the reconciler is not built; run: npm run build', { cause });
  }
}

/** The documents that the rules of an organisation start, and those that no rule starts but people do; none where no rule has any. */
export function deployedDocuments(
  { rules }: Pick<Organization, 'rules'>,
  documents: readonly AutomationDocument[],
  registry: readonly Rule[],
): AutomationDocument[] {
  const started = new Set(rules.flatMap(({ rule: { remediation } }) => (remediation ? [remediation.id] : [])));
  const known = new Set(registry.flatMap(({ remediation }) => (remediation ? [remediation.id] : [])));
  if (started.size === 0) return [];
  return documents.filter(({ runbook: { id } }) => started.has(id) || !known.has(id));
}

/** The committed text of each document. */
export const runbookTexts = (documents: readonly AutomationDocument[]): Promise<RunbookText[]> =>
  Promise.all(
    documents.map(async ({ runbook }) => ({
      runbook,
      text: await readFile(new URL(`../remediation/${runbook.id}/document.yaml`, import.meta.url), 'utf8'),
    })),
  );
