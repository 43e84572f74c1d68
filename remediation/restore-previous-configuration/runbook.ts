import type { Runbook } from '../runbook.ts';

/** Undoes a run of another runbook. No rule has AWS Config start it. */
export const restorePreviousConfiguration = {
  id: 'restore-previous-configuration',
  title: 'put back the configuration that a former run found',
  parameters: {},
  isAutomatic: false,
} as const satisfies Runbook;
