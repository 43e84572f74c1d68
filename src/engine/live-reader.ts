import type { Connection } from '../facts/aws/connection.ts';
import type { Fact, Reader, Scope } from '../facts/fact.ts';
import { malformed } from '../facts/malformed.ts';
import { unreadable, type Unreadable } from '../facts/unreadable.ts';
import { isHandedIn, nothingHandedIn } from './handed-in.ts';
import { regionOf, subjectOf, type Outcome, type Reading } from './reading.ts';
import { problemOf, validator } from './schemas.ts';

/** Runs a read when a place is free. */
export type Limit = <Result>(read: () => Promise<Result>) => Promise<Result>;

/** The facts of one account, each read at most once whatever number of rules and Regions ask for it. */
export interface LiveAccount {
  /** Reads one Region; account-wide facts are shared between the Regions. */
  reader(scope: Scope, connection: Connection): Reader;
  /** What has been read so far, refusals included, in no order. */
  readings(): readonly Reading[];
}

/**
 * @param limit shared by everything that reads at the same time
 * @param handedIn recorded like everything else, so that evidence holds what was judged
 */
export function liveAccount(limit: Limit, handedIn = nothingHandedIn): LiveAccount {
  const memo = new Map<string, Promise<unknown>>();
  const readings: Reading[] = [];
  return {
    readings: () => readings,
    reader: (scope, connection) => ({
      read<Value>(fact: Fact<Value>, resource: string) {
        const region = regionOf(fact, scope);
        const key = `${region}\0${fact.id}\0${resource}`;
        const known = memo.get(key);
        if (known) return known as Promise<Value | undefined>;
        const keep = (outcome: Outcome) =>
          readings.push({ account: scope.account, region, fact: fact.id, resource, at: new Date().toISOString(), ...outcome });
        const answer = isHandedIn(handedIn, fact, resource)
          ? Promise.resolve(handedIn.get(fact.id) as Value)
          : limit(() => readFact(fact, connection, scope, resource));
        const reading = answer.then(
          (value) => {
            keep(value === undefined ? { absent: true } : { value });
            return value;
          },
          (error: Unreadable) => {
            keep({ refused: { refusal: error.refusal, code: error.code } });
            throw error;
          },
        );
        memo.set(key, reading);
        return reading;
      },
    }),
  };
}

async function readFact<Value>(fact: Fact<Value>, connection: Connection, scope: Scope, resource: string): Promise<Value | undefined> {
  try {
    const value = await fact.read(connection, scope, resource);
    const isValid = validator(fact.schema as object);
    if (value !== undefined && !isValid(value)) throw malformed(problemOf(isValid));
    return value;
  } catch (error) {
    throw unreadable(subjectOf(fact, resource), error);
  }
}
