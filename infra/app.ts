import { App } from 'aws-cdk-lib';
import { rules } from '../rules/registry.ts';
import { organizationApp } from './organization-app.ts';
import { readOrganization } from '../src/organization/organization-file.ts';
import { builtParts } from './parts.ts';

/** What `cdk synth` and `cdk diff` run. The file of the organisation is BEDROCK_LOGGING_ORGANIZATION, or that of this folder. */
const path = process.env['BEDROCK_LOGGING_ORGANIZATION'] ?? 'infra/organization.json';
const organization = await readOrganization(path, rules);
organizationApp(new App(), organization, await builtParts(organization, rules)).app.synth();
