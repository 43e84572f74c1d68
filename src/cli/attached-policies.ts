import type { PolicyType } from '@aws-sdk/client-organizations';
import { compare } from '../engine/finding.ts';
import type { Limit } from '../engine/live-reader.ts';
import { organizationPoliciesFile, type AccountPolicies, type OrganizationPoliciesFile } from '../engine/organization-policies-file.ts';
import type { OrganizationsOperations } from '../facts/aws/organizations.ts';
import { demand } from '../facts/malformed.ts';
import { documentHash, type AttachedPolicy } from '../facts/organization-policies.ts';
import { allPages } from '../facts/pages.ts';
import { unreadable } from '../facts/unreadable.ts';
import { activeAccounts } from './organization.ts';
import { pathTo, readParent, readRoot } from './organization-tree.ts';

/**
 * Reads the service control policies and resource control policies that hold in each active account of an organisation. Each OU and each policy is asked
 * for once, whatever number of accounts it is for.
 *
 * @throws Unreadable when anything could not be read
 */
export async function policiesOfOrganization(organizations: OrganizationsOperations, limit: Limit): Promise<OrganizationPoliciesFile> {
  const began = new Date();
  const [root, ids] = await Promise.all([limit(() => readRoot(organizations)), limit(() => activeAccounts(organizations))]);
  const documents: Record<string, string> = {};
  const parentOf = once((child) => limit(() => readParent(organizations, child)));
  const documentOf = once(async (policy) => {
    const text = await limit(() => readText(organizations, policy));
    const document = documentHash(text);
    documents[document] = text;
    return document;
  });
  const levelsOf = (type: PolicyType) => {
    const attachedTo = once(async (target) => named(await limit(() => listPolicies(organizations, target, type)), documentOf));
    return async (account: string) => (root.enabled.has(type) ? Promise.all((await pathTo(account, parentOf)).map(attachedTo)) : []);
  };
  const [scpsOf, rcpsOf] = [levelsOf('SERVICE_CONTROL_POLICY'), levelsOf('RESOURCE_CONTROL_POLICY')];
  const policiesOf = async (account: string): Promise<AccountPolicies> => {
    if (account === root.management) return { isManagementAccount: true, scps: [], rcps: [] };
    const [scps, rcps] = await Promise.all([scpsOf(account), rcpsOf(account)]);
    return { scps, rcps };
  };
  const accounts = await Promise.all(ids.map(async (account) => [account, await policiesOf(account)] as const));
  return organizationPoliciesFile(began, root.organization, documents, Object.fromEntries(accounts));
}

/** The policies of one level with their documents, in the order of their names: AWS promises none. */
async function named(
  policies: readonly { readonly id: string; readonly name: string }[],
  documentOf: (policy: string) => Promise<string>,
): Promise<AttachedPolicy[]> {
  const attached = await Promise.all(policies.map(async ({ id, name }) => ({ name, document: await documentOf(id) })));
  return attached.sort((one, other) => compare(one.name, other.name));
}

/**
 * Lists the policies of one type that are attached to a root, an OU or an account.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html
 */
async function listPolicies(organizations: OrganizationsOperations, TargetId: string, Filter: PolicyType) {
  try {
    const policies = await allPages(async (NextToken) => {
      const answer = await organizations.listPoliciesForTarget({ TargetId, Filter, NextToken });
      return { items: answer.Policies, next: answer.NextToken };
    });
    // Where no service control policy allows anything, everything is forbidden; AWS does not let that happen.
    demand(policies.length > 0 || Filter !== 'SERVICE_CONTROL_POLICY', 'service control policy');
    return policies.map(({ Id, Name }) => {
      demand(Id && Name, 'id and name of a policy');
      return { id: Id, name: Name };
    });
  } catch (error) {
    throw unreadable(`the policies of ${TargetId}`, error);
  }
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
async function readText(organizations: OrganizationsOperations, policy: string): Promise<string> {
  try {
    const { Content } = (await organizations.describePolicy(policy)).Policy ?? {};
    demand(typeof Content === 'string' && Content !== '', 'text of the policy');
    return Content;
  } catch (error) {
    throw unreadable(`the policy ${policy}`, error);
  }
}

/** Reads each thing when it is first asked for, and never again. */
function once<Value>(read: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (id) => {
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    return found;
  };
}
