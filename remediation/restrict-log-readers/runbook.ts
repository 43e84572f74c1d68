import type { Runbook } from '../runbook.ts';
import { approverPattern } from '../set-log-retention/runbook.ts';

export const restrictLogReaders = {
  id: 'restrict-log-readers',
  title: 'deny reading invocation logs to those who should not',
  parameters: {
    Method: {
      description:
        'How reading is denied: identity-policy attaches a policy that denies it to the principals that whoever starts it names; bucket-policy denies it to everybody but allowedReaders in the policy of the bucket.',
      default: 'identity-policy',
      allowedValues: ['identity-policy', 'bucket-policy'],
    },
    AllowedReaders: { sameAs: 'allowedReaders' },
    Approver: {
      description:
        'ARN of the IAM user, role or role session that approves. Without an account id in it, that of the account the runbook runs in is put in. Where it is empty, nothing is changed.',
      default: '',
      allowedPattern: approverPattern,
    },
  },
  isAutomatic: false,
} as const satisfies Runbook;
