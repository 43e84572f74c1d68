import type { Excuse, Resource, Subjects } from '../../src/engine/rule.ts';
import { bedrockEndpoint } from '../../src/facts/bedrock-endpoint.ts';
import type { Known, Scope } from '../../src/facts/fact.ts';
import { attempt } from '../../src/facts/unreadable.ts';
import type { ClosedRegions } from './closed-regions.ts';

/** Why there is nothing to log in a Region: Bedrock is closed there, or has no endpoint. */
export function excuseOfRegion(known: Known, { region, account }: Scope, { closedRegions }: ClosedRegions): Excuse | undefined {
  // Read first, so that evidence holds the Region even where it is closed.
  const endpoint = attempt(() => known(bedrockEndpoint, ''));
  if (closedRegions.includes(region))
    return { notApplicable: `${region} of account ${account} is closed to Amazon Bedrock (closedRegions)` };
  if ('unreadable' in endpoint) throw endpoint.unreadable;
  if (endpoint.value?.exists === false) {
    return {
      notApplicable: `Amazon Bedrock has no endpoint in ${region} (${endpoint.value.source}); nothing to log in account ${account}`,
    };
  }
  return undefined;
}

/** The account, in Regions where Bedrock can be used. */
export const accountInBedrockRegion: Subjects<Resource, ClosedRegions> = {
  are: 'the account, in every Region where Amazon Bedrock has an endpoint',
  types: ['AWS::::Account'],
  facts: [bedrockEndpoint],
  list(known, scope, parameters) {
    return excuseOfRegion(known, scope, parameters) ?? [{ type: 'AWS::::Account', id: scope.account }];
  },
};
