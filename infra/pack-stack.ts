import type { Stack } from 'aws-cdk-lib';
import { CfnOrganizationConformancePack } from 'aws-cdk-lib/aws-config';
import type { Construct } from 'constructs';
import { runbookParameterName, ruleParameterName, sharedParameterName } from '../conformance-pack/names.ts';
import { artefactBucketOf, packName, stackNames } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { plainStack } from './plain-stack.ts';

/**
 * The pack of the organisation in a Region: AWS Config brings it to every account that is not excluded, new ones included.
 *
 * @param key of the template of the pack in the artefact bucket
 * @see https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
 */
export function packStack(scope: Construct, organization: Organization, region: string, key: string): Stack {
  const stack = plainStack(
    scope,
    `pack-${region}`,
    'The rules about how Amazon Bedrock model invocations are logged, as a conformance pack of the organisation.',
    { account: organization.administratorAccount, region },
    stackNames.pack,
  );
  // U-01, U-02, U-03: functions by exports, roles by the management account, findings in Security Hub. Where one does not hold, rulesThrough is stacks.
  new CfnOrganizationConformancePack(stack, 'Pack', {
    organizationConformancePackName: packName,
    templateS3Uri: `s3://${artefactBucketOf(organization, region)}/${key}`,
    excludedAccounts: packExclusions(organization),
    conformancePackInputParameters: Object.entries(packInput(organization)).map(([parameterName, parameterValue]) => ({
      parameterName,
      parameterValue,
    })),
  });
  return stack;
}

/** Accounts that the pack leaves out: those without functions. */
function packExclusions({ excludedAccounts, managementAccount, managementAccountByHand }: Organization): string[] {
  return [...new Set([...excludedAccounts, ...(managementAccountByHand ? [] : [managementAccount])])].sort();
}

/** The values of the pack's parameters that are not those of its rules, which its template has as defaults already. */
export function packInput({ rules, runbooks, whenUnreadable }: Organization): Record<string, string> {
  const automatic = rules.flatMap(({ rule, isAutomatic }): [string, string][] =>
    isAutomatic === undefined ? [] : [[ruleParameterName(rule.id, 'automaticRemediation'), String(isAutomatic)]],
  );
  const given = Object.entries(runbooks).flatMap(([runbook, values]) =>
    Object.entries(values).map(([name, value]): [string, string] => [runbookParameterName(runbook, name), value]),
  );
  return Object.fromEntries([[sharedParameterName('whenUnreadable'), whenUnreadable], ...automatic, ...given]);
}
