import type { Finding } from '../engine/finding.ts';
import type { Summary } from './summary.ts';

/** A report in the making: text that is written as the accounts come in. */
export interface Report {
  readonly begin: string;
  /** @param findings of one account, in order */
  account(findings: readonly Finding[]): string;
  end(summary: Summary): string;
}
