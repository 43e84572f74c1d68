import { CfnResource, Stack, type App } from 'aws-cdk-lib';
import CliTable from 'cli-table3';
import { administratorCost, aim, assumptionSentences, assumptions, dollars, loadOf, placeCost, principalsCost } from './cost.ts';
import type { MemberTemplates } from './member-templates.ts';
import type { OrganizationApp } from './organization-app.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { evaluationCost, priceSources } from './prices.ts';
import { settingsOf } from './settings.ts';

/** What a plan counts, by the type of CloudFormation. */
const kinds = {
  functions: 'AWS::Lambda::Function',
  roles: 'AWS::IAM::Role',
  documents: 'AWS::SSM::Document',
  parameters: 'AWS::SSM::Parameter',
} as const;

/** What is made in one account. */
interface PlacePlan extends Record<keyof typeof kinds, number> {
  readonly region: string;
  readonly rules: number;
}

/** What the members get in each Region, in one account. */
export function memberPlan({ regions, homeRegion, rules }: Organization, { roles, functions }: MemberTemplates): PlacePlan[] {
  const ofRoles = typesIn(roles);
  const ofFunctions = typesIn(functions);
  return regions.map((region) => {
    const types = region === homeRegion ? [...ofRoles, ...ofFunctions] : ofFunctions;
    return { region, ...countsOf(types), rules: rules.length };
  });
}

const typesIn = (template: string): string[] =>
  Object.values((JSON.parse(template) as { Resources: Record<string, { Type: string }> }).Resources).map(({ Type }) => Type);

function countsOf(types: readonly string[]): Record<keyof typeof kinds, number> {
  const count = (wanted: string) => types.filter((type) => type === wanted).length;
  return {
    functions: count(kinds.functions),
    roles: count(kinds.roles),
    documents: count(kinds.documents),
    parameters: count(kinds.parameters),
  };
}

/** What the administrator gets: resources of each stack with a place of its own, by Region and stack. */
function administratorPlan(app: App): { readonly region: string; readonly stack: string; readonly resources: readonly string[] }[] {
  return app.node.children
    .filter((child) => Stack.isStack(child))
    .filter(({ region }) => /^[a-z0-9-]+$/.test(region))
    .map((stack) => ({
      region: stack.region,
      stack: stack.stackName,
      resources: stack.node
        .findAll()
        .filter((construct) => CfnResource.isCfnResource(construct))
        .map(({ cfnResourceType }) => cfnResourceType),
    }));
}

/**
 * What a deployment would make where, and what it costs a month, for people.
 *
 * @param accounts how many get the rules
 */
export function planText(organization: Organization, { app, member }: OrganizationApp, accounts: number): string {
  const { regions, organization: id } = organization;
  return [
    `organisation ${id}: ${accounts} accounts, ${regions.length} Regions, ${accounts * regions.length} account-Regions`,
    memberTable(memberPlan(organization, member), accounts),
    administratorTable(organization, app),
    costTable(organization, accounts),
    ['assumed:', ...assumptionSentences.map((sentence) => `- ${sentence}`)].join('\n'),
    ['prices:', ...priceSources.map(({ what, from, asOf }) => `- ${what}: ${from}, ${asOf} (U-33)`)].join('\n'),
  ].join('\n\n');
}

const plain = { style: { head: [], border: [] } };

function memberTable(places: readonly PlacePlan[], accounts: number): string {
  const table = new CliTable({ head: ['in each account', 'functions', 'roles', 'documents', 'parameters', 'rules'], ...plain });
  const row = (label: string, counts: Omit<PlacePlan, 'region'>) =>
    table.push([label, counts.functions, counts.roles, counts.documents, counts.parameters, counts.rules]);
  for (const place of places) row(place.region, place);
  const all = (name: Exclude<keyof PlacePlan, 'region'>) => accounts * places.reduce((sum, place) => sum + place[name], 0);
  row(`in ${accounts} accounts`, {
    functions: all('functions'),
    roles: all('roles'),
    documents: all('documents'),
    parameters: all('parameters'),
    rules: all('rules'),
  });
  return table.toString();
}

function administratorTable({ administratorAccount }: Organization, app: App): string {
  const table = new CliTable({ head: [`in ${administratorAccount}`, 'stack', 'resources'], ...plain });
  for (const { region, stack, resources } of administratorPlan(app)) table.push([region, stack, counted(resources)]);
  return table.toString();
}

/** `2 CloudFormation::StackSet, 1 S3::Bucket`. */
function counted(types: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${count} ${type.replace('AWS::', '')}`).join('\n');
}

function costTable(organization: Organization, accounts: number): string {
  const { rules, regions, rulesThrough } = organization;
  const loads = rules.map(({ rule, parameters }) => loadOf(rule, parameters['reportPrincipals'] === true));
  const advanced = settingsOf(organization).filter(({ tier }) => tier === 'Advanced').length;
  const cost = placeCost(loads, advanced);
  const places = accounts * regions.length;
  const table = new CliTable({ head: ['a month, in each account and Region', 'runs', 'resources', 'evaluations', 'cost'], ...plain });
  for (const load of loads)
    table.push([load.rule, load.runs.toFixed(1), load.subjects, load.evaluations.toFixed(0), dollars(evaluationCost(load.evaluations))]);
  const others: [string, number][] = [
    ['changes of compliance', cost.changes],
    ['functions', cost.functions],
    ['advanced SSM parameters', cost.parameters],
    ['together', cost.total],
  ];
  for (const [label, amount] of others) table.push([label, '', '', '', dollars(amount)]);
  const twice =
    rulesThrough === 'stacks'
      ? []
      : [
          `if AWS bills a rule of a pack twice (U-32): ${dollars(cost.totalBilledTwice)}, in all ${dollars(cost.totalBilledTwice * places)}`,
        ];
  const base = administratorCost(organization);
  return [
    table.toString(),
    `in ${places} account-Regions: ${dollars(cost.total * places)} a month, and ${dollars(base)} for the administrator`,
    ...twice,
    `aim: at most ${dollars(aim)} in each account and Region: ${cost.total <= aim ? 'holds' : 'does not hold'}`,
    ...rules.flatMap(({ rule, parameters }) => {
      if (!('reportPrincipals' in rule.parameters)) return [];
      const does = parameters['reportPrincipals'] === true ? 'has a share of' : 'would add';
      return [
        `reportPrincipals ${does} ${dollars(principalsCost())}, where ${assumptions.offenders} users, roles and groups read that should not`,
      ];
    }),
  ].join('\n');
}
