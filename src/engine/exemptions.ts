import type { Finding } from './finding.ts';
import { problemOf, validator } from './schemas.ts';
import { cutAtWord } from './wording.ts';

/** A finding that is not to be put right, until a day. */
export interface Exemption {
  /** Rule id. */
  readonly rule: string;
  /** Resource id; `*` stands for any characters. */
  readonly resource: string;
  /** Account id, or `*`. */
  readonly account: string;
  /** Region, or `*`. */
  readonly region: string;
  readonly reason: string;
  readonly approver: string;
  /** Last day, as YYYY-MM-DD, on which it holds (UTC). */
  readonly expires: string;
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;

/** JSON Schema of a list of exemptions, as one SSM parameter holds it. */
export const exemptionsSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['rule', 'resource', 'account', 'region', 'reason', 'approver', 'expires'],
    additionalProperties: false,
    properties: {
      rule: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)+$' },
      resource: text(2_048),
      account: { type: 'string', pattern: '^(\\d{12}|\\*)$' },
      region: { type: 'string', pattern: '^([a-z]{2,4}(-[a-z]+)+-\\d|\\*)$' },
      reason: text(512),
      approver: text(256),
      expires: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' },
    },
  },
} as const;

/**
 * Parses a list of exemptions.
 *
 * @throws Error that says what is wrong with it
 */
export function parseExemptions(json: string): Exemption[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new Error('exemptions are not JSON', { cause });
  }
  const validate = validator(exemptionsSchema);
  if (!validate(parsed)) throw new Error(`exemptions: ${problemOf(validate)}`);
  const exemptions = parsed as Exemption[];
  const impossible = exemptions.find(({ expires }) => !isDay(expires));
  if (impossible) throw new Error(`exemptions: ${impossible.expires} is no day of the calendar`);
  return exemptions;
}

/** Whether the calendar has the day; `Date` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Days before its last day from which an exemption is said to expire soon. */
const soonDays = 30;

/**
 * The exemption under which a finding falls today, the one that holds longest when there are several; `undefined` when none holds, and for findings that
 * need none. An exemption past its last day counts as none.
 */
export function exemptionOf(finding: Finding, exemptions: readonly Exemption[], today: Date): Exemption | undefined {
  if (finding.verdict !== 'NON_COMPLIANT' && finding.verdict !== 'UNKNOWN') return undefined;
  return exemptions
    .filter((candidate) => covers(candidate, finding) && daysLeft(candidate, today) >= 0)
    .reduce<Exemption | undefined>((longest, each) => (longest && longest.expires >= each.expires ? longest : each), undefined);
}

/** A finding as its exemption leaves it: not applicable, with the last day and the reason. */
export function exempted(finding: Finding, exemption: Exemption, today: Date): Finding {
  const { expires, reason } = exemption;
  const soon = expiresSoon(exemption, today) ? `, ${daysLeftInWords(daysLeft(exemption, today))}` : '';
  return {
    ...finding,
    verdict: 'NOT_APPLICABLE',
    because: cutAtWord(`exempt until ${expires}${soon}: ${reason} (${finding.because ?? ''})`),
  };
}

/** Whether the last day of an exemption has passed, so that it counts as none. */
export const isOver = (exemption: Exemption, today: Date): boolean => daysLeft(exemption, today) < 0;

/** Whether an exemption that holds is about to end. */
export const expiresSoon = (exemption: Exemption, today: Date): boolean => daysLeft(exemption, today) <= soonDays;

function daysLeftInWords(days: number): string {
  if (days === 0) return 'today is its last day';
  return days === 1 ? '1 day left' : `${days} days left`;
}

function covers({ rule, resource, account, region }: Exemption, finding: Finding): boolean {
  return (
    rule === finding.rule &&
    (account === '*' || account === finding.account) &&
    (region === '*' || region === finding.region) &&
    matches(resource, finding.resource.id)
  );
}

/** Whether a text fits a pattern in which `*` stands for any characters. */
function matches(pattern: string, value: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return value === pattern;
  const end = rest.pop() ?? '';
  if (!value.startsWith(start) || value.length < start.length + end.length || !value.endsWith(end)) return false;
  let from = start.length;
  for (const part of rest) {
    const at = value.indexOf(part, from);
    if (at < 0 || at + part.length > value.length - end.length) return false;
    from = at + part.length;
  }
  return true;
}

const millisecondsPerDay = 86_400_000;

/** Whole days from today to the last day; negative once it is over. */
function daysLeft({ expires }: Exemption, today: Date): number {
  const startOfToday = Date.parse(today.toISOString().slice(0, 10));
  return Math.floor((Date.parse(expires) - startOfToday) / millisecondsPerDay);
}
