/** What is kept of a Region from one run to the next. Times are ISO 8601, to the minute. */
export interface RegionRecord {
  /** The template that the rest is about. */
  readonly template: string;
  /** How often the pack was put again. */
  readonly attempts: number;
  /** When it may be put next. */
  readonly nextDue?: string;
  /** When each account was first seen without its rules; more than {@link mostAccounts} share one entry, {@link everyAccount}. */
  readonly failing: Readonly<Record<string, string>>;
  /** Since when nothing could be done: AWS Config was at work, or throttled. */
  readonly busySince?: string;
}

/** Stands for every account of the Region. */
export const everyAccount = '*';

/** How many accounts a record names; an SSM parameter of the standard tier holds 4,096 characters. */
export const mostAccounts = 100;

/** The SSM parameter with the record of a Region, in the home Region. */
export const recordPath = (region: string): string => `/bedrock-logging/reconciler/${region}`;

/** A Region of which nothing is known. */
export const newRecord = (template: string): RegionRecord => ({ template, attempts: 0, failing: {} });

/** The record in a parameter; a new one where the text is none, or about another template. */
export function parseRecord(text: string, template: string): RegionRecord {
  const found = parsed(text);
  return found?.template === template ? found : newRecord(template);
}

export const recordText = (record: RegionRecord): string => JSON.stringify(record);

function parsed(text: string): RegionRecord | undefined {
  try {
    const found = JSON.parse(text) as Partial<RegionRecord> | null;
    if (typeof found?.template !== 'string' || !Number.isSafeInteger(found.attempts) || !isTimes(found.failing)) return undefined;
    if (![found.nextDue, found.busySince].every((time) => time === undefined || isTime(time))) return undefined;
    return found as RegionRecord;
  } catch {
    return undefined;
  }
}

const isTimes = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.values(value).every(isTime);

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/** A time as records have it. */
export const minuteOf = (time: Date): string => `${time.toISOString().slice(0, 16)}Z`;
