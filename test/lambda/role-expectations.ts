import { saying } from '../cli/saying.ts';
import { scenarios, type ScenarioName } from './role-scenarios.ts';

/** A result that is another one without a permission. */
interface Change {
  readonly scenario: ScenarioName;
  readonly resource: string;
  readonly result: readonly [compliance: string, annotation: unknown];
  /** Why it does not say what could not be read. */
  readonly fallsBack?: string;
}

/** What a function does without one of its permissions; every result that is not named stays as it was. */
export type Expectation =
  | { readonly changes: readonly Change[]; readonly nothingElse?: true }
  /** The invocation fails in every scenario, before or after everything was reported. */
  | { readonly fails: RegExp; readonly reports: 'nothing' | 'everything' }
  /** Why the permission cannot be tried here, and the AWS page that says what it is for. */
  | { readonly notTestable: string; readonly see: string };

/** What a rule's function does without each of its permissions, and the scenarios in which that is tried. */
export interface RuleExpectations {
  readonly scenarios: readonly ScenarioName[];
  readonly without: Readonly<Record<string, Expectation>>;
}

const denied = 'could not be read: denied (AccessDenied';

/** Nobody knows, and the result says so. */
const unverified = (scenario: ScenarioName, resource: string, fact: string): Change => ({
  scenario,
  resource,
  result: ['NON_COMPLIANT', saying('UNVERIFIED: ', fact, denied)],
});

/** It is at fault all the same, and the result says what is not known. */
const says = (scenario: ScenarioName, resource: string, fact: string): Change => ({
  scenario,
  resource,
  result: ['NON_COMPLIANT', saying(`${fact} ${denied}`)],
});

const fallsBack =
  (why: string) =>
  (scenario: ScenarioName, resource: string, compliance: string, ...words: string[]): Change => ({
    scenario,
    resource,
    result: [compliance, words.length > 0 ? saying(...words) : undefined],
    fallsBack: why,
  });

/** @see docs/decisions/0003-built-in-region-list-first.md */
const builtIn = fallsBack('the built-in list of Regions decides where the one of AWS cannot be read');

/** The rule `bedrock-log-destinations-exist` reports that the destination is not known to be there. */
const judged = fallsBack(
  'where it is not known whether a destination is there and the right one, the other rules judge what they can read of it',
);

/** An exemption holds for what could not be judged as well. */
const stillExempt = (scenario: ScenarioName, resource: string, fact: string): Change => ({
  scenario,
  resource,
  result: ['NOT_APPLICABLE', saying('exempt until 2999-12-31', `${fact} ${denied}`)],
});

const accountOf = (scenario: ScenarioName): string => scenarios[scenario].account;

const logsOfLambda: Expectation = {
  notTestable: 'AWS Lambda writes the log with the role of the function; the code of the function does not',
  see: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
};

/** What no rule can do without. */
function common(rule: string, judgedScenarios: readonly ScenarioName[], ...exemptions: readonly Change[]): Record<string, Expectation> {
  const parameters = `/bedrock-logging/parameters/${rule}`;
  return {
    'bedrock:GetModelInvocationLoggingConfiguration': {
      nothingElse: true,
      changes: judgedScenarios.map((scenario) =>
        scenario === 'exempt'
          ? stillExempt(scenario, accountOf(scenario), 'the model-invocation logging configuration')
          : unverified(scenario, accountOf(scenario), 'the model-invocation logging configuration'),
      ),
    },
    'ssm:GetParametersByPath /aws/service/global-infrastructure/services/bedrock/regions': {
      changes: [builtIn('unlisted', accountOf('unlisted'), 'NOT_APPLICABLE', 'no endpoint in ap-east-1 (built-in list)')],
    },
    'config:PutEvaluations': { fails: /AWS Config took only 0 of \d evaluations: AccessDeniedException$/, reports: 'nothing' },
    'config:GetComplianceDetailsByConfigRule': {
      fails: /earlier results of bedrock-\S+ could not be read: denied \(AccessDeniedException\)$/,
      reports: 'everything',
    },
    [`ssm:GetParametersByPath ${parameters}`]: {
      fails: new RegExp(`SSM parameters under ${parameters} could not be read: denied \\(AccessDeniedException\\)$`),
      reports: 'nothing',
    },
    'ssm:GetParametersByPath /bedrock-logging/exemptions': { changes: exemptions },
    'logs:CreateLogStream': logsOfLambda,
    'logs:PutLogEvents': logsOfLambda,
  };
}

const records = `records-${accountOf('sound')}-us-east-1`;
const large = `large-${accountOf('sound')}-us-east-1`;
const [readRecords, readLarge] = ['records', 'large'].map((name) => `${name}-${accountOf('read')}-us-east-1`) as [string, string];
const group = '/bedrock/invocations';
const roleOf = (scenario: ScenarioName, name: string) => `arn:aws:iam::${accountOf(scenario)}:role/${name}`;

/** Every way in which the account could be in use, and what of it could not be read without which permission. */
const signsOfUse: Record<string, Expectation> = Object.fromEntries(
  Object.entries({
    'bedrock:ListAgents': 'kind agent',
    'bedrock:ListCustomModelDeployments': 'kind custom model deployment',
    'bedrock:ListCustomModels': 'kind custom model',
    'bedrock:ListFlows': 'kind flow',
    'bedrock:ListFoundationModels': 'the invocation metrics',
    'bedrock:ListImportedModels': 'kind imported model',
    'bedrock:ListInferenceProfiles': 'the invocation metrics',
    'bedrock:ListKnowledgeBases': 'kind knowledge base',
    'bedrock:ListMarketplaceModelEndpoints': 'kind marketplace model endpoint',
    'bedrock:ListModelInvocationJobs': 'kind running batch inference job',
    'bedrock:ListProvisionedModelThroughputs': 'kind provisioned model throughput',
    'cloudwatch:GetMetricData': 'the invocation metrics',
    'cloudwatch:ListMetrics': 'the invocation metrics',
  }).map(([action, fact]) => [action, { changes: [unverified('unused', accountOf('unused'), `${fact} could`)] }]),
);

const lucky = 'closed-by-luck';
const strange = 'of-a-stranger';
const irish = 'in-ireland';

/** By rule. */
export const expectations: Readonly<Record<string, RuleExpectations>> = {
  'bedrock-invocation-logging-enabled': {
    scenarios: ['unused', 'exempt', 'sound', 'unlisted'],
    without: {
      ...common(
        'bedrock-invocation-logging-enabled',
        ['unused', 'exempt', 'sound'],
        says(
          'exempt',
          accountOf('exempt'),
          'logging is off in us-east-1 of account 300000000002; it must be on in every Region with Amazon Bedrock; exemptions',
        ),
      ),
      ...signsOfUse,
    },
  },
  'bedrock-log-buckets-block-public-access': {
    scenarios: ['open', 'astray', 'unlisted'],
    without: {
      ...common(
        'bedrock-log-buckets-block-public-access',
        ['open', 'astray'],
        says('open', lucky, 'nothing found exposes it now; wanted: all four flags of the public access block on; off: all; exemptions'),
        says('open', 'open-to-all', 'public ACL (AllUsers); wanted: all four flags of the public access block on; off: all; exemptions'),
      ),
      's3:GetAccessPoint': { changes: [says('open', lucky, 'whether it is exposed now is not known: the access points')] },
      's3:GetAccessPointPolicyStatus': { changes: [says('open', lucky, 'whether it is exposed now is not known: the access points')] },
      's3:GetAccountPublicAccessBlock': {
        changes: [
          unverified('open', lucky, 'the public access block of the account'),
          unverified('open', 'open-to-all', 'the public access block of the account'),
        ],
      },
      's3:GetBucketAcl': {
        changes: [
          says('open', lucky, 'whether it is exposed now is not known: the ACL'),
          says('open', 'open-to-all', 'whether it is exposed now is not known: the ACL'),
        ],
      },
      's3:GetBucketLocation': { changes: [judged('astray', irish, 'COMPLIANT')] },
      's3:GetBucketOwnershipControls': {
        changes: [says('open', 'open-to-all', 'whether it is exposed now is not known: the object ownership')],
      },
      's3:GetBucketPolicyStatus': { changes: [says('open', lucky, 'whether it is exposed now is not known: the policy status')] },
      's3:GetBucketPublicAccessBlock': {
        changes: [
          unverified('open', lucky, `the public access block of bucket ${lucky}`),
          unverified('open', 'open-to-all', 'the public access block of bucket open-to-all'),
        ],
      },
      's3:GetBucketWebsite': { changes: [says('open', lucky, 'whether it is exposed now is not known: the website configuration')] },
      's3:ListAccessPoints': { changes: [says('open', lucky, 'whether it is exposed now is not known: the access points')] },
      's3:ListAllMyBuckets': {
        changes: [unverified('astray', strange, `the public access block of bucket ${strange}`), judged('astray', irish, 'COMPLIANT')],
      },
    },
  },
  'bedrock-log-destinations-encrypted': {
    scenarios: ['sound', 'astray', 'shared', 'unlisted'],
    without: {
      ...common(
        'bedrock-log-destinations-encrypted',
        ['sound', 'astray', 'shared'],
        says('astray', group, 'has no KMS key; wanted: a customer-managed KMS key; exemptions'),
      ),
      'kms:DescribeKey': {
        changes: [
          ...[records, large, group].map((resource) => unverified('sound', resource, 'the KMS key arn:aws:kms:')),
          unverified('shared', group, 'the KMS key arn:aws:kms:'),
        ],
      },
      'logs:DescribeLogGroups': {
        changes: (['sound', 'astray', 'shared'] as const).map((scenario) => unverified(scenario, group, `the log group ${group}`)),
      },
      's3:GetBucketLocation': { changes: [judged('astray', irish, 'NON_COMPLIANT', 'only SSE-S3')] },
      's3:GetEncryptionConfiguration': {
        changes: [records, large].map((bucket) => unverified('sound', bucket, `the default encryption of bucket ${bucket}`)),
      },
      's3:ListAllMyBuckets': {
        changes: [
          unverified('astray', strange, `the default encryption of bucket ${strange}`),
          judged('astray', irish, 'NON_COMPLIANT', 'only SSE-S3'),
        ],
      },
    },
  },
  'bedrock-log-destinations-exist': {
    scenarios: ['sound', 'astray', 'unlisted'],
    without: {
      ...common(
        'bedrock-log-destinations-exist',
        ['sound', 'astray'],
        says('astray', strange, 'prompts may go to a stranger; exemptions'),
        says('astray', irish, 'logged only within us-east-1; exemptions'),
      ),
      'iam:GetRole': {
        changes: [
          unverified('sound', roleOf('sound', 'bedrock-delivery-us-east-1'), 'the role arn:aws:iam:'),
          unverified('astray', roleOf('astray', 'delivery'), 'the role arn:aws:iam:'),
        ],
      },
      'logs:DescribeLogGroups': {
        changes: (['sound', 'astray'] as const).map((scenario) => unverified(scenario, group, `the log group ${group}`)),
      },
      's3:GetBucketLocation': {
        changes: [
          ...[records, large].map((bucket) => unverified('sound', bucket, `the ownership of bucket ${bucket}`)),
          unverified('astray', irish, `the ownership of bucket ${irish}`),
        ],
      },
      's3:ListAllMyBuckets': {
        changes: [
          ...[records, large].map((bucket) => unverified('sound', bucket, `the ownership of bucket ${bucket}`)),
          ...[strange, irish].map((bucket) => unverified('astray', bucket, `the ownership of bucket ${bucket}`)),
        ],
      },
    },
  },
  'bedrock-log-readers-restricted': {
    scenarios: ['read', 'open', 'astray', 'unlisted'],
    without: {
      ...common(
        'bedrock-log-readers-restricted',
        ['read', 'open', 'astray'],
        says('read', group, 'SCPs and RCPs are not known and taken not to restrict; exemptions'),
        says('open', 'open-to-all', 'the ACLs of objects are not read; SCPs and RCPs are not known and taken not to restrict; exemptions'),
      ),
      'iam:GetAccountAuthorizationDetails': {
        changes: [
          ...[readRecords, readLarge, group].map((resource) => unverified('read', resource, 'the authorization details of IAM')),
          ...[lucky, 'open-to-all'].map((resource) => unverified('open', resource, 'the authorization details of IAM')),
          unverified('astray', group, 'the authorization details of IAM'),
        ],
      },
      'kms:DescribeKey': { changes: [readRecords, readLarge].map((bucket) => unverified('read', bucket, 'the KMS key arn:aws:kms:')) },
      'kms:GetKeyPolicy': {
        changes: [readRecords, readLarge].map((bucket) => unverified('read', bucket, 'the policy of the KMS key arn:aws:kms:')),
      },
      'kms:ListGrants': {
        changes: [readRecords, readLarge].map((bucket) => unverified('read', bucket, 'the grants of the KMS key arn:aws:kms:')),
      },
      'logs:DescribeAccountPolicies': {
        changes: (['read', 'astray'] as const).map((scenario) => unverified(scenario, group, 'the subscription filters of the account')),
      },
      'logs:DescribeLogGroups': { changes: [judged('open', group, 'COMPLIANT')] },
      'logs:DescribeSubscriptionFilters': {
        changes: (['read', 'astray'] as const).map((scenario) =>
          unverified(scenario, group, `the subscription filters of log group ${group}`),
        ),
      },
      'oam:GetLink': { changes: [unverified('read', group, 'the links to monitoring accounts')] },
      'oam:ListLinks': {
        changes: (['read', 'astray'] as const).map((scenario) => unverified(scenario, group, 'the links to monitoring accounts')),
      },
      's3:GetAccessPoint': { changes: [unverified('read', readRecords, `the access point policies of bucket ${readRecords}`)] },
      's3:GetAccessPointPolicy': { changes: [unverified('read', readRecords, `the access point policies of bucket ${readRecords}`)] },
      's3:GetAccountPublicAccessBlock': {
        changes: [lucky, 'open-to-all'].map((bucket) => unverified('open', bucket, 'the public access block of the account')),
      },
      's3:GetBucketAcl': { changes: [lucky, 'open-to-all'].map((bucket) => unverified('open', bucket, `the ACL of bucket ${bucket}`)) },
      's3:GetBucketLocation': { changes: [judged('astray', irish, 'COMPLIANT')] },
      's3:GetBucketOwnershipControls': { changes: [unverified('open', 'open-to-all', 'the object ownership of bucket open-to-all')] },
      's3:GetBucketPolicy': {
        changes: [
          ...[readRecords, readLarge].map((bucket) => unverified('read', bucket, `the policy of bucket ${bucket}`)),
          ...[lucky, 'open-to-all'].map((bucket) => unverified('open', bucket, `the policy of bucket ${bucket}`)),
        ],
      },
      's3:GetBucketPublicAccessBlock': {
        changes: [
          ...[readRecords, readLarge].map((bucket) => unverified('read', bucket, `the public access block of bucket ${bucket}`)),
          ...[lucky, 'open-to-all'].map((bucket) => unverified('open', bucket, `the public access block of bucket ${bucket}`)),
        ],
      },
      's3:GetEncryptionConfiguration': {
        changes: [
          ...[readRecords, readLarge].map((bucket) => unverified('read', bucket, `the default encryption of bucket ${bucket}`)),
          ...[lucky, 'open-to-all'].map((bucket) => unverified('open', bucket, `the default encryption of bucket ${bucket}`)),
        ],
      },
      's3:ListAccessPoints': { changes: [unverified('read', readRecords, `the access point policies of bucket ${readRecords}`)] },
      's3:ListAllMyBuckets': {
        changes: [unverified('astray', strange, `the policy of bucket ${strange}`), judged('astray', irish, 'COMPLIANT')],
      },
    },
  },
  'bedrock-log-retention-within-limits': {
    scenarios: ['sound', 'astray', 'unlisted'],
    without: {
      ...common('bedrock-log-retention-within-limits', ['sound', 'astray'], says('astray', group, 'at least 365 are wanted; exemptions')),
      'logs:DescribeLogGroups': {
        changes: (['sound', 'astray'] as const).map((scenario) => unverified(scenario, group, `the log group ${group}`)),
      },
      's3:GetBucketLocation': { changes: [judged('astray', irish, 'NON_COMPLIANT', 'for ever')] },
      's3:GetBucketObjectLockConfiguration': {
        changes: [unverified('sound', records, `the Object Lock configuration of bucket ${records}`)],
      },
      's3:GetBucketVersioning': {
        changes: [records, large].map((bucket) => unverified('sound', bucket, `the versioning state of bucket ${bucket}`)),
      },
      's3:GetLifecycleConfiguration': {
        changes: [records, large].map((bucket) => unverified('sound', bucket, `the lifecycle configuration of bucket ${bucket}`)),
      },
      's3:ListAllMyBuckets': {
        changes: [
          unverified('astray', strange, `the lifecycle configuration of bucket ${strange}`),
          judged('astray', irish, 'NON_COMPLIANT', 'for ever'),
        ],
      },
    },
  },
};
