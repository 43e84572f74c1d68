import type { AutomationDocument } from '../automation-document.ts';
import { isWanted } from '../change-if-wanted.ts';
import { evaluateAgain, evaluationPermissions } from '../evaluation/evaluate-again.ts';
import { standardParameters } from '../parameters.ts';
import { ownBuckets, readsLoggingConfiguration } from '../permission.ts';
import { returned, scriptStep, surroundings } from '../script-step.ts';
import { takeTurn, turnPermissions } from '../turns/take-turn.ts';
import { encryptLogDestination, kmsKeyPattern } from './runbook.ts';

const own = (...names: string[]) => names.map((name) => `encrypt-log-destination/${name}.py`);

const payload = {
  ResourceId: '{{ ResourceId }}',
  KmsKey: '{{ KmsKey }}',
  RequiredKey: '{{ RequiredKey }}',
  AllowedKeys: '{{ AllowedKeys }}',
  AllowedKeyAccounts: '{{ AllowedKeyAccounts }}',
  ...surroundings,
};

const keyArn = 'arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+';
const logGroups = ['arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:*'];

const wanted = isWanted('plan.IsNeeded');

/** Whatever went wrong after a change, the former encryption comes back. */
const orRestore = { onFailure: 'step:restore', onCancel: 'step:restore' } as const;

/**
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const document: AutomationDocument = {
  runbook: encryptLogDestination,
  description:
    'Encrypts a bucket or log group that Amazon Bedrock model invocations are logged to with a given customer-managed KMS key, and has Amazon Bedrock check delivery. Where that is refused, puts the former encryption back. Leaves old objects and events alone, and changes no key.',
  parameters: {
    ...standardParameters,
    KmsKey: {
      type: 'String',
      description:
        'Customer-managed key to encrypt with: the name of an alias, a key id or a key ARN; a key of another account by its ARN.',
      default: encryptLogDestination.parameters.KmsKey.default,
      allowedPattern: kmsKeyPattern,
    },
    RequiredKey: {
      type: 'String',
      description: 'Which kind of key the rule demands; what satisfies it is left alone.',
      default: 'customer-managed',
      allowedValues: ['customer-managed', 'any-kms', 'any'],
    },
    AllowedKeys: {
      type: 'String',
      description:
        'ARNs of the only keys that the rule allows, with commas between them; empty for those in SSM, or any key of the account.',
      default: '',
      allowedPattern: `^(${keyArn}(,${keyArn})*)?$`,
    },
    AllowedKeyAccounts: {
      type: 'String',
      description: 'Ids of other accounts whose keys the rule allows, with commas between them; empty for those in SSM, or none.',
      default: '',
      allowedPattern: '^([0-9]{12}(,[0-9]{12})*)?$',
    },
  },
  steps: [
    takeTurn,
    scriptStep({
      name: 'plan',
      description: 'Looks at the destination and at the given key again, and counts what is under the old key.',
      script: ['logging_configuration.py', ...own('encryption', 'judgement', 'key_policy', 'plan')],
      handler: 'plan',
      payload,
      outputs: returned({
        IsNeeded: 'Boolean',
        Changes: 'StringList',
        Before: 'String',
        KeyArn: 'String',
        IsBucketFaulty: 'Boolean',
        BucketEncryption: 'StringMap',
        IsLogGroupFaulty: 'Boolean',
        KeyPolicy: 'String',
        Excuse: 'String',
      }),
    }),
    {
      name: 'chooseWhetherToChange',
      action: 'aws:branch',
      inputs: {
        Choices: [
          { And: [...wanted, { Variable: '{{ plan.IsBucketFaulty }}', BooleanEquals: true }], NextStep: 'encryptBucket' },
          { And: [...wanted, { Variable: '{{ plan.IsLogGroupFaulty }}', BooleanEquals: true }], NextStep: 'encryptLogGroup' },
          { And: wanted, NextStep: 'validate' },
        ],
        Default: 'evaluateAgain',
      },
    },
    {
      name: 'encryptBucket',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 's3',
        Api: 'PutBucketEncryption',
        Bucket: '{{ ResourceId }}',
        ExpectedBucketOwner: '{{ global:ACCOUNT_ID }}',
        ServerSideEncryptionConfiguration: '{{ plan.BucketEncryption }}',
      },
      ...orRestore,
    },
    {
      name: 'chooseWhetherToEncryptLogGroup',
      action: 'aws:branch',
      inputs: {
        Choices: [{ Variable: '{{ plan.IsLogGroupFaulty }}', BooleanEquals: true, NextStep: 'encryptLogGroup' }],
        Default: 'letChangeSpread',
      },
      ...orRestore,
    },
    {
      name: 'encryptLogGroup',
      action: 'aws:executeAwsApi',
      inputs: { Service: 'logs', Api: 'AssociateKmsKey', logGroupName: '{{ ResourceId }}', kmsKeyId: '{{ plan.KeyArn }}' },
      ...orRestore,
    },
    {
      name: 'letChangeSpread',
      action: 'aws:sleep',
      description: 'S3 spreads the configuration of buckets with a delay; too early, Amazon Bedrock would be checked with the former key.',
      inputs: { Duration: 'PT30S' },
      ...orRestore,
    },
    scriptStep({
      name: 'validate',
      description: 'Puts the unchanged logging configuration again, which makes Amazon Bedrock check delivery.',
      script: ['logging_configuration.py', 'put_logging_configuration.py', ...own('validate')],
      handler: 'validate',
      payload: { Excuse: '{{ plan.Excuse }}' },
      outputs: returned({ Delivery: 'String' }),
      nextStep: 'verify',
      ...orRestore,
    }),
    scriptStep({
      name: 'restore',
      description: 'Puts the former encryption back and fails, with what the policy of the key lacks.',
      script: ['logging_configuration.py', ...own('encryption', 'restore')],
      handler: 'restore',
      payload: { Before: '{{ plan.Before }}', KeyPolicy: '{{ plan.KeyPolicy }}', ...surroundings },
      isEnd: true,
    }),
    scriptStep({
      name: 'verify',
      script: ['logging_configuration.py', ...own('encryption', 'verify')],
      handler: 'verify',
      payload: { Before: '{{ plan.Before }}', KeyArn: '{{ plan.KeyArn }}', ...surroundings },
      outputs: returned({ After: 'String' }),
    }),
    evaluateAgain(['bedrock-log-destinations-encrypted', 'bedrock-log-readers-restricted']),
  ],
  outputs: ['plan.Changes', 'plan.Before', 'validate.Delivery', 'verify.After', 'evaluateAgain.Rules'],
  permissions: [
    ...turnPermissions,
    readsLoggingConfiguration,
    {
      to: 'put it again unchanged, so that Amazon Bedrock checks delivery',
      actions: ['bedrock:PutModelInvocationLoggingConfiguration'],
      resources: ['*'],
    },
    {
      to: 'hand Amazon Bedrock the delivery role of that configuration',
      actions: ['iam:PassRole'],
      resources: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*'],
      condition: { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
    },
    {
      to: "read the rule's parameters that are too long for AWS Config",
      actions: ['ssm:GetParameter'],
      resources: [
        'arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:parameter/bedrock-logging/parameters/bedrock-log-destinations-encrypted/*',
      ],
    },
    { to: 'see whether a key can be used', actions: ['kms:DescribeKey'], resources: ['arn:${AWS::Partition}:kms:*:*:key/*'] },
    {
      to: 'see which services the policy of a key names',
      actions: ['kms:GetKeyPolicy'],
      resources: ['arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*'],
    },
    { to: 'read the key of the log group', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
    { to: 'encrypt the log group, and undo it', actions: ['logs:AssociateKmsKey', 'logs:DisassociateKmsKey'], resources: logGroups },
    {
      to: 'read how the bucket is encrypted, and list what it holds',
      actions: ['s3:GetBucketLocation', 's3:GetEncryptionConfiguration', 's3:ListBucketVersions'],
      ...ownBuckets,
    },
    { to: 'encrypt the bucket, and undo it', actions: ['s3:PutEncryptionConfiguration'], ...ownBuckets },
    ...evaluationPermissions,
  ],
};
