import { Validations, type App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { packTemplate } from '../conformance-pack/pack.ts';
import { rendered } from '../conformance-pack/render.ts';
import { artefact, type Artefact } from './artefacts.ts';
import { artefactStack } from './artefact-stack.ts';
import { functionsStack } from './functions-stack.ts';
import { memberTemplates, type MemberParts, type MemberTemplates } from './member-templates.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { organizationStack } from './organization-stack.ts';
import { packStack } from './pack-stack.ts';
import { reconcilerStack } from './reconciler-stack.ts';
import { rolesStack } from './roles-stack.ts';

/** What an organisation deploys: what its members have, and what its administrator has besides. */
export interface OrganizationParts extends MemberParts {
  /** The code of the reconciler. */
  readonly reconciler: Artefact;
}

/** What is deployed for an organisation. */
export interface OrganizationApp {
  /** Stacks of the administrator, and those of members for cdk-nag to look at. */
  readonly app: App;
  readonly member: MemberTemplates;
  /** Templates: the pack's is for every Region, those of members are for the home Region. */
  readonly templates: { readonly pack: Artefact; readonly roles: Artefact; readonly functions: Artefact; readonly rules: Artefact };
}

/**
 * Puts everything that is deployed for an organisation into a CDK application, and has cdk-nag look at it when it is synthesised.
 *
 * @throws InvalidInput for rules and values that AWS would not take
 */
export function organizationApp(app: App, organization: Organization, parts: OrganizationParts): OrganizationApp {
  const { partition, managementAccount: account, regions, rulesThrough } = organization;
  const member = memberTemplates(organization, parts);
  const templates = {
    pack: artefact('pack', 'yaml', Buffer.from(rendered(packTemplate(organization.rules, { partition, account })))),
    roles: artefact('templates/roles', 'json', Buffer.from(member.roles)),
    functions: artefact('templates/functions', 'json', Buffer.from(member.functions)),
    rules: artefact('templates/rules', 'yaml', Buffer.from(member.rules)),
  };
  // What the CDK's own validation finds is an error, not a warning.
  app.node.setContext('@aws-cdk/core:validateAgainstDefaultRules', true);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  rolesStack(app, organization, parts.documents);
  functionsStack(app, organization, parts.codes, parts.runbooks);
  const artefacts = regions.map((region) => artefactStack(app, organization, region));
  const home = organizationStack(app, organization, {
    roles: templates.roles.key,
    functions: templates.functions.key,
    ...(rulesThrough === 'stacks' && { rules: templates.rules.key }),
  });
  for (const stack of artefacts) home.addStackDependency(stack);
  if (rulesThrough === 'organization-pack') {
    // Before the packs: with the template of yesterday it would take a pack of today back.
    const reconciler = reconcilerStack(app, organization, { code: parts.reconciler.key, pack: templates.pack.key });
    for (const stack of artefacts) reconciler.addStackDependency(stack);
    for (const region of regions) {
      const pack = packStack(app, organization, region, templates.pack.key);
      for (const before of [home, reconciler]) pack.addStackDependency(before);
    }
  }
  return { app, member, templates };
}
