import type { AutomationDocument } from '../automation-document.ts';
import { changeIfWanted } from '../change-if-wanted.ts';
import { approval } from '../approval.ts';
import { evaluateAgain, evaluationPermissions } from '../evaluation/evaluate-again.ts';
import { standardParameters } from '../parameters.ts';
import { ownBuckets, readsLoggingConfiguration } from '../permission.ts';
import { roleParameter } from '../runbook.ts';
import { returned, scriptStep, surroundings } from '../script-step.ts';
import { takeTurn, turnPermissions } from '../turns/take-turn.ts';
import { approverPattern } from '../set-log-retention/runbook.ts';
import { restrictLogReaders } from './runbook.ts';

const scriptOf = (...names: readonly string[]): readonly string[] => [
  'logging_configuration.py',
  ...names.map((name) => `restrict-log-readers/${name}.py`),
];

/** What the steps behind the approval make of the plan. */
const approved = {
  ResourceId: '{{ ResourceId }}',
  PolicyArn: '{{ plan.PolicyArn }}',
  AttachTo: '{{ plan.AttachTo }}',
};

const denyPolicies = 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/BedrockLoggingDenyLogReaders-*';

/** The steps that change something, of which the plan chooses the first. */
const changes = ['createPolicy', 'deletePolicyVersion', 'createPolicyVersion', 'putBucketPolicy'];

const reader = 'arn:aws[a-z-]*:(iam|sts)::([0-9]{12}|[*?]+):[A-Za-z0-9+=.,@_/*?-]+|[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const document: AutomationDocument = {
  runbook: restrictLogReaders,
  description:
    'Once somebody approves of it, denies reading the logs of Amazon Bedrock model invocations: to the principals that are given, by a policy of IAM that is attached to them, or to everybody but those that are listed, in the policy of the bucket. Who should not read is not worked out here. Takes no grant away, and never restricts the root user of the account, the delivery of the logs, or the role it works with.',
  parameters: {
    ...standardParameters,
    Method: {
      type: 'String',
      description:
        'How reading is denied: identity-policy attaches a policy that denies it to Principals; bucket-policy denies it to everybody but AllowedReaders in the policy of the bucket.',
      default: 'identity-policy',
      allowedValues: ['identity-policy', 'bucket-policy'],
    },
    Principals: {
      type: 'StringList',
      description:
        'ARNs of the roles, users and groups that are to lose reading, as `bedrock-logging explain readers` names them. With bucket-policy, of those whose losses the approval is to name.',
      default: [],
      allowedPattern: '^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:(root|(role|user|group)/[A-Za-z0-9+=,.@_/-]+)$',
    },
    AllowedReaders: {
      type: 'StringList',
      description:
        'ARNs of the users and roles that go on reading with bucket-policy, with * and ? as wildcards; what else the rule takes in allowedReaders is passed over.',
      default: [],
      allowedPattern: `^(${reader})(,(${reader}))*$`,
    },
    Approver: {
      type: 'String',
      description:
        'ARN of the IAM user, role or role session that approves. Without an account id in it, that of this account is put in. Only a dry run does without.',
      default: '',
      allowedPattern: approverPattern,
    },
  },
  steps: [
    scriptStep({
      name: 'plan',
      description: 'Looks who would lose reading, and by which grants.',
      script: scriptOf('state', 'digests', 'denial', 'grants', 'identity_policy', 'bucket_policy', 'restriction'),
      handler: 'plan',
      payload: {
        ResourceId: '{{ ResourceId }}',
        DryRun: '{{ DryRun }}',
        Method: '{{ Method }}',
        Principals: '{{ Principals }}',
        AllowedReaders: '{{ AllowedReaders }}',
        Approver: '{{ Approver }}',
        Role: `{{ ${roleParameter} }}`,
        ...surroundings,
      },
      outputs: returned({
        IsNeeded: 'Boolean',
        Changes: 'StringList',
        ByHand: 'StringList',
        Message: 'String',
        Approver: 'String',
        Before: 'String',
        Digests: 'StringMap',
        FirstChange: 'String',
        PolicyArn: 'String',
        PolicyDocument: 'String',
        OldestVersion: 'String',
        AttachTo: 'StringList',
        BucketPolicy: 'String',
      }),
    }),
    changeIfWanted('approve'),
    approval('plan'),
    takeTurn,
    scriptStep({
      name: 'confirm',
      description: 'Stops where what was planned and approved rests on something that is no longer so.',
      script: scriptOf('state', 'digests', 'confirmation'),
      handler: 'confirm',
      payload: { ...approved, Method: '{{ Method }}', Digests: '{{ plan.Digests }}', ...surroundings },
    }),
    {
      name: 'chooseHowToChange',
      action: 'aws:branch',
      inputs: {
        Choices: changes.map((NextStep) => ({ Variable: '{{ plan.FirstChange }}', StringEquals: NextStep, NextStep })),
        Default: 'attachPolicy',
      },
    },
    {
      name: 'createPolicy',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'iam',
        Api: 'CreatePolicy',
        PolicyName: 'BedrockLoggingDenyLogReaders-{{ global:REGION }}',
        PolicyDocument: '{{ plan.PolicyDocument }}',
        Description: 'Denies reading the logs of Amazon Bedrock model invocations. BedrockLogging-RestrictLogReaders writes it.',
      },
      nextStep: 'attachPolicy',
    },
    {
      name: 'deletePolicyVersion',
      action: 'aws:executeAwsApi',
      description: 'Makes room for another version: IAM keeps five.',
      inputs: {
        Service: 'iam',
        Api: 'DeletePolicyVersion',
        PolicyArn: '{{ plan.PolicyArn }}',
        VersionId: '{{ plan.OldestVersion }}',
      },
    },
    {
      name: 'createPolicyVersion',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'iam',
        Api: 'CreatePolicyVersion',
        PolicyArn: '{{ plan.PolicyArn }}',
        PolicyDocument: '{{ plan.PolicyDocument }}',
        SetAsDefault: true,
      },
    },
    scriptStep({
      name: 'attachPolicy',
      script: ['restrict-log-readers/attachment.py'],
      handler: 'attach',
      payload: approved,
      nextStep: 'verify',
    }),
    {
      name: 'putBucketPolicy',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 's3',
        Api: 'PutBucketPolicy',
        Bucket: '{{ ResourceId }}',
        ExpectedBucketOwner: '{{ global:ACCOUNT_ID }}',
        Policy: '{{ plan.BucketPolicy }}',
      },
    },
    scriptStep({
      name: 'verify',
      script: scriptOf('state', 'verification'),
      handler: 'verify',
      payload: {
        ...approved,
        PolicyDocument: '{{ plan.PolicyDocument }}',
        BucketPolicy: '{{ plan.BucketPolicy }}',
        ...surroundings,
      },
      outputs: returned({ After: 'String' }),
    }),
    evaluateAgain(['bedrock-log-readers-restricted']),
  ],
  outputs: ['plan.Changes', 'plan.ByHand', 'plan.Before', 'verify.After', 'evaluateAgain.Rules'],
  permissions: [
    ...turnPermissions,
    readsLoggingConfiguration,
    { to: 'find the access points of the buckets', actions: ['s3:ListAccessPoints'], resources: ['*'] },
    { to: 'read and change the policy of a bucket', actions: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'], ...ownBuckets },
    {
      to: 'find a principal by its id, and how many policies IAM attaches to one',
      actions: ['iam:GetAccountSummary', 'iam:ListGroups', 'iam:ListRoles', 'iam:ListUsers'],
      resources: ['*'],
    },
    {
      to: 'name the grants of roles',
      actions: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*'],
    },
    {
      to: 'name the grants of users',
      actions: ['iam:GetUser', 'iam:GetUserPolicy', 'iam:ListAttachedUserPolicies', 'iam:ListGroupsForUser', 'iam:ListUserPolicies'],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*'],
    },
    {
      to: 'name the grants and the members of groups',
      actions: ['iam:GetGroup', 'iam:GetGroupPolicy', 'iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies'],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:group/*'],
    },
    {
      to: 'read managed policies',
      actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/*', 'arn:${AWS::Partition}:iam::aws:policy/*'],
    },
    {
      to: 'write the policy that denies reading, and see who has it',
      actions: [
        'iam:CreatePolicy',
        'iam:CreatePolicyVersion',
        'iam:DeletePolicyVersion',
        'iam:ListEntitiesForPolicy',
        'iam:ListPolicyVersions',
      ],
      resources: [denyPolicies],
    },
    ...(['Role', 'User', 'Group'] as const).map((kind) => ({
      to: `attach that policy, and no other, to ${kind.toLowerCase()}s`,
      actions: [`iam:Attach${kind}Policy`],
      resources: [`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${kind.toLowerCase()}/*`],
      condition: { ArnLike: { 'iam:PolicyARN': denyPolicies } },
    })),
    ...evaluationPermissions,
  ],
};
