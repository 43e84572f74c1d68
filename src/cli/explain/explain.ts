import type { WantedReaders } from '../../../rules/readers/offences.ts';
import type { ClosedRegions } from '../../../rules/subjects/closed-regions.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import { visible, visibleJson } from '../../engine/wording.ts';
import type { Known, Scope } from '../../facts/fact.ts';
import { logReaders, readerInquiry } from '../../facts/log-readers.ts';
import { principalAccess, type Access } from '../../facts/principal-access.ts';
import { parseArn } from '../../policy/arn.ts';
import type { Account } from '../account.ts';
import type { Accounts } from '../account-choice.ts';
import { fileOutput, spooledOutput } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { tellOfDestinations } from './destinations.ts';
import type { Look } from './grid.ts';
import { explainedPrincipal, principalTable } from './principal-view.ts';
import { explainedReaders, readersTable } from './readers-view.ts';

/** Parameters of the rule on readers, detours asked for whatever they say. */
export type ExplainParameters = WantedReaders & ClosedRegions;

/** What is to be explained, and how it is to look. */
export interface Explaining {
  /** ARN or name of the only destination to explain; `undefined` for all. */
  readonly destination: string | undefined;
  readonly format: 'table' | 'json';
  /** Path of a file; `undefined` for standard output. */
  readonly output: string | undefined;
}

/** One thing explained: as plain JSON, and as text for people. */
interface Explanation {
  readonly json: object;
  readonly text: (look: Look) => string;
  readonly isUnreadable: boolean;
}

type Explain = (known: Known, scope: Scope) => readonly Explanation[];

/**
 * Explains who reads the destinations of accounts.
 *
 * @returns the exit code: 2 when something could not be read, else 0
 */
export function explainReaders(accounts: Accounts, parameters: ExplainParameters, asked: Explaining, terminal: Terminal): Promise<0 | 2> {
  const everything = { ...parameters, includeIndirect: true };
  return explain(accounts, asked, terminal, (known, scope) => {
    const tell = tellOfDestinations(known, scope, parameters, asked.destination, (destination) =>
      logReaders.of(known, scope, destination, everything),
    );
    return tell.map((told) => {
      const json = explainedReaders(told, everything);
      return { json, text: (look) => readersTable(told, json, look), isUnreadable: 'unreadable' in told };
    });
  });
}

/** Explains by which paths a principal reads the destinations of its account, or what stops it; other accounts are passed over. */
export function explainPrincipal(
  principal: string,
  accounts: Accounts,
  parameters: ExplainParameters,
  asked: Explaining,
  terminal: Terminal,
): Promise<0 | 2> {
  const everything = { ...parameters, includeIndirect: true };
  const own = parseArn(principal)?.account;
  return explain(accounts, asked, terminal, (known, scope) => {
    if (scope.account !== own) return [];
    const tell = tellOfDestinations(known, scope, parameters, asked.destination, (destination) =>
      demanded(principalAccess(readerInquiry.of(known, scope, destination, everything), principal), principal),
    );
    return tell.map((told) => {
      const json = explainedPrincipal(told, principal);
      return { json, text: (look) => principalTable(json, told, look), isUnreadable: 'unreadable' in told };
    });
  });
}

/** @throws InvalidInput for a principal that its account does not have */
function demanded(accesses: readonly Access[] | undefined, principal: string): readonly Access[] {
  if (!accesses) throw new InvalidInput(`its account has no user or role ${principal}`);
  return accesses;
}

async function explain(accounts: Accounts, asked: Explaining, terminal: Terminal, work: Explain): Promise<0 | 2> {
  const explanations: Explanation[] = [];
  let isFailed = false;
  for await (const open of accounts.open()) {
    if (terminal.stop.aborted) break;
    const account = await open();
    if (account.failure !== undefined) {
      isFailed = true;
      terminal.stderr.write(`bedrock-logging: ${visible(account.failure)}\n`);
    }
    explanations.push(...(await ofAccount(account, work)));
  }
  const { complete, failures } = accounts.ending();
  for (const failure of failures) terminal.stderr.write(`bedrock-logging: ${visible(failure)}\n`);
  if (asked.destination !== undefined && explanations.length === 0)
    throw new InvalidInput(`no log destination is '${asked.destination}'; allowed: the name or ARN of a configured bucket or log group`);
  await write(explanations, asked, terminal);
  return isFailed || !complete || failures.length > 0 || terminal.stop.aborted || explanations.some(({ isUnreadable }) => isUnreadable)
    ? 2
    : 0;
}

async function ofAccount({ account, partition, regions, learn }: Account, work: Explain): Promise<Explanation[]> {
  const explained = await Promise.all(
    [...regions].sort().map(async (region) => {
      const scope = { partition, account, region };
      return learn(scope, (known) => work(known, scope));
    }),
  );
  return explained.flat();
}

async function write(explanations: readonly Explanation[], { format, output }: Explaining, terminal: Terminal): Promise<void> {
  const target = output === undefined ? await spooledOutput(terminal.stdout) : await fileOutput(output);
  const look = output === undefined ? terminal : { width: 120, colour: false };
  if (format === 'json')
    await target.write(`${visibleJson(JSON.stringify({ explanations: explanations.map(({ json }) => json) }, null, 1))}\n`);
  else for (const { text } of explanations) await target.write(text(look));
  await target.keep();
}
