import {
  BedrockAgentClient,
  ListAgentsCommand,
  type ListAgentsCommandInput,
  ListFlowsCommand,
  type ListFlowsCommandInput,
  ListKnowledgeBasesCommand,
  type ListKnowledgeBasesCommandInput,
} from '@aws-sdk/client-bedrock-agent';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type BedrockAgentOperations = ReturnType<typeof bedrockAgentOperations>;

/** The operations of bedrock-agent that facts read with. */
export function bedrockAgentOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new BedrockAgentClient(clientConfig(settings)));
  return {
    listAgents: (input: ListAgentsCommandInput) => client.send(new ListAgentsCommand(input)),
    listFlows: (input: ListFlowsCommandInput) => client.send(new ListFlowsCommand(input)),
    listKnowledgeBases: (input: ListKnowledgeBasesCommandInput) => client.send(new ListKnowledgeBasesCommand(input)),
  };
}
