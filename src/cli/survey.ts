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
  const stopped = new Promise<undefined>((resolve) => {
    stop.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const judged = async (open: () => Promise<Account>): Promise<Surveyed | undefined> => {
    const account = await Promise.race([open(), stopped]);
    return account && { account, findings: await Promise.race([judgeAccount(account, rules), stopped]) };
  };
  for await (const surveyed of inOrder(until(stop, accounts.open()), accounts.width, judged)) if (surveyed) yield surveyed;
}

async function* until<Item>(stop: AbortSignal, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    if (stop.aborted) return;
    yield item;
  }
}
