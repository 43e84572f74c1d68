import type { Rule, Resource } from '../src/engine/rule.ts';
import { functionSizeOf } from './function-size.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { evaluationCost, prices } from './prices.ts';

/** What costs are computed with besides prices. */
export const assumptions = {
  /** Hours of a month. */
  hours: 730,
  /** Resources of each kind that a rule about them judges in an account and Region: one bucket, one log group, the role that delivers. */
  subjects: {
    'AWS::::Account': 1,
    'AWS::S3::Bucket': 1,
    'AWS::Logs::LogGroup': 1,
    'AWS::IAM::Role': 1,
    'AWS::IAM::User': 0,
    'AWS::IAM::Group': 0,
  } satisfies Record<Resource['type'], number>,
  /** Users, roles and groups that read and should not, where `reportPrincipals` has each reported by itself. */
  offenders: 10,
  /** Resources whose compliance changes in a month, in an account and Region. */
  changes: 2,
  /** How long a function runs, in seconds; one that reads all of IAM takes longer. */
  seconds: { ofReaders: 15, ofOthers: 5 },
  /** How long the reconciler runs, in seconds, and how often in a month. */
  reconciler: { seconds: 20, runs: 2_920, gigabytes: 0.25 },
} as const;

const hoursOf = { One_Hour: 1, Three_Hours: 3, Six_Hours: 6, Twelve_Hours: 12, TwentyFour_Hours: 24 } as const;

/** How often AWS Config runs a rule in a month. */
const runsOf = ({ trigger }: Pick<Rule, 'trigger'>): number => assumptions.hours / hoursOf[trigger.every];

/** Resources that a rule judges each time, as assumed; what it reports of offenders only is extra. */
function subjectsOf({ over: { types, faultsOnly = [] } }: Pick<Rule, 'over'>): number {
  return types.filter((type) => !faultsOnly.includes(type)).reduce((sum, type) => sum + assumptions.subjects[type], 0);
}

/** What a rule does in one account and Region in a month. */
export interface RuleLoad {
  readonly rule: string;
  readonly runs: number;
  readonly subjects: number;
  readonly evaluations: number;
  readonly gigabyteSeconds: number;
}

/** @param reportsPrincipals whether its parameters have it report each offender by itself */
export function loadOf(rule: Rule, reportsPrincipals = false): RuleLoad {
  const runs = runsOf(rule);
  const subjects = subjectsOf(rule) + (reportsPrincipals ? assumptions.offenders : 0);
  const { memory, timeout } = functionSizeOf(rule);
  const seconds = timeout > 60 ? assumptions.seconds.ofReaders : assumptions.seconds.ofOthers;
  return { rule: rule.id, runs, subjects, evaluations: runs * subjects, gigabyteSeconds: (runs * seconds * memory) / 1_024 };
}

/** What one account and Region costs in a month, in US dollars. */
export interface PlaceCost {
  readonly evaluations: number;
  readonly changes: number;
  readonly functions: number;
  readonly parameters: number;
  readonly total: number;
  /** The same where AWS bills an evaluation of a pack's rule as the pack's and as the rule's. U-32. */
  readonly totalBilledTwice: number;
}

/** @param advancedParameters SSM parameters of the advanced tier in each account and Region */
export function placeCost(loads: readonly RuleLoad[], advancedParameters = 0): PlaceCost {
  const sum = (of: (load: RuleLoad) => number) => loads.reduce((all, load) => all + of(load), 0);
  const evaluations = evaluationCost(sum((load) => load.evaluations));
  const changes = assumptions.changes * prices.configurationItem;
  const functions =
    (sum(({ runs }) => runs) / 1_000_000) * prices.millionRequests + sum((load) => load.gigabyteSeconds) * prices.gigabyteSecond;
  const parameters = advancedParameters * prices.advancedParameter;
  const total = evaluations + changes + functions + parameters;
  return { evaluations, changes, functions, parameters, total, totalBilledTwice: total + evaluations };
}

/** What `reportPrincipals` adds in an account and Region, in US dollars a month, for a rule that runs once a day. */
export const principalsCost = (): number => evaluationCost((assumptions.hours / 24) * assumptions.offenders);

/** What the administrator pays besides, in US dollars a month: the reconciler and its alarm, and the key of the topic that tells somebody. */
export function administratorCost({ rulesThrough, alertEmail }: Pick<Organization, 'rulesThrough' | 'alertEmail'>): number {
  if (rulesThrough === 'stacks') return 0;
  const { runs, seconds, gigabytes } = assumptions.reconciler;
  const calls = (runs / 1_000_000) * prices.millionRequests + runs * seconds * gigabytes * prices.gigabyteSecond;
  return calls + prices.alarm + prices.metric + (alertEmail === undefined ? 0 : prices.key);
}

/** Our aim: what all rules at 24 hours may cost in an account and Region, in US dollars a month. */
export const aim = 0.5;

/** An amount of US dollars: cents, or less where it is less than one. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0';
  const digits = amount < 0.01 ? 4 : amount < 10 ? 3 : amount < 1_000 ? 2 : 0;
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** What costs were computed with, one sentence each. */
export const assumptionSentences: readonly string[] = [
  `A month has ${assumptions.hours} hours; a rule runs as often as its trigger says, and AWS Config bills one evaluation for each resource that it judges.`,
  'Amazon Bedrock logs to one bucket and one log group in every account and Region. Where it logs nothing, every rule reports the account alone, which costs less; a bucket for large data of its own is one more resource for five rules.',
  `${assumptions.changes} resources a month change their compliance in an account and Region, and the recorder records that.`,
  `A function runs ${assumptions.seconds.ofOthers} seconds, the one that reads all of IAM ${assumptions.seconds.ofReaders}.`,
  'Not counted: what AWS gives for free; logs of the functions, a few hundred kilobytes a month; a key for them; runbooks, which run only where something is wrong; Security Hub; what AWS Config costs without these rules.',
];
