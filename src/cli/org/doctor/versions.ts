import { compare } from '../../../engine/finding.ts';
import { fine, problem, type Check, type Observation } from './observation.ts';

/** Something that is meant to be the same wherever it is. */
export interface Version {
  readonly check: Extract<Check, 'function-versions' | 'document-versions'>;
  /** Of what, as a phrase: `the function of bedrock-logs-exist`. */
  readonly of: string;
  readonly account: string;
  readonly region: string;
  /** Hash of its contents. */
  readonly hash: string;
}

/** How much of a hash is shown. */
const shown = 12;

/**
 * Whether things are the same everywhere. The version that most places have is taken for the right one: which one that is meant to be, only the instances of
 * the StackSets tell.
 */
export function seeVersions(versions: readonly Version[]): Observation[] {
  const byThing = new Map<string, Version[]>();
  for (const version of versions) {
    const known = byThing.get(version.of);
    if (known) known.push(version);
    else byThing.set(version.of, [version]);
  }
  return [...byThing.values()].flatMap((same) => {
    const usual = mostFrequent(same);
    return same.map(({ check, of, account, region, hash }) =>
      hash === usual
        ? fine(check, { account, region })
        : problem(
            check,
            { account, region },
            `${of} is another one there (${hash.slice(0, shown)}) than in most places (${usual.slice(0, shown)})`,
            'deploy again, and find out who changed it: CloudTrail has UpdateFunctionCode and UpdateDocument',
          ),
    );
  });
}

function mostFrequent(versions: readonly Version[]): string {
  const counts = new Map<string, number>();
  for (const { hash } of versions) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const [[usual]] = [...counts].sort(([one, few], [other, many]) => many - few || compare(one, other)) as [[string, number]];
  return usual;
}
