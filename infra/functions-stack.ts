import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib';
import { CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnDocument, CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { functionExport } from '../conformance-pack/names.ts';
import { pascalCase } from '../remediation/pascal-case.ts';
import { documentNameOf } from '../remediation/runbook.ts';
import type { Rule } from '../src/engine/rule.ts';
import type { FunctionCode, RunbookText } from './deployed.ts';
import { functionSizeOf } from './function-size.ts';
import { artefactBucketOf, functionNameOf, logGroupOf } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { plainStack } from './plain-stack.ts';
import { settingsOf, type Setting } from './settings.ts';

/** Documents that CloudFormation makes at the same time; Systems Manager refuses many at once. */
const documentsAtOnce = 3;

/**
 * What an account has in each Region: the function of every rule, the documents of the runbooks, and the parameters that the functions read. Its roles are
 * those of the roles' stack, which comes first.
 */
export function functionsStack(
  scope: Construct,
  organization: Organization,
  codes: readonly FunctionCode[],
  runbooks: readonly RunbookText[],
): Stack {
  const stack = plainStack(
    scope,
    'functions',
    'Functions of the rules about how Amazon Bedrock model invocations are logged, the runbooks that AWS Config starts, and what the functions read.',
  );
  for (const { rule, key } of codes) addFunction(stack, rule, key, organization);
  const documents = runbooks.map((runbook) => documentOf(stack, runbook));
  for (const [at, document] of documents.entries()) {
    const before = documents[at - documentsAtOnce];
    if (before) document.addResourceDependency(before);
  }
  for (const setting of settingsOf(organization)) addParameter(stack, setting);
  return stack;
}

function addFunction(stack: Stack, rule: Rule, key: string, organization: Organization): void {
  const { memory, timeout } = functionSizeOf(rule);
  const id = pascalCase(rule.id);
  const logGroup = new CfnLogGroup(stack, `${id}Logs`, {
    logGroupName: logGroupOf(rule.id),
    retentionInDays: organization.functionLogs.retentionDays,
    ...logKey(organization.functionLogs.key),
  });
  const made = new CfnFunction(stack, `${id}Function`, {
    functionName: functionNameOf(rule.id),
    description: rule.title,
    code: { s3Bucket: Fn.sub(artefactBucketOf(organization, '${AWS::Region}')), s3Key: key },
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    // U-11: in every Region.
    architectures: ['arm64'],
    memorySize: memory,
    timeout,
    role: Fn.sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${functionNameOf(rule.id)}`),
    loggingConfig: { logGroup: logGroupOf(rule.id) },
  });
  // AWS Lambda would make a log group that keeps everything for ever.
  made.addResourceDependency(logGroup);
  new CfnPermission(stack, `${id}Permission`, {
    functionName: made.ref,
    action: 'lambda:InvokeFunction',
    principal: 'config.amazonaws.com',
    sourceAccount: stack.account,
  });
  new CfnOutput(stack, `${id}FunctionArn`, { value: made.attrArn, exportName: functionExport(rule.id) });
}

const logKey = (key: string | undefined) => (key === undefined ? {} : { kmsKeyId: Fn.sub(key.replace('<region>', '${AWS::Region}')) });

function documentOf(stack: Stack, { runbook, text }: RunbookText): CfnDocument {
  const document = new CfnDocument(stack, `${pascalCase(runbook.id)}Document`, {
    name: documentNameOf(runbook),
    documentType: 'Automation',
    documentFormat: 'YAML',
    content: {},
    // A document with a name of its own cannot be replaced by another.
    updateMethod: 'NewVersion',
  });
  // The CDK takes an object only, and CloudFormation would make texts of its numbers.
  document.addPropertyOverride('Content', text);
  return document;
}

function addParameter(stack: Stack, { id, path, value, tier, description }: Setting): void {
  new CfnParameter(stack, id, { name: path, type: 'String', value, tier, description });
}
