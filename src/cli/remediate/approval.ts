import { visible } from '../../engine/wording.ts';
import { describeError } from '../../facts/unreadable.ts';
import { parseArn } from '../../policy/arn.ts';
import type { Terminal } from '../terminal.ts';
import { ask, canAsk } from './ask.ts';
import type { AutomationClient } from './automation-client.ts';
import type { StepState } from './execution.ts';

/** Who answers when an execution waits for an approval. */
export interface Approving {
  readonly automation: AutomationClient;
  readonly terminal: Terminal;
  /** ARN of who would approve. */
  readonly principal: string;
  /** Whether nothing is asked of somebody who is an approver. */
  readonly yes: boolean;
}

/**
 * Shows what is to be approved, and approves it when told to.
 *
 * @returns whether to wait for what comes of it
 */
export async function approval(id: string, step: StepState, { automation, terminal, principal, yes }: Approving): Promise<boolean> {
  const { message, approvers } = requestOf(step);
  const say = (text: string) => terminal.stderr.write(`${text.split('\n').map(visible).join('\n')}\n`);
  say(`${step.name} waits for an approval by ${approvers.join(', ')}:\n${message}`);
  const isApproved =
    yes && isApprover(principal, approvers) ? true : canAsk(terminal) && (await ask(terminal, `Approve it as ${principal}?`));
  if (!isApproved) return false;
  try {
    await automation.approve(id);
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    say(
      `bedrock-logging: AWS did not take the approval of ${principal} (${describeError(error).name}: ${said}); it takes one of ${approvers.join(', ')}`,
    );
    return canAsk(terminal);
  }
}

function requestOf({ inputs }: StepState): { readonly message: string; readonly approvers: readonly string[] } {
  return { message: textsOf(inputs['Message']).join('\n'), approvers: textsOf(inputs['Approvers']) };
}

/** An input of a step is a text of JSON, by AWS's examples: of a text, or of a list of them. */
function textsOf(input = '""'): readonly string[] {
  try {
    const value: unknown = JSON.parse(input);
    return (Array.isArray(value) ? value : [value]).map(String);
  } catch {
    return [input];
  }
}

/**
 * Whether a principal is one of the approvers, who are named by user name, or by the ARN of a user, a role or a session of one.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html
 */
export function isApprover(principal: string, approvers: readonly string[]): boolean {
  const { account, resource } = parseArn(principal) ?? { account: '', resource: '' };
  const [kind, ...path] = resource.split('/');
  return approvers.some((approver) => {
    if (approver === principal) return true;
    if (kind === 'user') return approver === path.at(-1);
    const role = parseArn(approver);
    return kind === 'assumed-role' && role?.account === account && /^role\/(?:.*\/)?([^/]+)$/.exec(role.resource)?.[1] === path[0];
  });
}
