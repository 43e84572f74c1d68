import {
  ConfigServiceClient,
  DescribeOrganizationConformancePacksCommand,
  GetOrganizationConformancePackDetailedStatusCommand,
  PutOrganizationConformancePackCommand,
} from '@aws-sdk/client-config-service';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientConfig, refuseForeignAnswers } from '../facts/aws/client-config.ts';
import type { ClientSettings } from '../facts/aws/connection.ts';

/** How many accounts AWS Config lists at once at most. */
const pageSize = 100;

export type PackOperations = ReturnType<typeof packOperations>;

/** What the reconciler does with the pack of one Region. */
export function packOperations(settings: ClientSettings) {
  const config = refuseForeignAnswers(new ConfigServiceClient(clientConfig(settings)));
  return {
    accounts: (OrganizationConformancePackName: string, NextToken: string | undefined) =>
      config.send(new GetOrganizationConformancePackDetailedStatusCommand({ OrganizationConformancePackName, NextToken, Limit: pageSize })),
    pack: (name: string, NextToken: string | undefined) =>
      config.send(new DescribeOrganizationConformancePacksCommand({ OrganizationConformancePackNames: [name], NextToken })),
    put: (input: ConstructorParameters<typeof PutOrganizationConformancePackCommand>[0]) =>
      config.send(new PutOrganizationConformancePackCommand(input)),
  };
}

export type RecordOperations = ReturnType<typeof recordOperations>;

/** Where the reconciler keeps what it knows. */
export function recordOperations(settings: ClientSettings) {
  const ssm = refuseForeignAnswers(new SSMClient(clientConfig(settings)));
  return {
    read: async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? '',
    write: (Name: string, Value: string) => ssm.send(new PutParameterCommand({ Name, Value, Overwrite: true })),
  };
}
