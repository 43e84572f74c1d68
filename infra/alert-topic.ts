import type { Stack } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { reconcilerName } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';

/** What the administrators of the account may do with the key, besides using it. */
const keeping = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
] as const;

/**
 * A topic that tells an address about alarms of this account. A key of AWS would not let CloudWatch publish, so it has one of its own.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic.html
 */
export function alertTopic(stack: Stack, { partition, administratorAccount, homeRegion }: Organization, email: string): CfnTopic {
  const alarms = {
    StringEquals: { 'aws:SourceAccount': administratorAccount },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${homeRegion}:${administratorAccount}:alarm:${reconcilerName}` },
  };
  const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };
  const key = new CfnKey(stack, 'AlertKey', {
    description: 'Encrypts what the topic of the reconciler tells.',
    enableKeyRotation: true,
    pendingWindowInDays: 7,
    keyPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Keep',
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${administratorAccount}:root` },
          Action: keeping,
          Resource: '*',
        },
        {
          Sid: 'TellOfAlarms',
          Effect: 'Allow',
          Principal: cloudWatch,
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: alarms,
        },
      ],
    },
  });
  new CfnAlias(stack, 'AlertKeyAlias', { aliasName: `alias/${reconcilerName}`, targetKeyId: key.ref });
  const topic = new CfnTopic(stack, 'Alerts', { topicName: reconcilerName, kmsMasterKeyId: key.ref });
  new CfnTopicPolicy(stack, 'AlertsPolicy', {
    topics: [topic.ref],
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TellOfAlarms',
          Effect: 'Allow',
          Principal: cloudWatch,
          Action: 'sns:Publish',
          Resource: topic.ref,
          Condition: alarms,
        },
        {
          Sid: 'NothingInPlainText',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Resource: topic.ref,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  });
  new CfnSubscription(stack, 'AlertsByEmail', { topicArn: topic.ref, protocol: 'email', endpoint: email });
  return topic;
}
