import type { BucketLifecycle } from './bucket-lifecycle.ts';
import type { BucketObjectLock } from './bucket-object-lock.ts';
import type { BucketVersioning } from './bucket-versioning.ts';

/**
 * How long a record lives.
 *
 * A number of days comes with the phrase that tells what sets it; for `atMost`, `Infinity` means for ever.
 */
export interface Lifetime {
  /** No record is gone before this many days. */
  readonly atLeast: Bound;
  /** Every record is gone after this many days. */
  readonly atMost: Bound;
}

interface Bound {
  readonly days: number;
  readonly because: string;
}

type LifecycleRule = BucketLifecycle[number];

/**
 * The lifetime that a bucket's lifecycle rules and its Object Lock give to the objects under a prefix. Rules that choose by tag are passed over: log objects
 * carry none. A rule bounds `atMost` only if it reaches every object under the prefix, and lowers `atLeast` if it could reach one.
 *
 * @param prefix every object whose key starts with it is a record
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
 */
export function lifecycleLifetime(
  rules: BucketLifecycle,
  versioning: BucketVersioning,
  lock: BucketObjectLock | undefined,
  prefix: string,
): Lifetime {
  const matching = rules.filter((rule) => rule.enabled && !rule.byTag && overlap(rule.prefix, prefix));
  const expiring = matching.flatMap((rule) => expiration(rule, prefix));
  const lifetime = versioning === 'Never' ? unversioned(expiring) : versioned(expiring, matching, versioning, prefix);
  return lock ? lockedFor(lifetime, lock) : lifetime;
}

/** When a rule expires current versions; a date expires even a record written just before it. */
interface Expiration {
  readonly rule: LifecycleRule;
  readonly days: number;
  /** Whether it reaches every record. */
  readonly complete: boolean;
}

function expiration(rule: LifecycleRule, prefix: string): Expiration[] {
  if (rule.expirationDate !== undefined) return [{ rule, days: 0, complete: false }];
  if (rule.expirationDays === undefined) return [];
  return [{ rule, days: rule.expirationDays, complete: isComplete(rule, prefix) }];
}

function unversioned(expiring: readonly Expiration[]): Lifetime {
  const latest = shortest(expiring.filter(({ complete }) => complete));
  return { atLeast: early(expiring, (expiry) => expiry.days), atMost: latest ? boundBy(latest.rule, latest.days) : keptForEver };
}

function versioned(
  expiring: readonly Expiration[],
  matching: readonly LifecycleRule[],
  versioning: 'Enabled' | 'Suspended',
  prefix: string,
): Lifetime {
  // A rule that keeps some noncurrent versions for ever deletes no record that is written once.
  const deleting = matching.filter((rule) => rule.noncurrentDays !== undefined && !rule.newerNoncurrentVersions);
  const latest = shortest(expiring.filter(({ complete }) => complete));
  const latestNoncurrent = Math.min(
    ...deleting.filter((rule) => isComplete(rule, prefix)).map((rule) => rule.noncurrentDays ?? Number.POSITIVE_INFINITY),
  );
  return {
    atLeast: early(expiring, (expiry) => expiry.days + noncurrentLifetime(expiry.rule, deleting, versioning)),
    atMost: !latest
      ? keptForEver
      : latestNoncurrent === Number.POSITIVE_INFINITY
        ? { days: latestNoncurrent, because: noncurrentForEver(matching, versioning) }
        : { days: latest.days + latestNoncurrent, because: `${latest.days} days current and ${latestNoncurrent} days noncurrent` },
  };
}

/**
 * How long a version stays after the rule expired it. In a bucket whose versioning is suspended, expiration replaces the only version, so it is gone at once.
 */
function noncurrentLifetime(expiring: LifecycleRule, deleting: readonly LifecycleRule[], versioning: 'Enabled' | 'Suspended'): number {
  if (versioning === 'Suspended') return 0;
  return Math.min(...deleting.filter((rule) => overlap(rule.prefix, expiring.prefix)).map((rule) => rule.noncurrentDays ?? 0));
}

function noncurrentForEver(matching: readonly LifecycleRule[], versioning: 'Enabled' | 'Suspended'): string {
  const keeping = matching.find((rule) => rule.newerNoncurrentVersions);
  if (keeping) return `${nameOf(keeping)} keeps ${keeping.newerNoncurrentVersions} noncurrent versions for ever`;
  return `versioning is ${versioning.toLowerCase()} and no lifecycle rule expires the noncurrent versions of all records`;
}

const keptForEver: Bound = { days: Number.POSITIVE_INFINITY, because: 'no enabled lifecycle rule expires all of them' };

function early(expiring: readonly Expiration[], lifetimeOf: (expiry: Expiration) => number): Bound {
  const bounds = expiring.map((expiry) => boundBy(expiry.rule, lifetimeOf(expiry)));
  return bounds.reduce((first, bound) => (bound.days < first.days ? bound : first), {
    days: Number.POSITIVE_INFINITY,
    because: 'nothing deletes them',
  });
}

function shortest(expiring: readonly Expiration[]): Expiration | undefined {
  return expiring.reduce<Expiration | undefined>((first, expiry) => (first && first.days <= expiry.days ? first : expiry), undefined);
}

/** Object Lock forbids deletion until the default retention is over, whatever the lifecycle says. */
function lockedFor({ atLeast, atMost }: Lifetime, { mode, days, years, eventHold }: BucketObjectLock): Lifetime {
  const daysPerYear = 365.25;
  const locked = days ?? (years ?? 0) * daysPerYear;
  const because = `default retention of Object Lock, ${days === undefined ? `${years} years` : `${days} days`}, ${mode}`;
  const held = { days: Number.POSITIVE_INFINITY, because: 'the default event hold of Object Lock lasts until somebody releases it' };
  return {
    atLeast: Math.floor(locked) > atLeast.days ? { days: Math.floor(locked), because } : atLeast,
    atMost: eventHold ? held : Math.ceil(locked) > atMost.days ? { days: Math.ceil(locked), because } : atMost,
  };
}

const boundBy = (rule: LifecycleRule, days: number): Bound => ({
  days,
  because: rule.expirationDate === undefined ? nameOf(rule) : `${nameOf(rule)} expires everything on ${rule.expirationDate}`,
});

const nameOf = (rule: LifecycleRule): string => `lifecycle rule ${rule.id ?? `on prefix '${rule.prefix}'`}`;

const overlap = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** Whether a rule reaches every object under the prefix, of any size. */
const isComplete = (rule: LifecycleRule, prefix: string): boolean => prefix.startsWith(rule.prefix) && !rule.bySize;
