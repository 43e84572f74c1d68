import { callerOf, isServiceLinked, type Caller } from './caller.ts';
import { policyCompiler, type AskedOf, type Careful, type Cause, type CompiledPolicy } from './compiled-policy.ts';
import { evaluate, type Question } from './evaluate.ts';
import { grantsOn, type KeyGrant } from './key-grants.ts';
import { keyClassOf, type KeyClass } from './key-classes.ts';
import { no, yes } from './kleene.ts';
import { parsePolicy } from './policy-document.ts';
import { principalContext, type KnownPrincipal, type KnownRequest } from './principal-context.ts';
import { outsideOf, type Outside } from './survey-outside.ts';
import { isAbout } from './resource-match.ts';
import { scpLevels, type NamedPolicy, type Relevant, type Situation } from './sources.ts';

/** How sure it is that somebody is allowed something. */
export type Certainty = typeof never | typeof unclear | typeof conditional | typeof certain;

/** Not allowed, whatever is not known. */
export const never = 0;
/** Something that decides is not known or not documented. */
export const unclear = 1;
/** Allowed, but only from somewhere, at some time, or with some authentication, as AWS attests it. */
export const conditional = 2;
/** Allowed, whatever else is not known. */
export const certain = 3;

/** One thing that is asked of every principal. */
export interface SurveyQuestion extends AskedOf {
  /** The policy of the resource. */
  readonly resource: NamedPolicy | undefined;
  /** Whether the resource's policy must name the caller or its account, as that of a KMS key must. */
  readonly mustBeNamed: boolean;
  readonly grants: readonly KeyGrant[];
  readonly request: KnownRequest;
  /** Asked only of principals that are allowed something else. */
  readonly isGate: boolean;
}

/** A user or role, with its policies as places in a list; those of its groups are among them. */
export interface SurveyedPrincipal extends KnownPrincipal {
  readonly policies: readonly number[];
  readonly boundary?: number;
}

/** A policy that principals have. */
export interface HeldPolicy {
  readonly name: string;
  readonly document: string;
}

/** What a principal is allowed; only principals that may be allowed something are found. */
export interface Found<Principal> {
  readonly principal: Principal;
  /** By question. */
  readonly by: readonly Certainty[];
  /** By question: what would be left if no grant were made for the target alone. */
  readonly broadly: readonly Certainty[];
  /** The statements of its policies that allow something asked. */
  readonly causes: readonly Cause[];
  /** Policies that cannot be read, and why. */
  readonly problems: readonly string[];
}

/** What restricts the account from outside; empty where nothing is known to. */
export interface Organization {
  readonly scps: readonly (readonly NamedPolicy[])[];
  readonly rcps: readonly (readonly NamedPolicy[])[];
}

/**
 * Asks the same questions of many principals of an account. What principals have in common is worked out once, so that the time it takes grows with the
 * policies and not with what they are attached to.
 *
 * @param policies the policy at a place
 * @param questions at most 30
 */
export function survey<Principal extends SurveyedPrincipal>(
  principals: readonly Principal[],
  policies: (at: number) => HeldPolicy,
  questions: readonly SurveyQuestion[],
  organization: Organization,
): Found<Principal>[] {
  const compile = policyCompiler(questions);
  const compiled: (CompiledPolicy | undefined)[] = [];
  const policyAt = (at: number): CompiledPolicy => {
    const known = compiled[at];
    if (known) return known;
    const { name, document } = policies(at);
    return (compiled[at] = compile(name, document));
  };
  const boundaryAt = boundaries(policies);
  const asks = questions.map((question) => asking(question, organization));
  const gates = questions.reduce((mask, { isGate }, bit) => (isGate ? mask | (1 << bit) : mask), 0);
  const found: Found<Principal>[] = [];
  for (const principal of principals) {
    const held = principal.policies.map(policyAt);
    const boundary = principal.boundary === undefined ? undefined : boundaryAt(principal.boundary);
    const one = heldBy(principal, held, boundary);
    const by: Certainty[] = questions.map(() => never);
    const broadly: Certainty[] = questions.map(() => never);
    const ask = (isGate: boolean): boolean => {
      let isAllowed = false;
      for (const [bit, answer] of asks.entries()) {
        if (((gates >> bit) & 1) !== (isGate ? 1 : 0)) continue;
        [by[bit], broadly[bit]] = answer(one, 1 << bit);
        isAllowed ||= by[bit] !== never;
      }
      return isAllowed;
    };
    if (!ask(false)) continue;
    ask(true);
    const bits = by.reduce<number>((mask, how, bit) => (how === never ? mask : mask | (1 << bit)), 0) & ~gates;
    const causes = held.flatMap((policy) => policy.causes.filter(({ about }) => (about & bits) !== 0));
    found.push({ principal, by, broadly, causes, problems: one.problems });
  }
  return found;
}

/** What a principal has, added up over its policies. */
interface Held {
  readonly principal: SurveyedPrincipal;
  readonly boundary: NamedPolicy | undefined;
  readonly allow: number;
  readonly broad: number;
  readonly deny: number;
  readonly careful: readonly Careful[];
  /** The questions that careful statements are about, as bits. */
  readonly mayCare: number;
  readonly problems: readonly string[];
}

function heldBy(principal: SurveyedPrincipal, held: readonly CompiledPolicy[], boundary: NamedPolicy | undefined): Held {
  let [allow, broad, deny, mayCare] = [0, 0, 0, 0];
  const careful: Careful[] = [];
  const problems: string[] = [];
  for (const policy of held) {
    allow |= policy.allow;
    broad |= policy.broad;
    deny |= policy.deny;
    for (const one of policy.careful) {
      careful.push(one);
      mayCare |= one.about;
    }
    if (policy.problem !== undefined) problems.push(`${policy.name}: ${policy.problem}`);
  }
  if (boundary && 'problem' in boundary.parsed) problems.push(`${boundary.name}: ${boundary.parsed.problem}`);
  return { principal, boundary, allow, broad, deny, careful, mayCare, problems };
}

type Pair = readonly [by: Certainty, broadly: Certainty];

const denied: Pair = [never, never];

/** Answers one question, remembering the answers to principals that are alike in it. */
function asking(question: SurveyQuestion, organization: Organization): (held: Held, bit: number) => Pair {
  const outside = outsideOf(question, organization);
  const memo = new Map<string, Pair>();
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
  return (held, bit) => {
    const { principal, allow, broad, deny, boundary, problems, mayCare } = held;
    if (((allow | mayCare) & ~deny & bit) === 0 && problems.length === 0 && !outside.mayAllow(principal)) return denied;
    const careful = held.careful.filter(({ about }) => (about & bit) !== 0);
    const mayAllow = (allow & bit) !== 0 || problems.length > 0 || careful.some(({ statement }) => statement.effect === 'Allow');
    if ((deny & bit) !== 0 || !(mayAllow || outside.mayAllow(principal))) return denied;
    if (careful.length === 0 && problems.length === 0 && !boundary && outside.isSilent)
      return [certain, (broad & bit) !== 0 ? certain : never];
    const isPersonal = outside.isPersonal(principal, boundary) || careful.some((one) => one.isPersonal);
    const cares = [...new Set(careful.map(({ key }) => numberOf(key)))].sort((one, other) => one - other);
    const caller = callerOf(principal.arn);
    const who = isPersonal ? principal.arn : isServiceLinked(caller) ? 'service-linked role' : caller.kind;
    const key = [allow & bit, broad & bit, problems.length > 0, principal.boundary, who, cares.join(',')].join(' ');
    const known = memo.get(key);
    if (known) return known;
    const answer = worked(question, organization, outside, held, bit, careful);
    memo.set(key, answer);
    return answer;
  };
}

function worked(
  question: SurveyQuestion,
  organization: Organization,
  outside: Outside,
  held: Held,
  bit: number,
  careful: readonly Careful[],
): Pair {
  const { principal, boundary, allow, broad, problems } = held;
  const caller = callerOf(principal.arn);
  const context = principalContext(principal, question.request);
  const beside = outside.relevant(caller, boundary, context);
  const about = careful.filter(({ statement }) => isAbout(statement, question.target, context) !== no);
  const denies = about.filter(({ statement }) => statement.effect === 'Deny').map(carefully);
  const allows = about.filter(({ statement }) => statement.effect === 'Allow');
  const unread = problems.length > 0 ? [unreadPolicy] : [];
  const situation = situationOf(question, caller, boundary, context);
  const ask = (relevant: readonly Relevant[]): Certainty =>
    certaintyOf({
      action: question.action,
      relevant,
      levels: scpLevels(organization, caller),
      situation,
      target: question.target,
      context,
    });
  const by = ask([...((allow & bit) === 0 ? [] : [plainAllow]), ...allows.map(carefully), ...denies, ...unread, ...beside]);
  if (by === never) return denied;
  const granting = ({ layer, statement }: Relevant) => layer === 'resource' && statement?.effect === 'Allow';
  const broadly = ask([
    ...((broad & bit) === 0 ? [] : [plainAllow]),
    ...allows.filter((one) => (one.broad & bit) !== 0).map(carefully),
    ...denies,
    ...unread,
    ...(question.mustBeNamed ? beside : beside.filter((one) => !granting(one))),
  ]);
  return [by, broadly];
}

function situationOf(
  { mustBeNamed, resource, grants, action }: SurveyQuestion,
  caller: Caller,
  boundary: NamedPolicy | undefined,
  context: Question['context'],
): Situation {
  return {
    caller,
    isSameAccount: true,
    mustBeNamed,
    isClosedToOthers: false,
    hasBoundary: boundary !== undefined,
    hasSessionPolicy: false,
    hasResourcePolicy: resource !== undefined,
    grant: mustBeNamed ? grantsOn(grants, caller, action, context) : no,
  };
}

/**
 * Keys of which the likeliest value is taken: what the caller chooses is chosen so that it is allowed, and an organisation's conditions are made for its own
 * members.
 */
const organizationKeys = new Set(['aws:principalorgid', 'aws:principalorgpaths', 'aws:resourceorgid', 'aws:resourceorgpaths']);
export const isFavourable = (key: string): boolean => keyClassOf(key) === 'chosen' || organizationKeys.has(key);
const attested: KeyClass = 'attested';

/** How sure it is that a request is allowed. */
export function certaintyOf(question: Omit<Question, 'chosenByCaller'>): Certainty {
  const { allowed } = evaluate({ ...question, chosenByCaller: { has: isFavourable } });
  if (allowed === no) return never;
  if (allowed === yes) return certain;
  const whence = evaluate({ ...question, chosenByCaller: { has: (key) => isFavourable(key) || keyClassOf(key) === attested } });
  return whence.allowed === yes ? conditional : unclear;
}

const everybody = { direct: yes, limited: no, account: no };

const carefully = ({ statement }: Careful): Relevant => ({ layer: 'identity', level: 0, policy: '', statement, naming: everybody });

/** Stands for an unconditional Allow of all of the target. */
const plainAllow: Relevant = {
  layer: 'identity',
  level: 0,
  policy: '',
  statement: {
    name: '',
    effect: 'Allow',
    actions: { isComplement: true, patterns: [] },
    resources: undefined,
    principals: undefined,
    conditions: [],
  },
  naming: everybody,
};

const unreadPolicy: Relevant = { layer: 'identity', level: 0, policy: '', statement: undefined, naming: everybody };

/** The policies that serve as permissions boundaries, parsed once. */
function boundaries(policies: (at: number) => HeldPolicy): (at: number) => NamedPolicy {
  const parsed = new Map<number, NamedPolicy>();
  return (at) => {
    const { name, document } = policies(at);
    const boundary = parsed.get(at) ?? { name, parsed: parsePolicy(document, 'principals') };
    parsed.set(at, boundary);
    return boundary;
  };
}
