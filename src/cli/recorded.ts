import { evidenceAccounts } from '../engine/evidence-file.ts';
import type { Ending } from '../engine/evidence-line.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import { factsOf, type Rule } from '../engine/rule.ts';
import type { Fact } from '../facts/fact.ts';
import type { Account } from './account.ts';

/** Which part of the evidence to judge; `undefined` for all of it. */
export interface Choice {
  readonly accounts: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
}

/**
 * The accounts of an evidence file, in its order.
 *
 * @param ended told, after the last account, how the run ended that wrote the file, whichever part of it is chosen
 * @throws InvalidInput when an account that was asked for is not in it
 */
export async function* recordedAccounts(
  path: string,
  rules: readonly Rule[],
  choice: Choice,
  ended?: (ending: Ending) => void,
): AsyncGenerator<Account> {
  const missing = new Set(choice.accounts);
  for await (const { header, recorded } of evidenceAccounts(path, factsById(rules), ended)) {
    if (choice.accounts && !missing.delete(recorded.account)) continue;
    yield {
      account: recorded.account,
      partition: header.partition,
      regions: choice.regions ?? recorded.regions(),
      learn: (scope, work) => work(recorded.known(scope)),
      readings: () => [],
    };
  }
  if (missing.size > 0) throw new InvalidInput(`evidence ${path} holds nothing of account ${[...missing].join(', ')}`);
}

/** Every fact that the rules read, by id. */
export function factsById(rules: readonly Rule[]): ReadonlyMap<string, Fact<unknown>> {
  return new Map(rules.flatMap((rule) => factsOf(rule).map((fact) => [fact.id, fact] as const)));
}
