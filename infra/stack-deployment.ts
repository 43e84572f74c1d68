import {
  CloudFormationServiceException,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
  type CloudFormationClient,
} from '@aws-sdk/client-cloudformation';

/** A stack to be made or changed. */
interface StackToDeploy {
  readonly name: string;
  /** The template as text; CloudFormation takes 51,200 bytes of it. */
  readonly template: string;
}

/** What became of a stack. */
export type StackOutcome = 'made' | 'changed' | 'unchanged';

/** How long CloudFormation may take, in seconds: StackSets of thousands of accounts take hours. */
const patience = 6 * 3_600;

/**
 * Makes a stack, or changes the one that there is, and waits for it.
 *
 * @throws Error when CloudFormation fails, rolls back or takes longer than six hours
 */
export async function deployStack(client: CloudFormationClient, { name, template }: StackToDeploy): Promise<StackOutcome> {
  const input = { StackName: name, TemplateBody: template, Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
  const waiting = { client, maxWaitTime: patience };
  if (!(await exists(client, name))) {
    await client.send(new CreateStackCommand({ ...input, EnableTerminationProtection: true }));
    await waitUntilStackCreateComplete(waiting, { StackName: name });
    return 'made';
  }
  try {
    await client.send(new UpdateStackCommand(input));
  } catch (error) {
    if (error instanceof CloudFormationServiceException && /no updates are to be performed/i.test(error.message)) return 'unchanged';
    throw error;
  }
  await waitUntilStackUpdateComplete(waiting, { StackName: name });
  return 'changed';
}

async function exists(client: CloudFormationClient, name: string): Promise<boolean> {
  try {
    await client.send(new DescribeStacksCommand({ StackName: name }));
    return true;
  } catch (error) {
    if (error instanceof CloudFormationServiceException && /does not exist/.test(error.message)) return false;
    throw error;
  }
}
