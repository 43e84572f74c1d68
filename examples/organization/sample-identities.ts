import { createHash } from 'node:crypto';
import type { AccountAuthorization } from '../../src/facts/account-authorization.ts';
import { authorizationPages, type AuthorizationPages } from '../../src/facts/authorization-pages.ts';

/** IAM's answer to `iam:GetAccountAuthorizationDetails`. */
type Page = Parameters<AuthorizationPages['add']>[0];

/** A policy that can be attached; AWS's own belong to no account. */
export interface ManagedPolicy {
  readonly name: string;
  /** With slashes at both ends. */
  readonly path: string;
  readonly owner: 'aws' | 'account';
  /** JSON. */
  readonly document: string;
}

/** What a user, group or role may do. */
interface Holder {
  /** JSON, by name. */
  readonly inline?: Readonly<Record<string, string>>;
  readonly attached?: readonly ManagedPolicy[];
}

export interface SampleRole extends Holder {
  readonly name: string;
  /** With slashes at both ends. */
  readonly path: string;
  /** JSON. */
  readonly trust: string;
}

/** Users, groups and roles of an account. */
export interface SampleIdentities {
  readonly roles?: readonly SampleRole[];
  /** By name. */
  readonly users?: Readonly<Record<string, Holder & { readonly groups?: readonly string[] }>>;
  /** By name. */
  readonly groups?: Readonly<Record<string, Holder>>;
}

export const roleArn = (account: string, { path, name }: Pick<SampleRole, 'path' | 'name'>): string =>
  `arn:aws:iam::${account}:role${path}${name}`;

const policyArn = (account: string, { owner, path, name }: ManagedPolicy): string =>
  `arn:aws:iam::${owner === 'aws' ? 'aws' : account}:policy${path}${name}`;

/** Every managed policy that somebody has, each once. */
function managedPolicies({ roles = [], users = {}, groups = {} }: SampleIdentities): ManagedPolicy[] {
  const holders: Holder[] = [...roles, ...Object.values(users), ...Object.values(groups)];
  return [...new Set(holders.flatMap(({ attached = [] }) => attached))];
}

/** What the rules read of the identities of an account: taken from IAM's answer by the code that reads it live. */
export function authorizationOf(account: string, identities: SampleIdentities, tagKey: string): AccountAuthorization {
  const pages = authorizationPages(tagKey);
  pages.add(pageOf(account, identities));
  return pages.value();
}

/** IAM's answer, as one page. */
export function pageOf(account: string, identities: SampleIdentities): Page {
  const { roles = [], users = {}, groups = {} } = identities;
  const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
  const inline = ({ inline: policies = {} }: Holder) =>
    Object.entries(policies).map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: encodeURIComponent(document) }));
  const attached = ({ attached: policies = [] }: Holder) => ({
    AttachedManagedPolicies: policies.map((policy) => ({ PolicyName: policy.name, PolicyArn: policyArn(account, policy) })),
  });
  return {
    Policies: managedPolicies(identities).map((policy) => managedPolicy(account, policy)),
    GroupDetailList: Object.entries(groups).map(([GroupName, group]) => {
      const Arn = arn('group', GroupName);
      return { GroupName, Arn, GroupId: uniqueId('AGPA', Arn), GroupPolicyList: inline(group), ...attached(group) };
    }),
    UserDetailList: Object.entries(users).map(([UserName, user]) => {
      const Arn = arn('user', UserName);
      const GroupList = [...(user.groups ?? [])];
      return { UserName, Arn, UserId: uniqueId('AIDA', Arn), GroupList, UserPolicyList: inline(user), ...attached(user) };
    }),
    RoleDetailList: roles.map((role) => {
      const Arn = roleArn(account, role);
      const AssumeRolePolicyDocument = encodeURIComponent(role.trust);
      const own = { AssumeRolePolicyDocument, RolePolicyList: inline(role), ...attached(role) };
      return { RoleName: role.name, Arn, RoleId: uniqueId('AROA', Arn), ...own };
    }),
  };
}

function managedPolicy(account: string, policy: ManagedPolicy): NonNullable<Page['Policies']>[number] {
  const PolicyVersionList = [{ Document: encodeURIComponent(policy.document), IsDefaultVersion: true, VersionId: 'v1' }];
  return { PolicyName: policy.name, Arn: policyArn(account, policy), PolicyVersionList };
}

/** Stands for the id that IAM would have chosen: four letters that tell the kind, and 17 characters. */
function uniqueId(kind: string, arn: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(arn).digest('hex')}`)
    .toString(36)
    .toUpperCase();
  return `${kind}${digits.slice(0, 17)}`;
}
