import { exemptionOf, isOver, type Exemption } from '../../engine/exemptions.ts';
import type { Finding } from '../../engine/finding.ts';
import type { ConfiguredRule } from '../../engine/parameters.ts';
import type { Accounts } from '../account-choice.ts';
import { progressOn } from '../progress.ts';
import { survey } from '../survey.ts';
import type { Terminal } from '../terminal.ts';

/** What an exemption hides now. */
export interface Hidden {
  readonly count: number;
  /** Some of them. */
  readonly examples: readonly Finding[];
}

/** What exemptions hide of what is found. */
export interface HiddenFindings {
  readonly byExemption: ReadonlyMap<Exemption, Hidden>;
  /** Findings that are left to be put right, or to be looked at. */
  readonly open: number;
  /** What went wrong in judging, one sentence each: then nobody knows whether an exemption that hides nothing is of no use. */
  readonly failures: readonly string[];
}

/** How many examples are kept. */
const shown = 3;

/** Judges accounts and says which findings each exemption hides. Those past their last day hide nothing. */
export async function hiddenFindings(
  exemptions: readonly Exemption[],
  accounts: Accounts,
  rules: readonly ConfiguredRule[],
  terminal: Terminal,
): Promise<HiddenFindings> {
  const byExemption = new Map(exemptions.map((exemption) => [exemption, { count: 0, examples: [] as Finding[] }]));
  const failures: string[] = [];
  const today = new Date();
  const unknownOf = new Map<string, number>();
  let [open, judged] = [0, 0];
  const progress = progressOn(terminal.stderr);
  try {
    if (accounts.count !== undefined) progress.start(accounts.count);
    for await (const { account, findings } of survey(accounts, rules, terminal.stop)) {
      if (account.failure !== undefined) failures.push(account.failure);
      judged += findings?.length ?? 0;
      for (const finding of findings ?? []) {
        if (hide(finding)) continue;
        open += 1;
        if (finding.verdict === 'UNKNOWN') unknownOf.set(finding.rule, (unknownOf.get(finding.rule) ?? 0) + 1);
      }
      progress.advance();
    }
  } finally {
    progress.stop();
  }
  const { complete, failures: ofRun } = accounts.ending();
  if (!complete || terminal.stop.aborted) failures.push('not every account was judged');
  if (judged === 0) failures.push('nothing was judged');
  for (const [rule, count] of unknownOf) {
    const isIdle = exemptions.some(
      (exemption) => exemption.rule === rule && !isOver(exemption, today) && byExemption.get(exemption)?.count === 0,
    );
    if (isIdle) failures.push(`${rule}: ${count} findings are UNKNOWN, so nobody knows what its exemptions hide`);
  }
  return { byExemption, open, failures: [...failures, ...ofRun] };

  /** Whether nobody has to put it right, because it is hidden or sound. */
  function hide(finding: Finding): boolean {
    let isHidden = finding.verdict === 'COMPLIANT' || finding.verdict === 'NOT_APPLICABLE';
    for (const [exemption, hidden] of byExemption) {
      if (!exemptionOf(finding, [exemption], today)) continue;
      isHidden = true;
      hidden.count += 1;
      if (hidden.examples.length < shown) hidden.examples.push(finding);
    }
    return isHidden;
  }
}
