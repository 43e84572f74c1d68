import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { packTemplate } from '../conformance-pack/pack.ts';
import { rendered } from '../conformance-pack/render.ts';
import type { AutomationDocument } from '../remediation/automation-document.ts';
import type { FunctionCode, RunbookText } from './deployed.ts';
import { functionsStack } from './functions-stack.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { rolesStack } from './roles-stack.ts';

/** What is deployed to an account, as texts of templates that StackSets take, and people who deploy by hand. */
export interface MemberTemplates {
  /** Once in an account. */
  readonly roles: string;
  /** In each Region, after the roles. */
  readonly functions: string;
  /** In each Region, after the functions: the rules, for accounts that no pack of the organisation reaches. */
  readonly rules: string;
}

/** What the member templates are made of besides the organisation. */
export interface MemberParts {
  readonly documents: readonly AutomationDocument[];
  readonly codes: readonly FunctionCode[];
  readonly runbooks: readonly RunbookText[];
}

/**
 * The templates of an account.
 *
 * @throws InvalidInput for rules and values that AWS would not take
 */
export function memberTemplates(organization: Organization, { documents, codes, runbooks }: MemberParts): MemberTemplates {
  return {
    roles: synthesised((app) => rolesStack(app, organization, documents)),
    functions: synthesised((app) => functionsStack(app, organization, codes, runbooks)),
    rules: rendered(packTemplate(organization.rules, 'stack')),
  };
}

/** The template of one stack, as text. */
function synthesised(made: (app: App) => Stack): string {
  const outdir = mkdtempSync(join(tmpdir(), 'bedrock-logging-template-'));
  try {
    // Checked as part of the whole application, or by the tests.
    const app = new App({ outdir, builtinCloudFormationValidation: false, treeMetadata: false });
    const { templateFile } = made(app);
    app.synth();
    return `${JSON.stringify(JSON.parse(readFileSync(join(outdir, templateFile), 'utf8')), null, 1)}\n`;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
