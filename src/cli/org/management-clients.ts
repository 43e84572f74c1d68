import {
  ActivateOrganizationsAccessCommand,
  CloudFormationClient,
  DeactivateOrganizationsAccessCommand,
  DescribeOrganizationsAccessCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DeregisterDelegatedAdministratorCommand,
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import {
  DisableOrganizationAdminAccountCommand,
  EnableOrganizationAdminAccountCommand,
  ListOrganizationAdminAccountsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { clientConfig, refuseForeignAnswers } from '../../facts/aws/client-config.ts';
import type { Caller } from '../identity.ts';

export type ManagementClients = ReturnType<typeof managementClients>;

/**
 * What lets services into an organisation and names who administers them. Only the management account may, and only here does anything of that happen.
 *
 * The writing clients take whatever AWS answers, which is mostly an empty body; what came of it is read again with the others.
 */
export function managementClients({ region = 'us-east-1', credentials }: Pick<Caller, 'region' | 'credentials'>) {
  const config = clientConfig({ region, credentials });
  const organizations = new OrganizationsClient(config);
  const cloudFormation = new CloudFormationClient(config);
  const reading = {
    organizations: refuseForeignAnswers(new OrganizationsClient(config)),
    cloudFormation: refuseForeignAnswers(new CloudFormationClient(config), {
      DescribeOrganizationsAccessCommand: 'DescribeOrganizationsAccessResponse',
    }),
  };
  const securityHub = (where: string) => new SecurityHubClient(clientConfig({ region: where, credentials }));
  return {
    describeOrganization: () => reading.organizations.send(new DescribeOrganizationCommand({})),
    describeAccount: (AccountId: string) => reading.organizations.send(new DescribeAccountCommand({ AccountId })),
    listServiceAccess: (NextToken: string | undefined) =>
      reading.organizations.send(new ListAWSServiceAccessForOrganizationCommand({ NextToken })),
    listAdministrators: (ServicePrincipal: string, NextToken: string | undefined) =>
      reading.organizations.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal, NextToken })),
    describeStackSetAccess: () => reading.cloudFormation.send(new DescribeOrganizationsAccessCommand({})),
    listSecurityHubAdministrators: (where: string, NextToken: string | undefined) =>
      refuseForeignAnswers(securityHub(where)).send(new ListOrganizationAdminAccountsCommand({ NextToken })),

    enableServiceAccess: (ServicePrincipal: string) => organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal })),
    disableServiceAccess: (ServicePrincipal: string) => organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal })),
    registerAdministrator: (AccountId: string, ServicePrincipal: string) =>
      organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal })),
    deregisterAdministrator: (AccountId: string, ServicePrincipal: string) =>
      organizations.send(new DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal })),
    activateStackSets: () => cloudFormation.send(new ActivateOrganizationsAccessCommand({})),
    deactivateStackSets: () => cloudFormation.send(new DeactivateOrganizationsAccessCommand({})),
    enableSecurityHubAdministrator: (where: string, AdminAccountId: string) =>
      securityHub(where).send(new EnableOrganizationAdminAccountCommand({ AdminAccountId })),
    disableSecurityHubAdministrator: (where: string, AdminAccountId: string) =>
      securityHub(where).send(new DisableOrganizationAdminAccountCommand({ AdminAccountId })),
  };
}
