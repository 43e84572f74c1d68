import { documents } from '../remediation/documents.ts';
import type { Rule } from '../src/engine/rule.ts';
import type { Artefact } from './artefacts.ts';
import { deployedDocuments, functionArtefact, reconcilerArtefact, runbookTexts } from './deployed.ts';
import type { OrganizationParts } from './organization-app.ts';
import type { Organization } from '../src/organization/organization-file.ts';

/** What is built and committed, as an organisation deploys it. */
export interface BuiltParts extends OrganizationParts {
  /** The functions, which every Region's bucket has. */
  readonly functions: readonly Artefact[];
}

/**
 * Reads what an organisation deploys.
 *
 * @throws Error when a function is not built
 */
export async function builtParts(organization: Organization, registry: readonly Rule[]): Promise<BuiltParts> {
  const chosen = deployedDocuments(organization, documents, registry);
  const functions = await Promise.all(organization.rules.map(({ rule }) => functionArtefact(rule)));
  return {
    documents: chosen,
    runbooks: await runbookTexts(chosen),
    codes: organization.rules.map(({ rule }, at) => ({ rule, key: functions[at]?.key ?? '' })),
    functions,
    reconciler: await reconcilerArtefact(),
  };
}
