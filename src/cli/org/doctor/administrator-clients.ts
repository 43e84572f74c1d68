import {
  CloudFormationClient,
  DescribeOrganizationsAccessCommand,
  ListStackInstancesCommand,
  ListStackSetsCommand,
} from '@aws-sdk/client-cloudformation';
import {
  ConfigServiceClient,
  DescribeOrganizationConformancePackStatusesCommand,
  DescribeOrganizationConformancePacksCommand,
  GetOrganizationConformancePackDetailedStatusCommand,
} from '@aws-sdk/client-config-service';
import {
  DescribeOrganizationCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedServicesForAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { refuseForeignAnswers } from '../../../facts/aws/client-config.ts';
import type { SharedSettings } from './shared-settings.ts';

export type OrganizationClients = ReturnType<typeof organizationClients>;

/** What the doctor reads of the organisation as its delegated administrator. */
export function organizationClients(settings: SharedSettings) {
  const organizations = refuseForeignAnswers(new OrganizationsClient(settings));
  return {
    describeOrganization: () => organizations.send(new DescribeOrganizationCommand({})),
    serviceAccess: (NextToken: string | undefined) => organizations.send(new ListAWSServiceAccessForOrganizationCommand({ NextToken })),
    delegatedServices: (AccountId: string, NextToken: string | undefined) =>
      organizations.send(new ListDelegatedServicesForAccountCommand({ AccountId, NextToken })),
  };
}

export type StackSetClients = ReturnType<typeof stackSetClients>;

/** How many instances AWS lists at once at most. */
const pageSize = 100;

/** What the doctor reads of the StackSets, which are in one Region. */
export function stackSetClients(settings: SharedSettings) {
  const client = refuseForeignAnswers(new CloudFormationClient(settings), {
    DescribeOrganizationsAccessCommand: 'DescribeOrganizationsAccessResponse',
    ListStackInstancesCommand: 'ListStackInstancesResponse',
    ListStackSetsCommand: 'ListStackSetsResponse',
  });
  const CallAs = 'DELEGATED_ADMIN';
  return {
    access: () => client.send(new DescribeOrganizationsAccessCommand({ CallAs })),
    stackSets: (NextToken: string | undefined) => client.send(new ListStackSetsCommand({ CallAs, Status: 'ACTIVE', NextToken })),
    instances: (StackSetName: string, NextToken: string | undefined) =>
      client.send(new ListStackInstancesCommand({ CallAs, StackSetName, NextToken, MaxResults: pageSize })),
  };
}

export type PackClients = ReturnType<typeof packClients>;

/** What the doctor reads of the organisation's packs in one Region. */
export function packClients(settings: SharedSettings) {
  const config = refuseForeignAnswers(new ConfigServiceClient(settings));
  return {
    packs: (NextToken: string | undefined) => config.send(new DescribeOrganizationConformancePacksCommand({ NextToken })),
    status: (pack: string, NextToken: string | undefined) =>
      config.send(new DescribeOrganizationConformancePackStatusesCommand({ OrganizationConformancePackNames: [pack], NextToken })),
    accounts: (OrganizationConformancePackName: string, NextToken: string | undefined) =>
      config.send(new GetOrganizationConformancePackDetailedStatusCommand({ OrganizationConformancePackName, NextToken, Limit: pageSize })),
  };
}
