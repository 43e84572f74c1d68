import { offencesOf, type WantedReaders } from '../../../rules/readers/offences.ts';
import { decisive, outsiderName, principalName } from '../../../rules/readers/wording.ts';
import type { LogReaders, OutsideReader, PrincipalReader } from '../../facts/reader.ts';
import { statementName } from '../../facts/statement-name.ts';
import type { Certainty } from '../../policy/survey.ts';

/** How surely somebody reads, in words. */
export type Sureness = 'no' | 'unclear' | 'conditional' | 'yes';

export const sureness: Readonly<Record<Certainty, Sureness>> = { 0: 'no', 1: 'unclear', 2: 'conditional', 3: 'yes' };

/** Readers that read for the same reason. */
export interface ReaderGroup {
  /** Whether they should not, by the parameters of the rule. */
  readonly offends: boolean;
  readonly reads: Sureness;
  readonly isAdministrator: boolean;
  /** Names, such as `role Reporting`. */
  readonly readers: readonly string[];
  /** ARNs, or the ids of outsiders, in the same order. */
  readonly ids: readonly string[];
  /** The statements that let them, or the way around. */
  readonly through: readonly string[];
  /** Detours that they can take, as phrases. */
  readonly detours: readonly string[];
  /** Who may assume them from outside. */
  readonly trusted: readonly string[];
  readonly doubts: readonly string[];
}

/** Puts readers together that read for the same reason: outsiders, then whoever should not, then the others, administrators last. */
export function readerGroups(readers: LogReaders, wanted: WantedReaders): ReaderGroup[] {
  const offences = offencesOf(readers, wanted);
  const offending = new Set<unknown>([...offences.principals.map(({ reader }) => reader), ...offences.outsiders]);
  const outside = readers.outsiders.map((reader) => outsideGroup(reader, offending.has(reader)));
  const groups = new Map<string, ReaderGroup>();
  for (const reader of readers.principals) {
    const group = principalGroup(reader, offending.has(reader));
    const { readers: names, ids, ...reason } = group;
    const key = JSON.stringify(reason);
    const known = groups.get(key);
    groups.set(key, known ? { ...known, readers: [...known.readers, ...names], ids: [...known.ids, ...ids] } : group);
  }
  const rank = ({ offends, isAdministrator }: ReaderGroup): number => (offends ? 0 : isAdministrator ? 2 : 1);
  return [...outside, ...[...groups.values()].sort((one, other) => rank(one) - rank(other) || other.readers.length - one.readers.length)];
}

function outsideGroup({ outsider, reads, through, detour, doubt }: OutsideReader, offends: boolean): ReaderGroup {
  return {
    offends,
    reads: sureness[reads],
    isAdministrator: false,
    readers: [outsiderName(outsider)],
    ids: [outsider.id],
    through: [through],
    detours: detour ? [detour.what] : [],
    trusted: [],
    doubts: doubt === undefined ? [] : [doubt],
  };
}

function principalGroup(reader: PrincipalReader, offends: boolean): ReaderGroup {
  const { reads, isAdministrator, detours, trust, doubts } = reader;
  const statements = decisive(reader).map(({ policy, statement, scope }) => `${policy} (${statementName(statement)}: ${scope})`);
  return {
    offends,
    reads: sureness[reads],
    isAdministrator,
    readers: [principalName(reader)],
    ids: [reader.arn],
    through: statements.length > 0 ? [...new Set(statements)] : ['bucket policy'],
    detours: [...new Set(detours.map(({ what }) => what))],
    trusted: (trust?.outsiders ?? []).map(outsiderName),
    doubts,
  };
}
