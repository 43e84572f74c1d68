import { randomUUID } from 'node:crypto';
import { documentNameOf, resourceParameter, roleNameOf, roleParameter, type Runbook } from '../../../remediation/runbook.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import { describeError } from '../../facts/unreadable.ts';
import type { AutomationClient } from './automation-client.ts';
import type { Place } from './place.ts';
import type { StartParameters } from './runbook-parameters.ts';

/** A runbook to start on a resource. */
export interface Start {
  readonly runbook: Runbook;
  readonly resource: string;
  readonly parameters: StartParameters;
  readonly isDryRun: boolean;
}

/**
 * Starts a runbook.
 *
 * @returns the id of the execution
 * @throws InvalidInput when AWS does not start it
 */
export async function start(
  automation: AutomationClient,
  place: Place,
  { runbook, resource, parameters, isDryRun }: Start,
): Promise<string> {
  try {
    const { AutomationExecutionId: id } = await automation.start({
      DocumentName: documentNameOf(runbook),
      ClientToken: randomUUID(),
      Parameters: asTexts({
        ...parameters,
        [roleParameter]: [roleArn(runbook, place)],
        [resourceParameter]: [resource],
        DryRun: [String(isDryRun)],
      }),
    });
    if (id === undefined) throw new Error('the answer has no execution id');
    return id;
  } catch (error) {
    throw new InvalidInput(whyNotStarted(error, runbook, place), { cause: error });
  }
}

const asTexts = (parameters: StartParameters): Record<string, string[]> =>
  Object.fromEntries(Object.entries(parameters).map(([name, texts]) => [name, [...texts]]));

const roleArn = (runbook: Runbook, { partition, account }: Place): string => `arn:${partition}:iam::${account}:role/${roleNameOf(runbook)}`;

/** AWS's names for a document that is not there. */
const notDeployed = ['AutomationDefinitionNotFoundException', 'AutomationDefinitionVersionNotFoundException', 'InvalidDocument'];

function whyNotStarted(error: unknown, runbook: Runbook, place: Place): string {
  const document = documentNameOf(runbook);
  const { name } = describeError(error);
  const message = error instanceof Error ? error.message : String(error);
  if (notDeployed.includes(name)) {
    return `document ${document} is not deployed in ${place.name}; deploy remediation/${runbook.id}/document.yaml and the role ${roleNameOf(runbook)}, as docs/remediate.md says`;
  }
  if (name.startsWith('AccessDenied')) {
    return `${place.principal} may not start ${document}: it takes ssm:StartAutomationExecution on the document, and iam:PassRole on ${roleArn(runbook, place)}; AWS says: ${message}`;
  }
  return `${document} was not started in ${place.name}: ${name}: ${message}`;
}
