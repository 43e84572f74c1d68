import { parseArn } from './arn.ts';
import { accountOf, type Caller } from './caller.ts';
import { doubtful } from './doubt.ts';
import { no, or, yes, type Kleene } from './kleene.ts';
import type { Principals, Statement } from './policy-document.ts';
import type { RequestContext } from './request-context.ts';

/**
 * How a statement of a resource's policy names the caller, which decides what else must allow a request.
 *
 * - `direct`: as everybody, by the ARN of the user or session, or as the service. Nothing else in the account need allow it.
 * - `limited`: by the ARN of the role, which a permissions boundary and a session policy limit.
 * - `account`: by the account, which passes the decision on to the policies of the account's principals.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface Naming {
  readonly direct: Kleene;
  readonly limited: Kleene;
  readonly account: Kleene;
}

const nobody: Naming = { direct: no, limited: no, account: no };

/** Whether a statement speaks of the caller at all. */
export const speaksOf = ({ direct, limited, account }: Naming): Kleene => or(or(direct, limited), account);

/**
 * How a statement names the caller; everybody, where it names no principals at all.
 *
 * @param hasBoundary whether a permissions boundary is attached to the caller
 */
export function naming(
  { principals, effect }: Pick<Statement, 'principals' | 'effect'>,
  caller: Caller,
  hasBoundary: boolean,
  context: RequestContext,
): Naming {
  if (!principals) return { ...nobody, direct: yes };
  if (!principals.isComplement) return named(principals.of, caller, context);
  return {
    ...nobody,
    direct: effect === 'Deny' ? notSpared(principals.of, caller, hasBoundary, context) : notLeftOut(principals.of, caller, context),
  };
}

function named({ AWS, Service, Federated, CanonicalUser }: Principals, caller: Caller, context: RequestContext): Naming {
  if (AWS.includes('*')) return { ...nobody, direct: yes };
  // Public identity providers, such as accounts.google.com, have no ARN either.
  if (caller.kind === 'service')
    return { ...nobody, direct: Service.includes('*') || [...Service, ...Federated].includes(caller.name) ? yes : no };
  if (caller.kind === 'federated') return { ...nobody, direct: Federated.includes(caller.provider) ? yes : no };
  if (caller.kind === 'anonymous') return nobody;
  // Which account a canonical user id stands for is not in the policy.
  const seed: Naming = CanonicalUser.length > 0 ? { ...nobody, account: doubtful(context, false) } : nobody;
  return AWS.map((entry) => namedBy(entry, caller, context)).reduce(
    (one, other) => ({
      direct: or(one.direct, other.direct),
      limited: or(one.limited, other.limited),
      account: or(one.account, other.account),
    }),
    seed,
  );
}

function namedBy(entry: string, caller: Exclude<Caller, { kind: 'anonymous' | 'service' | 'federated' }>, context: RequestContext): Naming {
  if (isAccount(entry, caller.account)) return { ...nobody, account: yes };
  const arn = parseArn(entry);
  // Part of an ARN cannot be a wildcard.
  if (!arn || arn.account !== caller.account || /[*?]/.test(entry)) return nobody;
  const [type, ...path] = arn.resource.split('/');
  switch (caller.kind) {
    case 'root':
      return nobody;
    case 'user':
      return entry === caller.arn ? { ...nobody, direct: yes } : nobody;
    case 'role':
      if (entry === caller.arn) return { ...nobody, limited: yes };
      // Some session of the role has this name, or can be given it.
      return type === 'assumed-role' && path[0] === caller.roleName ? { ...nobody, direct: doubtful(context, false) } : nobody;
    case 'role session':
      if (entry === caller.arn) return { ...nobody, direct: yes };
      return arn.service === 'iam' && type === 'role' && path.at(-1) === caller.roleName ? { ...nobody, limited: yes } : nobody;
    case 'federated user':
      if (entry === caller.arn) return { ...nobody, direct: yes };
      // The ARN does not tell which user asked for the session.
      return arn.service === 'iam' && type === 'user' ? { ...nobody, limited: doubtful(context, false) } : nobody;
  }
}

/** Whether an entry stands for the account: its id, or the ARN of its root. */
function isAccount(entry: string, account: string): boolean {
  if (entry === account) return true;
  const arn = parseArn(entry);
  return arn?.service === 'iam' && arn.resource === 'root' && arn.account === account;
}

/**
 * Whether a Deny with NotPrincipal reaches the caller. AWS looks for the account, then the role, then the session; whoever is listed only in part may be
 * denied. With a permissions boundary it always is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function notSpared(principals: Principals, caller: Caller, hasBoundary: boolean, context: RequestContext): Kleene {
  if (principals.AWS.includes('*')) return no;
  const isEntity = caller.kind === 'user' || caller.kind === 'role' || caller.kind === 'role session';
  if (hasBoundary && isEntity) return yes;
  const listed = listedParts(principals, caller);
  if (listed.every((part) => part) && listed.length > 0) return no;
  if (!listed.some((part) => part)) return principals.CanonicalUser.length > 0 && accountOf(caller) ? doubtful(context, true) : yes;
  const [hasAccount, hasEntity] = listed;
  return doubtful(context, !(hasAccount === true && hasEntity === true));
}

/** Whether an Allow with NotPrincipal reaches the caller: everybody who is not listed, strangers included. */
function notLeftOut(principals: Principals, caller: Caller, context: RequestContext): Kleene {
  if (principals.AWS.includes('*')) return no;
  const listed = listedParts(principals, caller);
  if (!listed.some((part) => part)) return yes;
  return listed.every((part) => part) ? no : doubtful(context, false);
}

/** Which of the things a caller is are listed: its account, itself, and the session. Empty for a caller without any. */
function listedParts(principals: Principals, caller: Caller): boolean[] {
  const { AWS, Service, Federated } = principals;
  switch (caller.kind) {
    case 'anonymous':
      return [];
    case 'service':
      return [Service.some((name) => name === '*' || name === caller.name)];
    case 'federated':
      return [Federated.includes(caller.provider)];
    case 'root':
      return [AWS.some((entry) => isAccount(entry, caller.account))];
    case 'user':
    case 'federated user':
      return [AWS.some((entry) => isAccount(entry, caller.account)), AWS.includes(caller.arn)];
    case 'role':
      return [AWS.some((entry) => isAccount(entry, caller.account)), AWS.includes(caller.arn), false];
    case 'role session': {
      const { account, roleName } = caller;
      const isRole = (entry: string): boolean => {
        const arn = parseArn(entry);
        return (
          arn?.service === 'iam' && arn.account === account && /^role\/(.*\/)?/.test(arn.resource) && arn.resource.endsWith(`/${roleName}`)
        );
      };
      return [AWS.some((entry) => isAccount(entry, account)), AWS.some(isRole), AWS.includes(caller.arn)];
    }
  }
}
