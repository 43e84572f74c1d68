import { expect, it } from 'vitest';
import { configure } from '../../src/engine/parameters.ts';
import { judge } from '../../src/engine/judge.ts';
import { subjectOf } from '../../src/engine/reading.ts';
import { factsOf, type Resource, type Rule } from '../../src/engine/rule.ts';
import { problemOf, validator } from '../../src/engine/schemas.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import type { Fact, Known } from '../../src/facts/fact.ts';
import { Unreadable, type Refusal } from '../../src/facts/unreadable.ts';

/** What AWS would answer: fact id → resource → value; {@link absent} for "there is none", {@link refused} for "nobody could tell". */
export type World = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type Parameters = Readonly<Record<string, unknown>>;

/** One line of a case table. */
export interface Case {
  /** Finishes a sentence that begins with the rule. */
  readonly name: string;
  /** The answers that differ from the good world. */
  readonly changes?: World;
  readonly parameters?: Parameters;
  readonly expected: readonly Expected[];
}

/** The verdict, the resource's id and what its reason must hold. */
type Expected = readonly [verdict: Verdict, id: string, ...because: (string | RegExp)[]];

export const absent = Symbol('absent');

export const refused = (refusal: Refusal, code = 'AccessDenied') => new Unreadable('it', refusal, code);

export const denied = refused('denied');

export const account = '111122223333';

/** The names of the tables: a bucket for records, one for large data, a log group and its delivery role. */
export const bucket = 'prompts';
export const large = 'large-prompts';
export const group = '/bedrock/prompts';
export const role = 'arn:aws:iam::111122223333:role/Delivery';

const scope = { partition: 'aws', account, region: 'us-east-1' } as const;

/** Starts a log group's name; no bucket's name and no ARN does. */
const logGroupStart = '/';

/** How the unique ids of principals begin, which AWS Config knows them by and no reason names. */
const principalTypes = { AIDA: 'AWS::IAM::User', AROA: 'AWS::IAM::Role', AGPA: 'AWS::IAM::Group' } as const;

const principalTypeOf = (id: string): Resource['type'] | undefined =>
  Object.entries(principalTypes).find(([start]) => id.startsWith(start))?.[1];

/** The kind of resource that an id of these tables stands for. */
function typeOf(id: string): Resource['type'] {
  const principalType = principalTypeOf(id);
  if (principalType) return principalType;
  if (id.startsWith('arn:')) return 'AWS::IAM::Role';
  if (id.startsWith(logGroupStart)) return 'AWS::Logs::LogGroup';
  return /^\d{12}$/.test(id) ? 'AWS::::Account' : 'AWS::S3::Bucket';
}

/** The world with some answers changed; the others stay as they are. */
export function bend(world: World, changes: World = {}): World {
  const bent: Record<string, Record<string, unknown>> = { ...world };
  for (const [fact, answers] of Object.entries(changes)) bent[fact] = { ...world[fact], ...answers };
  return bent;
}

/** Judges a world by one rule. Reading a fact that the rule does not declare, or one the world does not say, fails the test. */
export async function verdicts(rule: Rule, world: World, parameters: Parameters = {}): Promise<readonly Finding[]> {
  const declared = factsOf(rule);
  const known: Known = <Value>(fact: Fact<Value>, resource: string) => {
    if (!declared.includes(fact)) throw new Error(`${rule.id} reads ${fact.id} but does not declare it`);
    const answer = world[fact.id]?.[resource];
    if (answer === undefined) throw new Error(`the world does not say ${fact.id} of '${resource}'`);
    if (answer instanceof Unreadable) throw new Unreadable(subjectOf(fact, resource), answer.refusal, answer.code);
    if (answer === absent) return undefined;
    const isValid = validator(fact.schema as object);
    if (!isValid(answer)) throw new Error(`the world's ${fact.id} is not a ${fact.id}: ${problemOf(isValid)}`);
    return answer as Value;
  };
  return judge(configure(rule, parameters), known, scope).findings;
}

/** Runs a case table: each case bends the good world once and lists every finding it expects. */
export function judges(rule: Rule, good: World, cases: readonly Case[]): void {
  it.each(cases.map((line) => [line.name, line] as const))('%s', async (_name, { changes, parameters, expected }) => {
    const findings = await verdicts(rule, bend(good, changes), parameters);
    expect(findings.map(({ resource }) => resource.id).sort()).toEqual(expected.map(([, id]) => id).sort());
    for (const [verdict, id, ...texts] of expected) {
      const { because, ...finding } = findings.find(({ resource }) => resource.id === id) as Finding;
      const { severity } = rule;
      expect(finding, because).toEqual({
        rule: rule.id,
        severity,
        account,
        region: scope.region,
        resource: { type: typeOf(id), id },
        verdict,
      });
      expect(because === undefined).toBe(verdict === 'COMPLIANT');
      expect(because?.length ?? 0).toBeLessThanOrEqual(256);
      if (verdict !== 'COMPLIANT' && !principalTypeOf(id)) expect(because).toContain(id);
      if (verdict === 'NOT_APPLICABLE' && id === account) expect(because).toContain(scope.region);
      for (const text of texts) expect(because).toMatch(text);
    }
  });
}

const endpoint = (exists: boolean, source = 'built-in list'): World => ({ 'bedrock-endpoint': { '': { exists, source } } });

/** Amazon Bedrock can be used in the Region. */
export const inBedrockRegion = endpoint(true);

/** Where records go: fact `invocation-logging`, for bending. */
export const logsTo = (destinations: object): World => ({ 'invocation-logging': { '': { dataTypes: {}, ...destinations } } });
export const toBucket = logsTo({ s3: { bucketName: bucket } });
export const toGroup = logsTo({ cloudWatch: { logGroupName: group, roleArn: role } });
/** To the bucket, and to the log group with the other bucket for large data. */
export const toAll = logsTo({
  s3: { bucketName: bucket },
  cloudWatch: { logGroupName: group, roleArn: role, largeData: { bucketName: large } },
});
/** To one bucket as both destinations, under two prefixes. */
export const bothWays = logsTo({
  s3: { bucketName: bucket, keyPrefix: 'records' },
  cloudWatch: { logGroupName: group, roleArn: role, largeData: { bucketName: bucket, keyPrefix: 'large' } },
});

/** Where Bedrock is, and is closed: common to all rules. */
export const regionCases: readonly Case[] = [
  {
    name: 'passes over a Region where Amazon Bedrock has no endpoint by the built-in list',
    changes: { ...endpoint(false), 'invocation-logging': { '': refused('unreachable', 'ENOTFOUND') } },
    expected: [['NOT_APPLICABLE', account, 'no endpoint in us-east-1', 'built-in list']],
  },
  {
    name: 'passes over a Region where Amazon Bedrock has no endpoint by the public parameters',
    changes: endpoint(false, 'AWS public parameters'),
    expected: [['NOT_APPLICABLE', account, 'no endpoint in us-east-1', 'AWS public parameters']],
  },
  {
    name: 'cannot tell when the list of Regions with Bedrock cannot be read',
    changes: { 'bedrock-endpoint': { '': refused('not-recorded') } },
    expected: [['UNKNOWN', account, 'list of Regions', 'not-recorded']],
  },
  {
    name: 'passes over a closed Region',
    parameters: { closedRegions: ['eu-west-1', 'us-east-1'] },
    expected: [['NOT_APPLICABLE', account, 'us-east-1', 'closedRegions']],
  },
  {
    name: "passes over a closed Region given as AWS Config's text",
    parameters: { closedRegions: 'eu-west-1, us-east-1' },
    expected: [['NOT_APPLICABLE', account, 'us-east-1', 'closedRegions']],
  },
  {
    name: 'passes over a closed Region even when nothing of it can be read',
    changes: { 'bedrock-endpoint': { '': denied }, 'invocation-logging': { '': denied } },
    parameters: { closedRegions: ['us-east-1'] },
    expected: [['NOT_APPLICABLE', account, 'closedRegions']],
  },
  ...(['denied', 'throttled', 'unreachable', 'region-not-enabled', 'malformed', 'failed', 'not-recorded'] as const).map(
    (refusal): Case => ({
      name: `cannot tell when the reading of the logging configuration is refused as ${refusal}`,
      changes: { 'invocation-logging': { '': refused(refusal, 'TheCode') } },
      expected: [['UNKNOWN', account, 'logging configuration could not be read', refusal, 'TheCode']],
    }),
  ),
];

/** Where there is no destination to judge: common to the rules about destinations. */
export const destinationCases: readonly Case[] = [
  ...regionCases,
  {
    name: 'passes over the account once when logging is off',
    changes: { 'invocation-logging': { '': absent } },
    expected: [['NOT_APPLICABLE', account, 'logging is off', 'bedrock-invocation-logging-enabled']],
  },
  {
    name: 'passes over the account once when logging has no destination',
    changes: { 'invocation-logging': { '': { dataTypes: { text: true } } } },
    expected: [['NOT_APPLICABLE', account, 'no destination', 'bedrock-invocation-logging-enabled']],
  },
  {
    name: 'passes over the account once when the destination has an empty name',
    changes: { 'invocation-logging': { '': { s3: { bucketName: '' }, dataTypes: { text: true } } } },
    expected: [['NOT_APPLICABLE', account, 'no destination', 'bedrock-invocation-logging-enabled']],
  },
];

/** A bucket that cannot receive logs is another rule's matter: common to the rules about buckets, whose good world logs to the bucket. */
export const missingBucketCases: readonly Case[] = [
  {
    name: 'passes over a bucket whose name is free',
    changes: { 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: 'nobody' } },
    expected: [['NOT_APPLICABLE', bucket, bucket, 'bedrock-log-destinations-exist']],
  },
  {
    name: 'passes over a bucket that another account holds',
    changes: { 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: 'somebody' } },
    expected: [['NOT_APPLICABLE', bucket, bucket, 'bedrock-log-destinations-exist']],
  },
  {
    name: 'passes over a bucket that is not the own one when nobody can tell who holds it',
    changes: { 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: denied } },
    expected: [['NOT_APPLICABLE', bucket, bucket, 'bedrock-log-destinations-exist']],
  },
  {
    name: 'passes over a bucket in another Region',
    changes: { 'own-bucket': { [bucket]: { region: 'eu-west-1' } } },
    expected: [['NOT_APPLICABLE', bucket, bucket, 'bedrock-log-destinations-exist']],
  },
  {
    name: 'accepts a bucket whose existence cannot be read but whose settings can',
    changes: { 'own-bucket': { [bucket]: denied } },
    expected: [['COMPLIANT', bucket]],
  },
];

/** A log group that cannot receive logs is another rule's matter: common to the rules about log groups. */
export const missingGroupCases: readonly Case[] = [
  {
    name: 'passes over a log group that does not exist',
    changes: { ...toGroup, 'log-group': { [group]: absent } },
    expected: [['NOT_APPLICABLE', group, group, 'bedrock-log-destinations-exist']],
  },
  {
    name: 'passes over a log group of class DELIVERY',
    changes: { ...toGroup, 'log-group': { [group]: { logGroupClass: 'DELIVERY' } } },
    expected: [['NOT_APPLICABLE', group, group, 'bedrock-log-destinations-exist']],
  },
  {
    name: 'cannot tell when the log group cannot be read',
    changes: { ...toGroup, 'log-group': { [group]: refused('throttled', 'ThrottlingException') } },
    expected: [['UNKNOWN', group, 'could not be read', 'throttled', 'ThrottlingException']],
  },
];
