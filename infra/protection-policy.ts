import type { AutomationDocument } from '../remediation/automation-document.ts';
import { pascalCase } from '../remediation/pascal-case.ts';
import { documentNameOf, roleNameOf } from '../remediation/runbook.ts';
import { exemptionsPath, parametersPath } from '../src/lambda/settings.ts';
import { functionNameOf, stackSetRole } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';

/**
 * A service control policy that leaves functions, their roles, documents and settings to the StackSets: no administrator of a member can change how its
 * account is judged, nor exempt itself. To be attached where the rules are deployed; the management account is bound by none.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function protectionPolicy(
  { partition, rules }: Pick<Organization, 'partition' | 'rules'>,
  documents: readonly AutomationDocument[],
): object {
  const arn = (service: string, region: string, resource: string) => `arn:${partition}:${service}:${region}:*:${resource}`;
  const names = rules.map(({ rule }) => functionNameOf(rule.id));
  const others = { ArnNotLike: { 'aws:PrincipalArn': [stackSetRole(partition)] } };
  const only = (what: string, Action: readonly string[], Resource: readonly string[]) => ({
    Sid: `${pascalCase(what)}ByStackSetsOnly`,
    Effect: 'Deny',
    Action,
    Resource,
    Condition: others,
  });
  return {
    Version: '2012-10-17',
    Statement: [
      only(
        'functions',
        [
          'lambda:AddPermission',
          'lambda:DeleteFunction*',
          'lambda:DeleteResourcePolicy',
          'lambda:PublishVersion',
          'lambda:PutFunction*',
          'lambda:PutResourcePolicy',
          'lambda:PutRuntimeManagementConfig',
          'lambda:RemovePermission',
          'lambda:UpdateFunction*',
        ],
        names.map((name) => arn('lambda', '*', `function:${name}`)),
      ),
      only(
        'roles',
        ['iam:AttachRolePolicy', 'iam:DeleteRole*', 'iam:DetachRolePolicy', 'iam:PutRole*', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'],
        [...names, ...documents.map(({ runbook }) => roleNameOf(runbook))].map((name) => arn('iam', '', `role/${name}`)),
      ),
      only(
        'documents',
        ['ssm:DeleteDocument', 'ssm:ModifyDocumentPermission', 'ssm:UpdateDocument*'],
        [arn('ssm', '*', `document/${documentNameOf({ id: '*' })}`)],
      ),
      only(
        'settings',
        ['ssm:DeleteParameter*', 'ssm:LabelParameterVersion', 'ssm:PutParameter'],
        [parametersPath({ id: '*' }), `${exemptionsPath}/*`].map((path) => arn('ssm', '*', `parameter${path}`)),
      ),
    ],
  };
}
