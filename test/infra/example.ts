import { readFileSync } from 'node:fs';
import { deployedDocuments } from '../../infra/deployed.ts';
import { artefact } from '../../infra/artefacts.ts';
import type { OrganizationParts } from '../../infra/organization-app.ts';
import { parseOrganization, type Organization } from '../../src/organization/organization-file.ts';
import { documents } from '../../remediation/documents.ts';
import { rules } from '../../rules/registry.ts';
import { automationDocuments } from '../../src/generate/automation-documents.ts';

const text = readFileSync('infra/organization.example.json', 'utf8');
const exemptions = readFileSync('infra/exemptions.example.json', 'utf8');

/** The example organisation, with some of its fields changed; one that is `undefined` is left out. */
export const exampleWith = (change: Readonly<Record<string, unknown>> = {}, list = exemptions): Organization =>
  parseOrganization('organization.json', JSON.stringify({ ...(JSON.parse(text) as object), ...change }), rules, list);

/** What an organisation deploys, as it would be generated now, with made-up keys of functions. */
export async function partsOf(organization: Organization): Promise<OrganizationParts> {
  const chosen = deployedDocuments(organization, documents, rules);
  const texts = await automationDocuments();
  return {
    documents: chosen,
    codes: organization.rules.map(({ rule }) => ({ rule, key: `functions/${rule.id}/${'0'.repeat(64)}.zip` })),
    runbooks: chosen.map(({ runbook }) => ({ runbook, text: texts.get(`remediation/${runbook.id}/document.yaml`) ?? '' })),
    reconciler: artefact('functions/reconciler', 'zip', Buffer.from('the code of the reconciler')),
  };
}

/** A template of CloudFormation, as far as the tests look at it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** Resources of one type, by logical id. */
export const ofType = ({ Resources }: Template, type: string): [id: string, resource: TemplateResource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);
