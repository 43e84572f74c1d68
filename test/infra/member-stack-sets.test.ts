import { createHash } from 'node:crypto';
import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  ListExportsCommand,
  ListStackInstancesCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand, GetPolicyCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetDocumentCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { memberTemplates } from '../../infra/member-templates.ts';
import { artefactBucketOf } from '../../src/organization/names.ts';
import { documentNameOf, roleNameOf } from '../../remediation/runbook.ts';
import { rules } from '../../rules/registry.ts';
import { functionRole } from '../../src/lambda/role.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { exampleWith, partsOf } from './example.ts';

const organization = exampleWith({ regions: ['eu-central-1', 'us-east-1'] });
const { administratorAccount, homeRegion, regions } = organization;
const members = ['444455556666', '100000000001'];
const parts = await partsOf(organization);
const templates = memberTemplates(organization, parts);
const code = Buffer.from('not a zip that anybody runs');
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.setPaging(false);
  for (const region of regions) {
    const s3 = emulator.client(administratorAccount, region, S3Client);
    const Bucket = artefactBucketOf(organization, region);
    const elsewhere = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
    await s3.send(new CreateBucketCommand({ Bucket, ...elsewhere }));
    for (const { key } of parts.codes) await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: code }));
  }
  await deployed('roles', templates.roles, [homeRegion]);
  await deployed('functions', templates.functions, regions);
});
afterAll(() => emulator?.stop());

/** What the StackSet of the administrator does in AWS, with accounts instead of organisational units. */
async function deployed(StackSetName: string, TemplateBody: string, Regions: readonly string[]): Promise<void> {
  const client = emulator.client(administratorAccount, homeRegion, CloudFormationClient);
  await client.send(new CreateStackSetCommand({ StackSetName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  await client.send(new CreateStackInstancesCommand({ StackSetName, Accounts: [...members], Regions: [...Regions] }));
}

it('has an instance in every account, and of the functions in every Region', async () => {
  const client = emulator.client(administratorAccount, homeRegion, CloudFormationClient);
  const instances = async (StackSetName: string) =>
    (await client.send(new ListStackInstancesCommand({ StackSetName }))).Summaries?.map(
      ({ Account, Region }) => `${Account} ${Region}`,
    ).sort();
  expect(await instances('roles')).toEqual(members.map((account) => `${account} ${homeRegion}`).sort());
  expect(await instances('functions')).toEqual(members.flatMap((account) => regions.map((region) => `${account} ${region}`)).sort());
});

it.each(members)('%s has the roles once, each with what its rule or runbook needs', async (account) => {
  const iam = emulator.client(account, homeRegion, IAMClient);
  const { Roles = [] } = await iam.send(new ListRolesCommand());
  const runbookRoles = parts.documents.map(({ runbook }) => roleNameOf(runbook));
  expect(Roles.map(({ RoleName = '' }) => RoleName).sort()).toEqual([...rules.map(({ id }) => id), ...runbookRoles].sort());
  for (const rule of rules) {
    const wanted = functionRole(rule, { partition: 'aws', account, region: '*', logGroup: `/aws/lambda/${rule.id}` });
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName: rule.id, PolicyName: 'function' }));
    expect(policyIn(PolicyDocument)).toEqual(wanted.permissions);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: rule.id }));
    expect(policyIn(Role?.AssumeRolePolicyDocument ?? '')).toEqual(wanted.trust);
  }
});

/** moto keeps a policy that CloudFormation gave it as a dictionary of Python. */
const policyIn = (text: string): unknown => JSON.parse(decodeURIComponent(text).replaceAll("'", '"'));

const places = members.flatMap((account) => regions.map((region) => [account, region] as const));

it.each(places)(
  '%s in %s has a function of every rule, which AWS Config of the same account may start (moto ignores what processor it is for)',
  async (account, region) => {
    const lambda = emulator.client(account, region, LambdaClient);
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
    expect(Functions.map(({ FunctionName = '' }) => FunctionName).sort()).toEqual(rules.map(({ id }) => id));
    const CodeSha256 = createHash('sha256').update(code).digest('base64');
    for (const { id } of rules) {
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: id }));
      expect(Configuration).toMatchObject({
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: `arn:aws:iam::${account}:role/${id}`,
        CodeSha256,
      });
      const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName: id }));
      expect((JSON.parse(Policy) as { Statement: unknown[] }).Statement).toEqual([
        expect.objectContaining({
          Effect: 'Allow',
          Principal: { Service: 'config.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Condition: { StringEquals: { 'AWS:SourceAccount': account } },
        }),
      ]);
    }
  },
);

it.each(places)('%s in %s has the exports that the pack imports', async (account, region) => {
  const { Exports = [] } = await emulator.client(account, region, CloudFormationClient).send(new ListExportsCommand());
  expect(Object.fromEntries(Exports.map(({ Name = '', Value }) => [Name, Value]))).toEqual(
    Object.fromEntries(rules.map(({ id }) => [`${id}-function-arn`, `arn:aws:lambda:${region}:${account}:function:${id}`])),
  );
});

it.each(places)('%s in %s has log groups, documents and exemptions as they are written here', async (account, region) => {
  const logs = emulator.client(account, region, CloudWatchLogsClient);
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand());
  expect(logGroups.map(({ logGroupName = '', retentionInDays }) => `${logGroupName} ${retentionInDays}`).sort()).toEqual(
    rules.map(({ id }) => `/aws/lambda/${id} 90`),
  );
  const ssm = emulator.client(account, region, SSMClient);
  for (const { runbook, text } of parts.runbooks) {
    const { Content, DocumentFormat } = await ssm.send(new GetDocumentCommand({ Name: documentNameOf(runbook), DocumentFormat: 'YAML' }));
    expect({ Content, DocumentFormat }).toEqual({ Content: text, DocumentFormat: 'YAML' });
  }
  const { Parameters = [] } = await ssm.send(new GetParametersByPathCommand({ Path: '/bedrock-logging/exemptions', Recursive: true }));
  expect(Parameters.map(({ Value = '' }) => JSON.parse(Value) as unknown)).toEqual([organization.exemptions]);
});
