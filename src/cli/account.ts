import { byResource, compare, type Finding } from '../engine/finding.ts';
import { judge } from '../engine/judge.ts';
import type { ConfiguredRule } from '../engine/parameters.ts';
import type { Reading } from '../engine/reading.ts';
import { together, type Known, type Scope } from '../facts/fact.ts';

/** An account that can be judged, live or recorded. */
export interface Account {
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** Does work that needs facts of a Region, reading them first where they are not recorded. */
  learn<Result>(scope: Scope, work: (known: Known) => Result): Result | Promise<Result>;
  /** What has been read of it so far. */
  readings(): readonly Reading[];
  /** What went wrong in entering it or finding out its Regions, if anything did. */
  readonly failure?: string;
}

/**
 * Judges every Region of an account by every rule.
 *
 * @param rules in the order of their ids
 * @returns the findings in order: by Region, rule, resource
 */
export async function judgeAccount(account: Account, rules: readonly ConfiguredRule[]): Promise<Finding[]> {
  const ofRegions = await Promise.all(
    [...account.regions].sort(compare).map(async (region) => {
      const scope = { partition: account.partition, account: account.account, region };
      return account.learn(scope, (known) => together(rules.map((rule) => () => judge(rule, known, scope))));
    }),
  );
  return ofRegions.flatMap((ofRules) => ofRules.flatMap(({ findings }) => findings.toSorted(byResource)));
}
