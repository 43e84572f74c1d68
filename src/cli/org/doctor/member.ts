import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { connect } from '../../../facts/aws/connection.ts';
import { unreadable } from '../../../facts/unreadable.ts';
import type { Limit } from '../../../engine/live-reader.ts';
import type { Caller } from '../../identity.ts';
import { credentialsFor } from '../../live.ts';
import { enabledRegions } from '../../region-scope.ts';
import type { Expectation } from './expectation.ts';
import { memberClients, serviceLinkedRoles, type MemberClients } from './member-clients.ts';
import { fine, unknown, type Observation } from './observation.ts';
import { seeDocuments } from './see-documents.ts';
import { seeFunctions } from './see-functions.ts';
import { seeQuotas } from './see-quotas.ts';
import { seeRecorder } from './see-recorder.ts';
import { seeRoles } from './see-roles.ts';
import type { sharedSettings } from './shared-settings.ts';
import type { Version } from './versions.ts';

/** How accounts are looked at. */
export interface Examination {
  readonly caller: Caller;
  /** Name of the role to assume in accounts other than the caller's own. */
  readonly assumeRole: string | undefined;
  readonly expectation: Expectation;
  readonly settings: ReturnType<typeof sharedSettings>;
  readonly limit: Limit;
  /** How many accounts are looked at at the same time. */
  readonly width: number;
}

/** What was seen in one account. */
export interface Examined {
  readonly account: string;
  readonly regions: readonly string[];
  readonly observations: readonly Observation[];
  readonly versions: readonly Version[];
}

/** Looks at one account in all its Regions. Of one that cannot be entered, nothing is known. */
export async function examineMember(account: string, { caller, assumeRole, expectation, settings, limit }: Examination): Promise<Examined> {
  const credentials = credentialsFor(account, caller, account === caller.account ? undefined : assumeRole);
  const refused = await notEntered(account, credentials, assumeRole, limit);
  if (refused) return { account, regions: [], observations: [refused], versions: [] };
  const home = caller.region ?? 'us-east-1';
  const scope = await enabledRegions(expectation.regions, caller.partition, connect({ region: home, credentials }, account));
  const access =
    scope.failure === undefined ? fine('access', { account }) : unknown('access', { account }, scope.failure, 'allow account:ListRegions');
  const regions = scope.regions;
  const clients = onceEach((region) => memberClients(settings({ region, credentials })));
  const versions: Version[] = [];
  const wantsRunbooks = expectation.documents.length > 0;
  const seen = await Promise.all([
    seeRoles({ account, regions, roles: serviceLinkedRoles(settings({ region: home, credentials })), clients, wantsRunbooks }, limit),
    ...regions.map((region) => seeRegion(clients(region), { account, region }, account === caller.account, (each) => versions.push(each))),
  ]);
  return { account, regions, observations: [access, ...seen.flat()], versions };

  async function seeRegion(
    own: MemberClients,
    where: { readonly account: string; readonly region: string },
    hasAggregators: boolean,
    note: (version: Version) => void,
  ): Promise<Observation[]> {
    const ofRegion = await Promise.all([
      seeRecorder(own, where, limit),
      seeFunctions(own, expectation.rules, where, limit, note),
      seeDocuments(own, expectation.documents, where, limit, note),
      seeQuotas(own, where, hasAggregators, limit),
    ]);
    return ofRegion.flat();
  }
}

async function notEntered(
  account: string,
  credentials: AwsCredentialIdentityProvider,
  assumeRole: string | undefined,
  limit: Limit,
): Promise<Observation | undefined> {
  try {
    await limit(credentials);
    return undefined;
  } catch (error) {
    const { refusal, code } = unreadable('its credentials', error);
    const role = assumeRole === undefined ? '' : ` by role ${assumeRole}`;
    return unknown(
      'access',
      { account },
      `it could not be entered${role}, so nothing of it is known: ${refusal} (${code})`,
      'let this account assume the role there',
    );
  }
}

function onceEach<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}
