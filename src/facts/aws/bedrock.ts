import {
  BedrockClient,
  GetModelInvocationLoggingConfigurationCommand,
  type GetModelInvocationLoggingConfigurationCommandInput,
  ListCustomModelDeploymentsCommand,
  type ListCustomModelDeploymentsCommandInput,
  ListCustomModelsCommand,
  type ListCustomModelsCommandInput,
  ListFoundationModelsCommand,
  type ListFoundationModelsCommandInput,
  ListImportedModelsCommand,
  type ListImportedModelsCommandInput,
  ListInferenceProfilesCommand,
  type ListInferenceProfilesCommandInput,
  ListMarketplaceModelEndpointsCommand,
  type ListMarketplaceModelEndpointsCommandInput,
  ListModelInvocationJobsCommand,
  type ListModelInvocationJobsCommandInput,
  ListProvisionedModelThroughputsCommand,
  type ListProvisionedModelThroughputsCommandInput,
} from '@aws-sdk/client-bedrock';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type BedrockOperations = ReturnType<typeof bedrockOperations>;

/** The operations of bedrock that facts read with. */
export function bedrockOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new BedrockClient(clientConfig(settings)));
  return {
    getModelInvocationLoggingConfiguration: (input: GetModelInvocationLoggingConfigurationCommandInput) =>
      client.send(new GetModelInvocationLoggingConfigurationCommand(input)),
    listCustomModelDeployments: (input: ListCustomModelDeploymentsCommandInput) =>
      client.send(new ListCustomModelDeploymentsCommand(input)),
    listCustomModels: (input: ListCustomModelsCommandInput) => client.send(new ListCustomModelsCommand(input)),
    listFoundationModels: (input: ListFoundationModelsCommandInput) => client.send(new ListFoundationModelsCommand(input)),
    listImportedModels: (input: ListImportedModelsCommandInput) => client.send(new ListImportedModelsCommand(input)),
    listInferenceProfiles: (input: ListInferenceProfilesCommandInput) => client.send(new ListInferenceProfilesCommand(input)),
    listMarketplaceModelEndpoints: (input: ListMarketplaceModelEndpointsCommandInput) =>
      client.send(new ListMarketplaceModelEndpointsCommand(input)),
    listModelInvocationJobs: (input: ListModelInvocationJobsCommandInput) => client.send(new ListModelInvocationJobsCommand(input)),
    listProvisionedModelThroughputs: (input: ListProvisionedModelThroughputsCommandInput) =>
      client.send(new ListProvisionedModelThroughputsCommand(input)),
  };
}
