import { vi } from 'vitest';
import { liveAccount } from '../../src/engine/live-reader.ts';
import { connect } from '../../src/facts/aws/connection.ts';
import type { Fact, Scope } from '../../src/facts/fact.ts';
import { homeAccount } from '../emulator/emulator.ts';

export const home: Scope = { partition: 'aws', account: homeAccount, region: 'us-east-1' };

/** The home account in another Region. */
export const homeIn = (region: string): Scope => ({ ...home, region });

/** Points the SDK of this process at endpoints, with no profile of the machine and no retries. */
export function useEndpoints(environment: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries({ ...environment, AWS_MAX_ATTEMPTS: '1' })) {
    if (name !== 'NODE_OPTIONS') vi.stubEnv(name, value);
  }
}

/** Keys of this form belong to the account they name. */
const credentialsOf = (account: string) => ({ accessKeyId: `AKIATEST${account}`, secretAccessKey: 'not-a-secret' });

/** A connection as the command line opens it. */
export const connectionOf = ({ account, region }: Scope) => connect({ region, credentials: async () => credentialsOf(account) }, account);

/** Reads one fact as the engine does. */
export function read<Value>(fact: Fact<Value>, resource = '', scope = home): Promise<Value | undefined> {
  return liveAccount((work) => work())
    .reader(scope, connectionOf(scope))
    .read(fact, resource);
}
