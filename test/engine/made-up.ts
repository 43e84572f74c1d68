import { defineRule, type Resource } from '../../src/engine/rule.ts';
import { compliant, nonCompliant } from '../../src/engine/verdict.ts';
import type { Fact, Knowledge, Known, Scope } from '../../src/facts/fact.ts';
import { Unreadable } from '../../src/facts/unreadable.ts';

export const scope: Scope = { partition: 'aws', account: '111122223333', region: 'us-east-1' };

/** A fact with this id whose value is a colour; nothing can read it. */
export function colourFact(id: string, reach: Fact<unknown>['reach'] = 'region'): Fact<string> {
  return {
    id,
    about: `the ${id}`,
    reach,
    actions: [],
    calls: [],
    schema: { enum: ['red', 'green'] },
    read: () => Promise.reject(new Error(`${id} was read`)),
  };
}

export const shelf = colourFact('shelf', 'account');
export const paint = colourFact('paint');

/** What is known, as fact → resource → answer; `undefined` is absent, an {@link Unreadable} is thrown, anything left out fails the test. */
export const knowing =
  (answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Known =>
  <Value>(fact: Fact<Value>, resource: string) => {
    const ofFact = answers[fact.id] ?? {};
    if (!(resource in ofFact)) throw new Error(`nobody knows the ${fact.id} of '${resource}'`);
    const answer = ofFact[resource];
    if (answer instanceof Unreadable) throw answer;
    return answer as Value | undefined;
  };

const colourOf: Knowledge<Resource, string | undefined> = { facts: [paint], of: (known, _scope, { id }) => known(paint, id) };

/** Judges the buckets `a`, `b` and `c`, or says that the shelf is empty; a bucket must be green, and `c` is excused when red. */
export const bucketIsGreen = defineRule({
  id: 'bucket-is-green',
  title: 'Buckets are green',
  severity: 'LOW',
  trigger: { on: 'schedule', every: 'TwentyFour_Hours', andAfter: [] },
  over: {
    are: 'each bucket',
    types: ['AWS::S3::Bucket'],
    facts: [shelf],
    list: (known) =>
      known(shelf, '') === undefined
        ? { notApplicable: 'the shelf is empty' }
        : ['a', 'b', 'c'].map((id): Resource => ({ type: 'AWS::S3::Bucket', id })),
    excuse: (known, _scope, { id }) => (id === 'c' && known(paint, id) === 'red' ? { notApplicable: 'c may be red' } : undefined),
  },
  facts: { colour: colourOf },
  parameters: {
    minimum: { type: 'integer', minimum: 1, maximum: 10, default: 3, description: 'At least.' },
    maximum: { type: 'integer', minimum: 1, maximum: 10, default: 7, description: 'At most.' },
    shade: { type: 'string', enum: ['dark', 'light'], default: 'dark', description: 'Which shade.' },
    strict: { type: 'boolean', default: false, description: 'Whether strict.' },
    regions: {
      type: 'array',
      items: { type: 'string', pattern: '^[a-z-]+\\d$' },
      uniqueItems: true,
      default: [],
      description: 'Where.',
    },
  },
  controls: {},
  fix: 'paint it',
  conflict: ({ minimum, maximum }) => (minimum > maximum ? `minimum ${minimum} is greater than maximum ${maximum}` : undefined),
  evaluate: ({ colour }, _parameters, { id }) => (colour === 'green' ? compliant : nonCompliant(`${id} is ${colour ?? 'not painted'}`)),
});
