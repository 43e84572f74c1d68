import { publishedRegionsPath } from '../facts/published-bedrock-regions.ts';

/** Where a function runs; a template's own references, such as `${AWS::Region}`, do as well as values. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** What a statement about an action names as its resource. */
export interface ResourceKind {
  /** Completes the statement's id: `Read…`. */
  readonly name: string;
  arn(place: Place): string;
  /** Why nothing narrower than `*` is possible; left out for everything else. */
  readonly whyAny?: string;
}

const pages = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_';

/** The page of each service in the Service Authorization Reference, by the prefix of its actions. */
const references: Readonly<Record<string, string>> = {
  bedrock: `${pages}amazonbedrock.html`,
  cloudwatch: `${pages}amazoncloudwatch.html`,
  config: `${pages}awsconfig.html`,
  iam: `${pages}awsidentityandaccessmanagementiam.html`,
  kms: `${pages}awskeymanagementservice.html`,
  logs: `${pages}amazoncloudwatchlogs.html`,
  oam: `${pages}amazoncloudwatchobservabilityaccessmanager.html`,
  s3: `${pages}amazons3.html`,
  ssm: `${pages}awssystemsmanager.html`,
};

const any = (whyAny: string): ResourceKind => ({ name: 'WithoutResourceType', arn: () => '*', whyAny });

const untyped = any('AWS defines no resource type for it');
const datasets = any('its only resource type is a dataset, and the metrics of AWS services are in none');

/** Any bucket: which one is a destination is configured in Amazon Bedrock, after the function was deployed. */
const buckets: ResourceKind = { name: 'Buckets', arn: ({ partition }) => `arn:${partition}:s3:::*` };

const accessPoints: ResourceKind = {
  name: 'AccessPoints',
  arn: ({ partition, region, account }) => `arn:${partition}:s3:${region}:${account}:accesspoint/*`,
};

/** Keys of any account: a key that `allowedKeyAccounts` allows lies in another one, whose key policy decides as well. */
const keys: ResourceKind = { name: 'Keys', arn: ({ partition, region }) => `arn:${partition}:kms:${region}:*:key/*` };

const links: ResourceKind = { name: 'Links', arn: ({ partition, region, account }) => `arn:${partition}:oam:${region}:${account}:link/*` };

/** Any log group: which one is a destination is configured in Amazon Bedrock, and an account policy is about all of them. */
const logGroups: ResourceKind = {
  name: 'LogGroups',
  arn: ({ partition, region, account }) => `arn:${partition}:logs:${region}:${account}:log-group:*`,
};

const roles: ResourceKind = { name: 'Roles', arn: ({ partition, account }) => `arn:${partition}:iam::${account}:role/*` };

const publishedRegions: ResourceKind = {
  name: 'PublishedRegions',
  // A public parameter belongs to no account.
  arn: ({ partition, region }) => `arn:${partition}:ssm:${region}::parameter${publishedRegionsPath}`,
};

/**
 * The narrowest resource IAM takes for each action of a fact.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const actionResources: Readonly<Record<string, ResourceKind>> = {
  'bedrock:GetModelInvocationLoggingConfiguration': untyped,
  'bedrock:ListAgents': untyped,
  'bedrock:ListCustomModelDeployments': untyped,
  'bedrock:ListCustomModels': untyped,
  'bedrock:ListFlows': untyped,
  'bedrock:ListFoundationModels': untyped,
  'bedrock:ListImportedModels': untyped,
  'bedrock:ListInferenceProfiles': untyped,
  'bedrock:ListKnowledgeBases': untyped,
  'bedrock:ListMarketplaceModelEndpoints': untyped,
  'bedrock:ListModelInvocationJobs': untyped,
  'bedrock:ListProvisionedModelThroughputs': untyped,
  'cloudwatch:GetMetricData': datasets,
  'cloudwatch:ListMetrics': datasets,
  'iam:GetAccountAuthorizationDetails': untyped,
  'iam:GetRole': roles,
  'kms:DescribeKey': keys,
  'kms:GetKeyPolicy': keys,
  'kms:ListGrants': keys,
  'logs:DescribeAccountPolicies': untyped,
  'logs:DescribeLogGroups': untyped,
  'logs:DescribeSubscriptionFilters': logGroups,
  'oam:GetLink': links,
  'oam:ListLinks': untyped,
  's3:GetAccessPoint': untyped,
  's3:GetAccessPointPolicy': accessPoints,
  's3:GetAccessPointPolicyStatus': accessPoints,
  's3:GetAccountPublicAccessBlock': untyped,
  's3:GetBucketAcl': buckets,
  's3:GetBucketLocation': buckets,
  's3:GetBucketObjectLockConfiguration': buckets,
  's3:GetBucketOwnershipControls': buckets,
  's3:GetBucketPolicy': buckets,
  's3:GetBucketPolicyStatus': buckets,
  's3:GetBucketPublicAccessBlock': buckets,
  's3:GetBucketVersioning': buckets,
  's3:GetBucketWebsite': buckets,
  's3:GetEncryptionConfiguration': buckets,
  's3:GetLifecycleConfiguration': buckets,
  's3:ListAccessPoints': untyped,
  's3:ListAllMyBuckets': untyped,
  'ssm:GetParametersByPath': publishedRegions,
};

/** What the adapter does besides reading facts and is possible on `*` only, and why. */
export const reporting: ResourceKind & { readonly whyAny: string } = {
  name: 'Results',
  arn: () => '*',
  whyAny: 'AWS defines no resource type for it; AWS Config takes results only with the token of an invocation',
};

/** The page of the Service Authorization Reference that describes an action. */
export function referenceOf(action: string): string {
  const [service = ''] = action.split(':');
  const page = Object.hasOwn(references, service) ? references[service] : undefined;
  if (page === undefined) throw new Error(`no page of the Service Authorization Reference is known for action '${action}'`);
  return page;
}

/**
 * The narrowest resource IAM takes for an action of a fact.
 *
 * @throws Error when nobody has looked it up yet
 */
export function resourceKindOf(action: string): ResourceKind {
  const kind = Object.hasOwn(actionResources, action) ? actionResources[action] : undefined;
  if (kind === undefined) throw new Error(`no resource is known for action '${action}'; look it up in ${referenceOf(action)}`);
  return kind;
}
