import { evidenceAccounts } from '../engine/evidence-file.ts';
import type { Ending } from '../engine/evidence-line.ts';
import { knownWith, nothingHandedIn, type HandedIn } from '../engine/handed-in.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import { factsOf, type Rule } from '../engine/rule.ts';
import type { Fact, Known } from '../facts/fact.ts';
import { attempt } from '../facts/unreadable.ts';
import type { Account } from './account.ts';

/** Which part of the evidence to judge; `undefined` for all of it. */
export interface Choice {
  readonly accounts: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
  /** What was handed in about an account, which goes before what was recorded. */
  readonly handedIn?: (account: string) => HandedIn;
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
    const handedIn = choice.handedIn?.(recorded.account) ?? nothingHandedIn;
    yield {
      account: recorded.account,
      partition: header.partition,
      regions: choice.regions ?? recorded.regions(),
      learn: (scope, work) => work(knownWith(handedIn, absentUnlessHandedIn(recorded.known(scope)))),
      readings: () => [],
    };
  }
  if (missing.size > 0) throw new InvalidInput(`evidence ${path} holds nothing of account ${[...missing].join(', ')}`);
}

/** What is only ever handed in, and nobody did, is absent: evidence need not say so, and what an older version recorded does not. */
function absentUnlessHandedIn(known: Known): Known {
  return (fact, resource) => {
    if (fact.calls.length > 0) return known(fact, resource);
    const outcome = attempt(() => known(fact, resource));
    return 'value' in outcome ? outcome.value : undefined;
  };
}

/** Every fact that the rules read, by id. */
export function factsById(rules: readonly Rule[]): ReadonlyMap<string, Fact<unknown>> {
  return new Map(rules.flatMap((rule) => factsOf(rule).map((fact) => [fact.id, fact] as const)));
}
