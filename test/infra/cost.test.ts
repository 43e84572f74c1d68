import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { administratorCost, dollars, loadOf, placeCost, principalsCost } from '../../infra/cost.ts';
import { organizationApp } from '../../infra/organization-app.ts';
import { memberPlan, planText } from '../../infra/plan.ts';
import { evaluationCost } from '../../infra/prices.ts';
import { rules } from '../../rules/registry.ts';
import { exampleWith, partsOf } from './example.ts';

it.each([
  [0, 0],
  [100, 0.1],
  [100_000, 100],
  [200_000, 180],
  [500_000, 420],
  [1_000_000, 670],
])('%i evaluations cost %d', (evaluations, cost) => {
  expect(evaluationCost(evaluations)).toBeCloseTo(cost, 6);
});

const ruleOf = (id: string) => {
  const found = rules.find((rule) => rule.id === id);
  if (!found) throw new Error(id);
  return found;
};

it('a rule costs by how often it runs and what it judges', () => {
  const exist = ruleOf('bedrock-log-destinations-exist');
  expect(loadOf(exist)).toMatchObject({ subjects: 3 });
  expect(loadOf(exist).runs).toBeCloseTo(30.42, 2);
  expect(loadOf(exist).evaluations).toBeCloseTo(91.25, 2);
  // 256 MB for 5 seconds, 730 times.
  expect(loadOf({ ...exist, trigger: { ...exist.trigger, every: 'One_Hour' } })).toMatchObject({ runs: 730, gigabyteSeconds: 912.5 });
});

it('a rule that reports principals judges those who offend as well', () => {
  const readers = ruleOf('bedrock-log-readers-restricted');
  expect([loadOf(readers).subjects, loadOf(readers, true).subjects]).toEqual([2, 12]);
  expect(principalsCost()).toBeCloseTo(0.304, 3);
});

it('all rules at 24 hours keep to the aim in an account and Region, if billed once', () => {
  const cost = placeCost(rules.map((rule) => loadOf(rule)));
  expect(rules.every(({ trigger }) => trigger.every === 'TwentyFour_Hours')).toBe(true);
  expect(cost.total).toBeLessThanOrEqual(0.5);
  expect(cost.evaluations).toBeCloseTo((11 * 0.73) / 24, 4);
  expect(cost.totalBilledTwice).toBeCloseTo(cost.total + cost.evaluations, 6);
});

it('the administrator pays for what it has', () => {
  const pays = (rulesThrough: 'organization-pack' | 'stacks', alertEmail?: string) =>
    administratorCost({ rulesThrough, ...(alertEmail !== undefined && { alertEmail }) });
  expect(pays('organization-pack', 'a@example.com') - pays('organization-pack')).toBeCloseTo(1, 6);
  expect(pays('stacks', 'a@example.com')).toBe(0);
});

it.each([
  [0, '$0'],
  [0.00561, '$0.0056'],
  [0.3456, '$0.346'],
  [207.718, '$207.72'],
  [23_147.4, '$23,147'],
])('%d is %s', (amount, text) => {
  expect(dollars(amount)).toBe(text);
});

it('plans what the templates make, in every Region and in all', async () => {
  const organization = exampleWith();
  const parts = await partsOf(organization);
  const built = organizationApp(new App({ builtinCloudFormationValidation: false }), organization, parts);
  const documents = parts.documents.length;
  const place = { functions: 6, documents, parameters: 1, rules: 6 };
  expect(memberPlan(organization, built.member)).toEqual([
    { region: 'eu-central-1', roles: 6 + documents, ...place },
    { region: 'eu-west-1', roles: 0, ...place },
    { region: 'us-east-1', roles: 0, ...place },
  ]);
  const text = planText(organization, built, 200);
  expect(text).toContain('organisation o-exampleorgid: 200 accounts, 3 Regions, 600 account-Regions');
  expect(text).toMatch(/in 200 accounts │ 3600 /);
  expect(text).toMatch(/bedrock-logging-organization │ 2 CloudFormation::StackSet/);
  expect(text).toMatch(/bedrock-logging-reconciler/);
  expect(text.match(/Config::OrganizationConformancePack/g)).toHaveLength(3);
  expect(text).toContain('aim: at most $0.500 in each account and Region: holds');
  expect(text).toContain('if AWS bills a rule of a pack twice (U-32)');
  expect(text).toContain('reportPrincipals would add $0.304');
});

it('plans an organisation that reports principals, and one without a pack', async () => {
  const organization = exampleWith({
    rulesThrough: 'stacks',
    parameters: { 'bedrock-log-readers-restricted': { reportPrincipals: true } },
  });
  const built = organizationApp(new App({ builtinCloudFormationValidation: false }), organization, await partsOf(organization));
  const text = planText(organization, built, 10);
  expect(text).toContain('does not hold');
  expect(text).toContain('reportPrincipals has a share of $0.304');
  expect(text).toContain('and $0 for the administrator');
  expect(text).toMatch(/3 CloudFormation::StackSet/);
  expect(text).not.toMatch(/twice|reconciler|ConformancePack/);
});

it.each([
  [['--plan'], '--plan and --accounts go together: how many accounts get the rules'],
  [['--accounts', '5'], '--plan and --accounts go together: how many accounts get the rules'],
  [['--plan', '--accounts', '2.5'], "--accounts: given '2.5'; allowed: a whole number from 1"],
])('deploy %j is refused with one line', { timeout: 60_000 }, async (args, message) => {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'infra/deploy.ts', ...args]);
  await expect(run).rejects.toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`deploy: ${message}`) });
});
