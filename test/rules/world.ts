import { configure } from '../../src/engine/parameters.ts';
import { judge } from '../../src/engine/judge.ts';
import { factsOf, type Rule } from '../../src/engine/rule.ts';
import { problemOf, validator } from '../../src/engine/schemas.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { Fact, Reader } from '../../src/facts/fact.ts';
import { Unreadable, type Refusal } from '../../src/facts/unreadable.ts';

/** What AWS would answer: fact id → resource → value; {@link absent} for "there is none", {@link refused} for "nobody could tell". */
export type World = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const absent = Symbol('absent');

export const refused = (refusal: Refusal, code = 'AccessDenied') => new Unreadable('it', refusal, code);

export const scope = { partition: 'aws', account: '111122223333', region: 'us-east-1' } as const;

/** The world with some answers changed; the others stay as they are. */
export function bend(world: World, changes: World): World {
  const bent: Record<string, Record<string, unknown>> = { ...world };
  for (const [fact, answers] of Object.entries(changes)) bent[fact] = { ...world[fact], ...answers };
  return bent;
}

/** Judges a world by one rule. Reading a fact that the rule does not declare, or one the world does not say, fails the test. */
export async function verdicts(rule: Rule, world: World, parameters: Readonly<Record<string, unknown>> = {}): Promise<readonly Finding[]> {
  const declared = factsOf(rule);
  const reader: Reader = {
    read<Value>(fact: Fact<Value>, resource: string): Promise<Value | undefined> {
      if (!declared.includes(fact)) throw new Error(`${rule.id} reads ${fact.id} but does not declare it`);
      const answer = world[fact.id]?.[resource];
      if (answer === undefined) throw new Error(`the world does not say ${fact.id} of '${resource}'`);
      if (answer instanceof Unreadable) return Promise.reject(new Unreadable(`${fact.about} ${resource}`, answer.refusal, answer.code));
      if (answer === absent) return Promise.resolve(undefined);
      const isValid = validator(fact.schema as object);
      if (!isValid(answer)) throw new Error(`the world's ${fact.id} is not a ${fact.id}: ${problemOf(isValid)}`);
      return Promise.resolve(answer as Value);
    },
  };
  return (await judge(configure(rule, parameters), reader, scope)).findings;
}
