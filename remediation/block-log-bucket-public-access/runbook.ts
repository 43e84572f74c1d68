import type { Runbook } from '../runbook.ts';

export const blockLogBucketPublicAccess = {
  id: 'block-log-bucket-public-access',
  title: 'block public access to the buckets of invocation logs',
  parameters: {},
  isAutomatic: true,
} as const satisfies Runbook;
