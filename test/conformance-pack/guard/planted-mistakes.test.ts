import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { PackTemplate } from '../../../conformance-pack/template.ts';
import { parseDocument } from '../../remediation/interpreter/parse-document.ts';
import { asConfigTakesIt } from '../as-config-takes-it.ts';
import { lintProblemsOfFiles, modelProblems } from '../python-tools.ts';
import { resolvedResources } from '../resolve.ts';
import { guardProblems } from './guard-problems.ts';
import { pack, planted } from './planted.ts';

const organizationPack = stringify({
  Resources: {
    Pack: {
      Type: 'AWS::Config::OrganizationConformancePack',
      Properties: { OrganizationConformancePackName: 'bedrock-logging', TemplateS3Uri: 's3://a-bucket/template.yaml' },
    },
  },
});

const document = stringify({
  Resources: {
    Runbook: {
      Type: 'AWS::SSM::Document',
      Properties: {
        DocumentType: 'Automation',
        Content: {
          schemaVersion: '0.3',
          mainSteps: [{ name: 'listBuckets', action: 'aws:executeAwsApi', inputs: { Service: 's3', Api: 'ListBuckets' } }],
        },
      },
    },
  },
});

/** What cfn-lint misses, and the rule of ours that catches it. */
const inTemplates = [
  ['owner', planted(pack, /Owner: CUSTOM_LAMBDA/, 'Owner: AWS_LAMBDA'), 'rule_is_judged_by_a_function'],
  ['frequency', planted(pack, /MaximumExecutionFrequency: \w+/, 'MaximumExecutionFrequency: Every_Hour'), 'rule_is_triggered_by_schedule'],
  ['message', planted(pack, /MessageType: \w+/, 'MessageType: Scheduled'), 'rule_is_triggered_by_schedule'],
  ['attempts', planted(pack, /MaximumAutomaticAttempts: \d+/, 'MaximumAutomaticAttempts: 999'), 'remediation_gives_up'],
  ['target', planted(pack, /TargetType: \w+/, 'TargetType: LAMBDA'), 'remediation_starts_a_document_by_name'],
  [
    'input',
    planted(pack, /(BedrockLogBucketsBlockPublicAccess:[^]*?)InputParameters:(\n {8}.*)+/, '$1InputParameters: no JSON'),
    'input_parameters_are_an_object_of_texts',
  ],
  ['source', planted(organizationPack, / *TemplateS3Uri: .*\n/, ''), 'organization_pack_has_a_template'],
] as const;

/** What cfn-lint misses, and what the interpreter of runbooks says of it. */
const inDocuments = [
  ['action', planted(document, /aws:executeAwsApi/, 'aws:dream'), '/mainSteps/0/action must be equal to one of the allowed values'],
  ['steps', planted(document, /mainSteps:(\n {10}.*)+/, 'description: Does nothing.'), "must have required property 'mainSteps'"],
  ['api', planted(document, / *Api: ListBuckets\n/, ''), "/mainSteps/0/inputs must have required property 'Api'"],
] as const;

const mistakes = [...inTemplates, ...inDocuments];
const right = [
  ['pack', pack],
  ['organization-pack', organizationPack],
  ['document', document],
] as const;

/** What cfn-lint says of each of them, when it is asked once. */
let lintProblems: readonly string[] = [];
let folder = '';
const pathOf = (name: string): string => join(folder, `${name}.yaml`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-mistakes-'));
  const texts = [...right, ...mistakes, ['unknown-property', planted(pack, /ConfigRuleName:/, 'RuleName:')] as const];
  await Promise.all(texts.map(([name, text]) => writeFile(pathOf(name), text)));
  lintProblems = await lintProblemsOfFiles(
    texts.map(([name]) => pathOf(name)),
    'us-east-1',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lintProblemsOf = (name: string) => lintProblems.filter((problem) => problem.startsWith(pathOf(name)));

it('cfn-lint looks at the files it is given', () => {
  expect(lintProblemsOf('unknown-property')).toEqual([expect.stringContaining('E3002')]);
});

it.each(right)('nobody finds fault with the %s that has no mistake', (name, text) => {
  expect(lintProblemsOf(name)).toEqual([]);
  if (name === 'document') expect(() => parseDocument(contentOf(text))).not.toThrow();
  else expect(guardProblems(text, name === 'pack' ? 'pack' : 'organization')).toEqual([]);
});

it.each(mistakes)('cfn-lint is blind to the mistake in: %s', (name) => {
  expect(lintProblemsOf(name)).toEqual([]);
});

it.each(inTemplates)('our rules catch the mistake in: %s', (name, text, rule) => {
  expect(guardProblems(text, name === 'source' ? 'organization' : 'pack')).toEqual([expect.stringMatching(`^${rule}: `)]);
});

it.each(inDocuments)('the interpreter catches the mistake in: %s', (_name, text, message) => {
  expect(() => parseDocument(contentOf(text))).toThrow(message);
});

it('the model of AWS Config catches the first five', async () => {
  for (const [name, text] of inTemplates.slice(0, 5)) {
    const found = Object.values(resolvedResources(parse(text) as PackTemplate)).map(asConfigTakesIt);
    const problems = await modelProblems(found);
    expect(
      problems.filter((problem) => problem !== null),
      name,
    ).toHaveLength(1);
  }
});

/** The document that a template has, as its own text. */
function contentOf(template: string): string {
  const { Resources } = parse(template) as { Resources: { Runbook: { Properties: { Content: unknown } } } };
  return stringify(Resources.Runbook.Properties.Content);
}
