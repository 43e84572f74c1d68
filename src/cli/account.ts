import { byRuleAndResource, type Finding } from '../engine/finding.ts';
import { judge } from '../engine/judge.ts';
import type { ConfiguredRule } from '../engine/parameters.ts';
import type { Reading } from '../engine/reading.ts';
import type { Reader, Scope } from '../facts/fact.ts';

/** An account that can be judged, live or recorded. */
export interface Account {
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  reader(scope: Scope): Reader;
  /** What has been read of it so far. */
  readings(): readonly Reading[];
  /** What went wrong in finding out its Regions, if anything did. */
  readonly failure?: string;
}

/** Judges every Region of an account by every rule; the findings come in order. */
export async function judgeAccount(account: Account, rules: readonly ConfiguredRule[]): Promise<Finding[]> {
  const judged = await Promise.all(
    account.regions.map((region) => {
      const scope = { partition: account.partition, account: account.account, region };
      const reader = account.reader(scope);
      return Promise.all(rules.map((rule) => judge(rule, reader, scope)));
    }),
  );
  return judged
    .flat()
    .flatMap(({ findings }) => findings)
    .sort(byRuleAndResource);
}
