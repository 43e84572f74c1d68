import { together, type Known, type Scope } from '../facts/fact.ts';
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
  /** What could not be read, for each finding that is UNKNOWN. */
  readonly unread: ReadonlyMap<Finding, Unreadable>;
}

/**
 * Judges one account and Region by one rule. A fact that cannot be read makes only the resources UNKNOWN that need it.
 *
 * @returns at least one finding
 * @throws notYetRead when facts have to be read first
 */
export function judge(configured: ConfiguredRule, known: Known, scope: Scope): Judged {
  const { rule, parameters } = configured;
  const account: Resource = { type: 'AWS::::Account', id: scope.account };
  const listed = attempt(() => rule.over.list(known, scope, parameters as never));
  if ('unreadable' in listed) {
    const finding = findingOf(configured, scope, account, unknown(account, listed.unreadable));
    return { findings: [finding], enumerated: false, unread: new Map([[finding, listed.unreadable]]) };
  }
  if ('notApplicable' in listed.value) {
    const finding = findingOf(configured, scope, account, notApplicable(listed.value.notApplicable));
    return { findings: [finding], enumerated: true, unread: new Map() };
  }
  const unread = new Map<Finding, Unreadable>();
  const findings = together(
    listed.value.map((subject) => () => {
      const judgement = attempt(() => judgeSubject(configured, known, scope, subject));
      if ('value' in judgement) return findingOf(configured, scope, subject, judgement.value);
      const finding = findingOf(configured, scope, subject, unknown(subject, judgement.unreadable));
      unread.set(finding, judgement.unreadable);
      return finding;
    }),
  );
  return { findings, enumerated: true, unread };
}

function judgeSubject({ rule, parameters }: ConfiguredRule, known: Known, scope: Scope, subject: Resource): Judgement {
  const excused = rule.over.excuse?.(known, scope, subject);
  if (excused) return notApplicable(excused.notApplicable);
  const facts: Record<string, unknown> = {};
  const learn = Object.entries(rule.facts).map(([name, knowledge]) => () => {
    facts[name] = knowledge.of(known, scope, subject, parameters as never);
  });
  together(learn);
  return rule.evaluate(facts as never, parameters as never, subject as never, scope);
}

function unknown({ type, id }: Resource, { message }: Unreadable): Judgement {
  const name = shortName(id);
  if (message.includes(name)) return { verdict: 'UNKNOWN', because: message };
  return { verdict: 'UNKNOWN', because: `${type === 'AWS::::Account' ? `account ${name}` : name} could not be judged: ${message}` };
}

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
