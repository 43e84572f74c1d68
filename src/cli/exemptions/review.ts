import { expiresSoon, isOver, type Exemption } from '../../engine/exemptions.ts';
import type { ExemptionsFile } from './exemptions-file.ts';
import type { Hidden, HiddenFindings } from './hidden.ts';
import type { ParameterSizes } from './sizes.ts';

/** What is to be said of one exemption. */
export interface Reviewed {
  readonly exemption: Exemption;
  readonly state: 'holds' | 'expires soon' | 'expired';
  /** Left out where nothing was judged. */
  readonly hides?: Hidden;
}

/** What is to be said of a file of exemptions. */
export interface Review {
  readonly exemptions: readonly Reviewed[];
  /** Why functions would take none of them. */
  readonly problems: readonly string[];
  readonly sizes: ParameterSizes;
  /** Findings that are left to be put right; `undefined` where nothing was judged. */
  readonly open: number | undefined;
  readonly failures: readonly string[];
  /** 0 when all hold and hide something, 1 when one has expired or hides nothing, 2 when the file is not valid or judging failed. */
  readonly exitCode: 0 | 1 | 2;
}

/** Reviews a file of exemptions, by the day and by what they hide. */
export function reviewed({ exemptions, problems, sizes }: ExemptionsFile, hidden: HiddenFindings | undefined, today: Date): Review {
  const each = exemptions.map((exemption): Reviewed => {
    const hides = hidden?.byExemption.get(exemption);
    const state = isOver(exemption, today) ? 'expired' : expiresSoon(exemption, today) ? 'expires soon' : 'holds';
    return { exemption, state, ...(hides && { hides }) };
  });
  const failures = hidden?.failures ?? [];
  const isIdle = each.some(({ state, hides }) => state === 'expired' || hides?.count === 0);
  const exitCode = problems.length > 0 || failures.length > 0 ? 2 : isIdle ? 1 : 0;
  return { exemptions: each, problems, sizes, open: hidden?.open, failures, exitCode };
}
