import { exempted, exemptionOf, expiresSoon, type Exemption } from '../engine/exemptions.ts';
import type { Finding } from '../engine/finding.ts';
import type { Judged } from '../engine/judge.ts';
import type { Question } from './event.ts';
import { takenBack, type Result } from './results.ts';

/** What was judged, as its exemptions leave it. */
export interface Exempted extends Judged {
  /** Findings under an exemption. */
  readonly exempt: number;
  /** Those of them whose exemption is about to end. */
  readonly expiringSoon: number;
}

/** Applies the exemptions that hold today. */
export function withExemptions(judged: Judged, exemptions: readonly Exemption[], today: Date): Exempted {
  const used: Exemption[] = [];
  const findings = judged.findings.map((finding) => {
    const exemption = exemptionOf(finding, exemptions, today);
    if (!exemption) return finding;
    used.push(exemption);
    return exempted(finding, exemption, today);
  });
  return { ...judged, findings, exempt: used.length, expiringSoon: used.filter((each) => expiresSoon(each, today)).length };
}

/** What answers a question: findings, and results that only take back earlier ones. */
export interface Answers {
  readonly findings: readonly Finding[];
  readonly takenBack: readonly Result[];
}

/** The findings that were asked for: all of them, or those about the resource that changed. */
export function answersTo(asks: Question, { findings, enumerated }: Judged): Answers {
  if (asks.kind === 'everything') return { findings, takenBack: [] };
  const { type, id } = asks.resource;
  const instead = (why: string): Answers => ({ findings: [], takenBack: [takenBack(asks.resource, why)] });
  if (asks.leftScope) return instead('no longer in the scope of this rule');
  // Nobody can tell whether it is to be judged, which is a finding about the account.
  if (!enumerated) return { findings, takenBack: [] };
  const about = findings.filter(({ resource }) => resource.type === type && resource.id === id);
  if (about.length === 0) return instead('not judged by this rule');
  // What is gone may still be wrong, as a destination that is not there, but is no longer right.
  return asks.gone && about.every(({ verdict }) => verdict === 'COMPLIANT') ? instead('deleted') : { findings: about, takenBack: [] };
}
