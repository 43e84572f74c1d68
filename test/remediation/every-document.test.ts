import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documents } from '../../remediation/documents.ts';
import { documentNameOf, resourceParameter, roleNameOf, roleParameter } from '../../remediation/runbook.ts';
import { rules } from '../../rules/registry.ts';
import { rendered } from '../../src/generate/automation-document.ts';
import { parseDocument } from './interpreter/parse-document.ts';

const named = documents.map((document) => [document.runbook.id, document] as const);

it('every folder with a document is registered, in order', () => {
  const folders = readdirSync('remediation', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const withDocument = folders.filter(({ name }) => readdirSync(`remediation/${name}`).includes('document.ts'));
  expect(documents.map(({ runbook }) => runbook.id)).toEqual(withDocument.map(({ name }) => name).sort());
});

it('every remediation of a rule has its document', () => {
  const runbooks = documents.map(({ runbook }) => runbook);
  const strangers = rules.filter(({ remediation }) => remediation && !runbooks.includes(remediation));
  expect(strangers.map(({ id }) => id)).toEqual([]);
});

it.each(named)('%s is what Systems Manager takes', async (_id, document) => {
  const { mainSteps, parameters = {}, assumeRole } = parseDocument(await rendered(document));
  expect(assumeRole).toBe(`{{ ${roleParameter} }}`);
  expect(mainSteps.map(({ name }) => name)).toEqual(document.steps.map(({ name }) => name));
  for (const parameter of Object.values(parameters)) {
    expect(parameter.description).toMatch(/^[A-Z].*\.$/);
    expect(parameter.allowedPattern ?? parameter.allowedValues).toBeDefined();
  }
  expect(documentNameOf(document.runbook)).toMatch(/^BedrockLogging-[A-Za-z]{3,100}$/);
  expect(roleNameOf(document.runbook).length).toBeLessThanOrEqual(64);
});

it.each(named)('%s is laid out as every runbook', (_id, { steps, outputs, parameters }) => {
  expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['takeTurn', 'plan', 'verify']));
  expect(steps.at(-1)).toMatchObject({ name: 'evaluateAgain', isEnd: true });
  expect(outputs).toEqual(expect.arrayContaining(['plan.Changes', 'plan.Before', 'verify.After', 'evaluateAgain.Rules']));
  expect(parameters).toHaveProperty('DryRun', expect.objectContaining({ default: false, allowedValues: [true, false] }));
});

const remediated = rules.flatMap((rule) => (rule.remediation ? [[rule.id, rule, rule.remediation] as const] : []));

it.each(remediated)('%s hands its runbook what the document takes', (_id, rule, runbook) => {
  const { parameters = {} } = documents.find((document) => document.runbook === runbook) ?? {};
  expect(Object.keys(parameters)).toEqual(expect.arrayContaining([roleParameter, resourceParameter, ...Object.keys(runbook.parameters)]));
  const required = Object.entries(parameters).filter(([, { default: value }]) => value === undefined);
  const handedOver = Object.entries(runbook.parameters).filter(
    ([, given]) => ('sameAs' in given ? rule.parameters[given.sameAs]?.default : given.default) !== '',
  );
  expect([roleParameter, resourceParameter, ...handedOver.map(([name]) => name)]).toEqual(
    expect.arrayContaining(required.map(([name]) => name)),
  );
});

it('what a runbook takes of a rule, one of its rules has', () => {
  const lost = remediated.flatMap(([, , runbook]) =>
    Object.values(runbook.parameters).flatMap((parameter) => ('sameAs' in parameter ? [`${runbook.id} ${parameter.sameAs}`] : [])),
  );
  const had = remediated.flatMap(([, rule, runbook]) => Object.keys(rule.parameters).map((name) => `${runbook.id} ${name}`));
  expect(lost.filter((parameter) => !had.includes(parameter))).toEqual([]);
});

/** Whoever may read an object or a log event may read prompts. */
const readsPrompts =
  /^(s3:GetObject|s3:\*|s3:Get\*|logs:(Get|Filter|StartQuery|StartLiveTail|Unmask|\*)|kms:(Decrypt|ReEncrypt|\*)|iam:\*|\*)/;

it.each(named)('%s may read no prompt and do no more than it names', (_id, { permissions }) => {
  const actions = permissions.flatMap((permission) => permission.actions);
  expect(actions.filter((action) => readsPrompts.test(action) || action.includes('*'))).toEqual([]);
  expect(new Set(actions).size).toBe(actions.length);
  const unscoped = permissions.filter(({ resources, condition }) => resources.includes('*') && !condition);
  for (const { actions: onAnything } of unscoped) expect(onAnything.filter((action) => !takesNoResource.includes(action))).toEqual([]);
});

/** Actions for which IAM takes no resource, or which only read. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const takesNoResource = [
  'bedrock:DeleteModelInvocationLoggingConfiguration',
  'bedrock:GetModelInvocationLoggingConfiguration',
  'bedrock:PutModelInvocationLoggingConfiguration',
  'config:DescribeConfigRules',
  'iam:GetAccountSummary',
  'iam:ListGroups',
  'iam:ListRoles',
  'iam:ListUsers',
  'kms:ListAliases',
  'logs:DescribeLogGroups',
  's3:GetAccountPublicAccessBlock',
  's3:ListAccessPoints',
  's3:ListAllMyBuckets',
  'ssm:DescribeAutomationExecutions',
];
