import type { Resource, Subjects } from '../../src/engine/rule.ts';
import { together, type Knowledge, type Known, type Scope } from '../../src/facts/fact.ts';
import type { LogDestination } from '../../src/facts/log-destinations.ts';
import { logReaders } from '../../src/facts/log-readers.ts';
import type { LogReaders, PrincipalReader } from '../../src/facts/reader.ts';
import { attempt } from '../../src/facts/unreadable.ts';
import { offencesOf, type PrincipalOffence, type WantedReaders } from '../readers/offences.ts';
import type { ClosedRegions } from './closed-regions.ts';
import { existingDestinations } from './log-destinations.ts';

/** A user, role or group that reads a destination and should not, as AWS Config knows it. */
interface OffendingPrincipal {
  readonly type: PrincipalReader['type'];
  /** The unique id. */
  readonly id: string;
  readonly offence: PrincipalOffence;
  readonly destination: LogDestination;
  readonly knowsOrganization: boolean;
}

export type ReadSubject = LogDestination | OffendingPrincipal;

type Parameters = WantedReaders & ClosedRegions & { readonly reportPrincipals: boolean };

/** Whether a subject is a destination; the others are who reads one. */
export const isDestination = (subject: ReadSubject): subject is LogDestination => !('offence' in subject);

/** Every destination that exists, and, where they are to be reported one by one, the principals that read them and should not. */
export const destinationsAndOffenders: Subjects<ReadSubject, Parameters> = {
  are: 'each S3 bucket, large-data bucket and log group that exists; with reportPrincipals also each offending user, role and group',
  types: [...existingDestinations.types, 'AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'],
  faultsOnly: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'],
  facts: [...existingDestinations.facts, ...logReaders.facts],
  list(known, scope, parameters) {
    const destinations = existingDestinations.list(known, scope, parameters);
    if ('notApplicable' in destinations || !parameters.reportPrincipals) return destinations;
    return [...destinations, ...offenders(known, scope, destinations, parameters)];
  },
  excuse: (known, scope, subject) => (isDestination(subject) ? existingDestinations.excuse?.(known, scope, subject) : undefined),
};

/** Each offending principal once, for the destination that it reads most surely. Of a destination that cannot be judged there are none. */
function offenders(known: Known, scope: Scope, destinations: readonly LogDestination[], parameters: Parameters): OffendingPrincipal[] {
  const found = together(
    destinations.map((destination) => () => {
      if (existingDestinations.excuse?.(known, scope, destination)) return [];
      const readers = attempt(() => logReaders.of(known, scope, destination, parameters));
      if ('unreadable' in readers) return [];
      const { knowsOrganization } = readers.value;
      const { principals, groups } = offencesOf(readers.value, parameters);
      return [...principals, ...groups].map((offence): OffendingPrincipal => {
        const { type, id } = offence.reader;
        return { type, id, offence, destination, knowsOrganization };
      });
    }),
  ).flat();
  const leastSureFirst = found.reverse().sort((one, other) => one.offence.how - other.offence.how);
  return [...new Map(leastSureFirst.map((offender) => [offender.id, offender])).values()].reverse();
}

/** Who reads a destination; of an offending principal that is known already. */
export const readersOfSubject: Knowledge<Resource, LogReaders | undefined, Parameters> = {
  facts: logReaders.facts,
  of: (known, scope, subject, parameters) =>
    isDestination(subject as ReadSubject) ? logReaders.of(known, scope, subject as LogDestination, parameters) : undefined,
};
