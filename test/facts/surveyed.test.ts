import { expect, it } from 'vitest';
import { surveyed } from '../../src/facts/surveyed.ts';
import type { Found, SurveyQuestion } from '../../src/policy/survey.ts';

const question = (action: string): SurveyQuestion => ({
  action,
  target: { arn: '*' },
  isConfined: () => false,
  resource: undefined,
  mustBeNamed: false,
  grants: [],
  request: { account: '111122223333', region: 'us-east-1', keys: {} },
  isGate: false,
});

const principal = { arn: 'arn:aws:iam::111122223333:role/Reader', id: 'AROA', policies: [] };

/** Allows the actions in a list. */
const allowing =
  (...actions: readonly string[]) =>
  (asked: readonly SurveyQuestion[]): Found<typeof principal>[] => {
    expect(asked.length).toBeLessThanOrEqual(30);
    const by = asked.map(({ action }) => (actions.includes(action) ? 3 : 0));
    return by.some((how) => how > 0) ? [{ principal, by, broadly: by, causes: [], problems: [] }] : [];
  };

it('asks more questions than one survey takes, and keeps the answers in their order', () => {
  const questions = Array.from({ length: 70 }, (_, at) => question(`s3:Action${at}`));
  const found = surveyed(questions, [question('kms:Decrypt')], allowing('s3:Action3', 's3:Action65', 'kms:Decrypt'), ({ arn }) => arn);
  const { by } = found.get(principal.arn) as Found<typeof principal>;
  expect(by).toHaveLength(71);
  expect([...by.entries()].filter(([, how]) => how === 3).map(([at]) => at)).toEqual([3, 65, 70]);
});

it('finds nobody who is allowed nothing, and asks nothing where there is nothing to ask', () => {
  expect(surveyed([question('s3:GetObject')], [], allowing(), ({ arn }) => arn).size).toBe(0);
  expect(
    surveyed(
      [],
      [],
      () => expect.fail('nothing was to be asked'),
      () => '',
    ).size,
  ).toBe(0);
});
