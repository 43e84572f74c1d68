/** What is looked at, in the order in which it is reported, as a phrase that says what is wanted. */
export const checks = {
  organization: 'the organisation has all features',
  registrations: 'services are let in, and this account administers them',
  'stack-sets': 'the StackSets are there and reach new accounts',
  'stack-instances': 'every account and Region has a current instance of each StackSet',
  pack: 'every Region has the conformance pack, and every account got it',
  access: 'every account can be entered',
  'service-linked-roles': 'AWS Config has its service-linked roles in every account',
  recorder: 'AWS Config records in every account and Region',
  delivery: 'AWS Config delivers what it records',
  functions: 'the function of each rule is there',
  'function-versions': 'the functions of a rule have the same code everywhere',
  documents: 'the document of each runbook is there',
  'document-versions': 'the documents of a runbook are the same everywhere',
  quotas: 'no quota of AWS Config is nearly used up',
} as const;

export type Check = keyof typeof checks;

export const checkIds = Object.keys(checks) as readonly Check[];

/** One thing that was looked at in one place. */
export interface Observation {
  readonly check: Check;
  /** Left out for the organisation as a whole. */
  readonly account?: string;
  /** Left out for a whole account. */
  readonly region?: string;
  readonly state: 'OK' | 'PROBLEM' | 'UNKNOWN';
  /** What was found, in words that are the same wherever the same was found; left out only when all is well. */
  readonly found?: string;
  /** What mends it, or what it takes to know; left out only when all is well. */
  readonly fix?: string;
}

/** Where something was looked at. */
export interface Where {
  readonly account?: string;
  readonly region?: string;
}

export const fine = (check: Check, where: Where = {}): Observation => ({ check, ...where, state: 'OK' });

export const problem = (check: Check, where: Where, found: string, fix: string): Observation => ({
  check,
  ...where,
  state: 'PROBLEM',
  found,
  fix,
});

export const unknown = (check: Check, where: Where, found: string, fix: string): Observation => ({
  check,
  ...where,
  state: 'UNKNOWN',
  found,
  fix,
});
