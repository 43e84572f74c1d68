import { parseArn } from './arn.ts';

/** Who makes a request. `account` is the caller's own, in twelve digits. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'service'; readonly name: string }
  /** Somebody an identity provider vouches for, before a role is assumed. */
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'root'; readonly account: string }
  | { readonly kind: 'user'; readonly account: string; readonly arn: string }
  /** Any session of a role. */
  | { readonly kind: 'role'; readonly account: string; readonly arn: string; readonly roleName: string }
  | { readonly kind: 'role session'; readonly account: string; readonly arn: string; readonly roleName: string }
  | { readonly kind: 'federated user'; readonly account: string; readonly arn: string };

/**
 * The caller an ARN, a service principal (`bedrock.amazonaws.com`), an account id or `*` (nobody in particular) stands for.
 *
 * @throws Error for a text that is none of these
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function callerOf(principal: string): Caller {
  if (principal === '*' || principal === 'anonymous') return { kind: 'anonymous' };
  if (/^\d{12}$/.test(principal)) return { kind: 'root', account: principal };
  const arn = parseArn(principal);
  if (arn) {
    const [type = '', ...path] = arn.resource.split('/');
    const { account } = arn;
    if (arn.service === 'iam' && arn.resource === 'root') return { kind: 'root', account };
    if (arn.service === 'iam' && type === 'user') return { kind: 'user', account, arn: principal };
    if (arn.service === 'iam' && type === 'role') return { kind: 'role', account, arn: principal, roleName: path.at(-1) ?? '' };
    if (arn.service === 'iam' && type.endsWith('-provider')) return { kind: 'federated', provider: principal };
    if (arn.service === 'sts' && type === 'assumed-role') return { kind: 'role session', account, arn: principal, roleName: path[0] ?? '' };
    if (arn.service === 'sts' && type === 'federated-user') return { kind: 'federated user', account, arn: principal };
  } else if (/^[\w-]+(\.[\w-]+)+$/.test(principal)) {
    return { kind: 'service', name: principal };
  }
  throw new Error(
    `principalArn is ${JSON.stringify(principal)}; allowed: the ARN of a user, role, session, federated user, identity provider or root, an account id, a service principal, *`,
  );
}

/** The caller's account; `undefined` for callers that belong to none. */
export const accountOf = (caller: Caller): string | undefined => ('account' in caller ? caller.account : undefined);

/**
 * Whether a caller is a service-linked role, which no organisation policy restricts.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export const isServiceLinked = (caller: Caller): boolean =>
  (caller.kind === 'role' && caller.arn.includes(':role/aws-service-role/')) ||
  (caller.kind === 'role session' && caller.roleName.startsWith('AWSServiceRoleFor'));
