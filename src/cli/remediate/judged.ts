import type { Finding } from '../../engine/finding.ts';
import type { ConfiguredRule } from '../../engine/parameters.ts';
import { tally, type Summary } from '../../reports/summary.ts';
import { tableReport, type Look } from '../../reports/table.ts';
import { judgeAccount } from '../account.ts';
import { orStopped } from '../survey.ts';
import type { Place } from './place.ts';

/** What a rule finds in a place. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}

/** Judges a place, reading it anew; `undefined` once the run is stopped. */
export function judgePlace(place: Place, rule: ConfiguredRule, stop: AbortSignal): Promise<Judged | undefined> {
  const judging = async (): Promise<Judged> => {
    const account = await place.open();
    const findings = await judgeAccount(account, [rule]);
    const counts = tally([rule.rule.id]);
    if (account.failure !== undefined) counts.fail(account.failure);
    counts.add(findings);
    return { findings, summary: counts.summary(true) };
  };
  return orStopped(judging(), stop);
}

export function judgedView({ findings, summary }: Judged, { rule }: ConfiguredRule, look: Look): string {
  const report = tableReport([rule], look);
  return `${report.begin}${report.account(findings)}${report.end(summary)}\n`;
}
