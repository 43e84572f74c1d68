import type { Finding } from '../engine/finding.ts';
import type { Verdict } from '../engine/verdict.ts';

/** The counts under a report. */
export interface Summary {
  readonly accounts: number;
  /** Accounts × Regions. */
  readonly accountRegions: number;
  readonly findings: Readonly<Record<Verdict, number>>;
  readonly rules: Readonly<Record<string, Readonly<Record<Verdict, number>>>>;
  /** Where logging is enabled; `null` when the rule that tells was not run. */
  readonly coverage: Coverage | null;
  /** What went wrong besides unreadable facts, one sentence each. */
  readonly failures: readonly string[];
  /** Whether every account was judged; false after an interruption. */
  readonly complete: boolean;
  /** What a pipeline gets: 0 all compliant, 1 something non-compliant, 2 something unknown or failed. */
  readonly exitCode: 0 | 1 | 2;
}

/** Logging coverage: account-Regions that comply with `bedrock-invocation-logging-enabled` ÷ account-Regions to which it applies. */
export interface Coverage {
  readonly enabled: number;
  readonly inScope: number;
  /** Between 0 and 1; `null` when nothing is in scope. */
  readonly share: number | null;
}

/** The rule that coverage is counted by. */
const coverageRule = 'bedrock-invocation-logging-enabled';

type Counts = Record<Verdict, number>;

/** Adds findings up, account by account. */
export interface Tally {
  add(findings: readonly Finding[]): void;
  fail(failure: string): void;
  summary(complete: boolean): Summary;
}

export function tally(ruleIds: readonly string[]): Tally {
  const rules = new Map(ruleIds.map((id) => [id, zeroes()]));
  const accounts = new Set<string>();
  const accountRegions = new Set<string>();
  const failures: string[] = [];
  return {
    add(findings) {
      for (const { rule, account, region, verdict } of findings) {
        const counts = rules.get(rule);
        if (counts) counts[verdict] += 1;
        accounts.add(account);
        accountRegions.add(`${account} ${region}`);
      }
    },
    fail: (failure) => void failures.push(failure),
    summary(complete) {
      const total = zeroes();
      for (const counts of rules.values()) for (const verdict of verdicts) total[verdict] += counts[verdict];
      return {
        accounts: accounts.size,
        accountRegions: accountRegions.size,
        findings: total,
        rules: Object.fromEntries(rules),
        coverage: coverageOf(rules.get(coverageRule)),
        failures,
        complete,
        exitCode: total.UNKNOWN > 0 || failures.length > 0 || !complete ? 2 : total.NON_COMPLIANT > 0 ? 1 : 0,
      };
    },
  };
}

const verdicts = ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'UNKNOWN'] as const;

const zeroes = (): Counts => ({ COMPLIANT: 0, NON_COMPLIANT: 0, NOT_APPLICABLE: 0, UNKNOWN: 0 });

function coverageOf(counts: Counts | undefined): Coverage | null {
  if (!counts) return null;
  const inScope = counts.COMPLIANT + counts.NON_COMPLIANT + counts.UNKNOWN;
  return { enabled: counts.COMPLIANT, inScope, share: inScope === 0 ? null : counts.COMPLIANT / inScope };
}
