import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { HandedIn } from '../engine/handed-in.ts';
import { liveAccount, type Limit } from '../engine/live-reader.ts';
import { untilKnown } from '../engine/until-known.ts';
import { timeouts } from '../facts/aws/client-config.ts';
import { connect, refusedConnection } from '../facts/aws/connection.ts';
import { unreadable } from '../facts/unreadable.ts';
import type { Account } from './account.ts';
import { shared, type Caller } from './identity.ts';
import { enabledRegions, type RegionChoice } from './region-scope.ts';

/** How to enter accounts and what to read of them. */
export interface Access {
  readonly caller: Caller;
  /** Name of the role to assume in accounts other than the caller's own. */
  readonly assumeRole: string | undefined;
  readonly regions: RegionChoice;
  readonly limit: Limit;
  /** What was handed in about an account. */
  handedIn(account: string): HandedIn;
}

/** Enters an account. Of one that cannot be entered, every read fails. */
export async function openAccount(account: string, { caller, assumeRole, regions, limit, handedIn }: Access): Promise<Account> {
  const { partition } = caller;
  const role = account === caller.account ? undefined : assumeRole;
  const credentials = credentialsFor(account, caller, role);
  const entering = await attemptToEnter(credentials);
  const connectTo = (region: string) =>
    'error' in entering ? refusedConnection(entering.error) : connect({ region, credentials }, account);
  const scope = await enabledRegions(regions, partition, connectTo(caller.region ?? 'us-east-1'));
  const failures = [
    ...('error' in entering ? [whyNotEntered(role, entering.error)] : []),
    ...(scope.failure === undefined ? [] : [scope.failure]),
  ];
  const facts = liveAccount(limit, handedIn(account));
  return {
    account,
    partition,
    regions: scope.regions,
    learn: (where, work) => untilKnown(facts.reader(where, connectTo(where.region)), work),
    readings: () => facts.readings(),
    ...(failures.length > 0 && { failure: `account ${account}: ${failures.join('; ')}` }),
  };
}

/** Credentials of the caller, or of the role that is assumed. */
export function credentialsFor(account: string, caller: Caller, role: string | undefined): AwsCredentialIdentityProvider {
  if (role === undefined) return caller.credentials;
  return shared(
    fromTemporaryCredentials({
      masterCredentials: caller.credentials,
      clientConfig: { region: caller.region ?? 'us-east-1', requestHandler: timeouts },
      params: { RoleArn: `arn:${caller.partition}:iam::${account}:role/${role}`, RoleSessionName: 'bedrock-logging' },
    }),
  );
}

function whyNotEntered(role: string | undefined, error: unknown): string {
  const { refusal, code } = unreadable('its credentials', error);
  return `it could not be entered${role === undefined ? '' : ` by role ${role}`}: ${refusal} (${code})`;
}

async function attemptToEnter(
  credentials: AwsCredentialIdentityProvider,
): Promise<{ readonly error: unknown } | { readonly entered: true }> {
  try {
    await credentials();
    return { entered: true };
  } catch (error) {
    return { error };
  }
}
