import type { DocumentParameter } from './automation-document.ts';
import { resourceParameter, roleParameter } from './runbook.ts';

/** The parameters of every document. */
export const standardParameters = {
  [roleParameter]: {
    type: 'AWS::IAM::Role::Arn',
    description: 'ARN of the role it works with.',
    allowedPattern: '^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$',
  },
  [resourceParameter]: {
    type: 'String',
    description: 'What AWS Config found fault with: the name of a bucket or log group, the ARN of a role, or the id of the account.',
    allowedPattern: '^[A-Za-z0-9._/#:+=,@-]{1,2048}$',
  },
  DryRun: {
    type: 'Boolean',
    description: 'Whether to say what would change, and change nothing.',
    default: false,
    allowedValues: [true, false],
  },
} as const satisfies Record<string, DocumentParameter>;
