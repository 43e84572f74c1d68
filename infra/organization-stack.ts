import { CfnStackSet, Fn, type Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { artefactBucketOf, stackNames, stackSetNames } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { packInput } from './pack-stack.ts';
import { plainStack } from './plain-stack.ts';

/** Keys of the member templates in the artefact bucket of the home Region. */
export interface MemberTemplateKeys {
  readonly roles: string;
  readonly functions: string;
  /** The rules as a stack, where no pack of the organisation brings them. */
  readonly rules?: string;
}

/** The StackSets that bring roles, functions and, where no pack does, rules to every account, new ones included. */
export function organizationStack(scope: Construct, organization: Organization, keys: MemberTemplateKeys): Stack {
  const stack = plainStack(
    scope,
    'organization',
    'Brings the rules about how Amazon Bedrock model invocations are logged to the accounts of the organisation.',
    { account: organization.administratorAccount, region: organization.homeRegion },
    stackNames.organization,
  );
  const { homeRegion, regions } = organization;
  const roles = stackSet(stack, organization, { id: 'roles', key: keys.roles, regions: [homeRegion], after: [] });
  const functions = stackSet(stack, organization, { id: 'functions', key: keys.functions, regions, after: [roles] });
  if (keys.rules !== undefined)
    stackSet(stack, organization, { id: 'rules', key: keys.rules, regions, after: [functions], values: packInput(organization) });
  return stack;
}

interface StackSetOf {
  readonly id: keyof typeof stackSetNames;
  readonly key: string;
  readonly regions: readonly string[];
  /** What each account has before it. */
  readonly after: readonly CfnStackSet[];
  /** Of the template's parameters. */
  readonly values?: Readonly<Record<string, string>>;
}

/**
 * A StackSet whose permissions AWS manages.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
function stackSet(stack: Stack, organization: Organization, { id, key, regions, after, values = {} }: StackSetOf): CfnStackSet {
  return new CfnStackSet(stack, `${id.charAt(0).toUpperCase()}${id.slice(1)}`, {
    stackSetName: stackSetNames[id],
    permissionModel: 'SERVICE_MANAGED',
    callAs: 'DELEGATED_ADMIN',
    capabilities: ['CAPABILITY_NAMED_IAM'],
    templateUrl: templateUrl(organization, key),
    parameters: Object.entries(values).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue })),
    // U-12: the StackSets of a delegated administrator are those of the management account, by their ARNs too.
    autoDeployment: {
      enabled: true,
      retainStacksOnAccountRemoval: false,
      ...(after.length > 0 && { dependsOn: after.map((before) => arnOf(before, organization)) }),
    },
    managedExecution: { Active: true },
    // One account that is out of order holds up no other; a mistake of ours stops after a fifth of them.
    operationPreferences: {
      regionConcurrencyType: 'PARALLEL',
      maxConcurrentPercentage: 20,
      failureTolerancePercentage: 20,
      concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
    },
    stackInstancesGroup: [{ deploymentTargets: targetsOf(organization), regions: [...regions] }],
  });
}

function targetsOf({ organizationalUnits, excludedAccounts }: Organization): CfnStackSet.DeploymentTargetsProperty {
  const units = { organizationalUnitIds: [...organizationalUnits] };
  return excludedAccounts.length === 0 ? units : { ...units, accountFilterType: 'DIFFERENCE', accounts: [...excludedAccounts] };
}

const arnOf = (made: CfnStackSet, { managementAccount }: Organization): string =>
  Fn.sub(`arn:\${AWS::Partition}:cloudformation:\${AWS::Region}:${managementAccount}:stackset/\${Id}`, { Id: made.ref });

const templateUrl = (organization: Organization, key: string): string =>
  Fn.sub(`https://${artefactBucketOf(organization, organization.homeRegion)}.s3.\${AWS::Region}.\${AWS::URLSuffix}/${key}`);
