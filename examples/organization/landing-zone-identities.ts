import { Unreadable } from '../../src/facts/unreadable.ts';
import { deliveryRole as deliveryRoleArn } from './landing-zone.ts';
import { allow, policy, root, trustOf, trustOfService, type SampleStatement } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';
import type { ManagedPolicy, SampleIdentities, SampleRole } from './sample-identities.ts';

/** Where a log group is that Bedrock writes to. */
interface DeliveredTo {
  readonly region: string;
  readonly logGroup: string;
}

const ours = '/northpike/';

/** A policy of AWS's own, cut to what a reader of logs would look at. */
export const managedByAws = (name: string, path: string, ...statements: readonly SampleStatement[]): ManagedPolicy => ({
  name,
  path,
  owner: 'aws',
  document: policy(...statements),
});

const administratorAccess = managedByAws('AdministratorAccess', '/', allow('*', '*'));

const configServicePolicy = managedByAws(
  'AWSConfigServiceRolePolicy',
  '/aws-service-role/',
  allow(['config:Put*', 'iam:Get*', 'kms:GetKeyPolicy', 'logs:DescribeLogGroups', 's3:GetBucketPolicy'], '*'),
);

/** What a pipeline needs to set up an account: it makes things and opens none of them. */
const deployment: ManagedPolicy = {
  name: 'NorthpikeDeployment',
  path: ours,
  owner: 'account',
  document: policy(
    allow(['cloudformation:*', 'lambda:*', 'bedrock:PutModelInvocationLoggingConfiguration'], '*', { Sid: 'Build' }),
    allow(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PassRole', 'iam:CreatePolicyVersion'], '*', {
      Sid: 'Roles',
    }),
    allow(
      [
        's3:CreateBucket',
        's3:PutBucketPolicy',
        's3:PutEncryptionConfiguration',
        'kms:CreateKey',
        'kms:PutKeyPolicy',
        'logs:CreateLogGroup',
      ],
      '*',
      { Sid: 'Logs' },
    ),
  ),
};

/** Reads how an account is set up, and nothing that is kept in it. */
const auditing: ManagedPolicy = {
  name: 'NorthpikeAuditing',
  path: ours,
  owner: 'account',
  document: policy(
    allow(
      ['config:Get*', 'config:Describe*', 'iam:GetAccountAuthorizationDetails', 'kms:GetKeyPolicy', 'logs:Describe*', 's3:GetBucket*'],
      '*',
      { Sid: 'ReadSettings' },
    ),
  ),
};

const samlProvider = (account: string): string => `arn:aws:iam::${account}:saml-provider/AWSSSO_a1b2c3d4e5f60718_DO_NOT_DELETE`;

/** The role of a permission set of IAM Identity Center. */
const ssoRole = (account: string, permissionSet: string, rest: Pick<SampleRole, 'attached' | 'inline'>): SampleRole => ({
  name: `AWSReservedSSO_${permissionSet}_a1b2c3d4e5f60718`,
  path: '/aws-reserved/sso.amazonaws.com/eu-central-1/',
  trust: policy({
    Effect: 'Allow',
    Principal: { Federated: samlProvider(account) },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  }),
  ...rest,
});

/**
 * The role with which Bedrock writes to log groups, as AWS documents it.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
function deliveryRole(account: string, places: readonly DeliveredTo[]): SampleRole {
  const streams = places.map(
    ({ region, logGroup }) => `arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:aws/bedrock/modelinvocations`,
  );
  const callers = [...new Set(places.map(({ region }) => `arn:aws:bedrock:${region}:${account}:*`))];
  return {
    name: 'BedrockLogDelivery',
    path: ours,
    trust: policy({
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': callers } },
    }),
    inline: { delivery: policy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], streams)) },
  };
}

/** The role of a function of the account's own, which calls models and writes its own log, and may do what is attached or written besides. */
export const applicationRole = (name: string, { attached = [], inline }: Pick<SampleRole, 'attached' | 'inline'> = {}): SampleRole => ({
  name,
  path: ours,
  trust: trustOfService('lambda.amazonaws.com'),
  attached,
  inline: {
    application: policy(
      allow(['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'], '*'),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `arn:aws:logs:*:*:log-group:/aws/lambda/${name}:*`),
    ),
    ...inline,
  },
});

/** People who read the log because it is their work: a role that names the log and nothing else. */
export function reviewRole(account: string, buckets: readonly string[], logGroups: readonly string[], keys: readonly string[]): SampleRole {
  return {
    name: 'PromptReview',
    path: ours,
    trust: trustOf(root(account), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    inline: {
      review: policy(
        allow(
          's3:GetObject',
          buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
          { Sid: 'Objects' },
        ),
        allow(
          ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:StartQuery'],
          logGroups.map((group) => `arn:aws:logs:*:${account}:log-group:${group}:*`),
          { Sid: 'Records' },
        ),
        allow('kms:Decrypt', keys, { Sid: 'Keys' }),
      ),
    },
  };
}

/** Everybody in an account: whom the landing zone puts there, and whom the account has besides. */
export function identitiesOf({
  account,
  regions,
  identities = {},
}: SampleAccount): SampleIdentities & { readonly roles: readonly SampleRole[] } {
  const delivered = Object.entries(regions).flatMap(([region, { logging }]): DeliveredTo[] => {
    const to = logging instanceof Unreadable ? undefined : logging?.cloudWatch;
    return to?.roleArn === deliveryRoleArn(account) ? [{ region, logGroup: to.logGroupName }] : [];
  });
  return { ...identities, roles: [...landingZoneRoles(account, delivered), ...(identities.roles ?? [])] };
}

/** Administrators and accountants by IAM Identity Center, the deployment, the auditors, AWS Config, and Bedrock where it delivers to log groups. */
const landingZoneRoles = (account: string, delivered: readonly DeliveredTo[]): readonly SampleRole[] => [
  ssoRole(account, 'AdministratorAccess', { attached: [administratorAccess] }),
  ssoRole(account, 'Billing', { inline: { AwsSSOInlinePolicy: policy(allow(['ce:Get*', 'budgets:ViewBudget'], '*')) } }),
  { name: 'Deployment', path: ours, trust: trustOf('arn:aws:iam::000000000002:role/northpike/Pipeline'), attached: [deployment] },
  { name: 'SecurityAudit', path: ours, trust: trustOf('arn:aws:iam::000000000003:role/northpike/Auditor'), attached: [auditing] },
  {
    name: 'AWSServiceRoleForConfig',
    path: '/aws-service-role/config.amazonaws.com/',
    trust: trustOfService('config.amazonaws.com'),
    attached: [configServicePolicy],
  },
  ...(delivered.length > 0 ? [deliveryRole(account, delivered)] : []),
];
