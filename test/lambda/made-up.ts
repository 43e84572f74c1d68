import { defineRule, type Resource } from '../../src/engine/rule.ts';
import { compliant, nonCompliant, type Judgement } from '../../src/engine/verdict.ts';

/** A rule that needs no facts and judges these resources as it is told. */
export const toldRule = (judgements: Readonly<Record<string, Judgement>>, type: Resource['type'] = 'AWS::S3::Bucket') =>
  defineRule({
    id: 'bucket-is-green',
    title: 'Buckets are green',
    severity: 'LOW',
    trigger: { on: 'schedule', every: 'TwentyFour_Hours', andAfter: [] },
    over: {
      are: 'each bucket',
      types: [type],
      facts: [],
      list: () => Object.keys(judgements).map((id): Resource => ({ type, id })),
    },
    facts: {},
    parameters: {},
    controls: {},
    fix: 'paint it',
    evaluate: (_facts, _parameters, { id }) => judgements[id] ?? compliant,
  });

/** The rule of this many red buckets. */
export const redBuckets = (count: number) =>
  toldRule(Object.fromEntries(Array.from({ length: count }, (_, n) => [`bucket-${n}`, nonCompliant(`bucket-${n} is red`)])));
