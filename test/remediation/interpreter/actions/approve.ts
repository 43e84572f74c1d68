import { StepFailure } from '../failures.ts';
import { inWords } from '../value.ts';
import type { Action } from './action.ts';

interface ApproveInputs {
  readonly Approvers: readonly string[];
  readonly Message?: string;
  readonly MinRequiredApprovals?: number;
  readonly NotificationArn?: string;
}

/** The longest message, in characters. */
const maxMessage = 4096;

const maxApprovers = 10;

const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:Automation[A-Za-z0-9_-]*$/;

/**
 * `aws:approve`. Nobody's answer is a step that timed out: the execution waits for it, by default seven days.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html
 */
export const approve: Action<ApproveInputs> = {
  inputSchema: {
    type: 'object',
    properties: {
      Approvers: { type: ['string', 'array'], items: { type: 'string' }, minItems: 1 },
      Message: { type: 'string' },
      MinRequiredApprovals: { type: ['integer', 'string'] },
      NotificationArn: { type: 'string' },
    },
    required: ['Approvers'],
    additionalProperties: false,
  },
  definedOutputs: ['ApprovalStatus'],
  takesOutputs: false,
  run: async (inputs, context) => {
    const { Approvers: approvers, Message: message = '', MinRequiredApprovals: minRequiredApprovals = 1 } = validated(inputs);
    const decisions = await context.approve({ step: context.step, message, approvers, minRequiredApprovals });
    const strangers = Object.keys(decisions).filter((name) => !approvers.includes(name));
    if (strangers.length > 0) throw new Error(`${strangers.join(', ')} may not answer; approvers: ${approvers.join(', ')}`);
    const answers = Object.values(decisions);
    if (answers.includes('Reject')) throw new StepFailure('the approval was rejected', { status: 'Rejected' });
    if (answers.length >= minRequiredApprovals) return { outputs: { ApprovalStatus: 'Approved' } };
    throw new StepFailure(`${answers.length} of ${minRequiredApprovals} approvals came in time`, { status: 'TimedOut' });
  },
};

function validated(inputs: ApproveInputs): ApproveInputs {
  const { Approvers, Message = '', MinRequiredApprovals = 1, NotificationArn } = inputs;
  if (!Array.isArray(Approvers) || Approvers.length === 0 || Approvers.length > maxApprovers) {
    throw new StepFailure(`Approvers: a StringList of 1 to ${maxApprovers} wanted, given ${inWords(Approvers)}`);
  }
  if (!Number.isInteger(MinRequiredApprovals) || MinRequiredApprovals < 1 || MinRequiredApprovals > Approvers.length) {
    throw new StepFailure(`MinRequiredApprovals: 1 to the number of approvers wanted, given ${inWords(MinRequiredApprovals)}`);
  }
  if (Message.length > maxMessage) throw new StepFailure(`Message has ${Message.length} characters; allowed: ${maxMessage}`);
  if (NotificationArn !== undefined && !topicArn.test(NotificationArn)) {
    throw new StepFailure(`NotificationArn '${NotificationArn}' is no topic whose name begins with Automation`);
  }
  return inputs;
}
