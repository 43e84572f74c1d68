import type { AutomationDocument } from '../automation-document.ts';
import { isWanted } from '../change-if-wanted.ts';
import { approval } from '../approval.ts';
import { evaluateAgain, evaluationPermissions } from '../evaluation/evaluate-again.ts';
import { standardParameters } from '../parameters.ts';
import { ownBuckets, readsLoggingConfiguration } from '../permission.ts';
import { returned, scriptStep, surroundings } from '../script-step.ts';
import { takeTurn, turnPermissions } from '../turns/take-turn.ts';
import { approverPattern, setLogRetention } from './runbook.ts';

const own = (...files: readonly string[]): readonly string[] => [
  'logging_configuration.py',
  ...files.map((file) => `set-log-retention/${file}`),
];

const destination = { ResourceId: '{{ ResourceId }}', ...surroundings };
const wanted = { OwnRules: '{{ lookAhead.OwnRules }}', Replaced: '{{ lookAhead.Replaced }}', Retention: '{{ lookAhead.Retention }}' };
const ownLogGroups = 'arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:*';

/**
 * It looks at everything before it takes its turn, since an execution that waits for an approval must not hold others up, and goes on only if everything is
 * still the same after.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
 */
export const document: AutomationDocument = {
  runbook: setLogRetention,
  description:
    'Sets how long a log group or a bucket keeps the logs of Amazon Bedrock model invocations: within the given limits, and as long as they allow. Adds lifecycle rules of its own to a bucket; changes and removes none of others, and stops where one conflicts. Where records would be gone earlier than now, somebody must approve; deleted records cannot be restored.',
  parameters: {
    ...standardParameters,
    MinimumDays: { type: 'String', description: 'Days that every record must be kept at least.', allowedPattern: '^[0-9]{1,5}$' },
    MaximumDays: { type: 'String', description: 'Days after which every record must be gone.', allowedPattern: '^[0-9]{1,5}$' },
    Approver: {
      type: 'String',
      description:
        'ARN of the IAM user, role or role session that approves changes by which records are gone earlier. Without an account id in it, that of this account is put in. Where it is empty, such changes are not made.',
      default: '',
      allowedPattern: approverPattern,
    },
  },
  steps: [
    scriptStep({
      name: 'lookAhead',
      description: 'Looks at the log group and the bucket, and at how much a change would delete.',
      script: own('settings.py', 'destination.py', 'lifetime.py', 'own_rules.py', 'extent.py', 'whole_answers.py', 'look_ahead.py'),
      handler: 'look_ahead',
      payload: {
        ...destination,
        MinimumDays: '{{ MinimumDays }}',
        MaximumDays: '{{ MaximumDays }}',
        Approver: '{{ Approver }}',
        DryRun: '{{ DryRun }}',
      },
      outputs: returned({
        IsNeeded: 'Boolean',
        NeedsApproval: 'Boolean',
        ChangesLifecycle: 'Boolean',
        OwnRules: 'String',
        Replaced: 'StringList',
        Retention: 'Integer',
        Changes: 'StringList',
        Message: 'String',
        Approver: 'String',
        Seen: 'String',
      }),
    }),
    {
      name: 'chooseWhetherToAsk',
      action: 'aws:branch',
      inputs: {
        Choices: [{ And: isWanted('lookAhead.NeedsApproval'), NextStep: 'approve' }],
        Default: 'takeTurn',
      },
    },
    approval('lookAhead'),
    takeTurn,
    scriptStep({
      name: 'plan',
      description: 'Looks again at what decides, and stops where it is no longer what was looked at before.',
      script: own('settings.py', 'destination.py', 'wanted.py', 'plan.py'),
      handler: 'plan',
      payload: {
        ...destination,
        ...wanted,
        IsNeeded: '{{ lookAhead.IsNeeded }}',
        Changes: '{{ lookAhead.Changes }}',
        Seen: '{{ lookAhead.Seen }}',
      },
      outputs: returned({ IsNeeded: 'Boolean', Changes: 'StringList', Before: 'String' }),
    }),
    {
      name: 'chooseWhatToChange',
      action: 'aws:branch',
      inputs: {
        Choices: [
          {
            And: [...isWanted('plan.IsNeeded'), { Variable: '{{ lookAhead.ChangesLifecycle }}', BooleanEquals: true }],
            NextStep: 'setLifecycle',
          },
          { And: isWanted('plan.IsNeeded'), NextStep: 'setRetention' },
        ],
        Default: 'evaluateAgain',
      },
    },
    scriptStep({
      name: 'setLifecycle',
      description: 'Adds lifecycle rules to those that the bucket has.',
      script: own('settings.py', 'set_lifecycle.py'),
      handler: 'set_lifecycle',
      payload: { ...destination, ...wanted, Before: '{{ plan.Before }}' },
      outputs: returned({ Rules: 'Integer' }),
    }),
    {
      name: 'chooseWhetherToSetRetention',
      action: 'aws:branch',
      inputs: {
        Choices: [{ Variable: '{{ lookAhead.Retention }}', NumericGreater: 0, NextStep: 'setRetention' }],
        Default: 'verify',
      },
    },
    {
      name: 'setRetention',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 'logs',
        Api: 'PutRetentionPolicy',
        logGroupName: '{{ ResourceId }}',
        retentionInDays: '{{ lookAhead.Retention }}',
      },
    },
    scriptStep({
      name: 'verify',
      script: own('settings.py', 'wanted.py', 'verify.py'),
      handler: 'verify',
      payload: { ...destination, ...wanted, Before: '{{ plan.Before }}' },
      outputs: returned({ After: 'String' }),
    }),
    evaluateAgain(['bedrock-log-retention-within-limits']),
  ],
  outputs: ['plan.Changes', 'plan.Before', 'verify.After', 'evaluateAgain.Rules'],
  permissions: [
    ...turnPermissions,
    readsLoggingConfiguration,
    { to: 'read how long log groups keep events', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
    { to: 'read how old the oldest event is', actions: ['logs:DescribeLogStreams'], resources: [ownLogGroups] },
    { to: 'set how long a log group keeps events', actions: ['logs:PutRetentionPolicy'], resources: [ownLogGroups] },
    {
      to: 'read how long a bucket keeps objects',
      actions: ['s3:GetBucketObjectLockConfiguration', 's3:GetBucketVersioning', 's3:GetLifecycleConfiguration'],
      ...ownBuckets,
    },
    { to: 'count object versions, by their sizes and dates', actions: ['s3:ListBucketVersions'], ...ownBuckets },
    { to: 'add lifecycle rules', actions: ['s3:PutLifecycleConfiguration'], ...ownBuckets },
    ...evaluationPermissions,
  ],
};
