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
  /** What it tells, for people: completes "… of <resource> could not be read". */
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

/** Reads facts of one account and Region: live from AWS, or from evidence. Each fact is read at most once. */
export interface Reader {
  /**
   * @returns `undefined` when there is no such thing
   * @throws Unreadable when nobody could tell
   */
  read<Value>(fact: Fact<Value>, resource: string): Promise<Value | undefined>;
}

/** What must be known of a subject: the facts it takes and how they are joined. It reads no more of them than it needs. */
export interface Knowledge<Subject, Value, Parameters = unknown> {
  readonly facts: readonly Fact<unknown>[];
  /** @throws Unreadable when a fact that decides could not be read */
  of(reader: Reader, scope: Scope, subject: Subject, parameters: Parameters): Promise<Value>;
}
