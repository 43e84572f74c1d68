import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import pLimit from 'p-limit';
import { nothingHandedIn } from '../../engine/handed-in.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import { unreadable } from '../../facts/unreadable.ts';
import type { Account } from '../account.ts';
import { handedInPolicies } from '../handed-in-policies.ts';
import { callerIdentity, configuredRegion, type Caller } from '../identity.ts';
import { credentialsFor, openAccount } from '../live.ts';
import { demandPartition, parseRegions } from '../region-scope.ts';

/** What the user said of the place. */
export interface PlaceChoice {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly assumeRole: string | undefined;
  /** Path of a file with the policies of the organisation. */
  readonly organizationPolicies: string | undefined;
}

/** One Region of one account, entered. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Id of the account and name of the Region, as a phrase. */
  readonly name: string;
  readonly credentials: AwsCredentialIdentityProvider;
  /** ARN of who acts in it. */
  readonly principal: string;
  /** Reads it anew. */
  open(): Promise<Account>;
}

/** How many facts are read at the same time. */
const concurrency = 16;

/** @throws InvalidInput for a place that does not exist, or that the caller cannot enter */
export async function enteredPlace(choice: PlaceChoice): Promise<Place> {
  const region = oneRegion(choice.region, '--region') ?? oneRegion(await configuredRegion(), 'AWS_REGION');
  if (region === undefined) throw new InvalidInput('no Region: give --region, or set AWS_REGION');
  refuseNoAccount(choice.account);
  const handedIn = choice.organizationPolicies === undefined ? () => nothingHandedIn : await handedInPolicies(choice.organizationPolicies);
  const caller = await callerIdentity(region);
  demandPartition([region], caller.partition);
  const { account, arn, credentials } = await entered(caller, choice);
  const access = {
    caller: { ...caller, account, arn, credentials },
    assumeRole: undefined,
    regions: [region],
    limit: pLimit(concurrency),
    handedIn,
  };
  return {
    partition: caller.partition,
    account,
    region,
    name: `account ${account}, Region ${region}`,
    credentials,
    principal: arn,
    open: () => openAccount(account, access),
  };
}

function oneRegion(text: string | undefined, option: string): string | undefined {
  if (text === undefined) return undefined;
  const [region, another] = parseRegions(text, option);
  if (another !== undefined) throw new InvalidInput(`${option} names several Regions; wanted: one`);
  return region;
}

function refuseNoAccount(account: string | undefined): void {
  if (account === undefined || /^\d{12}$/.test(account)) return;
  throw new InvalidInput(`--account: '${account}' is not an account id; wanted: twelve digits`);
}

async function entered(caller: Caller, { account = caller.account, assumeRole }: PlaceChoice): Promise<Caller> {
  if (account === caller.account) return caller;
  if (assumeRole === undefined)
    throw new InvalidInput(`--assume-role is needed to enter accounts other than ${caller.account}, the caller's own`);
  const credentials = credentialsFor(account, caller, assumeRole);
  await credentials().catch((error: unknown) => {
    const { refusal, code } = unreadable('its credentials', error);
    throw new InvalidInput(`account ${account} could not be entered by role ${assumeRole}: ${refusal} (${code})`, { cause: error });
  });
  const role = assumeRole.split('/').at(-1);
  return { ...caller, account, credentials, arn: `arn:${caller.partition}:sts::${account}:assumed-role/${role}/bedrock-logging` };
}
