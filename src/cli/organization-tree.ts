import type { PolicyType } from '@aws-sdk/client-organizations';
import type { OrganizationsOperations } from '../facts/aws/organizations.ts';
import { demand, malformed } from '../facts/malformed.ts';
import { allPages } from '../facts/pages.ts';
import { unreadable } from '../facts/unreadable.ts';
import { parseArn } from '../policy/arn.ts';

/** The top of an organisation. */
export interface Root {
  /** Id of the organisation, as `o-…`. */
  readonly organization: string;
  /** Id of the management account. */
  readonly management: string;
  /** The types of policy that hold in the organisation. One that is only being enabled does not hold yet. */
  readonly enabled: ReadonlySet<PolicyType>;
}

/**
 * Reads the root; an organisation has one.
 *
 * @throws Unreadable
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html
 */
export const readRoot = (organizations: OrganizationsOperations): Promise<Root> =>
  listRoot(organizations).catch((error: unknown) => Promise.reject(unreadable('the root of the organisation', error)));

async function listRoot(organizations: OrganizationsOperations): Promise<Root> {
  const [root, another] = await allPages(async (token) => {
    const answer = await organizations.listRoots(token);
    return { items: answer.Roots, next: answer.NextToken };
  });
  demand(root && !another, 'single root');
  const { account, resource } = parseArn(root.Arn ?? '') ?? { account: '', resource: '' };
  const organization = /^root\/(o-[a-z0-9]{10,32})\//.exec(resource)?.[1];
  demand(/^\d{12}$/.test(account) && organization, 'ARN of the root');
  demand(Array.isArray(root.PolicyTypes), 'list of policy types');
  const enabled = root.PolicyTypes.flatMap(({ Type, Status }) => (Type && Status === 'ENABLED' ? [Type] : []));
  return { organization, management: account, enabled: new Set(enabled) };
}

/** What stands directly above an account or an OU. */
export interface Parent {
  readonly id: string;
  readonly isRoot: boolean;
}

/**
 * Reads what stands directly above an account or an OU; everything but the root has one parent.
 *
 * @throws Unreadable
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
 */
export const readParent = (organizations: OrganizationsOperations, child: string): Promise<Parent> =>
  listParent(organizations, child).catch((error: unknown) => Promise.reject(unreadable(`the parent of ${child}`, error)));

async function listParent(organizations: OrganizationsOperations, child: string): Promise<Parent> {
  const [parent, another] = await allPages(async (token) => {
    const answer = await organizations.listParents(child, token);
    return { items: answer.Parents, next: answer.NextToken };
  });
  demand(parent?.Id && parent.Type && !another, 'single parent');
  return { id: parent.Id, isRoot: parent.Type === 'ROOT' };
}

/**
 * Far more levels than AWS allows, which nests OUs five deep; an endpoint that answers in circles would never end.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const maximumLevels = 20;

/**
 * Everything policies of an account can be attached to: the root, the OUs on the way, the account itself.
 *
 * @throws Unreadable
 */
export async function pathTo(account: string, parentOf: (child: string) => Promise<Parent>): Promise<string[]> {
  const path = [account];
  let child: Parent = { id: account, isRoot: false };
  while (!child.isRoot) {
    if (path.length > maximumLevels) throw unreadable(`the OUs above ${account}`, malformed(`there are more than ${maximumLevels}`));
    child = await parentOf(child.id);
    path.unshift(child.id);
  }
  return path;
}
