import { parseArn } from './arn.ts';
import { keyClassOf } from './key-classes.ts';
import type { KeyState, RequestContext } from './request-context.ts';

/** A user or role of the account, as far as conditions can ask about it. */
export interface KnownPrincipal {
  readonly arn: string;
  /** The unique id, such as `AROA…`. */
  readonly id: string;
}

/** What is known of every request of a survey, whoever makes it. */
export interface KnownRequest {
  readonly account: string;
  readonly region: string;
  /** More keys that are known, by their names in lower case. */
  readonly keys: Readonly<Record<string, KeyState>>;
}

/** Keys that every request has. */
const alwaysPresent = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:securetransport',
  'aws:principaltype',
  'aws:viaawsservice',
  's3:authtype',
  's3:signatureversion',
  's3:tlsversion',
]);

/** Keys whose value differs from principal to principal. */
const personal = new Set(['aws:principalarn', 'aws:userid', 'aws:username', 'aws:principaltype']);

/** Whether two principals can be answered differently because of a condition key. */
export const isPersonal = (key: string): boolean => personal.has(key);

const known = (...values: string[]): KeyState => ({ kind: 'known', values });
const absent: KeyState = { kind: 'absent' };

/**
 * The condition keys of a request that a user, or a session of a role, of the account makes itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function principalContext({ arn, id }: KnownPrincipal, { account, region, keys }: KnownRequest): RequestContext {
  const [type, ...path] = parseArn(arn)?.resource.split('/') ?? [];
  const isUser = type === 'user';
  const own: Readonly<Record<string, KeyState>> = {
    'aws:principalarn': known(arn),
    'aws:principalaccount': known(account),
    'aws:principaltype': known(isUser ? 'User' : 'AssumedRole'),
    'aws:principalisawsservice': known('false'),
    'aws:username': isUser ? known(path.at(-1) ?? '') : absent,
    // A role's is followed by the name of the session.
    'aws:userid': isUser ? known(id) : { kind: 'unknown', mayBeAbsent: false },
    'aws:resourceaccount': known(account),
    's3:resourceaccount': known(account),
    'aws:requestedregion': known(region),
  };
  return { settled: false, state: (key) => given(own, key) ?? given(keys, key) ?? byClass(key) };
}

function byClass(key: string): KeyState {
  if (keyClassOf(key) === 'service') return absent;
  return { kind: 'unknown', mayBeAbsent: !alwaysPresent.has(key) };
}

const given = (states: Readonly<Record<string, KeyState>>, key: string): KeyState | undefined =>
  Object.hasOwn(states, key) ? states[key] : undefined;
