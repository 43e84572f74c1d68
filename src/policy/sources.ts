import { accountOf, isServiceLinked, type Caller } from './caller.ts';
import { doubtful } from './doubt.ts';
import { matches } from './glob.ts';
import { and, no, not, or, yes, type Kleene } from './kleene.ts';
import { conditionsHold } from './condition.ts';
import type { Parsed, Statement } from './policy-document.ts';
import { naming, speaksOf, type Naming } from './principal-match.ts';
import type { RequestContext } from './request-context.ts';
import { isAbout, type Target } from './resource-match.ts';

/** A policy with the name under which explanations speak of it. */
export interface NamedPolicy {
  readonly name: string;
  readonly parsed: Parsed;
}

/** Every policy that has a say in a request. */
export interface Sources {
  /** Of the user, group or role itself. */
  readonly identity: readonly NamedPolicy[];
  /** `undefined` when none is attached. */
  readonly boundary: readonly NamedPolicy[] | undefined;
  /** `undefined` when the session has none. */
  readonly session: readonly NamedPolicy[] | undefined;
  /** `undefined` when the resource has none, or none is known. */
  readonly resource: NamedPolicy | undefined;
  /** One list a level, root first; none when nothing restricts. */
  readonly scps: readonly (readonly NamedPolicy[])[];
  readonly rcps: readonly (readonly NamedPolicy[])[];
}

type Layer = 'identity' | 'boundary' | 'session' | 'resource' | 'scp' | 'rcp';

/** A statement that may be about a request, or a policy that cannot be read. */
export interface Relevant {
  readonly layer: Layer;
  /** Level of an SCP or RCP, 0 for the root. */
  readonly level: number;
  readonly policy: string;
  /** `undefined` for a policy that cannot be read, and so may say anything. */
  readonly statement: Statement | undefined;
  readonly naming: Naming;
  readonly problem?: string;
}

/**
 * The services whose resources RCPs cover.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
const servicesWithRcps = new Set([
  's3',
  'sts',
  'kms',
  'sqs',
  'secretsmanager',
  'logs',
  'dynamodb',
  'ecr',
  'aoss',
  'cognito-idp',
  'cognito-identity',
]);

const everybody: Naming = { direct: yes, limited: no, account: no };

/** The statements that may be about a request: by caller, action and resource. */
export function relevantTo(sources: Sources, caller: Caller, action: string, target: Target, context: RequestContext): Relevant[] {
  const relevant: Relevant[] = [];
  const wanted = action.toLowerCase();
  const hasBoundary = sources.boundary !== undefined;
  const add = (layer: Layer, level: number, { name, parsed }: NamedPolicy): void => {
    if ('problem' in parsed) {
      relevant.push({ layer, level, policy: name, statement: undefined, naming: everybody, problem: parsed.problem });
      return;
    }
    for (const statement of parsed.policy.statements) {
      if (layer === 'rcp' && statement.effect === 'Allow') continue;
      if (!isAction(statement, wanted) || isAbout(statement, target, context) === no) continue;
      const names = layer === 'resource' || layer === 'rcp' ? naming(statement, caller, hasBoundary, context) : everybody;
      if (speaksOf(names) !== no) relevant.push({ layer, level, policy: name, statement, naming: names });
    }
  };
  for (const policy of sources.identity) add('identity', 0, policy);
  for (const policy of sources.boundary ?? []) add('boundary', 0, policy);
  for (const policy of sources.session ?? []) add('session', 0, policy);
  if (sources.resource) add('resource', 0, sources.resource);
  for (const [level, policies] of sources.scps.slice(0, scpLevels(sources, caller)).entries())
    for (const policy of policies) add('scp', level, policy);
  if (!isServiceLinked(caller) && servicesWithRcps.has(wanted.split(':')[0] ?? ''))
    for (const [level, policies] of sources.rcps.entries()) for (const policy of policies) add('rcp', level, policy);
  return relevant;
}

/** How many levels of SCPs restrict a caller; none where the caller is a service, a service-linked role, or nobody's. */
export const scpLevels = ({ scps }: Pick<Sources, 'scps'>, caller: Caller): number =>
  accountOf(caller) && !isServiceLinked(caller) ? scps.length : 0;

/** @param action in lower case */
export function isAction({ actions }: Pick<Statement, 'actions'>, action: string): boolean {
  return actions.patterns.some(({ glob }) => matches(glob, action)) !== actions.isComplement;
}

/** Whether a statement says anything of a request: its resource and its conditions; who is named is apart. */
export function applies({ statement }: Relevant, target: Target, context: RequestContext): Kleene {
  if (!statement) return doubtful(context, false);
  const about = isAbout(statement, target, context);
  return about === no ? no : and(about, conditionsHold(statement, context));
}

/** What each layer of policies says of a request. */
export interface Said {
  readonly deny: Kleene;
  readonly identity: Kleene;
  readonly boundary: Kleene;
  readonly session: Kleene;
  readonly direct: Kleene;
  readonly limited: Kleene;
  readonly account: Kleene;
  /** Whether every level of SCPs has an Allow. */
  readonly scp: Kleene;
}

/** Adds up what the statements say of one request. */
export function saidBy(relevant: readonly Relevant[], levels: number, target: Target, context: RequestContext): Said {
  const allow: Record<Layer, Kleene> = { identity: no, boundary: no, session: no, resource: no, scp: no, rcp: no };
  const atLevel = Array.from<Kleene>({ length: levels }).fill(no);
  let [deny, direct, limited, account]: Kleene[] = [no, no, no, no];
  for (const one of relevant) {
    const how = applies(one, target, context);
    if (how === no) continue;
    const { layer, statement, naming: names } = one;
    if (statement?.effect !== 'Allow') deny = or(deny as Kleene, and(how, speaksOf(names)));
    if (statement?.effect === 'Deny') continue;
    allow[layer] = or(allow[layer], how);
    if (layer === 'scp') atLevel[one.level] = or(atLevel[one.level] ?? no, how);
    if (layer !== 'resource') continue;
    direct = or(direct as Kleene, and(how, names.direct));
    limited = or(limited as Kleene, and(how, names.limited));
    account = or(account as Kleene, and(how, names.account));
  }
  return {
    deny: deny as Kleene,
    identity: allow.identity,
    boundary: allow.boundary,
    session: allow.session,
    direct: direct as Kleene,
    limited: limited as Kleene,
    account: account as Kleene,
    scp: atLevel.reduce(and, yes),
  };
}

/** Who asks whom: what decides how the layers are joined. */
export interface Situation {
  readonly caller: Caller;
  readonly isSameAccount: boolean;
  /** KMS keys and roles: their own policy must name the caller, or pass the decision on to its account. */
  readonly mustBeNamed: boolean;
  /** Whether the resource's policy is void for callers of other accounts, as that of a public bucket with RestrictPublicBuckets is. */
  readonly isClosedToOthers: boolean;
  readonly hasBoundary: boolean;
  readonly hasSessionPolicy: boolean;
  readonly hasResourcePolicy: boolean;
  /** Whether a grant on a KMS key allows the request. */
  readonly grant: Kleene;
}

/**
 * Joins what the layers say into whether the request is allowed, an explicit Deny left out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function allowedBut(said: Said, situation: Situation, context: RequestContext): Kleene {
  return and(said.scp, grantedBy(said, situation, context));
}

function grantedBy(said: Said, situation: Situation, context: RequestContext): Kleene {
  const { caller, isSameAccount, mustBeNamed, isClosedToOthers, hasBoundary, hasSessionPolicy, hasResourcePolicy, grant } = situation;
  if (caller.kind === 'service' || caller.kind === 'federated') return said.direct;
  if (caller.kind === 'anonymous') return isClosedToOthers ? no : said.direct;
  const limit = and(hasBoundary ? said.boundary : yes, hasSessionPolicy ? said.session : yes);
  const identity = and(caller.kind === 'root' ? yes : said.identity, limit);
  const limited = and(said.limited, limit);
  // Without its policy nobody can tell whether a key passes the decision on to the account.
  const account = mustBeNamed && !hasResourcePolicy ? doubtful(context, false) : said.account;
  if (!isSameAccount) {
    const named = isClosedToOthers ? no : or(or(said.direct, said.limited), said.account);
    return and(or(named, grant), identity);
  }
  return or(or(said.direct, limited), mustBeNamed ? or(grant, and(account, identity)) : identity);
}

/** Whether the request is allowed. */
export const allowed = (said: Said, situation: Situation, context: RequestContext): Kleene =>
  and(allowedBut(said, situation, context), not(said.deny));
