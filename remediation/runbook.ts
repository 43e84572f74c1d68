import { pascalCase } from './pascal-case.ts';

/** An SSM Automation document that puts right what a rule found, and how the conformance pack has AWS Config start it. */
export interface Runbook {
  /** Its folder in `remediation/`. */
  readonly id: string;
  /** What it does, as one imperative phrase. */
  readonly title: string;
  /** What the pack gives it besides the resource and the role, by the name of the document's parameter. */
  readonly parameters: Readonly<Record<string, RunbookParameter>>;
  /** Whether AWS Config may start it unasked by default: only where it takes nothing away and changes nobody's access. */
  readonly isAutomatic: boolean;
}

/**
 * Where the value of a document's parameter comes from: a parameter of the rule, or one that the organisation gives for it. Of several rules that a runbook
 * serves, not every one need have the parameter.
 */
type RunbookParameter = { readonly sameAs: string } | GivenParameter;

export interface GivenParameter {
  readonly description: string;
  /** Empty for none: then the document's own default holds. */
  readonly default: string;
  readonly allowedValues?: readonly string[];
  /** A regular expression for the whole value. */
  readonly allowedPattern?: string;
}

/** The parameter of every document that takes the id of the resource AWS Config found fault with. */
export const resourceParameter = 'ResourceId';

/** The parameter of every document that takes the ARN of the role it works with. */
export const roleParameter = 'AutomationAssumeRole';

/** The name of the document in every account and Region. */
export const documentNameOf = ({ id }: Pick<Runbook, 'id'>): string => `BedrockLogging-${pascalCase(id)}`;

/** The name of the role that the document works with, in every account. */
export const roleNameOf = ({ id }: Pick<Runbook, 'id'>): string => `bedrock-logging-${id}`;
