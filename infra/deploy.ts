import { mkdir, writeFile } from 'node:fs/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { App } from 'aws-cdk-lib';
import { Command, CommanderError } from 'commander';
import { rules } from '../rules/registry.ts';
import { InvalidInput } from '../src/engine/invalid-input.ts';
import { refuseOtherCaller } from './caller.ts';
import type { MemberTemplates } from './member-templates.ts';
import { organizationApp } from './organization-app.ts';
import { deployOrganization } from './organization-deployment.ts';
import { readOrganization } from '../src/organization/organization-file.ts';
import { builtParts } from './parts.ts';
import { planText } from './plan.ts';
import { protectionPolicy } from './protection-policy.ts';

/** Where what people deploy by hand is written to: the templates of a member, for the account that StackSets pass over, and the policy that protects it all. */
const memberFolder = new URL('../dist/infra/', import.meta.url);

interface DeployOptions {
  readonly organization: string;
  readonly plan?: true;
  readonly accounts?: number;
  readonly templatesOnly?: true;
}

const command = new Command('deploy')
  .description('deploy the rules to an organisation, with credentials of its delegated administrator')
  .option('--organization <file>', 'the organisation', 'infra/organization.json')
  .option('--plan', 'print what would be made where and what it costs, and deploy nothing')
  .option('--accounts <number>', 'with --plan: how many accounts get the rules', countOf)
  .option('--templates-only', 'write the templates of a member to dist/infra, for deployment by hand, and deploy nothing')
  .action(async ({ organization: path, plan, accounts, templatesOnly }: DeployOptions) => {
    if ((plan === true) !== (accounts !== undefined))
      throw new InvalidInput('--plan and --accounts go together: how many accounts get the rules');
    const organization = await readOrganization(path, rules);
    const parts = await builtParts(organization, rules);
    const built = organizationApp(new App(), organization, parts);
    if (accounts !== undefined) {
      console.log(planText(organization, built, accounts));
      return;
    }
    await writeMemberTemplates(built.member);
    await writeFile(new URL('protection-policy.json', memberFolder), JSON.stringify(protectionPolicy(organization, parts.documents)));
    if (templatesOnly) return;
    const { homeRegion } = organization;
    const { Arn = '' } = await new STSClient({ region: homeRegion }).send(new GetCallerIdentityCommand());
    refuseOtherCaller(Arn, organization);
    const clients = {
      cloudFormation: (region: string) => new CloudFormationClient({ region }),
      s3: (region: string) => new S3Client({ region }),
    };
    await deployOrganization(organization, built, parts, clients, (line) => console.log(line));
  });

function countOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidInput(`--accounts: given '${text}'; allowed: a whole number from 1`);
}

async function writeMemberTemplates({ roles, functions, rules: ofRules }: MemberTemplates): Promise<void> {
  await mkdir(memberFolder, { recursive: true });
  await writeFile(new URL('roles.json', memberFolder), roles);
  await writeFile(new URL('functions.json', memberFolder), functions);
  await writeFile(new URL('rules.yaml', memberFolder), ofRules);
}

try {
  await command.exitOverride().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) console.error(`deploy: ${messageOf(error)}`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}

function messageOf(error: unknown): string {
  if (error instanceof InvalidInput) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
