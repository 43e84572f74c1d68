import { callerOf } from './caller.ts';
import { evaluate } from './evaluate.ts';
import { grantsOn, type KeyGrant } from './key-grants.ts';
import { keyClassOf } from './key-classes.ts';
import { no, yes } from './kleene.ts';
import type { Outsider } from './outsiders.ts';
import { parsePolicy } from './policy-document.ts';
import { isPublic } from './public-policy.ts';
import type { KeyState, RequestContext } from './request-context.ts';
import type { Target } from './resource-match.ts';
import { relevantTo, type NamedPolicy, type Sources } from './sources.ts';
import { certain, conditional, never, unclear, type Certainty } from './survey.ts';

/** What an outsider is asked for, and the policies that have a say. */
export interface AskedOfOutsider {
  readonly action: string;
  readonly target: Target;
  readonly resource: NamedPolicy | undefined;
  readonly rcps: Sources['rcps'];
  readonly grants: readonly KeyGrant[];
  /** Whether the resource's policy must name the caller, as that of a KMS key must. */
  readonly mustBeNamed: boolean;
  /** Whether RestrictPublicBuckets is in force for the bucket. */
  readonly restrictsPublicBuckets: boolean;
  /** Condition keys of the request, besides those of the caller, by their names in lower case. */
  readonly keys: Readonly<Record<string, KeyState>>;
}

/** Stands for an account that nobody knows. */
const someAccount = '000000000000';

/** An outsider's own account is taken to allow everything: nobody can tell from here. */
const ownAccountAllows: NamedPolicy = {
  name: '',
  parsed: parsePolicy({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, 'principals'),
};

/**
 * Whether an outsider is allowed something. Everybody is, when strangers without an account or with any account are.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html
 */
export function outsiderCertainty(outsider: Outsider, asked: AskedOfOutsider): Certainty {
  return requestsBy(outsider)
    .map((request) => certaintyFor(request, asked))
    .reduce((one, other) => (other > one ? other : one), never);
}

interface RequestBy {
  readonly principal: string;
  /** What is known of the caller; the other keys on callers are unknown. */
  readonly keys: Readonly<Record<string, KeyState>>;
}

const known = (value: string): KeyState => ({ kind: 'known', values: [value] });
const absent: KeyState = { kind: 'absent' };

const outsideOrganizations = { 'aws:principalorgid': absent, 'aws:principalorgpaths': absent };
const isPerson = { 'aws:principalisawsservice': known('false') };

function requestsBy({ kind, id }: Outsider): RequestBy[] {
  switch (kind) {
    case 'everybody':
      return [
        { principal: '*', keys: { ...isPerson, ...outsideOrganizations, 'aws:principalarn': absent, 'aws:principalaccount': absent } },
        { principal: someAccount, keys: { ...isPerson, ...outsideOrganizations } },
      ];
    case 'organization':
      return [{ principal: someAccount, keys: { ...isPerson, 'aws:principalorgid': known(id.split('/')[0] ?? id) } }];
    case 'account':
      return [{ principal: id, keys: { ...isPerson, 'aws:principalaccount': known(id) } }];
    case 'principal':
      return [
        { principal: id, keys: { ...isPerson, 'aws:principalarn': known(id), 'aws:principalaccount': known(id.split(':')[4] ?? '') } },
      ];
    case 'service':
      return [{ principal: id, keys: { 'aws:principalisawsservice': known('true'), 'aws:principalservicename': known(id) } }];
    case 'canonical user':
      return [{ principal: someAccount, keys: isPerson }];
    case 'provider':
      return [];
  }
}

function certaintyFor({ principal, keys }: RequestBy, asked: AskedOfOutsider): Certainty {
  const caller = callerOf(principal);
  const isService = caller.kind === 'service';
  const context = outsiderContext({ ...asked.keys, ...keys }, isService);
  const { action, target, resource, rcps, grants, mustBeNamed } = asked;
  const sources: Sources = { identity: [ownAccountAllows], boundary: undefined, session: undefined, resource, scps: [], rcps };
  const policy = resource && 'policy' in resource.parsed ? resource.parsed.policy : undefined;
  const question = {
    action,
    relevant: relevantTo(sources, caller, action, target, context),
    levels: 0,
    situation: {
      caller,
      isSameAccount: false,
      mustBeNamed,
      isClosedToOthers: asked.restrictsPublicBuckets && policy !== undefined && isPublic(policy),
      hasBoundary: false,
      hasSessionPolicy: false,
      hasResourcePolicy: resource !== undefined,
      grant: mustBeNamed ? grantsOn(grants, caller, action, context) : no,
    },
    target,
    context,
  };
  const isChosen = (key: string): boolean => keyClassOf(key) === 'chosen' || (isService && keyClassOf(key) === 'service');
  const { allowed } = evaluate({ ...question, chosenByCaller: { has: isChosen } });
  if (allowed === no) return never;
  if (allowed === yes) return certain;
  const whence = evaluate({ ...question, chosenByCaller: { has: (key) => isChosen(key) || keyClassOf(key) === 'attested' } });
  return whence.allowed === yes ? conditional : unclear;
}

function outsiderContext(states: Readonly<Record<string, KeyState>>, isService: boolean): RequestContext {
  const unknown = (key: string): KeyState => {
    if (!isService && keyClassOf(key) === 'service') return absent;
    return { kind: 'unknown', mayBeAbsent: key !== 'aws:securetransport' };
  };
  return { settled: false, state: (key) => (Object.hasOwn(states, key) ? (states[key] as KeyState) : unknown(key)) };
}
