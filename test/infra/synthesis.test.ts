import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { organizationApp, type OrganizationApp } from '../../infra/organization-app.ts';
import { plainStack } from '../../infra/plain-stack.ts';
import { rolesStack } from '../../infra/roles-stack.ts';
import { whyWildcard } from '../../infra/wildcards.ts';
import { rules } from '../../rules/registry.ts';
import { lintProblemsOfFiles } from '../conformance-pack/python-tools.ts';
import { exampleWith, ofType, partsOf, type Template } from './example.ts';
import { resolved } from './resolved.ts';

const organization = exampleWith({
  permissionsBoundary: 'workload-boundary',
  functionLogs: { key: 'arn:aws:kms:<region>:123456789012:key/mrk-0123456789abcdef0123456789abcdef' },
});
let folder = '';
let built: OrganizationApp;
const templates = new Map<string, Template>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-synthesis-'));
  built = organizationApp(new App({ outdir: folder }), organization, await partsOf(organization));
  // Runs cdk-nag and the CDK's own validation, and throws for what they find.
  built.app.synth();
  const files = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
  for (const file of files)
    templates.set(file.replace('.template.json', ''), JSON.parse(await readFile(join(folder, file), 'utf8')) as Template);
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const templateOf = (name: string): Template => templates.get(name) ?? { Resources: {} };

it('makes the stacks of members, and those of the administrator in every Region', () => {
  const perRegion = organization.regions.flatMap((region) => [`artefacts-${region}`, `pack-${region}`]);
  expect([...templates.keys()].sort()).toEqual([...perRegion, 'functions', 'organization', 'reconciler', 'roles'].sort());
});

it('cfn-lint finds no fault with any template, nor with the documents in them', { timeout: 120_000 }, async () => {
  const linted = join(folder, 'linted');
  await mkdir(linted);
  const paths = [...templates].map(async ([name, template]) => {
    const path = join(linted, `${name}.json`);
    await writeFile(path, JSON.stringify(template, asObject));
    return path;
  });
  expect(await lintProblemsOfFiles(await Promise.all(paths), 'eu-central-1')).toEqual([]);
});

/** cfn-lint 1.51.0 cannot read the text of a document in a template that is JSON; it looks into one that is an object. */
const asObject = (name: string, value: unknown): unknown => (name === 'Content' && typeof value === 'string' ? parse(value) : value);

/** Findings of cdk-nag by path of the construct, whether acknowledged or not. */
function findings(scope: IConstruct): string[] {
  const checks = new AwsSolutionsChecks();
  Object.assign(checks, { isAcknowledged: () => false });
  const { violations } = checks.validateScope(scope);
  return violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map((one) => `${one.constructPath ?? ''} ${ruleName}`))
    .sort();
}

/** What is acknowledged, by path of the construct. */
function acknowledgements(scope: IConstruct): { finding: string; reason: string }[] {
  return scope.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, unknown>))
      .map(([id, reason]) => ({ finding: `${node.path} ${id.replace(/^\w+::/, '')}`, reason: JSON.stringify(reason) })),
  );
}

it('acknowledges what cdk-nag finds, nothing else, and says why', () => {
  const given = acknowledgements(built.app);
  expect(given.map(({ finding }) => finding).sort()).toEqual(findings(built.app));
  expect(given.length).toBeGreaterThan(20);
  for (const { reason } of given) expect(reason).toMatch(/[A-Z][^"]{20,}\./);
});

it('cdk-nag finds a wildcard that nobody has given a reason for', async () => {
  const [one] = organization.rules;
  if (!one) throw new Error('there is no rule');
  const [fact] = one.rule.over.facts;
  if (!fact) throw new Error('the rule reads nothing');
  const rule = { ...one.rule, over: { ...one.rule.over, facts: [{ ...fact, actions: ['s3:GetBucketAcl', 's3:ListAllMyBuckets'] }] } };
  const parts = await partsOf(organization);
  const document = { ...parts.documents[0], permissions: [{ to: 'break out', actions: ['iam:CreateUser'], resources: ['*'] }] };
  const app = new App({ builtinCloudFormationValidation: false });
  const stack = rolesStack(app, { ...organization, rules: [{ ...one, rule }] }, [document as never]);
  expect(new AwsSolutionsChecks().validateScope(stack).violations.map(({ ruleName }) => ruleName)).toEqual([
    'AwsSolutions-IAM5[Resource::*]',
  ]);
});

it.each([
  ['iam:CreateUser', '*'],
  ['s3:GetObject', 'arn:${AWS::Partition}:s3:::bedrock-*'],
  ['iam:PassRole', 'arn:${AWS::Partition}:iam::*:role/*'],
  ['ssm:PutParameter', 'arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:parameter/*'],
])('nobody has a reason for %s on %s', (action, resource) => {
  expect(whyWildcard([action], resource)).toBeUndefined();
});

it('functions have these wildcards, and no others', () => {
  const found = new Set(
    ofType(templateOf('roles'), 'AWS::IAM::Role')
      .filter(([, { Properties }]) => rules.some(({ id }) => id === Properties['RoleName']))
      .flatMap(([, { Properties }]) => statementsOf(Properties))
      .flatMap(({ Resource }) => Resource.map((resource) => textOf(resource)))
      .filter((resource) => resource.includes('*'))
      .map((resource) => resource.replace(/bedrock-log-[a-z-]+|bedrock-invocation-[a-z-]+/, '<rule>')),
  );
  const own = 'arn:${AWS::Partition}';
  expect([...found].sort()).toEqual(
    [
      '*',
      `${own}:config:*:\${AWS::AccountId}:config-rule/*`,
      `${own}:iam::\${AWS::AccountId}:role/*`,
      `${own}:kms:*:*:key/*`,
      `${own}:logs:*:\${AWS::AccountId}:log-group:*`,
      `${own}:logs:*:\${AWS::AccountId}:log-group:/aws/lambda/<rule>:log-stream:*`,
      `${own}:oam:*:\${AWS::AccountId}:link/*`,
      `${own}:s3:*:\${AWS::AccountId}:accesspoint/*`,
      `${own}:s3:::*`,
      `${own}:ssm:*:\${AWS::AccountId}:parameter/bedrock-logging/exemptions`,
      `${own}:ssm:*:\${AWS::AccountId}:parameter/bedrock-logging/parameters/<rule>`,
      `${own}:ssm:*::parameter/aws/service/global-infrastructure/services/bedrock/regions`,
    ].sort(),
  );
});

interface RoleStatement {
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
}

const statementsOf = ({ Policies }: Readonly<Record<string, unknown>>): RoleStatement[] =>
  (Policies as { PolicyDocument: { Statement: RoleStatement[] } }[]).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (value as { 'Fn::Sub': string })['Fn::Sub']);

it('no role has an action with a wildcard, and every one has the boundary', () => {
  const roles = ofType(templateOf('roles'), 'AWS::IAM::Role');
  expect(roles.length).toBeGreaterThan(rules.length);
  for (const [, { Properties }] of roles) {
    expect(statementsOf(Properties).flatMap(({ Action }) => Action.filter((action) => action.includes('*')))).toEqual([]);
    expect(Properties['PermissionsBoundary']).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/workload-boundary',
    });
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  }
});

/** What IAM takes of all inline policies of a role, in characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const inlinePolicies = 10_240;

it('no role has more policy than IAM takes', () => {
  for (const [id, { Properties }] of ofType(templateOf('roles'), 'AWS::IAM::Role')) {
    const policies = resolved(Properties['Policies'], { account: '444455556666', region: 'ap-southeast-1' });
    expect({ id, fits: JSON.stringify(policies).length <= inlinePolicies }).toEqual({ id, fits: true });
  }
});

it('names of roles fit into IAM, and no two are the same', () => {
  const names = ofType(templateOf('roles'), 'AWS::IAM::Role').map(([, { Properties }]) => Properties['RoleName'] as string);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.length > 64)).toEqual([]);
});

it('makes a function as AWS Lambda runs it, its log group first, for AWS Config of the same account', () => {
  const { Resources, Outputs } = templateOf('functions');
  const id = 'BedrockLogReadersRestricted';
  expect(Resources[`${id}Function`]).toEqual({
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'bedrock-log-readers-restricted',
      Description: 'Amazon Bedrock invocation logs are read only by the people who should',
      Code: {
        S3Bucket: { 'Fn::Sub': 'bedrock-logging-artefacts-123456789012-${AWS::Region}' },
        S3Key: `functions/bedrock-log-readers-restricted/${'0'.repeat(64)}.zip`,
      },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 300,
      Role: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/bedrock-log-readers-restricted' },
      LoggingConfig: { LogGroup: '/aws/lambda/bedrock-log-readers-restricted' },
    },
    DependsOn: [`${id}Logs`],
  });
  expect(Resources[`${id}Logs`]).toMatchObject({
    Properties: {
      LogGroupName: '/aws/lambda/bedrock-log-readers-restricted',
      RetentionInDays: 90,
      KmsKeyId: { 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:123456789012:key/mrk-0123456789abcdef0123456789abcdef' },
    },
  });
  expect(Resources[`${id}Permission`]?.Properties).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: `${id}Function` },
    Principal: 'config.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
  expect(Outputs?.[`${id}FunctionArn`]).toEqual({
    Value: { 'Fn::GetAtt': [`${id}Function`, 'Arn'] },
    Export: { Name: 'bedrock-log-readers-restricted-function-arn' },
  });
});

it('every rule has a function, with 256 MB and a minute unless it reads all of IAM', () => {
  const functions = ofType(templateOf('functions'), 'AWS::Lambda::Function');
  expect(functions.map(([, { Properties }]) => Properties['FunctionName'])).toEqual(rules.map(({ id }) => id));
  const large = functions.filter(([, { Properties }]) => Properties['MemorySize'] !== 256 || Properties['Timeout'] !== 60);
  expect(large.map(([id]) => id)).toEqual(['BedrockLogReadersRestrictedFunction']);
});

it('makes three documents at a time', async () => {
  const { documents } = await partsOf(organization);
  const made = ofType(templateOf('functions'), 'AWS::SSM::Document');
  expect(made).toHaveLength(documents.length);
  const waiting = made.filter(([, { DependsOn }]) => DependsOn !== undefined);
  expect(waiting).toHaveLength(Math.max(0, documents.length - 3));
  for (const [at, [, { DependsOn }]] of made.entries()) expect(DependsOn ?? []).toEqual(at < 3 ? [] : [made[at - 3]?.[0]]);
  for (const [, { Properties }] of made) {
    expect(Properties).toMatchObject({ DocumentType: 'Automation', DocumentFormat: 'YAML', UpdateMethod: 'NewVersion' });
    expect(Buffer.byteLength(Properties['Content'] as string)).toBeLessThanOrEqual(65_536);
  }
});

it('the templates of members are those that are checked here, and no larger than AWS takes', () => {
  expect(JSON.parse(built.member.roles)).toEqual(templateOf('roles'));
  expect(JSON.parse(built.member.functions)).toEqual(templateOf('functions'));
  for (const text of Object.values(built.member)) expect(Buffer.byteLength(text as string)).toBeLessThan(1_000_000);
  expect(built.member.roles).not.toMatch(/AssetParameters|BootstrapVersion|cdk-bootstrap/);
});

it('brings roles first, then functions, to all accounts but those left out, and to new ones in the same order', () => {
  const { Resources } = templateOf('organization');
  const common = {
    PermissionModel: 'SERVICE_MANAGED',
    CallAs: 'DELEGATED_ADMIN',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    ManagedExecution: { Active: true },
    OperationPreferences: { FailureTolerancePercentage: 20, MaxConcurrentPercentage: 20 },
  };
  const targets = { OrganizationalUnitIds: ['r-exam'], AccountFilterType: 'DIFFERENCE', Accounts: ['444455556666'] };
  expect(Object.keys(Resources)).toEqual(['Roles', 'Functions']);
  expect(Resources['Roles']?.Properties).toMatchObject({
    ...common,
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    StackInstancesGroup: [{ DeploymentTargets: targets, Regions: ['eu-central-1'] }],
    TemplateURL: {
      'Fn::Sub': `https://bedrock-logging-artefacts-123456789012-eu-central-1.s3.\${AWS::Region}.\${AWS::URLSuffix}/${built.templates.roles.key}`,
    },
  });
  expect(Resources['Functions']).toMatchObject({
    Properties: {
      ...common,
      AutoDeployment: {
        Enabled: true,
        DependsOn: [
          { 'Fn::Sub': ['arn:${AWS::Partition}:cloudformation:${AWS::Region}:111122223333:stackset/${Id}', { Id: { Ref: 'Roles' } }] },
        ],
      },
      StackInstancesGroup: [{ DeploymentTargets: targets, Regions: ['eu-central-1', 'eu-west-1', 'us-east-1'] }],
    },
  });
});

it('the pack comes from the bucket of its Region, to all accounts with functions', () => {
  expect(templateOf('pack-us-east-1').Resources['Pack']?.Properties).toEqual({
    OrganizationConformancePackName: 'bedrock-logging',
    TemplateS3Uri: `s3://bedrock-logging-artefacts-123456789012-us-east-1/${built.templates.pack.key}`,
    ExcludedAccounts: ['111122223333', '444455556666'],
    ConformancePackInputParameters: expect.arrayContaining([
      { ParameterName: 'WhenUnreadable', ParameterValue: 'NON_COMPLIANT' },
      { ParameterName: 'LogBucketsBlockPublicAccessAutomaticRemediation', ParameterValue: 'true' },
    ]),
  });
});

it('keeps the artefacts encrypted, versioned, closed to the public, and when the stack goes', () => {
  const { Properties, DeletionPolicy } = templateOf('artefacts-us-east-1').Resources['Artefacts'] ?? { Properties: {} };
  expect(DeletionPolicy).toBe('Retain');
  expect(Properties).toMatchObject({
    BucketName: 'bedrock-logging-artefacts-123456789012-us-east-1',
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    VersioningConfiguration: { Status: 'Enabled' },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
  });
});

it('refuses a stack that would need a bootstrapped account', () => {
  const stack = plainStack(new App({ builtinCloudFormationValidation: false }), 'plain', 'A stack.');
  expect(() => stack.synthesizer.addFileAsset({ sourceHash: 'x', packaging: 'file' as never, fileName: 'x' })).toThrow();
});
