import { judgeAccount } from '../../src/cli/account.ts';
import { recordedAccounts } from '../../src/cli/recorded.ts';
import { configure } from '../../src/engine/parameters.ts';
import { tally, type Summary } from '../../src/reports/summary.ts';
import { rules } from '../../rules/registry.ts';

/** Judges an evidence file by every rule and adds the findings up. */
export async function judgeEvidence(path: string): Promise<Summary> {
  const configured = rules.map((rule) => configure(rule));
  const counts = tally(rules.map(({ id }) => id));
  for await (const account of recordedAccounts(path, rules, { accounts: undefined, regions: undefined })) {
    counts.add(await judgeAccount(account, configured));
  }
  return counts.summary(true);
}
