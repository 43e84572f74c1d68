import type { Organization } from './organization-file.ts';

/** The name of a rule's function, and of the role it works with, in every account. */
export const functionNameOf = (rule: string): string => rule;

/** The log group of a rule's function, in every account and Region. */
export const logGroupOf = (rule: string): string => `/aws/lambda/${functionNameOf(rule)}`;

/** The name of the pack in the organisation. */
export const packName = 'bedrock-logging';

/** The function that puts the pack again, its role, its alarm and its topic. */
export const reconcilerName = 'bedrock-logging-reconciler';

/** The stacks of the administrator, in whichever Region, and the StackSets in its home Region. */
export const stackNames = {
  artefacts: 'bedrock-logging-artefacts',
  organization: 'bedrock-logging-organization',
  reconciler: 'bedrock-logging-reconciler',
  pack: 'bedrock-logging-pack',
} as const;

export const stackSetNames = {
  roles: 'bedrock-logging-roles',
  functions: 'bedrock-logging-functions',
  rules: 'bedrock-logging-rules',
} as const;

/** The bucket of a Region that holds code and templates. The name of a bucket is one in all of AWS, so it has the account in it. */
export const artefactBucketOf = ({ administratorAccount }: Pick<Organization, 'administratorAccount'>, region: string): string =>
  `bedrock-logging-artefacts-${administratorAccount}-${region}`;

/**
 * The role with which StackSets whose permissions AWS manages work in an account. U-13: its name.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 */
export const stackSetRole = (partition: string): string => `arn:${partition}:iam::*:role/stacksets-exec-*`;
