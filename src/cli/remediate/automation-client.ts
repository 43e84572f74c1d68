import {
  DescribeAutomationStepExecutionsCommand,
  GetAutomationExecutionCommand,
  SendAutomationSignalCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  type StartAutomationExecutionCommandInput,
} from '@aws-sdk/client-ssm';
import { clientConfig, refuseForeignAnswers } from '../../facts/aws/client-config.ts';
import type { ClientSettings } from '../../facts/aws/connection.ts';

export type AutomationClient = ReturnType<typeof automationClient>;

/** How often a call is attempted: an execution is under way meanwhile, and should not be lost from sight over a throttled read. */
const maxAttempts = 6;

/** What starts runbooks and follows them. The only client here that makes anything happen; facts are read with others, which cannot. */
export function automationClient(settings: ClientSettings) {
  const client = refuseForeignAnswers(new SSMClient({ ...clientConfig(settings), maxAttempts }));
  // A signal is answered with an empty body. @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html
  const signals = new SSMClient({ ...clientConfig(settings), maxAttempts });
  return {
    /** @param input its token makes the SDK's retries start one execution */
    start: (input: StartAutomationExecutionCommandInput & { readonly ClientToken: string }) =>
      client.send(new StartAutomationExecutionCommand(input)),
    get: (id: string, abortSignal: AbortSignal) =>
      client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }), { abortSignal }),
    steps: (id: string, token: string | undefined, abortSignal: AbortSignal) =>
      client.send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id, NextToken: token }), { abortSignal }),
    approve: (id: string) => signals.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Approve' })),
  };
}
