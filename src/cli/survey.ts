import type { Finding } from '../engine/finding.ts';
import type { ConfiguredRule } from '../engine/parameters.ts';
import { judgeAccount, type Account } from './account.ts';
import type { Accounts } from './account-choice.ts';
import { inOrder } from './ordered.ts';

/** An account, and what was found in it; no findings when the run was stopped before it was judged. */
export interface Surveyed {
  readonly account: Account;
  readonly findings: readonly Finding[] | undefined;
}

/** Judges accounts, several at a time, and yields them in order. After `stop`, no further account is begun and those under way are given up. */
export async function* survey(accounts: Accounts, rules: readonly ConfiguredRule[], stop: AbortSignal): AsyncGenerator<Surveyed> {
  const judged = async (open: () => Promise<Account>): Promise<Surveyed | undefined> => {
    const account = await orStopped(open(), stop);
    return account && { account, findings: await orStopped(judgeAccount(account, rules), stop) };
  };
  let isGivenUp = false;
  for await (const surveyed of inOrder(until(stop, accounts.open()), accounts.width, judged)) {
    // What is reported after a stop has no gaps: nothing of an account behind one that was given up.
    isGivenUp ||= !surveyed?.findings;
    if (surveyed) yield { account: surveyed.account, findings: isGivenUp ? undefined : surveyed.findings };
  }
}

async function* until<Item>(stop: AbortSignal, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    if (stop.aborted) return;
    yield item;
  }
}

/** The result of work, or `undefined` once the run is stopped. Leaves nothing behind on the signal, which outlives every account. */
export function orStopped<Result>(work: Promise<Result>, stop: AbortSignal): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(undefined);
    if (stop.aborted) giveUp();
    stop.addEventListener('abort', giveUp);
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', giveUp));
  });
}
