import { Fn, type Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AutomationDocument } from '../remediation/automation-document.ts';
import { pascalCase } from '../remediation/pascal-case.ts';
import { policyOf } from '../remediation/permission.ts';
import { roleNameOf } from '../remediation/runbook.ts';
import type { Rule } from '../src/engine/rule.ts';
import { functionRole } from '../src/lambda/role.ts';
import { functionNameOf, logGroupOf } from '../src/organization/names.ts';
import { acknowledgeWildcards } from './nag.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { plainStack } from './plain-stack.ts';
import { substituted } from './substituted.ts';

/** A role serves every Region of its account, as IAM is one for all of them. */
const everywhere = { partition: '${AWS::Partition}', account: '${AWS::AccountId}', region: '*' } as const;

/** The roles of one account: of every function, and of every runbook. Deployed once in each account, before the functions. */
export function rolesStack(scope: Construct, organization: Organization, documents: readonly AutomationDocument[]): Stack {
  const stack = plainStack(
    scope,
    'roles',
    'Roles of the rules about how Amazon Bedrock model invocations are logged, and of their runbooks.',
  );
  for (const { rule } of organization.rules) addFunctionRole(stack, rule, organization);
  for (const document of documents) addRunbookRole(stack, document, organization);
  return stack;
}

function addFunctionRole(stack: Stack, rule: Rule, { permissionsBoundary }: Organization): void {
  const { trust, permissions } = functionRole(rule, { ...everywhere, logGroup: logGroupOf(rule.id) });
  const role = new CfnRole(stack, `${pascalCase(rule.id)}Role`, {
    roleName: functionNameOf(rule.id),
    description: `Reads what ${rule.id} judges, and reports it to AWS Config.`,
    assumeRolePolicyDocument: substituted(trust),
    policies: [{ policyName: 'function', policyDocument: substituted(permissions) }],
    ...boundary(permissionsBoundary),
  });
  acknowledgeWildcards(role, permissions.Statement);
}

/**
 * Systems Manager works with the role of a runbook for executions of the account alone.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
 */
function addRunbookRole(stack: Stack, { runbook, permissions }: AutomationDocument, { permissionsBoundary }: Organization): void {
  const policy = policyOf(permissions) as { readonly Statement: readonly { Action: readonly string[]; Resource: readonly string[] }[] };
  const role = new CfnRole(stack, `${pascalCase(runbook.id)}RunbookRole`, {
    roleName: roleNameOf(runbook),
    description: `Lets a runbook ${runbook.title}.`.slice(0, 1_000),
    assumeRolePolicyDocument: substituted({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'ssm.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' },
            ArnLike: { 'aws:SourceArn': 'arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:automation-execution/*' },
          },
        },
      ],
    }),
    policies: [{ policyName: 'runbook', policyDocument: substituted(policy) }],
    ...boundary(permissionsBoundary),
  });
  acknowledgeWildcards(role, policy.Statement);
}

const boundary = (name: string | undefined) =>
  name === undefined ? {} : { permissionsBoundary: Fn.sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${name}`) };
