import type { Reader, Scope } from '../facts/fact.ts';
import { attempt, type Unreadable } from '../facts/unreadable.ts';
import type { Finding } from './finding.ts';
import type { ConfiguredRule } from './parameters.ts';
import type { Resource } from './rule.ts';
import { notApplicable, type Judgement } from './verdict.ts';
import { cutAtWord, shortName } from './wording.ts';

/** What one rule found in one account and Region. */
export interface Judged {
  readonly findings: readonly Finding[];
  /** Whether the rule's subjects are known to be complete; when not, findings of earlier runs must stay. */
  readonly enumerated: boolean;
  /** The reads that failed and made findings UNKNOWN. */
  readonly unread: readonly Unreadable[];
}

/**
 * Judges one account and Region by one rule. A fact that cannot be read makes only the resources UNKNOWN that need it.
 *
 * @returns at least one finding
 */
export async function judge(configured: ConfiguredRule, reader: Reader, scope: Scope): Promise<Judged> {
  const { rule, parameters } = configured;
  const account: Resource = { type: 'AWS::::Account', id: scope.account };
  const listed = await attempt(rule.over.list(reader, scope, parameters as never));
  if ('unreadable' in listed) {
    const finding = findingOf(configured, scope, account, unknown(account, listed.unreadable));
    return { findings: [finding], enumerated: false, unread: [listed.unreadable] };
  }
  if ('notApplicable' in listed.value) {
    const finding = findingOf(configured, scope, account, notApplicable(listed.value.notApplicable));
    return { findings: [finding], enumerated: true, unread: [] };
  }
  const unread: Unreadable[] = [];
  const findings = await Promise.all(
    listed.value.map(async (subject) => {
      const judgement = await attempt(judgeSubject(configured, reader, scope, subject));
      if ('value' in judgement) return findingOf(configured, scope, subject, judgement.value);
      unread.push(judgement.unreadable);
      return findingOf(configured, scope, subject, unknown(subject, judgement.unreadable));
    }),
  );
  return { findings, enumerated: true, unread };
}

async function judgeSubject({ rule, parameters }: ConfiguredRule, reader: Reader, scope: Scope, subject: Resource): Promise<Judgement> {
  const excused = await rule.over.excuse?.(reader, scope, subject);
  if (excused) return notApplicable(excused.notApplicable);
  const known = await Promise.all(
    Object.entries(rule.facts).map(async ([name, facts]) => [name, await facts.of(reader, scope, subject, parameters as never)] as const),
  );
  return rule.evaluate(Object.fromEntries(known) as never, parameters as never, subject as never, scope);
}

const unknown = ({ id }: Resource, { message }: Unreadable): Judgement => ({
  verdict: 'UNKNOWN',
  because: `${shortName(id)} could not be judged: ${message}`,
});

function findingOf({ rule }: ConfiguredRule, { account, region }: Scope, { type, id }: Resource, judgement: Judgement): Finding {
  return {
    rule: rule.id,
    severity: rule.severity,
    account,
    region,
    resource: { type, id },
    verdict: judgement.verdict,
    ...('because' in judgement && { because: cutAtWord(judgement.because) }),
  };
}
