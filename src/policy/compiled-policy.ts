import { no, yes, type Kleene } from './kleene.ts';
import { globOf, matches } from './glob.ts';
import { mentions } from './mentioned-services.ts';
import { isPersonal } from './principal-context.ts';
import { besideThePoint, parsedJson } from './beside-the-point.ts';
import { parsePolicy, type Parsed, type ResourcePattern, type Statement } from './policy-document.ts';
import { remembered } from './remembered.ts';
import type { RequestContext } from './request-context.ts';
import { isAbout, type Target } from './resource-match.ts';
import { scopeOf } from './explanation.ts';

/** What is asked of every principal: at most 30 questions at a time, so that answers fit into the bits of a number. */
export interface AskedOf {
  readonly action: string;
  readonly target: Target;
  /** Whether a grant on the resources of a pattern is made for the target, and reaches nothing else. */
  isConfined(pattern: string): boolean;
}

/** A statement that allows something asked. */
export interface Cause {
  readonly policy: string;
  readonly statement: string;
  /** As the policy writes it: `logs:Get* on *`. */
  readonly scope: string;
  /** The questions it is about, as bits. */
  readonly about: number;
  /** Those about which it reaches further than the target. */
  readonly broad: number;
  /** Every action on every resource. */
  readonly isEverything: boolean;
}

/** A statement whose answer depends on more than who holds it. */
export interface Careful {
  /** The same for statements that say the same of a question. */
  readonly key: string;
  readonly statement: Statement;
  readonly about: number;
  readonly broad: number;
  /** Whether principals can be answered differently. */
  readonly isPersonal: boolean;
}

/** A policy of principals, reduced to what it says of the questions. */
export interface CompiledPolicy {
  readonly name: string;
  /** Why it cannot be read, if it cannot. */
  readonly problem: string | undefined;
  /** Questions allowed whatever else is known, as bits. */
  readonly allow: number;
  /** Those of them allowed by a grant that reaches further than the target. */
  readonly broad: number;
  readonly deny: number;
  readonly careful: readonly Careful[];
  readonly causes: readonly Cause[];
}

/** In which nothing is known: what is decided here is decided everywhere. */
const nothingKnown: RequestContext = { settled: false, state: () => ({ kind: 'unknown', mayBeAbsent: true }) };

/** Compiles policies against a list of questions; what they share is worked out once. */
export function policyCompiler(asked: readonly AskedOf[]): (name: string, document: string) => CompiledPolicy {
  const maskOf = actionMasks(asked);
  const actionsAsked = ({ actions: { patterns, isComplement } }: Statement): number => {
    let bits = 0;
    for (const { text } of patterns) bits |= maskOf(text);
    return isComplement ? (1 << asked.length) - 1 - bits : bits;
  };
  const resourcesAsked = resourceMasks(asked);
  const isBesideThePoint = besideThePoint(asked, maskOf);
  const mayMention = mentions([...new Set(asked.map(({ action }) => action.split(':')[0] ?? ''))]);
  return (name, document) => {
    if (!mayMention(document) && isJsonLike(document)) return silent(name, undefined);
    const json = parsedJson(document);
    if (json !== undefined && isBesideThePoint(json)) return silent(name, undefined);
    const parsed: Parsed = parsePolicy(json ?? document, 'principals');
    if ('problem' in parsed) return silent(name, parsed.problem);
    let [allow, broad, deny] = [0, 0, 0];
    const careful: Careful[] = [];
    const causes: Cause[] = [];
    for (const statement of parsed.policy.statements) {
      const bits = actionsAsked(statement);
      const reach = bits === 0 ? nowhere : within(resourcesAsked(statement), bits);
      if (reach.about === 0) continue;
      if (statement.effect === 'Allow') {
        const scope = scopeOf(statement, asked[lowest(reach.about)]?.action ?? '');
        causes.push({
          policy: name,
          statement: statement.name,
          scope,
          about: reach.about,
          broad: reach.broad,
          isEverything: isEverything(statement),
        });
      }
      if (statement.conditions.length > 0 || reach.certain !== reach.about) careful.push(carefully(statement, reach));
      if (statement.conditions.length > 0) continue;
      if (statement.effect === 'Deny') deny |= reach.certain;
      else {
        allow |= reach.certain;
        broad |= reach.certain & reach.broad;
      }
    }
    return { name, problem: undefined, allow, broad, deny, careful, causes };
  };
}

/** Whether a text is not plainly something else than an object in JSON, such as one that is URL-encoded or cut off. */
const isJsonLike = (document: string): boolean => /^\s*\{/.test(document) && document.trimEnd().endsWith('}');

/** The place of the lowest bit. */
const lowest = (bits: number): number => 31 - Math.clz32(bits & -bits);

const silent = (name: string, problem: string | undefined): CompiledPolicy => ({
  name,
  problem,
  allow: 0,
  broad: 0,
  deny: 0,
  careful: [],
  causes: [],
});

/** The questions an action of a policy is about, as bits. */
function actionMasks(asked: readonly AskedOf[]): (text: string) => number {
  const actions = asked.map(({ action }) => action.toLowerCase());
  return remembered((text) => {
    const glob = globOf(text.toLowerCase());
    return actions.reduce((mask, action, bit) => (matches(glob, action) ? mask | (1 << bit) : mask), 0);
  });
}

/** What a statement's resources have to do with the targets of the questions, as bits. */
interface Reach {
  readonly about: number;
  /** About all of the target, whatever is known. */
  readonly certain: number;
  /** Made for more than the target. */
  readonly broad: number;
}

const nowhere: Reach = { about: 0, certain: 0, broad: 0 };

const within = ({ about, certain, broad }: Reach, bits: number): Reach => ({
  about: about & bits,
  certain: certain & bits,
  broad: broad & bits,
});

function resourceMasks(asked: readonly AskedOf[]): (statement: Statement) => Reach {
  const everything = (1 << asked.length) - 1;
  const ofPattern = remembered((text, pattern: ResourcePattern) => {
    const resources = { isComplement: false, patterns: [pattern] };
    let reach = nowhere;
    const found = new Map<string, Kleene>();
    for (const [at, { target, isConfined }] of asked.entries()) {
      const key = 'arn' in target ? target.arn : `${target.prefix}*`;
      const how = found.get(key) ?? isAbout({ resources }, target, nothingKnown);
      found.set(key, how);
      const bit = 1 << at;
      if (how === no) continue;
      reach = {
        about: reach.about | bit,
        certain: how === yes ? reach.certain | bit : reach.certain,
        broad: isConfined(text) ? reach.broad : reach.broad | bit,
      };
    }
    return reach;
  });
  return ({ resources }) => {
    if (!resources) return { about: everything, certain: everything, broad: everything };
    let [about, certain, broad] = [0, 0, 0];
    for (const pattern of resources.patterns) {
      const reach = ofPattern(pattern.text, pattern);
      // Without a value for its variable, AWS does not tell what NotResource leaves.
      about |= resources.isComplement && pattern.template.keys.length > 0 ? everything : reach.about;
      certain |= reach.certain;
      broad |= reach.broad;
    }
    if (!resources.isComplement) return { about, certain, broad };
    return { about: everything & ~certain, certain: everything & ~about, broad: everything & ~certain };
  };
}

/** Every action on every resource, unconditionally. */
export function isEverything({ actions, resources, conditions }: Statement): boolean {
  if (actions.isComplement || !resources || resources.isComplement || conditions.length > 0) return false;
  return actions.patterns.some(({ text }) => text === '*' || text === '*:*') && resources.patterns.some(({ text }) => text === '*');
}

function carefully(statement: Statement, { about, broad }: Reach): Careful {
  const { effect, resources, conditions } = statement;
  const patterns = resources && [resources.isComplement, ...resources.patterns.map(({ text }) => text)];
  const keys = [
    ...conditions.flatMap(({ key, values }) => [key, ...values.flatMap((value) => value.keys)]),
    ...(resources?.patterns.flatMap(({ template }) => template.keys) ?? []),
  ];
  const said = conditions.map(({ operatorName, keyName, texts }) => [operatorName, keyName, texts]);
  return { key: JSON.stringify([effect, patterns, said]), statement, about, broad, isPersonal: keys.some(isPersonal) };
}
