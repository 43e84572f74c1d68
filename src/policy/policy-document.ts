import { operatorNamed, type NamedOperator } from './condition-operators.ts';
import { hasDuplicateNames } from './duplicate-names.ts';
import { globOf, type Glob } from './glob.ts';
import { templateOf, type Template } from './template.ts';

/** A policy document, checked and ready to be matched. */
export interface Policy {
  readonly statements: readonly Statement[];
}

/** Patterns, or every value but those that match one of them. */
interface Patterns<Pattern> {
  readonly isComplement: boolean;
  readonly patterns: readonly Pattern[];
}

/** Actions as a policy writes them. */
interface ActionPattern {
  readonly text: string;
  /** In lower case, as actions are the same in any. */
  readonly glob: Glob;
}

/** Resources as a policy writes them. */
export interface ResourcePattern {
  readonly text: string;
  readonly template: Template;
}

/** Whom a statement names, by the kind of name. `*` alone stands for `{"AWS": "*"}`, which means the same. */
export interface Principals {
  readonly AWS: readonly string[];
  readonly Service: readonly string[];
  readonly Federated: readonly string[];
  readonly CanonicalUser: readonly string[];
}

/** One operator applied to one condition key. */
export interface Condition {
  /** As the policy has it. */
  readonly operatorName: string;
  /** `undefined` for an operator that AWS does not document. */
  readonly operator: NamedOperator | undefined;
  /** As the policy has it. */
  readonly keyName: string;
  /** In lower case. */
  readonly key: string;
  readonly texts: readonly string[];
  readonly values: readonly Template[];
}

/** One statement of a policy. */
export interface Statement {
  /** Its Sid, or its number in the policy from 1 on, as `statement 2`. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns<ActionPattern>;
  /** `undefined` where the policy is attached to the one resource it is about, as a trust policy is. */
  readonly resources: Patterns<ResourcePattern> | undefined;
  /** `undefined` in policies of principals. */
  readonly principals: { readonly isComplement: boolean; readonly of: Principals } | undefined;
  readonly conditions: readonly Condition[];
}

/** A document that can be used, or why it cannot. */
export type Parsed = { readonly policy: Policy } | { readonly problem: string };

/** Whether a document is attached to principals (or, as an SCP, to accounts), or to a resource. */
export type AttachedTo = 'principals' | 'resource';

/**
 * Parses a policy document in any form that AWS gives it: as an object, as JSON text, or as URL-encoded JSON text.
 *
 * @returns the policy, or as a phrase what AWS would not accept in it
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(document: unknown, attachedTo: AttachedTo): Parsed {
  try {
    return { policy: policyOf(typeof document === 'string' ? parsedText(document) : document, attachedTo) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { problem: error.message };
  }
}

/** Something AWS would not accept; its message is a phrase. */
class Malformed extends Error {}

type Members = Readonly<Record<string, unknown>>;

function parsedText(text: string): unknown {
  const json = text.trimStart().startsWith('{') ? text : decoded(text);
  const parsed = parsedJson(json);
  if (hasDuplicateNames(json, parsed)) throw new Malformed('it has an element twice in one object');
  return parsed;
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Malformed('it is not JSON');
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Malformed('it is neither JSON nor URL-encoded JSON');
  }
}

const versions = ['2012-10-17', '2008-10-17'];

function policyOf(document: unknown, attachedTo: AttachedTo): Policy {
  const members = object(document, 'the policy', ['Version', 'Id', 'Statement']);
  const { Version = '2008-10-17', Id, Statement } = members;
  if (!versions.includes(Version as string)) throw new Malformed(`Version is ${shown(Version)}; allowed: ${versions.join(', ')}`);
  if (Id !== undefined && typeof Id !== 'string') throw new Malformed(`Id is ${shown(Id)}; it must be a text`);
  if (Statement === undefined) throw new Malformed('it has no Statement');
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  const hasVariables = Version === '2012-10-17';
  return { statements: statements.map((statement, at) => statementOf(statement, at + 1, hasVariables, attachedTo)) };
}

const elements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function statementOf(statement: unknown, number: number, hasVariables: boolean, attachedTo: AttachedTo): Statement {
  const where = `statement ${number}`;
  const members = object(statement, where, elements);
  const { Sid, Effect } = members;
  if (Sid !== undefined && typeof Sid !== 'string') throw new Malformed(`${where} has Sid ${shown(Sid)}; it must be a text`);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Malformed(`${where} has Effect ${shown(Effect)}; allowed: Allow, Deny`);
  const actions = either(members, 'Action', where);
  if (!actions) throw new Malformed(`${where} has neither Action nor NotAction`);
  const resources = either(members, 'Resource', where);
  if (!resources && attachedTo === 'principals') throw new Malformed(`${where} has neither Resource nor NotResource`);
  return {
    name: Sid || where,
    effect: Effect,
    actions: { ...actions, patterns: actions.patterns.map(actionPattern) },
    resources: resources && {
      ...resources,
      patterns: resources.patterns.map((text) => resourcePattern(text, hasVariables)),
    },
    principals: principalsOf(members, where, attachedTo),
    conditions: conditionsOf(members['Condition'], where, hasVariables),
  };
}

// Wildcards are looked for when a pattern is first matched: in a large account most never are.

function actionPattern(text: string): ActionPattern {
  let glob: Glob | undefined;
  return {
    text,
    get glob() {
      return (glob ??= globOf(text.toLowerCase()));
    },
  };
}

function resourcePattern(text: string, hasVariables: boolean): ResourcePattern {
  let template: Template | undefined;
  return {
    text,
    get template() {
      return (template ??= templateOf(text, hasVariables));
    },
  };
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
function either(members: Members, name: 'Action' | 'Resource', where: string): Patterns<string> | undefined {
  const [positive, complement] = [members[name], members[`Not${name}`]];
  if (positive !== undefined && complement !== undefined) throw new Malformed(`${where} has both ${name} and Not${name}`);
  if (positive !== undefined) return { isComplement: false, patterns: texts(positive, `${name} of ${where}`) };
  if (complement === undefined) return undefined;
  const patterns = texts(complement, `Not${name} of ${where}`);
  if (patterns.length === 0) throw new Malformed(`Not${name} of ${where} is an empty list`);
  return { isComplement: true, patterns };
}

const kindsOfPrincipal = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

function principalsOf(members: Members, where: string, attachedTo: AttachedTo): Statement['principals'] {
  const { Principal, NotPrincipal } = members;
  if (Principal !== undefined && NotPrincipal !== undefined) throw new Malformed(`${where} has both Principal and NotPrincipal`);
  const given = Principal ?? NotPrincipal;
  if (attachedTo === 'principals') {
    if (given !== undefined) throw new Malformed(`${where} has a Principal, which a policy of principals cannot have`);
    return undefined;
  }
  if (given === undefined) throw new Malformed(`${where} has neither Principal nor NotPrincipal`);
  const isComplement = NotPrincipal !== undefined;
  if (given === '*') return { isComplement, of: { AWS: ['*'], Service: [], Federated: [], CanonicalUser: [] } };
  const named = object(given, `${isComplement ? 'NotPrincipal' : 'Principal'} of ${where}`, kindsOfPrincipal);
  const [AWS, Service, Federated, CanonicalUser] = kindsOfPrincipal.map((kind) =>
    named[kind] === undefined ? [] : texts(named[kind], `${kind} principals of ${where}`),
  ) as [string[], string[], string[], string[]];
  if (isComplement && [AWS, Service, Federated, CanonicalUser].every((names) => names.length === 0))
    throw new Malformed(`NotPrincipal of ${where} names nobody`);
  return { isComplement, of: { AWS, Service, Federated, CanonicalUser } };
}

function conditionsOf(given: unknown, where: string, hasVariables: boolean): Condition[] {
  if (given === undefined) return [];
  return Object.entries(object(given, `Condition of ${where}`)).flatMap(([operatorName, byKey]) =>
    Object.entries(object(byKey, `${operatorName} of ${where}`)).map(([keyName, wanted]) => {
      const values = scalars(wanted, `${keyName} in ${operatorName} of ${where}`);
      return {
        operatorName,
        operator: operatorNamed(operatorName),
        keyName,
        key: keyName.toLowerCase(),
        texts: values,
        values: values.map((text) => templateOf(text, hasVariables)),
      };
    }),
  );
}

/** @param allowed the only members it may have; any when left out */
function object(value: unknown, what: string, allowed?: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed(`${what} is ${shown(value)}; it must be an object`);
  const unknown = allowed && Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new Malformed(`${what} has an element ${shown(unknown)}; allowed: ${allowed?.join(', ')}`);
  return value as Members;
}

function texts(value: unknown, what: string): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((text) => {
    if (typeof text !== 'string') throw new Malformed(`${what} has ${shown(text)}; it must be a text`);
    return text;
  });
}

function scalars(value: unknown, what: string): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((scalar) => {
    if (typeof scalar !== 'string' && typeof scalar !== 'number' && typeof scalar !== 'boolean')
      throw new Malformed(`${what} has ${shown(scalar)}; it must be a text, a number or a boolean`);
    return String(scalar);
  });
}

/** A value as messages show it, cut so that a document of any size makes a short message. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const json = JSON.stringify(value);
  return json.length <= 60 ? json : `${json.slice(0, 60)}…`;
}
