import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { S3Client } from '@aws-sdk/client-s3';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artefact } from './artefacts.ts';
import { artefactBucketOf, stackNames } from '../src/organization/names.ts';
import type { OrganizationApp } from './organization-app.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import type { BuiltParts } from './parts.ts';
import { deployStack } from './stack-deployment.ts';
import { upload } from './upload.ts';

/** Clients of the administrator's account, by Region. */
export interface DeploymentClients {
  cloudFormation(region: string): CloudFormationClient;
  s3(region: string): S3Client;
}

/**
 * Deploys: buckets, what they hold, the StackSets, the reconciler, the packs, in this order. A second run changes nothing.
 *
 * @param functions artefacts that every Region's bucket has
 * @param reconciler its code, which the home Region's bucket has
 * @param tell takes a line about each step
 * @throws Error at the first step that fails; what came before stays
 */
export async function deployOrganization(
  organization: Organization,
  { app, templates }: OrganizationApp,
  { functions, reconciler }: Pick<BuiltParts, 'functions' | 'reconciler'>,
  clients: DeploymentClients,
  tell: (line: string) => void,
): Promise<void> {
  const { regions, homeRegion, rulesThrough } = organization;
  const { directory } = app.synth();
  const put = async (region: string, name: string, id: string) => {
    const template = await readFile(join(directory, `${id}.template.json`), 'utf8');
    const outcome = await deployStack(clients.cloudFormation(region), { name, template: JSON.stringify(JSON.parse(template)) });
    tell(`${region}: stack ${name} ${outcome}`);
  };
  const members =
    rulesThrough === 'stacks' ? [templates.roles, templates.functions, templates.rules] : [templates.roles, templates.functions];
  const ofHome = rulesThrough === 'stacks' ? members : [...members, reconciler];
  for (const region of regions) {
    await put(region, stackNames.artefacts, `artefacts-${region}`);
    const bucket = artefactBucketOf(organization, region);
    const pack = rulesThrough === 'organization-pack' ? [templates.pack] : [];
    const wanted = [...functions, ...pack, ...(region === homeRegion ? ofHome : [])];
    const isNew = await Promise.all(wanted.map((each) => upload(clients.s3(region), bucket, each)));
    tell(`${region}: ${isNew.filter(Boolean).length} of ${wanted.length} artefacts were not in ${bucket} yet`);
  }
  await put(homeRegion, stackNames.organization, 'organization');
  const suffix = organization.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = ({ key }: Artefact) => `https://${artefactBucketOf(organization, homeRegion)}.s3.${homeRegion}.${suffix}/${key}`;
  tell(
    `templates to deploy by hand to ${organization.managementAccount}: ${url(templates.roles)}, then in each Region ${url(templates.functions)}`,
  );
  if (rulesThrough === 'stacks') return;
  await put(homeRegion, stackNames.reconciler, 'reconciler');
  for (const region of regions) await put(region, stackNames.pack, `pack-${region}`);
}
