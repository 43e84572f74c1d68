import type { Step } from './automation-document.ts';

/**
 * The step that waits until somebody has approved what an earlier one found.
 *
 * @param asking the step that put out `Approver` and `Message`
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html
 */
export const approval = (asking: string): Step => ({
  name: 'approve',
  action: 'aws:approve',
  description: 'Waits for the approval, for seven days at most.',
  inputs: { Approvers: [`{{ ${asking}.Approver }}`], Message: `{{ ${asking}.Message }}`, MinRequiredApprovals: 1 },
  timeoutSeconds: 604_800,
});
