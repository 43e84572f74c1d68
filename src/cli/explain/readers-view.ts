import type { LogReaders } from '../../facts/reader.ts';
import type { WantedReaders } from '../../../rules/readers/offences.ts';
import { titleOf, type Told } from './destinations.ts';
import { grid, heading, paintFor, type Look } from './grid.ts';
import { readerGroups, type ReaderGroup } from './readers.ts';

/** What is told of the readers of a destination. */
export interface ExplainedReaders {
  readonly account: string;
  readonly region: string;
  /** `undefined` when the account and Region have none. */
  readonly destination: { readonly type: string; readonly id: string } | undefined;
  readonly knowsOrganization?: boolean;
  readonly groups?: readonly ReaderGroup[];
  readonly unreadable?: string;
  readonly nothing?: string;
}

/** Groups what was found out about readers. */
export function explainedReaders(told: Told<LogReaders>, wanted: WantedReaders): ExplainedReaders {
  const { scope, destination } = told;
  const place = {
    account: scope.account,
    region: scope.region,
    destination: destination && { type: destination.type, id: destination.id },
  };
  if ('unreadable' in told) return { ...place, unreadable: told.unreadable };
  if ('nothing' in told) return { ...place, nothing: told.nothing };
  return { ...place, knowsOrganization: told.value.knowsOrganization, groups: readerGroups(told.value, wanted) };
}

/** The readers of a destination for people: who reads for which reason, whoever should not marked with `!`. */
export function readersTable(told: Told<LogReaders>, explained: ExplainedReaders, look: Look): string {
  const paint = paintFor(look);
  const { scope, destination } = told;
  const title = heading([`${scope.account}  ${scope.region}${destination ? `  ${titleOf(destination)}` : ''}`], paint, look);
  const { groups = [], unreadable, nothing, knowsOrganization } = explained;
  if (unreadable !== undefined || nothing !== undefined) return `${title}\n${grid([[unreadable ?? nothing ?? '']], look)}\n\n`;
  if (groups.length === 0) return `${title}\n${grid([['nobody reads it']], look)}\n\n`;
  const note = knowsOrganization
    ? ''
    : `${grid([['SCPs and RCPs are not known and taken not to restrict; see --organization-policies']], look)}\n`;
  return `${title}\n${grid([['', 'reads', 'who', 'through'], ...groups.flatMap(rowsOf)], look)}\n${note}\n`;
}

function rowsOf({ offends, reads, isAdministrator, readers, through, detours, trusted, doubts }: ReaderGroup): (string | string[])[][] {
  const kind = isAdministrator ? 'administrator' : 'reader';
  const count = readers.length === 1 ? (isAdministrator ? 'administrator: ' : '') : `${readers.length} ${kind}s: `;
  const more = [
    ...(detours.length > 0 ? [`indirectly: can ${detours.join(', ')}`] : []),
    ...(trusted.length > 0 ? [`can be assumed by ${trusted.join(', ')}`] : []),
    ...(reads === 'unclear' ? doubts.map((doubt) => `in doubt: ${doubt}`) : []),
  ];
  return [[offends ? '!' : '', reads === 'no' ? 'indirectly' : reads, `${count}${readers.join(', ')}`, [...through, ...more]]];
}
