import { InvalidInput } from '../../engine/invalid-input.ts';
import { visible } from '../../engine/wording.ts';
import { describeError, Unreadable } from '../../facts/unreadable.ts';
import { ask } from '../remediate/ask.ts';
import type { Terminal } from '../terminal.ts';
import { toDo, type Change } from './change.ts';

/** What is to become of an organisation. */
export interface Rearrangement {
  /** Whose organisation it is, as a heading. */
  readonly title: string;
  readonly isDryRun: boolean;
  /** Whether nothing is asked. */
  readonly yes: boolean;
  /** What it takes, read anew. */
  changes(): Promise<readonly Change[]>;
}

/**
 * Shows what it takes, asks, does what is not so yet, one after another, and reads again what came of it.
 *
 * @returns the exit code: 0 when all is as wished, 1 when changes are left that nobody wanted made, 2 when they failed
 * @throws InvalidInput when something could not be read
 */
export async function rearrange({ title, isDryRun, yes, changes }: Rearrangement, terminal: Terminal): Promise<0 | 1 | 2> {
  const say = (text: string): void => void terminal.stdout.write(`${text.split('\n').map(visible).join('\n')}\n`);
  const found = await readable(changes());
  say([title, ...found.map(lines)].join('\n'));
  const missing = toDo(found);
  if (missing.length === 0) return said(say, 'nothing to do', 0);
  if (isDryRun) return said(say, `dry run: nothing was changed, ${counted(missing)} would be made`, 1);
  if (!yes && !(await ask(terminal, `Make ${counted(missing)}?`))) return said(say, 'nothing was changed', 1);
  for (const [made, change] of missing.entries()) {
    const failure = await failureOf(change, terminal.stop);
    if (failure === undefined) say(`done: ${change.what}`);
    else return failed(terminal, `${failure}; ${made} of ${counted(missing)} made before; run it again to go on`);
  }
  const left = toDo(await readable(changes()));
  if (left.length === 0) return said(say, `${counted(missing)} made`, 0);
  return failed(
    terminal,
    `AWS took the changes and does not show all of them: ${left.map(({ what }) => what).join('; ')}; run it again in a minute`,
  );
}

const marks: Readonly<Record<Change['state'], string>> = { 'so already': '✓ so already', 'to do': '+ to do', kept: '- kept' };

const lines = ({ what, why, state }: Change): string => `${marks[state].padEnd(14)}${what}\n${' '.repeat(14)}${why}`;

const counted = ({ length }: readonly unknown[]): string => `${length} ${length === 1 ? 'change' : 'changes'}`;

function said(say: (text: string) => void, text: string, exitCode: 0 | 1): 0 | 1 {
  say(text);
  return exitCode;
}

function failed(terminal: Terminal, text: string): 2 {
  terminal.stderr.write(`bedrock-logging: ${visible(text)}\n`);
  return 2;
}

async function failureOf({ what, make }: Change, stop: AbortSignal): Promise<string | undefined> {
  if (stop.aborted) return `stopped before: ${what}`;
  try {
    await make();
    return undefined;
  } catch (error) {
    const { name } = describeError(error);
    return `AWS refused this: ${what} (${name}: ${error instanceof Error ? error.message : String(error)})`;
  }
}

const actions = [
  'organizations:DescribeOrganization, DescribeAccount, ListAWSServiceAccessForOrganization, ListDelegatedAdministrators',
  'cloudformation:DescribeOrganizationsAccess',
  'with --security-hub securityhub:ListOrganizationAdminAccounts',
];

/** @throws InvalidInput in the place of Unreadable */
export async function readable<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const advice = error.refusal === 'denied' ? `; it takes ${actions.join(', ')}` : '';
    throw new InvalidInput(`${error.message}${advice}`, { cause: error });
  }
}
