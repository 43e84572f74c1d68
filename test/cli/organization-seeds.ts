import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import type { Emulator } from '../emulator/emulator.ts';

export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** Arranges an organisation, as its management account would. */
export async function organizationSeeds(emulator: Emulator, management: string) {
  const organizations = emulator.client(management, 'us-east-1', OrganizationsClient);
  const root = await rootOf(organizations);
  return {
    root,
    async enable(PolicyType: ControlPolicyType): Promise<void> {
      await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType }));
    },

    async disable(PolicyType: ControlPolicyType): Promise<void> {
      await organizations.send(new DisablePolicyTypeCommand({ RootId: root, PolicyType }));
    },

    /** @returns its id */
    async unit(Name: string, ParentId: string): Promise<string> {
      return (await organizations.send(new CreateOrganizationalUnitCommand({ Name, ParentId }))).OrganizationalUnit?.Id ?? '';
    },

    async move(AccountId: string, DestinationParentId: string): Promise<void> {
      await organizations.send(new MoveAccountCommand({ AccountId, SourceParentId: root, DestinationParentId }));
    },

    /** Makes a policy and attaches it; every target keeps the one that allows everything. */
    async attach(Type: ControlPolicyType, Name: string, Content: string, ...targets: readonly string[]): Promise<void> {
      const made = await organizations.send(new CreatePolicyCommand({ Type, Name, Content, Description: Name }));
      const PolicyId = made.Policy?.PolicySummary?.Id;
      for (const TargetId of targets) await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId }));
    },

    /** AWS refuses to detach the last one. */
    async detachFullAccess(TargetId: string): Promise<void> {
      await organizations.send(new DetachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId }));
    },

    async delegate(AccountId: string): Promise<void> {
      const ServicePrincipal = 'ssm.amazonaws.com';
      await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
      await organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
    },
  };
}

/** The only root, which may stand behind an empty page. */
async function rootOf(organizations: OrganizationsClient): Promise<string> {
  let NextToken: string | undefined;
  do {
    const page = await organizations.send(new ListRootsCommand({ NextToken }));
    if (page.Roots?.[0]?.Id !== undefined) return page.Roots[0].Id;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  throw new Error('the organisation has no root');
}
