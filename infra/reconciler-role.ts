import { Fn, type Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { recordPath } from '../src/reconciler/region-record.ts';
import { acknowledgeWildcards } from './nag.ts';
import { artefactBucketOf, logGroupOf, packName, reconcilerName } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { substituted } from './substituted.ts';

/**
 * The role of the reconciler: it sees and puts one pack, reads the template of that pack, and writes its own records and log.
 *
 * U-30: that these are the actions and resources that it takes.
 *
 * @param pack key of the template of the pack
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
 */
export function reconcilerRole(stack: Stack, organization: Organization, pack: string): CfnRole {
  const { homeRegion, regions, permissionsBoundary } = organization;
  const own = (service: string, region: string, resource: string) =>
    `arn:\${AWS::Partition}:${service}:${region}:\${AWS::AccountId}:${resource}`;
  const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]) => ({ Sid, Effect: 'Allow', Action, Resource });
  const statements = [
    {
      ...allow(
        'SeeAndPutThePack',
        [
          'config:DescribeOrganizationConformancePacks',
          'config:GetOrganizationConformancePackDetailedStatus',
          'config:PutOrganizationConformancePack',
        ],
        [own('config', '*', `organization-conformance-pack/${packName}-*`)],
      ),
      // An ARN for each Region would be more than IAM takes of an inline policy.
      Condition: { StringEquals: { 'aws:RequestedRegion': regions } },
    },
    allow('ActAsDelegatedAdministrator', ['organizations:ListDelegatedAdministrators'], ['*']),
    allow(
      'ReadTheTemplate',
      ['s3:GetObject'],
      regions.map((region) => `arn:\${AWS::Partition}:s3:::${artefactBucketOf(organization, region)}/${pack}`),
    ),
    allow(
      'KeepRecords',
      ['ssm:GetParameter', 'ssm:PutParameter'],
      regions.map((region) => own('ssm', homeRegion, `parameter${recordPath(region)}`)),
    ),
    allow(
      'WriteOwnLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [own('logs', homeRegion, `log-group:${logGroupOf(reconcilerName)}:log-stream:*`)],
    ),
  ];
  const role = new CfnRole(stack, 'Role', {
    roleName: reconcilerName,
    description: 'Sees how far the conformance pack is in the accounts of the organisation, and puts it again.',
    assumeRolePolicyDocument: substituted({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
          // U-10: that AWS Lambda names the account of the function.
          Condition: { StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' } },
        },
      ],
    }),
    policies: [{ policyName: 'function', policyDocument: substituted({ Version: '2012-10-17', Statement: statements }) }],
    ...(permissionsBoundary !== undefined && {
      permissionsBoundary: Fn.sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${permissionsBoundary}`),
    }),
  });
  acknowledgeWildcards(role, statements);
  return role;
}
