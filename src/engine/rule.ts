import type { Fact, Knowledge, Known, Scope } from '../facts/fact.ts';
import type { Runbook } from '../../remediation/runbook.ts';
import type { Judgement } from './verdict.ts';

export type Severity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';

/** AWS Config's name for a kind of resource. `AWS::::Account` stands for the account's setting in the Region. */
type ResourceType = (typeof resourceTypes)[number];

export const resourceTypes = [
  'AWS::::Account',
  'AWS::S3::Bucket',
  'AWS::Logs::LogGroup',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IAM::Group',
] as const;

/** What a verdict is about. */
export interface Resource {
  readonly type: ResourceType;
  /** Account id, bucket name, log group name, role ARN, or the unique id of a user, role or group. */
  readonly id: string;
}

/**
 * JSON Schema of one parameter. Every one has a default and a description.
 *
 * `Text` of AWS Config is coerced: `"365"` to an integer, `"a,b"` to an array.
 */
export type ParameterSchema =
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number; readonly default: number; readonly description: string }
  | { readonly type: 'boolean'; readonly default: boolean; readonly description: string }
  | { readonly type: 'string'; readonly enum: readonly string[]; readonly default: string; readonly description: string }
  | { readonly type: 'string'; readonly pattern: string; readonly default: string; readonly description: string }
  | {
      readonly type: 'array';
      readonly items: { readonly type: 'string'; readonly pattern: string };
      readonly uniqueItems: true;
      readonly default: readonly string[];
      readonly description: string;
    };

export type ParameterSchemas = Readonly<Record<string, ParameterSchema>>;

/** The values of a rule's parameters, every one with its default applied. */
export type ParametersOf<Schemas extends ParameterSchemas> = { readonly [Name in keyof Schemas]: ParameterValue<Schemas[Name]> };

type ParameterValue<Schema extends ParameterSchema> = Schema extends { enum: readonly (infer Choice)[] }
  ? Choice
  : Schema extends { type: 'integer' }
    ? number
    : Schema extends { type: 'boolean' }
      ? boolean
      : Schema extends { type: 'string' }
        ? string
        : readonly string[];

/** The resources a rule judges in one account and Region. */
export interface Subjects<Subject extends Resource, Parameters = unknown> {
  /** What they are, for the rule's page. */
  readonly are: string;
  /** The kinds of resource listed, the account of an excuse not counted. */
  readonly types: readonly ResourceType[];
  /** The kinds of which only those at fault are listed: where anything could not be read, nobody knows whether that is all of them. */
  readonly faultsOnly?: readonly ResourceType[];
  readonly facts: readonly Fact<unknown>[];
  /**
   * @returns the resources, or one excuse for the whole account and Region when there is nothing to judge
   * @throws Unreadable when nobody could tell which there are
   * @throws notYetRead when facts have to be read first
   */
  list(known: Known, scope: Scope, parameters: Parameters): readonly Subject[] | Excuse;
  /** @returns why one resource cannot be judged; `undefined` when it can */
  excuse?(known: Known, scope: Scope, subject: Subject): Excuse | undefined;
}

/** Why there is nothing to judge. */
export interface Excuse {
  readonly notApplicable: string;
}

/** How often AWS Config runs a rule, and after which API calls it should run at once. */
export interface Trigger {
  readonly on: 'schedule';
  readonly every: 'One_Hour' | 'Three_Hours' | 'Six_Hours' | 'Twelve_Hours' | 'TwentyFour_Hours';
  /** CloudTrail events, as `eventSource:eventName`. */
  readonly andAfter: readonly string[];
}

/** One rule of the pack. */
export interface Rule {
  /** `<service>-<resource>-<wanted state>`; also the name of its file, its page and its tests. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly trigger: Trigger;
  readonly over: Subjects<Resource, never>;
  readonly facts: Readonly<Record<string, Knowledge<Resource, unknown, never>>>;
  readonly parameters: ParameterSchemas;
  /** Control ids by framework. */
  readonly controls: Readonly<Record<string, readonly string[]>>;
  /** How to put it right by hand, as one imperative phrase. */
  readonly fix: string;
  /** What puts it right on AWS Config's behalf. */
  readonly remediation?: Runbook;
  /** Parameter values with which the rule reads the most, for collecting evidence that can be judged with any. */
  readonly readsMostWith?: Readonly<Record<string, unknown>>;
  /** @returns what is contradictory between valid parameters; `undefined` when nothing is */
  conflict?(parameters: never): string | undefined;
  evaluate(facts: never, parameters: never, subject: never, scope: Scope): Judgement;
}

type WhatIsKnown<Facts> = { readonly [Name in keyof Facts]: Facts[Name] extends { of(...input: never): infer Value } ? Value : never };

/** Declares a rule; adds nothing but the types that tie its parameters, subjects and facts to `evaluate`. */
export function defineRule<
  const Schemas extends ParameterSchemas,
  Subject extends Resource,
  const Facts extends Readonly<Record<string, Knowledge<Subject, unknown, ParametersOf<Schemas>>>>,
>(
  rule: Omit<Rule, 'over' | 'facts' | 'parameters' | 'conflict' | 'evaluate'> & {
    readonly over: Subjects<Subject, ParametersOf<Schemas>>;
    readonly facts: Facts;
    readonly parameters: Schemas;
    conflict?(parameters: ParametersOf<Schemas>): string | undefined;
    /** Pure: what is known in, a judgement out. */
    evaluate(facts: WhatIsKnown<Facts>, parameters: ParametersOf<Schemas>, subject: Subject, scope: Scope): Judgement;
  },
): typeof rule & Rule {
  return rule;
}

/** Every fact a rule may read, each once. */
export function factsOf(rule: Rule): readonly Fact<unknown>[] {
  return [...new Set([...rule.over.facts, ...Object.values(rule.facts).flatMap((knowledge) => knowledge.facts)])];
}
