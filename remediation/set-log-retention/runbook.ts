import type { Runbook } from '../runbook.ts';

/** Empty, or the ARN of an IAM user, a role or a session of a role. The id of the account may be left out. */
export const approverPattern =
  '^(arn:aws(-cn|-us-gov)?:(iam::([0-9]{12})?:(user|role)/[A-Za-z0-9+=,.@_/-]+|sts::([0-9]{12})?:assumed-role/[A-Za-z0-9+=,.@_-]+/[A-Za-z0-9+=,.@_-]+))?$';

export const setLogRetention = {
  id: 'set-log-retention',
  title: 'set how long log groups and buckets keep invocation logs',
  parameters: {
    MinimumDays: { sameAs: 'minimumDays' },
    MaximumDays: { sameAs: 'maximumDays' },
    Approver: {
      description:
        'ARN of the IAM user, role or role session that approves changes by which records are gone earlier. Without an account id in it, that of the account the runbook runs in is put in.',
      default: '',
      allowedPattern: approverPattern,
    },
  },
  isAutomatic: false,
} as const satisfies Runbook;
