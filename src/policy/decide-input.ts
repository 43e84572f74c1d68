import { parseArn } from './arn.ts';
import { accountOf, callerOf, type Caller } from './caller.ts';
import type { KeyGrant } from './key-grants.ts';
import { parsePolicy, type AttachedTo } from './policy-document.ts';
import { isPublic } from './public-policy.ts';
import type { ContextValue } from './request-context.ts';
import type { Target } from './resource-match.ts';
import type { NamedPolicy, Situation, Sources } from './sources.ts';

/**
 * A policy document, as an object or as JSON text, URL-encoded or not. As `{ "name": …, "document": … }` (or `"policy"`) with the name that explanations
 * are to call it by.
 */
type PolicyInput = string | object;

/** A request, and every policy that has a say in it, as plain JSON. What is left out is not there, unless {@link DecideInput.unknownKeys} says otherwise. */
export interface DecideInput {
  /** Inline and managed policies of the user or role. */
  readonly identityPolicies?: PolicyInput | readonly PolicyInput[];
  /** Policies of the groups the user is in. */
  readonly groupPolicies?: PolicyInput | readonly (PolicyInput | readonly PolicyInput[])[];
  /** The permissions boundary. */
  readonly boundary?: PolicyInput | readonly PolicyInput[] | null;
  readonly sessionPolicy?: PolicyInput | readonly PolicyInput[] | null;
  /** The policy of the resource: a bucket policy, a key policy, a role's trust policy. */
  readonly resourcePolicy?: PolicyInput | null;
  /** Service control policies of the caller's account: one list a level, root first. Left out or empty: nothing restricts. */
  readonly scps?: readonly (PolicyInput | readonly PolicyInput[])[];
  /** Resource control policies of the resource's account, in the same shape. */
  readonly rcps?: readonly (PolicyInput | readonly PolicyInput[])[];
  /** Grants on the KMS key that is asked for. */
  readonly keyGrants?: readonly KeyGrant[];
  /** ARN of the user, role (any session of it), session, federated user or root; a service principal; `*` for a stranger. */
  readonly principalArn: string;
  /** The account that owns the resource, in twelve digits; an account in the resource's ARN wins. */
  readonly accountId: string;
  /** Such as `s3:GetObject`, in any case. */
  readonly action: string;
  /** ARN of the resource; `*` for actions without one. */
  readonly resource?: string;
  /** In place of `resource`: an ARN with a trailing `*`, for all resources whose ARN begins so. Access to any of them is access. */
  readonly resourceSet?: string;
  /** Values of condition keys. Keys in neither `context`, `unknownKeys` nor `alwaysPresent` are known to be absent. */
  readonly context?: Readonly<Record<string, ContextValue>>;
  /** Condition keys of which nobody knows whether they are present, nor what they hold. */
  readonly unknownKeys?: readonly string[];
  /** Condition keys that are present in every request; one that is not in `context` holds what nobody knows. */
  readonly alwaysPresent?: readonly string[];
  /** Whether RestrictPublicBuckets is in force for the bucket, or the block's flags as AWS names them. */
  readonly blockPublicAccess?: boolean | object | null;
  /** Unknown keys to which the caller can give any value it likes. */
  readonly callerChosenKeys?: readonly string[];
}

/** A request whose policies are parsed. */
export interface Prepared {
  readonly sources: Sources;
  readonly caller: Caller;
  readonly action: string;
  readonly target: Target;
  readonly situation: Omit<Situation, 'grant'>;
  readonly grants: readonly KeyGrant[];
  readonly chosenByCaller: { has(key: string): boolean };
}

/**
 * Parses a request.
 *
 * @throws Error for what is not one
 */
export function prepared(input: DecideInput): Prepared {
  const { action, principalArn } = input;
  for (const name of ['unknownKeys', 'alwaysPresent', 'callerChosenKeys'] as const) mustBeList(input[name], name, isText, 'texts');
  for (const name of ['scps', 'rcps'] as const) mustBeList(input[name], name, () => true, 'policies, or lists of them');
  mustBeList(input.keyGrants, 'keyGrants', isGrant, 'grants with grantee and operations');
  mustBeContext(input.context);
  if (Array.isArray(input.resourcePolicy) && input.resourcePolicy.length > 1)
    throw new Error(`resourcePolicy is a list of ${input.resourcePolicy.length}; allowed: one policy`);
  if (!isText(principalArn)) throw new Error(`principalArn is ${shown(principalArn)}; allowed: a text`);
  if (typeof action !== 'string' || !/^[^:]+:[^:]+$/.test(action))
    throw new Error(`action is ${shown(action)}; allowed: a service and an action, as s3:GetObject`);
  const caller = callerOf(principalArn);
  const target = targetOf(input);
  const sources = sourcesOf(input);
  const ofResource = 'arn' in target ? target.arn : target.prefix;
  const owner = parseArn(ofResource)?.account || accountIdOf(input);
  const isSameAccount = accountOf(caller) !== undefined && accountOf(caller) === owner;
  const policy = sources.resource && 'policy' in sources.resource.parsed ? sources.resource.parsed.policy : undefined;
  return {
    sources,
    caller,
    action,
    target,
    grants: input.keyGrants ?? [],
    chosenByCaller: new Set((input.callerChosenKeys ?? []).map((key) => key.toLowerCase())),
    situation: {
      caller,
      isSameAccount,
      mustBeNamed: /^arn:[^:]*:(kms:[^:]*:[^:]*:key|iam::[^:]*:role)\//.test(ofResource) && /^(kms|sts):/i.test(action),
      isClosedToOthers: !isSameAccount && restrictsPublicBuckets(input.blockPublicAccess) && policy !== undefined && isPublic(policy),
      hasBoundary: sources.boundary !== undefined,
      hasSessionPolicy: sources.session !== undefined,
      hasResourcePolicy: sources.resource !== undefined,
    },
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';

function isGrant(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { grantee, operations } = value as Readonly<Record<string, unknown>>;
  return isText(grantee) && Array.isArray(operations) && operations.every(isText);
}

/** Requests come as JSON that nobody has looked at. */
function mustBeList(value: unknown, name: keyof DecideInput, isItem: (item: unknown) => boolean, allowed: string): void {
  if (value === undefined || value === null || (Array.isArray(value) && value.every(isItem))) return;
  throw new Error(`${name} is ${shown(value)}; allowed: a list of ${allowed}`);
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function mustBeContext(context: unknown): void {
  if (context === undefined || context === null) return;
  if (typeof context !== 'object' || Array.isArray(context))
    throw new Error(`context is ${shown(context)}; allowed: values by condition key`);
  for (const [key, value] of Object.entries(context)) {
    if (value === null || value === undefined || isScalar(value) || (Array.isArray(value) && value.every(isScalar))) continue;
    throw new Error(`${key} of context is ${shown(value)}; allowed: a text, a number, a boolean, or a list of them`);
  }
}

function accountIdOf({ accountId }: DecideInput): string {
  if (isText(accountId) && /^\d{12}$/.test(accountId)) return accountId;
  throw new Error(`accountId is ${shown(accountId)}, and the resource's ARN has no account; allowed: twelve digits`);
}

/** A value as messages show it, cut where it is long. */
function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return (JSON.stringify(value) ?? 'missing').slice(0, 60);
  return Array.isArray(value) ? 'a list' : 'an object';
}

function targetOf({ resource, resourceSet }: DecideInput): Target {
  if (resourceSet !== undefined && resourceSet !== null) {
    if (!isText(resourceSet) || !resourceSet.endsWith('*'))
      throw new Error(`resourceSet is ${shown(resourceSet)}; allowed: an ARN with a trailing *`);
    return { prefix: resourceSet.slice(0, -1) };
  }
  if (typeof resource !== 'string' || resource === '') throw new Error('there is neither resource nor resourceSet');
  return { arn: resource };
}

function sourcesOf(input: DecideInput): Sources {
  const { identityPolicies, groupPolicies, boundary, sessionPolicy, resourcePolicy, scps = [], rcps = [] } = input;
  const levels = (given: DecideInput['scps'], kind: string, attachedTo: AttachedTo) =>
    (given ?? []).map((level, at) => named(level, `${kind} of level ${at + 1}`, attachedTo));
  const optional = (given: PolicyInput | readonly PolicyInput[] | null | undefined, kind: string) => {
    const policies = named(given, kind, 'principals');
    return policies.length > 0 ? policies : undefined;
  };
  return {
    identity: [...named(identityPolicies, 'identity policy', 'principals'), ...named(groupPolicies, 'group policy', 'principals')],
    boundary: optional(boundary, 'permissions boundary'),
    session: optional(sessionPolicy, 'session policy'),
    resource: named(resourcePolicy, 'resource policy', 'resource')[0],
    scps: levels(scps, 'SCP', 'principals'),
    rcps: levels(rcps, 'RCP', 'resource'),
  };
}

type Given = PolicyInput | readonly Given[] | null | undefined;

function named(given: Given, kind: string, attachedTo: AttachedTo): NamedPolicy[] {
  const flat = (Array.isArray(given) ? (given as readonly Given[]).flat(3) : [given]).filter(
    (policy) => policy !== null && policy !== undefined,
  );
  return flat.map((policy, at) => {
    const name = flat.length > 1 ? `${kind} ${at + 1}` : kind;
    const wrapped = policy as { name?: string; document?: unknown; policy?: unknown };
    const document = wrapped.document ?? wrapped.policy;
    return document === undefined
      ? { name, parsed: parsePolicy(policy, attachedTo) }
      : { name: isText(wrapped.name) ? wrapped.name : name, parsed: parsePolicy(document, attachedTo) };
  });
}

/** The flag may be given by itself, or among the flags of a block, or of the blocks of bucket and account. */
function restrictsPublicBuckets(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return given === true;
  const block = Object.entries(given);
  const ofBlocks = block.flatMap(([, inner]) => (typeof inner === 'object' && inner !== null ? Object.entries(inner) : []));
  return [...block, ...ofBlocks].some(([name, flag]) => flag === true && name.toLowerCase() === 'restrictpublicbuckets');
}
