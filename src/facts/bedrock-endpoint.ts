import { bedrockRegions } from './bedrock-regions.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { publishedBedrockRegions } from './published-bedrock-regions.ts';
import { attemptTo, unreadable, type Refusal } from './unreadable.ts';

const bedrockEndpointSchema = {
  type: 'object',
  required: ['exists', 'source'],
  additionalProperties: false,
  properties: { exists: { type: 'boolean' }, source: { enum: ['built-in list', 'AWS public parameters'] } },
} as const satisfies JSONSchema;

export type BedrockEndpoint = FromSchema<typeof bedrockEndpointSchema>;

/**
 * Whether Bedrock has an endpoint in the Region. The built-in list is asked first; AWS's published list only for a Region the built-in one does not know,
 * and when it may not be read the built-in list decides. A passing failure decides nothing.
 */
export const bedrockEndpoint: Fact<BedrockEndpoint> = {
  id: 'bedrock-endpoint',
  about: 'the list of Regions with Bedrock',
  reach: 'region',
  actions: ['ssm:GetParametersByPath'],
  calls: ['ssm:GetParametersByPath'],
  schema: bedrockEndpointSchema,
  async read(aws, { partition, region }) {
    if (bedrockRegions[partition]?.includes(region)) return { exists: true, source: 'built-in list' };
    const published = await attemptTo(
      publishedBedrockRegions(aws).catch((error: unknown) => Promise.reject(unreadable('the list of Regions with Bedrock', error))),
    );
    if ('unreadable' in published && passing.has(published.unreadable.refusal)) throw published.unreadable;
    if ('unreadable' in published || published.value.length === 0) return { exists: false, source: 'built-in list' };
    return { exists: published.value.includes(region), source: 'AWS public parameters' };
  },
};

/** Refusals that another try may end. */
const passing: ReadonlySet<Refusal> = new Set(['throttled', 'unreachable', 'failed']);
