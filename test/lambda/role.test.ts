import { describe, expect, it } from 'vitest';
import { bedrockLogDestinationsEncrypted } from '../../rules/bedrock-log-destinations-encrypted.ts';
import { rules } from '../../rules/registry.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { kmsKey } from '../../src/facts/kms-key.ts';
import { actionResources, referenceOf } from '../../src/lambda/action-resources.ts';
import { actionsOf, functionRole } from '../../src/lambda/role.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-central-1', logGroup: '/aws/lambda/encrypted' };
const statementsOf = (rule: Rule) => functionRole(rule, place).permissions.Statement;

/**
 * What the Service Authorization Reference says an action does, each looked up by hand on 26 September or 25 November 2026.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const reads = new Set([
  'bedrock:GetModelInvocationLoggingConfiguration',
  'bedrock:ListAgents',
  'bedrock:ListCustomModelDeployments',
  'bedrock:ListCustomModels',
  'bedrock:ListFlows',
  'bedrock:ListFoundationModels',
  'bedrock:ListImportedModels',
  'bedrock:ListInferenceProfiles',
  'bedrock:ListKnowledgeBases',
  'bedrock:ListMarketplaceModelEndpoints',
  'bedrock:ListModelInvocationJobs',
  'bedrock:ListProvisionedModelThroughputs',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'config:GetComplianceDetailsByConfigRule',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetRole',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:ListGrants',
  'logs:DescribeAccountPolicies',
  'logs:DescribeLogGroups',
  'logs:DescribeSubscriptionFilters',
  'oam:GetLink',
  'oam:ListLinks',
  's3:GetAccessPoint',
  's3:GetAccessPointPolicy',
  's3:GetAccessPointPolicyStatus',
  's3:GetAccountPublicAccessBlock',
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketVersioning',
  's3:GetBucketWebsite',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:ListAccessPoints',
  's3:ListAllMyBuckets',
  'ssm:GetParametersByPath',
]);

/** Everything a function may change: its evaluations and its logs. */
const permittedWrites = ['config:PutEvaluations', 'logs:CreateLogStream', 'logs:PutLogEvents'];

it('is the least that the function of a rule needs', () => {
  expect(functionRole(bedrockLogDestinationsEncrypted, place)).toEqual({
    permissions: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReadWithoutResourceType',
          Effect: 'Allow',
          Action: ['bedrock:GetModelInvocationLoggingConfiguration', 'logs:DescribeLogGroups', 's3:ListAllMyBuckets'],
          Resource: ['*'],
        },
        { Sid: 'ReadKeys', Effect: 'Allow', Action: ['kms:DescribeKey'], Resource: ['arn:aws:kms:eu-central-1:*:key/*'] },
        {
          Sid: 'ReadBuckets',
          Effect: 'Allow',
          Action: ['s3:GetBucketLocation', 's3:GetEncryptionConfiguration'],
          Resource: ['arn:aws:s3:::*'],
        },
        {
          Sid: 'ReadPublishedRegions',
          Effect: 'Allow',
          Action: ['ssm:GetParametersByPath'],
          Resource: ['arn:aws:ssm:eu-central-1::parameter/aws/service/global-infrastructure/services/bedrock/regions'],
        },
        { Sid: 'ReportResults', Effect: 'Allow', Action: ['config:PutEvaluations'], Resource: ['*'] },
        {
          Sid: 'ReadEarlierResults',
          Effect: 'Allow',
          Action: ['config:GetComplianceDetailsByConfigRule'],
          Resource: ['arn:aws:config:eu-central-1:111122223333:config-rule/*'],
        },
        {
          Sid: 'ReadSettings',
          Effect: 'Allow',
          Action: ['ssm:GetParametersByPath'],
          Resource: [
            'arn:aws:ssm:eu-central-1:111122223333:parameter/bedrock-logging/parameters/bedrock-log-destinations-encrypted',
            'arn:aws:ssm:eu-central-1:111122223333:parameter/bedrock-logging/exemptions',
          ],
        },
        {
          Sid: 'WriteOwnLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: ['arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/encrypted:log-stream:*'],
        },
      ],
    },
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        },
      ],
    },
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('the role of %s', (_id, rule) => {
  const statements = statementsOf(rule);
  const actions = statements.flatMap(({ Action }) => Action);

  it('allows what the facts declare and what every function needs, and nothing else', () => {
    const own = ['config:GetComplianceDetailsByConfigRule', ...permittedWrites];
    expect([...new Set(actions)].sort()).toEqual([...actionsOf(rule), ...own].sort());
    expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  });

  it('can change nothing but its evaluations and its logs', () => {
    expect(actions.filter((action) => !reads.has(action)).sort()).toEqual(permittedWrites);
  });

  it('names no action by a pattern, and each statement once', () => {
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    const names = statements.map(({ Sid }) => Sid);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[A-Za-z0-9]+$/.test(name))).toEqual([]);
  });

  it('fits into a role', () => {
    const longest = {
      partition: 'aws-us-gov',
      account: '111122223333',
      region: 'ap-southeast-1',
      logGroup: `/aws/lambda/${'f'.repeat(64)}`,
    };
    // The sum of all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(functionRole(rule, longest).permissions).length).toBeLessThanOrEqual(10_240);
  });
});

it('names resources of its own account and Region only, but for keys that other accounts may share', () => {
  const resources = new Set(rules.flatMap(statementsOf).flatMap(({ Resource }) => Resource));
  const elsewhere = [...resources].filter((resource) => resource !== '*' && !resource.includes(':eu-central-1:111122223333:'));
  expect(elsewhere.sort()).toEqual([
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:kms:eu-central-1:*:key/*',
    'arn:aws:s3:::*',
    'arn:aws:ssm:eu-central-1::parameter/aws/service/global-infrastructure/services/bedrock/regions',
  ]);
});

it('allows only these actions on everything', () => {
  const actions = rules.flatMap(statementsOf).flatMap(({ Action, Resource }) => (Resource.includes('*') ? Action : []));
  expect([...new Set(actions)].sort()).toEqual([
    'bedrock:GetModelInvocationLoggingConfiguration',
    'bedrock:ListAgents',
    'bedrock:ListCustomModelDeployments',
    'bedrock:ListCustomModels',
    'bedrock:ListFlows',
    'bedrock:ListFoundationModels',
    'bedrock:ListImportedModels',
    'bedrock:ListInferenceProfiles',
    'bedrock:ListKnowledgeBases',
    'bedrock:ListMarketplaceModelEndpoints',
    'bedrock:ListModelInvocationJobs',
    'bedrock:ListProvisionedModelThroughputs',
    'cloudwatch:GetMetricData',
    'cloudwatch:ListMetrics',
    'config:PutEvaluations',
    'iam:GetAccountAuthorizationDetails',
    'logs:DescribeAccountPolicies',
    'logs:DescribeLogGroups',
    'oam:ListLinks',
    's3:GetAccessPoint',
    's3:GetAccountPublicAccessBlock',
    's3:ListAccessPoints',
    's3:ListAllMyBuckets',
  ]);
});

it('takes the references of a template in place of values', () => {
  const template = { partition: '${AWS::Partition}', account: '${AWS::AccountId}', region: '${AWS::Region}', logGroup: '${Logs}' };
  const { Statement } = functionRole(bedrockLogDestinationsEncrypted, template).permissions;
  expect(Statement.at(-1)?.Resource).toEqual([
    'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}:log-stream:*',
  ]);
});

describe('an action', () => {
  it('of every fact has its resource, and no other has one', () => {
    expect(Object.keys(actionResources)).toEqual([...new Set(rules.flatMap(actionsOf))].sort());
  });

  it.each([
    ['s3:GetObject', /^no resource is known for action 's3:GetObject'; look it up in https:\/\/docs\.aws\.amazon\.com\/.*s3\.html$/],
    ['toString:constructor', /^no page of the Service Authorization Reference is known for action 'toString:constructor'$/],
  ])('that nobody has looked up, such as %s, is refused', (action, message) => {
    const rule: Rule = {
      ...bedrockLogDestinationsEncrypted,
      over: { ...bedrockLogDestinationsEncrypted.over, facts: [{ ...kmsKey, actions: [action] }] },
    };
    expect(() => functionRole(rule, place)).toThrow(message);
  });

  it.each([...new Set(Object.keys(actionResources).map((action) => action.split(':')[0]))])(
    'of %s has a page that describes it',
    (service) => {
      expect(referenceOf(`${service}:Anything`)).toMatch(
        /^https:\/\/docs\.aws\.amazon\.com\/service-authorization\/latest\/reference\/list_[a-z0-9]+\.html$/,
      );
    },
  );
});
