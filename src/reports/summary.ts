import { compare, type Finding } from '../engine/finding.ts';
import type { Severity } from '../engine/rule.ts';
import type { Verdict } from '../engine/verdict.ts';

/** The counts under a report. */
export interface Summary {
  readonly accounts: number;
  /** Accounts × Regions. */
  readonly accountRegions: number;
  readonly findings: Readonly<Record<Verdict, number>>;
  readonly rules: Readonly<Record<string, Readonly<Record<Verdict, number>>>>;
  /** Non-compliant findings by severity. */
  readonly nonCompliant: Readonly<Record<Severity, number>>;
  /** At most five accounts with the gravest non-compliant findings, the worst first. */
  readonly worstAccounts: readonly string[];
  /** Where logging is enabled; `null` when the rule that tells was not run. */
  readonly coverage: Coverage | null;
  /** What went wrong besides unreadable facts, one sentence each. */
  readonly failures: readonly string[];
  /** Whether every account was judged; false after an interruption, and for evidence that was interrupted or cut off. */
  readonly complete: boolean;
  /** What a pipeline gets: 0 all compliant, 1 something non-compliant, 2 something unknown or failed. */
  readonly exitCode: 0 | 1 | 2;
}

/** Logging coverage: account-Regions that comply with `bedrock-invocation-logging-enabled` ÷ account-Regions to which it applies. */
interface Coverage {
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
  /** @param findings of one account */
  add(findings: readonly Finding[]): void;
  fail(failure: string): void;
  summary(complete: boolean): Summary;
}

export function tally(ruleIds: readonly string[]): Tally {
  const rules = new Map(ruleIds.map((id) => [id, zeroes()]));
  let accounts = 0;
  let accountRegions = 0;
  const nonCompliant = noneOfAnySeverity();
  let worst: AccountFaults[] = [];
  const failures = new Set<string>();
  return {
    add(findings) {
      const faults = noneOfAnySeverity();
      for (const { rule, verdict, severity } of findings) {
        const counts = rules.get(rule);
        if (counts) counts[verdict] += 1;
        if (verdict === 'NON_COMPLIANT') faults[severity] += 1;
      }
      for (const severity of severities) nonCompliant[severity] += faults[severity];
      const [first] = findings;
      if (first) worst = [...worst, { account: first.account, faults }].filter(isFaulty).sort(worstFirst).slice(0, worstShown);
      accounts += 1;
      accountRegions += new Set(findings.map(({ region }) => region)).size;
    },
    fail: (failure) => void failures.add(failure),
    summary(complete) {
      if (accountRegions === 0) failures.add('nothing was judged');
      const total = zeroes();
      for (const counts of rules.values()) for (const verdict of verdicts) total[verdict] += counts[verdict];
      return {
        accounts,
        accountRegions,
        findings: total,
        rules: Object.fromEntries(rules),
        nonCompliant,
        worstAccounts: worst.map(({ account }) => account),
        coverage: coverageOf(rules.get(coverageRule)),
        failures: [...failures],
        complete,
        exitCode: total.UNKNOWN > 0 || failures.size > 0 || !complete ? 2 : total.NON_COMPLIANT > 0 ? 1 : 0,
      };
    },
  };
}

const verdicts = ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'UNKNOWN'] as const;

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;

/** How many of the worst accounts are named. */
const worstShown = 5;

interface AccountFaults {
  readonly account: string;
  readonly faults: Readonly<Record<Severity, number>>;
}

const noneOfAnySeverity = (): Record<Severity, number> => ({ CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0 });

const isFaulty = ({ faults }: AccountFaults): boolean => severities.some((severity) => faults[severity] > 0);

function worstFirst(one: AccountFaults, other: AccountFaults): number {
  const graver = severities.find((severity) => one.faults[severity] !== other.faults[severity]);
  return graver ? other.faults[graver] - one.faults[graver] : compare(one.account, other.account);
}

const zeroes = (): Counts => ({ COMPLIANT: 0, NON_COMPLIANT: 0, NOT_APPLICABLE: 0, UNKNOWN: 0 });

function coverageOf(counts: Counts | undefined): Coverage | null {
  if (!counts) return null;
  const inScope = counts.COMPLIANT + counts.NON_COMPLIANT + counts.UNKNOWN;
  return { enabled: counts.COMPLIANT, inScope, share: inScope === 0 ? null : counts.COMPLIANT / inScope };
}
