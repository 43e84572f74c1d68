import { expect, it } from 'vitest';
import { selectedBy, sharedBy } from '../../src/facts/log-group-filter.ts';

it.each<[criteria: string, selects: boolean | undefined]>([
  ['LogGroupName NOT IN ["/bedrock/prompts"]', false],
  ['LogGroupName NOT IN ["/other", "/bedrock/prompts"]', false],
  [' loggroupname  not in  [ "/bedrock/prompts" ] ', false],
  ['LogGroupName NOT IN ["/other"]', true],
  ['LogGroupName NOT IN ["/bedrock/PROMPTS"]', true],
  ['LogGroupName NOT IN []', true],
  ['', undefined],
  ['LogGroupName IN ["/bedrock/prompts"]', undefined],
  ["LogGroupName NOT IN ['/bedrock/prompts']", undefined],
  ['LogGroupName NOT IN ["/bedrock/prompts"', undefined],
  ['LogGroupName NOT IN [1]', undefined],
  ['LogGroupNamePrefix IN ["/bedrock"]', undefined],
])('tells whether an account policy with the criteria %s is about /bedrock/prompts: %s', (criteria, selects) => {
  expect(selectedBy(criteria)('/bedrock/prompts')).toBe(selects);
});

it.each<[filter: string, selects: boolean | undefined]>([
  ['*', true],
  ["LogGroupName = '/bedrock/prompts'", true],
  ["LogGroupName='/bedrock/prompts'", true],
  ["LogGroupName = '/bedrock/PROMPTS'", false],
  ["LogGroupName != '/bedrock/prompts'", false],
  ["LogGroupName != '/other'", true],
  ["LogGroupName LIKE '/bedrock/%'", true],
  ["LogGroupName LIKE '/aws/%'", false],
  ["LogGroupName NOT LIKE '/bedrock/%'", false],
  ["LogGroupName NOT LIKE '/aws/%'", true],
  ["LogGroupName IN ('/other', '/bedrock/prompts')", true],
  ["LogGroupName IN ('/other')", false],
  ["LogGroupName NOT IN ('/other','/bedrock/prompts')", false],
  ["LogGroupName NOT IN ('/other')", true],
  ["LogGroupName LIKE '/aws/%' OR LogGroupName LIKE '/bedrock/%'", true],
  ["LogGroupName LIKE '/bedrock/%' AND LogGroupName != '/bedrock/prompts'", false],
  ["LogGroupName LIKE '/a%' OR LogGroupName LIKE '/b%' AND LogGroupName = '/c'", undefined],
  ["LogGroupName LIKE '/bedrock/prompts'", undefined],
  ["LogGroupName LIKE '%prompts'", undefined],
  ["LogGroupName IN '/bedrock/prompts'", undefined],
  ['LogGroupName IN ()', undefined],
  ["LogGroupName LIKE '/bedrock/%' OR", undefined],
  ["LogGroupName LIKE '/bedrock/%' XOR LogGroupName = '/x'", undefined],
  ["LogGroupName = '/x' ".repeat(2), undefined],
  [Array.from({ length: 6 }, () => "LogGroupName = '/x'").join(' OR '), undefined],
  ["Namespace = 'AWS/EC2'", undefined],
  ['', undefined],
])('tells whether a link with the filter %s shares /bedrock/prompts: %s', (filter, selects) => {
  expect(sharedBy(filter)('/bedrock/prompts')).toBe(selects);
});

it('takes no time over a filter made to take long', () => {
  const started = performance.now();
  for (const filter of [
    `LogGroupName IN (${"'a',".repeat(20_000)}`,
    `LogGroupName${' '.repeat(50_000)}x`,
    `LogGroupName NOT IN [${'['.repeat(50_000)}`,
  ])
    expect([sharedBy(filter)('a'), selectedBy(filter)('a')]).toEqual([undefined, undefined]);
  expect(performance.now() - started).toBeLessThan(500);
});
