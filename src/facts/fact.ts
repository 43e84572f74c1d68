import type { JSONSchema } from 'json-schema-to-ts';
import type { Connection } from './aws/connection.ts';

/** Where a reading is true: one Region of one account. */
export interface Scope {
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** One thing that can be read of an account, with the schema of its value, the IAM actions it takes and its SDK calls together. */
export interface Fact<Value> {
  /** Kebab-case, never reused: evidence names facts by it. */
  readonly id: string;
  /** What it tells, for people: completes "… <resource> could not be read". */
  readonly about: string;
  /** `account` when the answer is the same from every Region, as for buckets and roles. */
  readonly reach: 'account' | 'region';
  /** IAM actions, as in the Service Authorization Reference. */
  readonly actions: readonly string[];
  /** API operations, as `service:Operation`, in the order in which they may be called. */
  readonly calls: readonly string[];
  /** JSON Schema that every value read or replayed satisfies; an answer that does not is malformed. */
  readonly schema: JSONSchema;
  /**
   * Reads it.
   *
   * @param resource the name or ARN it is about; the empty string for the account itself
   * @returns `undefined` when there is no such thing
   * @throws whatever the SDK threw
   */
  read(aws: Connection, scope: Scope, resource: string): Promise<Value | undefined>;
}

/** Reads facts of one account and Region from AWS; each fact is read at most once. */
export interface Reader {
  /**
   * @returns `undefined` when there is no such thing
   * @throws Unreadable when nobody could tell
   */
  read<Value>(fact: Fact<Value>, resource: string): Promise<Value | undefined>;
}

/**
 * Looks up a fact of one account and Region.
 *
 * @returns `undefined` when there is no such thing
 * @throws Unreadable when nobody could tell
 * @throws notYetRead when it has to be read first; whoever asked is asked again afterwards
 */
export type Known = <Value>(fact: Fact<Value>, resource: string) => Value | undefined;

/** What must be known of a subject: the facts it takes and how they are joined. Pure, and asks for no more facts than it needs. */
export interface Knowledge<Subject, Value, Parameters = unknown> {
  readonly facts: readonly Fact<unknown>[];
  /**
   * @throws Unreadable when a fact that decides could not be read
   * @throws notYetRead when facts have to be read first
   */
  of(known: Known, scope: Scope, subject: Subject, parameters: Parameters): Value;
}

/** Thrown in place of a fact that has not been read yet. Nobody but the one who reads facts may catch it. */
export const notYetRead = new Error('a fact has not been read yet');

/** Does several things that need facts, so that what they all lack can be read at the same time. */
export function together<Result>(works: readonly (() => Result)[]): Result[] {
  let lacking = false;
  const results: Result[] = [];
  for (const work of works) {
    try {
      results.push(work());
    } catch (error) {
      if (error !== notYetRead) throw error;
      lacking = true;
    }
  }
  if (lacking) throw notYetRead;
  return results;
}
