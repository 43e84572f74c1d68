import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { memberTemplates } from '../../infra/member-templates.ts';
import { exampleWith, partsOf, type Template } from './example.ts';

/**
 * The properties whose change makes CloudFormation put another resource in the place of one.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const createOnly: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['RoleName', 'Path'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType', 'TenancyConfig'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SSM::Document': ['Name', 'DocumentType'],
  'AWS::SSM::Parameter': ['Name'],
};

/** What an upgrade from one template to another would take away or replace. */
function replaced(before: Template, after: Template): string[] {
  return Object.entries(before.Resources).flatMap(([id, { Type, Properties }]) => {
    const now = after.Resources[id];
    if (now?.Type !== Type) return [`${id} is gone`];
    return (createOnly[Type] ?? [])
      .filter((name) => JSON.stringify(Properties[name]) !== JSON.stringify(now.Properties[name]))
      .map((name) => `${id} has another ${name}`);
  });
}

const organization = exampleWith();
const templates = memberTemplates(organization, await partsOf(organization));

it.each(['roles', 'functions'] as const)('an upgrade from the last release keeps all %s', (name) => {
  const before = JSON.parse(readFileSync(`test/infra/released/${name}.json`, 'utf8')) as Template;
  const after = JSON.parse(templates[name]) as Template;
  expect(Object.keys(before.Resources).length).toBeGreaterThan(5);
  expect(replaced(before, after)).toEqual([]);
  const exportsOf = ({ Outputs = {} }: Template) => Object.values(Outputs).map(({ Export }) => Export?.Name);
  expect(exportsOf(after)).toEqual(expect.arrayContaining(exportsOf(before)));
});

it('notices what an upgrade would replace', () => {
  const before = JSON.parse(templates.functions) as Template;
  const id = 'BedrockLogReadersRestricted';
  const { [`${id}Function`]: gone, ...others } = before.Resources;
  if (!gone) throw new Error('there is no function');
  const renamed = { ...others[`${id}Logs`], Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'another' } };
  expect(replaced(before, { Resources: { ...others, Other: gone, [`${id}Logs`]: renamed } })).toEqual([
    `${id}Logs has another LogGroupName`,
    `${id}Function is gone`,
  ]);
});

it('new code changes a function in its place, and makes no other', async () => {
  const parts = await partsOf(organization);
  const codes = parts.codes.map(({ rule, key }) => ({ rule, key: key.replace(/0{64}/, '1'.repeat(64)) }));
  const after = JSON.parse(memberTemplates(organization, { ...parts, codes }).functions) as Template;
  const before = JSON.parse(templates.functions) as Template;
  expect(replaced(before, after)).toEqual([]);
  const changed = Object.keys(before.Resources).filter(
    (id) => JSON.stringify(before.Resources[id]) !== JSON.stringify(after.Resources[id]),
  );
  expect(changed).toEqual(organization.rules.map(() => expect.stringMatching(/Function$/)));
});
