import type { ModelInvocationJobSummary } from '@aws-sdk/client-bedrock';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Connection } from './aws/connection.ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages, listOf } from './pages.ts';

const bedrockResourcesSchema = {
  type: 'object',
  required: ['count'],
  additionalProperties: false,
  properties: { count: { type: 'integer', minimum: 0 } },
} as const satisfies JSONSchema;

export type BedrockResources = FromSchema<typeof bedrockResourcesSchema>;

/**
 * How many Bedrock resources of one kind bill or serve in the Region; the kind is the resource. Guardrails and system-defined inference profiles do
 * neither by themselves, and batch jobs count only until they end.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock.html
 */
export const bedrockResources: Fact<BedrockResources> = {
  id: 'bedrock-resources',
  about: 'the Bedrock resources of kind',
  reach: 'region',
  actions: [
    'bedrock:ListProvisionedModelThroughputs',
    'bedrock:ListCustomModelDeployments',
    'bedrock:ListCustomModels',
    'bedrock:ListImportedModels',
    'bedrock:ListMarketplaceModelEndpoints',
    'bedrock:ListModelInvocationJobs',
    'bedrock:ListInferenceProfiles',
    'bedrock:ListAgents',
    'bedrock:ListFlows',
    'bedrock:ListKnowledgeBases',
  ],
  calls: [
    'bedrock:ListProvisionedModelThroughputs',
    'bedrock:ListCustomModelDeployments',
    'bedrock:ListCustomModels',
    'bedrock:ListImportedModels',
    'bedrock:ListMarketplaceModelEndpoints',
    'bedrock:ListModelInvocationJobs',
    'bedrock:ListInferenceProfiles',
    'bedrock-agent:ListAgents',
    'bedrock-agent:ListFlows',
    'bedrock-agent:ListKnowledgeBases',
  ],
  schema: bedrockResourcesSchema,
  async read(aws, _scope, kind) {
    return { count: (await allPages<object>((token) => listings[kind as BedrockResourceKind](aws, token))).length };
  },
};

export type BedrockResourceKind = keyof typeof listings;

type Page = Promise<{ items: readonly object[] | undefined; next: string | undefined }>;
type Listing = (aws: Connection, nextToken: string | undefined) => Page;

const endedJobs: readonly string[] = ['Completed', 'PartiallyCompleted', 'Failed', 'Stopped', 'Expired'];

function isRunning({ status }: ModelInvocationJobSummary): boolean {
  demand(status, 'status of a job');
  return !endedJobs.includes(status);
}

const listings = {
  'provisioned model throughput': async (aws, nextToken) => {
    const answer = await (await aws.bedrock()).listProvisionedModelThroughputs({ nextToken });
    return { items: answer.provisionedModelSummaries, next: answer.nextToken };
  },
  'custom model deployment': async (aws, nextToken) => {
    const answer = await (await aws.bedrock()).listCustomModelDeployments({ nextToken });
    return { items: answer.modelDeploymentSummaries, next: answer.nextToken };
  },
  'custom model': async (aws, nextToken) => {
    const answer = await (await aws.bedrock()).listCustomModels({ nextToken });
    return { items: answer.modelSummaries, next: answer.nextToken };
  },
  'imported model': async (aws, nextToken) => {
    const answer = await (await aws.bedrock()).listImportedModels({ nextToken });
    return { items: answer.modelSummaries, next: answer.nextToken };
  },
  'marketplace model endpoint': async (aws, nextToken) => {
    const answer = await (await aws.bedrock()).listMarketplaceModelEndpoints({ nextToken });
    return { items: answer.marketplaceModelEndpoints, next: answer.nextToken };
  },
  'running batch inference job': async (aws, nextToken) => {
    const answer = await (await aws.bedrock()).listModelInvocationJobs({ nextToken });
    const jobs = answer.invocationJobSummaries;
    return { items: jobs && listOf(jobs).filter(isRunning), next: answer.nextToken };
  },
  'application inference profile': async (aws, nextToken) => {
    const answer = await (await aws.bedrock()).listInferenceProfiles({ typeEquals: 'APPLICATION', nextToken });
    return { items: answer.inferenceProfileSummaries, next: answer.nextToken };
  },
  agent: async (aws, nextToken) => {
    const answer = await (await aws.bedrockAgent()).listAgents({ nextToken });
    return { items: answer.agentSummaries, next: answer.nextToken };
  },
  flow: async (aws, nextToken) => {
    const answer = await (await aws.bedrockAgent()).listFlows({ nextToken });
    return { items: answer.flowSummaries, next: answer.nextToken };
  },
  'knowledge base': async (aws, nextToken) => {
    const answer = await (await aws.bedrockAgent()).listKnowledgeBases({ nextToken });
    return { items: answer.knowledgeBaseSummaries, next: answer.nextToken };
  },
} satisfies Record<string, Listing>;

/** The kinds of Bedrock resource that bill or serve. */
export const bedrockResourceKinds = Object.keys(listings) as BedrockResourceKind[];
