import { compare } from '../../../engine/finding.ts';
import { checkIds, type Check, type Observation } from './observation.ts';

/** How often a check came out how. */
interface Counts {
  readonly ok: number;
  readonly problems: number;
  readonly unknown: number;
}

/** What was seen in the organisation. */
export interface Diagnosis {
  readonly checks: ReadonlyMap<Check, Counts>;
  /** All that is not well, by check, account and Region. */
  readonly observations: readonly Observation[];
  /** 0 when all is well, 1 when there is a problem, 2 when something is unknown. */
  readonly exitCode: 0 | 1 | 2;
}

const members = { OK: 'ok', PROBLEM: 'problems', UNKNOWN: 'unknown' } as const;

/** Adds up what is seen. */
export function diagnosing() {
  const checks = new Map(checkIds.map((check) => [check, { ok: 0, problems: 0, unknown: 0 }]));
  const observations: Observation[] = [];
  return {
    add(seen: readonly Observation[]): void {
      for (const observation of seen) {
        const counts = checks.get(observation.check);
        if (counts) counts[members[observation.state]] += 1;
        if (observation.state !== 'OK') observations.push(observation);
      }
    },
    diagnosis(): Diagnosis {
      const isIn = (state: Observation['state']) => observations.some((each) => each.state === state);
      return { checks, observations: observations.toSorted(inOrder), exitCode: isIn('UNKNOWN') ? 2 : isIn('PROBLEM') ? 1 : 0 };
    },
  };
}

const inOrder = (one: Observation, other: Observation): number =>
  checkIds.indexOf(one.check) - checkIds.indexOf(other.check) ||
  compare(one.account ?? '', other.account ?? '') ||
  compare(one.region ?? '', other.region ?? '') ||
  compare(one.found ?? '', other.found ?? '');
