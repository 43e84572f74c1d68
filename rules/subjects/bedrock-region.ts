import type { Excuse, Resource, Subjects } from '../../src/engine/rule.ts';
import { bedrockEndpoint } from '../../src/facts/bedrock-endpoint.ts';
import type { Reader, Scope } from '../../src/facts/fact.ts';
import type { ClosedRegions } from './closed-regions.ts';

/** Why there is nothing to log in a Region: Bedrock is closed there, or has no endpoint. */
export async function excuseOfRegion(reader: Reader, { region }: Scope, { closedRegions }: ClosedRegions): Promise<Excuse | undefined> {
  if (closedRegions.includes(region)) return { notApplicable: `${region} is closed to Amazon Bedrock (closedRegions)` };
  const endpoint = await reader.read(bedrockEndpoint, '');
  if (endpoint?.exists === false) return { notApplicable: `Amazon Bedrock has no endpoint in ${region} (${endpoint.source})` };
  return undefined;
}

/** The account, in Regions where Bedrock can be used. */
export const accountInBedrockRegion: Subjects<Resource, ClosedRegions> = {
  are: 'the account, in every Region where Amazon Bedrock has an endpoint',
  types: ['AWS::::Account'],
  facts: [bedrockEndpoint],
  async list(reader, scope, parameters) {
    return (await excuseOfRegion(reader, scope, parameters)) ?? [{ type: 'AWS::::Account', id: scope.account }];
  },
};
