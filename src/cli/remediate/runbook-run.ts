import { documentNameOf } from '../../../remediation/runbook.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import { visible } from '../../engine/wording.ts';
import type { Terminal } from '../terminal.ts';
import { approval } from './approval.ts';
import type { AutomationClient } from './automation-client.ts';
import { outputOf, type ExecutionState, type StepState } from './execution.ts';
import { follow, type Followed } from './follow.ts';
import type { Place } from './place.ts';
import { start, type Start } from './start.ts';

/** One run of a runbook on one resource, as the JSON report has it. */
export interface RunbookRun {
  /** Of the execution; `null` when AWS did not start it. */
  readonly id: string | null;
  readonly document: string;
  readonly resource: string;
  readonly dryRun: boolean;
  /** In the words of AWS; `NotStarted` besides. */
  readonly status: string;
  /** What was, or would be, changed, one sentence each. */
  readonly changes: readonly string[];
  /** What the runbook may change as it found it, and as it left it; `null` where it did not come so far. */
  readonly before: unknown;
  readonly after: unknown;
  readonly steps: readonly {
    readonly name: string;
    readonly status: string;
    readonly seconds: number | null;
    readonly failure: string | null;
  }[];
  /** Why it did not succeed, as far as is known. */
  readonly failure: string | null;
}

/** What runs of a runbook share. */
export interface Running {
  readonly automation: AutomationClient;
  readonly place: Place;
  readonly terminal: Terminal;
  readonly yes: boolean;
}

/**
 * Starts a runbook and follows it, telling of its steps on standard error.
 *
 * @throws InvalidInput when AWS does not start it
 */
export async function runRunbook(wanted: Start, running: Running): Promise<RunbookRun> {
  const { automation, place, terminal, yes } = running;
  const say = (text: string) => terminal.stderr.write(`${visible(text)}\n`);
  const id = await start(automation, place, wanted);
  say(`${wanted.isDryRun ? 'dry run of ' : ''}${documentNameOf(wanted.runbook)} on ${wanted.resource}: execution ${id}`);
  const follower = {
    step: (step: StepState) => void say(`  ${inALine(step)}`),
    waiting: (step: StepState) => approval(id, step, { automation, terminal, principal: place.principal, yes }),
  };
  const followed = await follow(automation, id, follower, terminal.stop);
  if (followed.left !== undefined) for (const line of howToGoOn(id, place, followed)) say(line);
  return { id, ...about(wanted), ...told(followed) };
}

/** {@link runRunbook}; a runbook that AWS does not start is a run that failed. */
export async function attemptRunbook(wanted: Start, running: Running): Promise<RunbookRun> {
  try {
    return await runRunbook(wanted, running);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const nothing = { changes: [], before: null, after: null, steps: [] };
    return { id: null, ...about(wanted), status: 'NotStarted', ...nothing, failure: error.message };
  }
}

const about = ({ runbook, resource, isDryRun }: Start) => ({ document: documentNameOf(runbook), resource, dryRun: isDryRun });

const inALine = ({ name, status, seconds }: StepState): string =>
  `${name}: ${status}${seconds === undefined ? '' : `, ${seconds.toFixed(1)} s`}`;

/** The step that plans, and the one that verifies, of every runbook. */
const [planStep, verifyStep] = ['plan', 'verify'];

function told({ state, left }: Followed): Omit<RunbookRun, 'id' | keyof ReturnType<typeof about>> {
  const failure = left === undefined ? failureOf(state) : `not followed to its end: ${left}`;
  return {
    status: state.status,
    changes: listed(outputOf(state, planStep, 'Changes')),
    before: parsed(outputOf(state, planStep, 'Before')),
    after: parsed(outputOf(state, verifyStep, 'After')),
    steps: state.steps.map(({ name, status, seconds, failure: ofStep }) => ({
      name,
      status,
      seconds: seconds ?? null,
      failure: ofStep ?? null,
    })),
    failure: failure ?? null,
  };
}

const failureOf = ({ status, failure }: ExecutionState): string | undefined =>
  status === 'Success' ? undefined : (failure ?? `it ended as ${status}`);

/** A list of texts; where AWS shows a StringList as one text of JSON, which its documentation leaves open, what that holds. */
function listed(texts: readonly string[] = []): readonly string[] {
  const [only, ...others] = texts;
  if (only === undefined || others.length > 0 || !only.startsWith('[')) return texts;
  const list = parsed(texts);
  return Array.isArray(list) ? list.map(String) : texts;
}

/** What a text of JSON holds; the text itself where it is none. */
function parsed(texts: readonly string[] | undefined): unknown {
  const [text] = texts ?? [];
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function howToGoOn(id: string, { region }: Place, { state, left }: Followed): string[] {
  const command = (operation: string, options = '') => `aws ssm ${operation} --automation-execution-id ${id}${options} --region ${region}`;
  const isWaiting = state.steps.some(({ status }) => status === 'Waiting');
  return [
    `bedrock-logging: execution ${id} goes on in AWS (${left}).`,
    `  follow it:  ${command('get-automation-execution')}`,
    ...(isWaiting ? [`  approve it: ${command('send-automation-signal', ' --signal-type Approve')}`] : []),
    `  stop it:    ${command('stop-automation-execution')}`,
  ];
}
