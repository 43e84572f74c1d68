import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { liveAccount, refusedAccount, type Limit } from '../engine/live-reader.ts';
import { untilKnown } from '../engine/until-known.ts';
import { connect } from '../facts/aws/connection.ts';
import { unreadable, type Unreadable } from '../facts/unreadable.ts';
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
}

/** Enters an account. One that cannot be entered is an account all of whose facts are refused. */
export async function openAccount(account: string, { caller, assumeRole, regions, limit }: Access): Promise<Account> {
  const { partition } = caller;
  const credentials = credentialsFor(account, caller, assumeRole);
  const refusal = account === caller.account ? undefined : await refusalOf(credentials, `account ${account} by role ${assumeRole}`);
  const connectTo = (region: string) => connect({ region, credentials }, account);
  const facts = refusal ? refusedAccount(refusal) : liveAccount(limit);
  const scope = await enabledRegions(regions, partition, refusal ?? connectTo(caller.region ?? 'us-east-1'));
  return {
    account,
    partition,
    regions: scope.regions,
    learn: (where, work) => untilKnown(facts.reader(where, connectTo(where.region)), work),
    readings: () => facts.readings(),
    ...(scope.failure !== undefined && { failure: `account ${account}: ${scope.failure}` }),
  };
}

function credentialsFor(account: string, caller: Caller, assumeRole: string | undefined): AwsCredentialIdentityProvider {
  if (account === caller.account || assumeRole === undefined) return caller.credentials;
  return shared(
    fromTemporaryCredentials({
      masterCredentials: caller.credentials,
      clientConfig: { region: caller.region ?? 'us-east-1' },
      params: { RoleArn: `arn:${caller.partition}:iam::${account}:role/${assumeRole}`, RoleSessionName: 'bedrock-logging' },
    }),
  );
}

async function refusalOf(credentials: AwsCredentialIdentityProvider, what: string): Promise<Unreadable | undefined> {
  try {
    await credentials();
    return undefined;
  } catch (error) {
    return unreadable(what, error);
  }
}
