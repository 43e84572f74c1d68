import type { AutomationDocument } from '../automation-document.ts';
import { changeIfWanted } from '../change-if-wanted.ts';
import { evaluateAgain, evaluationPermissions, everyRule } from '../evaluation/evaluate-again.ts';
import { standardParameters } from '../parameters.ts';
import { ownBuckets } from '../permission.ts';
import { returned, scriptStep, surroundings } from '../script-step.ts';
import { takeTurn, turnPermissions } from '../turns/take-turn.ts';
import { restorePreviousConfiguration } from './runbook.ts';

const script = [
  'logging_configuration.py',
  'put_logging_configuration.py',
  'restore-previous-configuration/settings.py',
  'restore-previous-configuration/restore.py',
];
const payload = { FormerExecutionId: '{{ FormerExecutionId }}', ...surroundings };
const { AutomationAssumeRole, DryRun } = standardParameters;

export const document: AutomationDocument = {
  runbook: restorePreviousConfiguration,
  description:
    'Puts back the configuration that a former run of one of these runbooks found, by the id of its execution. Brings no deleted record back and deletes no bucket, log group, key, role or policy. Stops where somebody else has changed the same settings since.',
  parameters: {
    AutomationAssumeRole,
    FormerExecutionId: {
      type: 'String',
      description: 'Id of the execution to undo.',
      allowedPattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
    },
    DryRun,
  },
  steps: [
    takeTurn,
    scriptStep({
      name: 'plan',
      description: 'Compares what is configured with what the former run found and left.',
      script,
      handler: 'plan',
      payload,
      outputs: returned({ IsNeeded: 'Boolean', Changes: 'StringList', Before: 'String', Items: 'String' }),
    }),
    changeIfWanted('restore'),
    scriptStep({
      name: 'restore',
      description: 'Puts back one setting after another.',
      script,
      handler: 'restore',
      payload: { ...payload, Items: '{{ plan.Items }}' },
      outputs: returned({ Restored: 'Integer' }),
    }),
    scriptStep({
      name: 'verify',
      script,
      handler: 'verify',
      payload: { ...payload, Items: '{{ plan.Items }}' },
      outputs: returned({ After: 'String' }),
    }),
    evaluateAgain(everyRule),
  ],
  outputs: ['plan.Changes', 'plan.Before', 'verify.After', 'evaluateAgain.Rules'],
  permissions: [
    ...turnPermissions,
    {
      to: 'read what the former run found',
      actions: ['ssm:GetAutomationExecution'],
      resources: ['arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:automation-execution/*'],
    },
    {
      to: 'read and put back the logging configuration',
      actions: [
        'bedrock:DeleteModelInvocationLoggingConfiguration',
        'bedrock:GetModelInvocationLoggingConfiguration',
        'bedrock:PutModelInvocationLoggingConfiguration',
      ],
      resources: ['*'],
    },
    {
      to: 'hand Amazon Bedrock the delivery role of that configuration',
      actions: ['iam:PassRole'],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*'],
      condition: { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
    },
    {
      to: 'read and put back settings of the buckets',
      actions: [
        's3:DeleteBucketPolicy',
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
      ],
      ...ownBuckets,
    },
    { to: 'read the settings of the log group', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
    {
      to: 'put back settings of the log group',
      actions: ['logs:AssociateKmsKey', 'logs:DeleteRetentionPolicy', 'logs:DisassociateKmsKey', 'logs:PutRetentionPolicy'],
      resources: ['arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:*'],
    },
    {
      to: 'read and put back the policy of the key',
      actions: ['kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
      resources: ['arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*'],
    },
    {
      to: 'read and put back the policy that denies readers',
      actions: [
        'iam:CreatePolicyVersion',
        'iam:DeletePolicyVersion',
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:ListEntitiesForPolicy',
        'iam:ListPolicyVersions',
      ],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/BedrockLoggingDenyLogReaders-*'],
    },
    {
      to: 'attach that policy, and take it off',
      actions: [
        'iam:AttachGroupPolicy',
        'iam:AttachRolePolicy',
        'iam:AttachUserPolicy',
        'iam:DetachGroupPolicy',
        'iam:DetachRolePolicy',
        'iam:DetachUserPolicy',
      ],
      resources: ['*'],
      condition: { ArnLike: { 'iam:PolicyARN': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/BedrockLoggingDenyLogReaders-*' } },
    },
    ...evaluationPermissions,
  ],
};
