import type { Caller } from './caller.ts';
import { doubtful } from './doubt.ts';
import { and, maybe, no, or, yes, type Kleene } from './kleene.ts';
import { naming } from './principal-match.ts';
import type { RequestContext } from './request-context.ts';

/**
 * A grant on a KMS key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export interface KeyGrant {
  /** ARN of a principal, or a service principal. */
  readonly grantee: string;
  /** Names of API operations, such as `Decrypt`. */
  readonly operations: readonly string[];
  /** The whole encryption context that a request must have. */
  readonly contextEquals?: Readonly<Record<string, string>>;
  /** Pairs that must be in the encryption context of a request. */
  readonly contextSubset?: Readonly<Record<string, string>>;
}

/** Operations without an encryption context, to which constraints do not apply. */
const unconstrained = new Set(['describekey', 'retiregrant']);

/** Whether a grant allows an action on the key. */
export function grantsOn(grants: readonly KeyGrant[], caller: Caller, action: string, context: RequestContext): Kleene {
  const operation = /^kms:(.+)$/i.exec(action)?.[1]?.toLowerCase() ?? '';
  return grants
    .filter(({ operations }) => operations.some((granted) => granted.toLowerCase() === operation))
    .map((grant) => and(isGrantee(grant.grantee, caller, context), unconstrained.has(operation) ? yes : isInContext(grant, context)))
    .reduce(or, no);
}

function isGrantee(grantee: string, caller: Caller, context: RequestContext): Kleene {
  const isService = !grantee.startsWith('arn:');
  const of = { AWS: isService ? [] : [grantee], Service: isService ? [grantee] : [], Federated: [], CanonicalUser: [] };
  const { direct, limited, account } = naming({ effect: 'Allow', principals: { isComplement: false, of } }, caller, false, context);
  // Whether a grant to an account reaches its users and roles, AWS does not say.
  const asMember = caller.kind === 'root' ? account : and(account, doubtful(context, false));
  return or(or(direct, limited), asMember);
}

const keyOfPair = 'kms:encryptioncontext:';

/**
 * Whether the encryption context of a request is what a grant wants. Names of pairs are the same in any case, values are not.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
 */
function isInContext({ contextEquals, contextSubset }: KeyGrant, context: RequestContext): Kleene {
  const wanted = [...Object.entries(contextSubset ?? {}), ...Object.entries(contextEquals ?? {})];
  const hasWanted = wanted
    .map(([name, value]): Kleene => {
      const state = context.state(keyOfPair + name.toLowerCase());
      if (state.kind === 'unknown') return maybe;
      return state.kind === 'known' && state.values.includes(value) ? yes : no;
    })
    .reduce(and, yes);
  return contextEquals ? and(hasWanted, hasNoOther(contextEquals, context)) : hasWanted;
}

/** Whether a request has no pair but the wanted ones. */
function hasNoOther(wanted: Readonly<Record<string, string>>, context: RequestContext): Kleene {
  const names = new Set(Object.keys(wanted).map((name) => keyOfPair + name.toLowerCase()));
  return (context.keys ?? [])
    .filter((key) => key.startsWith(keyOfPair) && !names.has(key))
    .map((key): Kleene => {
      const state = context.state(key);
      if (state.kind === 'known') return no;
      return state.kind === 'absent' ? yes : state.mayBeAbsent ? maybe : no;
    })
    .reduce(and, yes);
}
