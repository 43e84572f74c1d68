import { existingDestinations } from '../../../rules/subjects/log-destinations.ts';
import type { ClosedRegions } from '../../../rules/subjects/closed-regions.ts';
import { shortName } from '../../engine/wording.ts';
import { together, type Known, type Scope } from '../../facts/fact.ts';
import type { LogDestination } from '../../facts/log-destinations.ts';
import { logGroupArn } from '../../facts/read-questions.ts';
import { attempt } from '../../facts/unreadable.ts';

/** What is to be told of one destination, or why nothing can be. */
export type Told<Value> = { readonly scope: Scope; readonly destination: LogDestination | undefined } & (
  | { readonly value: Value }
  /** Nothing could be read: a sentence. */
  | { readonly unreadable: string }
  /** There is nothing to tell: a sentence. */
  | { readonly nothing: string }
);

/**
 * Tells something of every destination of an account and Region.
 *
 * @param wanted ARN or name of the only destination to tell of; `undefined` for all
 */
export function tellOfDestinations<Value>(
  known: Known,
  scope: Scope,
  parameters: ClosedRegions,
  wanted: string | undefined,
  tell: (destination: LogDestination) => Value,
): Told<Value>[] {
  const listed = attempt(() => existingDestinations.list(known, scope, parameters));
  if ('unreadable' in listed) return [{ scope, destination: undefined, unreadable: listed.unreadable.message }];
  if ('notApplicable' in listed.value) return [{ scope, destination: undefined, nothing: listed.value.notApplicable }];
  const destinations = listed.value.filter((destination) => wanted === undefined || namesOf(destination, scope).includes(wanted));
  return together(
    destinations.map((destination) => (): Told<Value> => {
      const excuse = existingDestinations.excuse?.(known, scope, destination);
      if (excuse) return { scope, destination, nothing: excuse.notApplicable };
      const told = attempt(() => tell(destination));
      if ('value' in told) return { scope, destination, value: told.value };
      return { scope, destination, unreadable: `${shortName(destination.id)} could not be explained: ${told.unreadable.message}` };
    }),
  );
}

/** The ways in which people name a destination. */
function namesOf(destination: LogDestination, scope: Scope): string[] {
  const arn = destination.type === 'AWS::S3::Bucket' ? `arn:${scope.partition}:s3:::${destination.id}` : logGroupArn(destination, scope);
  return [destination.id, arn, `${arn}:*`];
}

/** A destination, as headings call it. */
export const titleOf = ({ type, id }: LogDestination): string => `${type === 'AWS::S3::Bucket' ? 'bucket' : 'log group'} ${id}`;
