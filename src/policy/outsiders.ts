import { parseArn } from './arn.ts';
import { anyMany } from './glob.ts';
import type { Condition, Statement } from './policy-document.ts';

/**
 * Somebody outside an account, as its policies can name them.
 *
 * - `everybody`: anyone, with or without an AWS account.
 * - `organization`: every account of an organisation, by its id or the path of a unit.
 * - `account`: an account, by its id, whoever in it; `principal`: one user or role of it, by ARN.
 * - `service`: an AWS service; `provider`: whoever an identity provider vouches for.
 * - `canonical user`: an account that S3 names by a canonical id.
 */
export interface Outsider {
  readonly kind: 'everybody' | 'organization' | 'account' | 'principal' | 'service' | 'provider' | 'canonical user';
  readonly id: string;
}

const everybody: Outsider = { kind: 'everybody', id: '*' };

/**
 * The outsiders that an Allow of a resource's policy names: everybody, unless a condition on who is calling narrows that down.
 *
 * @param account the account the resource belongs to, whose own principals are no outsiders
 */
export function outsidersNamedBy({ effect, principals, conditions }: Statement, account: string): Outsider[] {
  if (effect !== 'Allow' || !principals) return [];
  if (principals.isComplement) return [everybody];
  const { AWS, Service, Federated, CanonicalUser } = principals.of;
  const open = AWS.includes('*') ? narrowedTo(conditions) : [];
  return [
    ...open,
    ...AWS.filter((entry) => entry !== '*').flatMap(namedByEntry),
    ...Service.map((id): Outsider => ({ kind: 'service', id })),
    ...Federated.map((id): Outsider => ({ kind: 'provider', id })),
    ...CanonicalUser.map((id): Outsider => ({ kind: 'canonical user', id })),
  ].filter((outsider) => accountOfOutsider(outsider) !== account);
}

/** The account an outsider belongs to, if that is one account. */
export function accountOfOutsider({ kind, id }: Outsider): string | undefined {
  if (kind === 'account') return id;
  return kind === 'principal' ? parseArn(id)?.account : undefined;
}

function namedByEntry(entry: string): Outsider[] {
  if (/^\d{12}$/.test(entry)) return [{ kind: 'account', id: entry }];
  const arn = parseArn(entry);
  // The id of a principal that was deleted names nobody.
  if (!arn) return [];
  if (!/^\d{12}$/.test(arn.account)) return [{ kind: 'canonical user', id: entry }];
  return [isOneCaller(arn.resource) ? { kind: 'principal', id: entry } : { kind: 'account', id: arn.account }];
}

/** Whether the last field of an ARN is that of a user, a role, or a session; not that of root, which stands for the account. */
const isOneCaller = (resource: string): boolean => /^(user|role|assumed-role|federated-user)\/./.test(resource);

const narrowing: Readonly<Record<string, (text: string) => Outsider | undefined>> = {
  'aws:principalorgid': (id) => (isFixed(id) ? { kind: 'organization', id } : undefined),
  'aws:principalorgpaths': (id) => (/^o-[^/*?$]+(\/|$)/.test(id) ? { kind: 'organization', id } : undefined),
  'aws:principalaccount': ofAccount,
  's3:dataaccesspointaccount': ofAccount,
  's3:dataaccesspointarn': ofArn,
  'aws:principalarn': ofArn,
};

const isFixed = (text: string): boolean => !/[*?]|\$\{/.test(text);

function ofAccount(id: string): Outsider | undefined {
  return /^\d{12}$/.test(id) ? { kind: 'account', id } : undefined;
}

function ofArn(text: string): Outsider | undefined {
  const arn = parseArn(text);
  if (!arn || !/^\d{12}$/.test(arn.account)) return undefined;
  const isOne = isFixed(text) && arn.service === 'iam' && (arn.resource === 'root' || isOneCaller(arn.resource));
  return isOne ? { kind: 'principal', id: text } : { kind: 'account', id: arn.account };
}

/** Whom a condition leaves of everybody: of several that do, one is enough. */
function narrowedTo(conditions: readonly Condition[]): Outsider[] {
  for (const condition of conditions) {
    const named = Object.hasOwn(narrowing, condition.key) ? narrowing[condition.key] : undefined;
    if (!named || !isPositive(condition)) continue;
    const found = condition.texts.map(named);
    if (found.length > 0 && found.every((outsider) => outsider !== undefined)) return found;
  }
  return [everybody];
}

/** Whether a condition holds for nothing but the values it lists. */
function isPositive({ operator, values }: Condition): boolean {
  if (operator?.kind !== 'comparison' || operator.isNegated || operator.ifExists || operator.set === 'ForAllValues') return false;
  return values.every(({ parts }) => parts.length === 1 && (parts[0] as readonly number[])[0] !== anyMany);
}
