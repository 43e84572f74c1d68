import type { AutomationDocument } from '../automation-document.ts';
import { changeIfWanted } from '../change-if-wanted.ts';
import { evaluateAgain, evaluationPermissions, everyRule } from '../evaluation/evaluate-again.ts';
import { standardParameters } from '../parameters.ts';
import { ownBuckets } from '../permission.ts';
import { returned, scriptStep, surroundings } from '../script-step.ts';
import { takeTurn, turnPermissions } from '../turns/take-turn.ts';
import { enableInvocationLogging, retentionDays } from './runbook.ts';

const scripts = (...names: readonly string[]) => names.map((name) => `enable-invocation-logging/${name}.py`);
const { Destinations, BucketName, KeyPrefix, LogGroupName, KmsKey, RetentionDays } = enableInvocationLogging.parameters;
const retention = { RetentionDays: '{{ RetentionDays }}' };
const planned = { Before: '{{ plan.Before }}', Work: '{{ plan.Work }}' };
const ownRoles = ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/BedrockLogsDelivery-*'];
const ownKeys = ['arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*'];
const ownLogGroups = ['arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:*'];
const tagged = { StringEquals: { 'aws:RequestTag/bedrock-logging': 'managed' } };

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html */
export const document: AutomationDocument = {
  runbook: enableInvocationLogging,
  description:
    'Has Amazon Bedrock log model invocations: keeps every destination that can be logged to, makes the bucket, log group, delivery role and key that are missing, and puts the logging configuration with all five data types. Changes nothing of what is there but the policies that let Amazon Bedrock write. Deletes nothing.',
  parameters: {
    ...standardParameters,
    RequiredDestinations: {
      type: 'String',
      description: 'What invocations are to be logged to in any case, besides what is configured.',
      default: 'any',
      allowedValues: ['any', 's3', 'cloudwatch', 'both'],
    },
    Destinations: { type: 'String', ...Destinations },
    BucketName: { type: 'String', ...BucketName },
    KeyPrefix: { type: 'String', ...KeyPrefix },
    LogGroupName: { type: 'String', ...LogGroupName },
    KmsKey: { type: 'String', ...KmsKey },
    RetentionDays: {
      type: 'Integer',
      description: RetentionDays.description,
      default: Number(RetentionDays.default),
      allowedValues: retentionDays,
    },
  },
  steps: [
    takeTurn,
    scriptStep({
      name: 'plan',
      description: 'Looks at the configuration and at all it names, and works out what has to be made.',
      script: [
        'logging_configuration.py',
        ...scripts('policies', 'statements', 'own_buckets', 'destinations', 'found', 'target', 'work', 'changes', 'plan'),
      ],
      handler: 'plan',
      payload: {
        ResourceId: '{{ ResourceId }}',
        RequiredDestinations: '{{ RequiredDestinations }}',
        Destinations: '{{ Destinations }}',
        BucketName: '{{ BucketName }}',
        KeyPrefix: '{{ KeyPrefix }}',
        LogGroupName: '{{ LogGroupName }}',
        KmsKey: '{{ KmsKey }}',
        ...retention,
        ...surroundings,
      },
      outputs: returned({
        IsNeeded: 'Boolean',
        Changes: 'StringList',
        Before: 'String',
        Work: 'String',
        RoleStep: 'String',
        RoleName: 'String',
        Trust: 'String',
        Permissions: 'String',
      }),
    }),
    changeIfWanted('chooseWhatTheRoleLacks'),
    {
      name: 'chooseWhatTheRoleLacks',
      action: 'aws:branch',
      inputs: {
        Choices: [
          { Variable: '{{ plan.RoleStep }}', StringEquals: 'create', NextStep: 'createRole' },
          { Variable: '{{ plan.RoleStep }}', StringEquals: 'trust', NextStep: 'updateTrust' },
          { Variable: '{{ plan.RoleStep }}', StringEquals: 'write', NextStep: 'putRolePolicy' },
        ],
        Default: 'provide',
      },
    },
    {
      name: 'createRole',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'iam',
        Api: 'CreateRole',
        RoleName: '{{ plan.RoleName }}',
        AssumeRolePolicyDocument: '{{ plan.Trust }}',
        Description: 'Amazon Bedrock delivers model invocation logs with it',
        Tags: [{ Key: 'bedrock-logging', Value: 'managed' }],
      },
      nextStep: 'putRolePolicy',
    },
    {
      name: 'updateTrust',
      action: 'aws:executeAwsApi',
      inputs: { Service: 'iam', Api: 'UpdateAssumeRolePolicy', RoleName: '{{ plan.RoleName }}', PolicyDocument: '{{ plan.Trust }}' },
    },
    {
      name: 'putRolePolicy',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'iam',
        Api: 'PutRolePolicy',
        RoleName: '{{ plan.RoleName }}',
        PolicyName: '{{ plan.RoleName }}',
        PolicyDocument: '{{ plan.Permissions }}',
      },
    },
    scriptStep({
      name: 'provide',
      description: 'Makes the key, the log group and the buckets that are missing.',
      script: scripts('settling', 'provide'),
      handler: 'provide',
      payload: { ...planned, ...retention, ...surroundings },
      outputs: returned({ KeyArn: 'String' }),
    }),
    scriptStep({
      name: 'putConfiguration',
      description: 'Puts the configuration, for some minutes again while IAM settles.',
      script: ['logging_configuration.py', 'put_logging_configuration.py', ...scripts('settling', 'put_configuration')],
      handler: 'put_configuration',
      payload: { ...planned, Patience: 240 },
      outputs: returned({ Configuration: 'String' }),
    }),
    scriptStep({
      name: 'verify',
      script: ['logging_configuration.py', ...scripts('found', 'verify')],
      handler: 'verify',
      payload: { ...planned, ...retention, ...surroundings, RoleName: '{{ plan.RoleName }}' },
      outputs: returned({ After: 'String' }),
    }),
    evaluateAgain(everyRule),
  ],
  outputs: ['plan.Changes', 'plan.Before', 'verify.After', 'evaluateAgain.Rules'],
  permissions: [
    ...turnPermissions,
    {
      to: 'read and put the logging configuration',
      actions: ['bedrock:GetModelInvocationLoggingConfiguration', 'bedrock:PutModelInvocationLoggingConfiguration'],
      resources: ['*'],
    },
    { to: 'find the buckets of the account', actions: ['s3:ListAllMyBuckets'], resources: ['*'] },
    {
      to: 'read of buckets that are logged to where they are, who made them, and what this runbook sets',
      actions: [
        's3:GetBucketLocation',
        's3:GetBucketOwnershipControls',
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketTagging',
        's3:GetBucketVersioning',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
      ],
      ...ownBuckets,
    },
    {
      to: 'make a bucket that has no ACLs from the start',
      actions: ['s3:CreateBucket'],
      resources: ['arn:${AWS::Partition}:s3:::*'],
      condition: { StringEquals: { 's3:x-amz-object-ownership': 'BucketOwnerEnforced' } },
    },
    {
      to: 'take ACLs away from a bucket, also as it is made',
      actions: ['s3:PutBucketOwnershipControls'],
      resources: ['arn:${AWS::Partition}:s3:::*'],
    },
    {
      to: 'close, encrypt and mark a bucket that it made, and let Amazon Bedrock write',
      actions: [
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
        's3:PutBucketTagging',
        's3:PutBucketVersioning',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
      ],
      ...ownBuckets,
    },
    { to: 'find the log group', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
    { to: 'see who made the log group, and how long it keeps records', actions: ['logs:ListTagsForResource'], resources: ownLogGroups },
    { to: 'make and mark a log group', actions: ['logs:CreateLogGroup', 'logs:TagResource'], resources: ownLogGroups, condition: tagged },
    { to: 'set how long it keeps records', actions: ['logs:PutRetentionPolicy'], resources: ownLogGroups },
    { to: 'read the delivery role', actions: ['iam:GetRole'], resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*'] },
    { to: 'make and mark a delivery role', actions: ['iam:CreateRole', 'iam:TagRole'], resources: ownRoles, condition: tagged },
    {
      to: 'have the delivery role trust Amazon Bedrock and write to the log group',
      actions: ['iam:GetRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
      resources: ownRoles,
    },
    {
      to: 'hand the delivery role to Amazon Bedrock',
      actions: ['iam:PassRole'],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*'],
      condition: { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
    },
    { to: 'make a key', actions: ['kms:CreateKey'], resources: ['*'], condition: tagged },
    { to: 'mark the key', actions: ['kms:TagResource'], resources: ownKeys, condition: tagged },
    {
      to: 'give the key its alias',
      actions: ['kms:CreateAlias'],
      resources: [...ownKeys, 'arn:${AWS::Partition}:kms:*:${AWS::AccountId}:alias/*'],
    },
    {
      to: 'look at the key, and let in the services that need it',
      actions: ['kms:DescribeKey', 'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
      resources: ownKeys,
    },
    ...evaluationPermissions,
  ],
};
