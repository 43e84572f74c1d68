import type { Step } from '../automation-document.ts';
import type { Permission } from '../permission.ts';
import { returned, scriptStep } from '../script-step.ts';

/**
 * The step after which no other runbook changes anything in the Region: runs take turns in the order in which they came to it, and a turn ends with its
 * execution, whatever became of it.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 */
export const takeTurn: Step = scriptStep({
  name: 'takeTurn',
  description: 'Waits for the runs that came before, so that no two change the same destination at once.',
  script: ['turns/turns.py'],
  handler: 'take_turn',
  payload: { DryRun: '{{ DryRun }}', ExecutionId: '{{ automation:EXECUTION_ID }}' },
  outputs: returned({ Turn: 'Integer' }),
  timeoutSeconds: 600,
});

export const turnPermissions: readonly Permission[] = [
  {
    to: 'take turns with other runs',
    actions: ['ssm:GetParameterHistory', 'ssm:PutParameter'],
    resources: ['arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:parameter/bedrock-logging/runbooks/turns'],
  },
  { to: 'see which runs are under way', actions: ['ssm:DescribeAutomationExecutions'], resources: ['*'] },
];
