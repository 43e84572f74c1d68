import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AutomationDocument, DocumentParameter } from '../../remediation/automation-document.ts';
import { documents } from '../../remediation/documents.ts';
import { standardParameters } from '../../remediation/parameters.ts';
import { rules } from '../../rules/registry.ts';
import { runbookParameters } from '../../src/cli/remediate/runbook-parameters.ts';
import { configure } from '../../src/engine/parameters.ts';

const parameter = (type: DocumentParameter['type'], allowedPattern: string): DocumentParameter => ({
  type,
  description: '',
  allowedPattern,
});

const document: AutomationDocument = {
  runbook: {
    id: 'made-up',
    title: 'make up',
    isAutomatic: false,
    parameters: {
      Days: { sameAs: 'days' },
      Regions: { sameAs: 'regions' },
      RegionsInOne: { sameAs: 'regions' },
      Approvers: { description: '', default: '' },
    },
  },
  description: '',
  parameters: {
    ...standardParameters,
    Days: parameter('Integer', '^[0-9]+$'),
    Regions: parameter('StringList', '^[a-z0-9-]+$'),
    RegionsInOne: parameter('String', '^[a-z0-9,-]*$'),
    Approvers: parameter('StringList', '^[A-Za-z0-9:/._-]+$'),
    Mode: { type: 'String', description: '', default: 'soft', allowedValues: ['soft', 'hard'] },
    Forcing: { type: 'Boolean', description: '', default: false, allowedValues: [true, false] },
    Most: { type: 'Integer', description: '', default: 3, allowedPattern: '' },
  },
  steps: [],
  outputs: [],
  permissions: [],
};
const ruleWith = (parameters: Readonly<Record<string, unknown>>) => ({ rule: rules[0] as (typeof rules)[number], parameters });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parameters-'));
  return () => rm(folder, { recursive: true });
});

async function given(parameters: object) {
  const path = join(folder, 'runbook.json');
  await writeFile(path, JSON.stringify(parameters));
  return runbookParameters(document, ruleWith({ days: 365, regions: [] }), path);
}

it('hands the values on that the rule judges by, as the document takes them', async () => {
  expect(await runbookParameters(document, ruleWith({ days: 400, regions: ['us-east-1', 'eu-west-1'] }), undefined)).toEqual({
    Days: ['400'],
    Regions: ['us-east-1', 'eu-west-1'],
    RegionsInOne: ['us-east-1,eu-west-1'],
  });
});

it('leaves out what is empty', async () => {
  expect(await runbookParameters(document, ruleWith({ days: 365, regions: [] }), undefined)).toEqual({ Days: ['365'] });
});

it('takes texts, numbers, truth values and lists of a file', async () => {
  expect(await given({ Approvers: ['ann', 'arn:aws:iam::111122223333:role/bob'], Mode: 'hard', Forcing: true, Most: 5 })).toEqual({
    Days: ['365'],
    Approvers: ['ann', 'arn:aws:iam::111122223333:role/bob'],
    Mode: ['hard'],
    Forcing: ['true'],
    Most: ['5'],
  });
  expect(await given({ Approvers: 'ann' })).toMatchObject({ Approvers: ['ann'] });
});

it.each([
  ['what the rule gives', { Days: '5' }, "runbook parameter 'Days' is parameter days of the rule; give it in --parameters"],
  ['what is unknown', { Colour: 'red' }, "takes no runbook parameter 'Colour'; it takes: Approvers, Mode, Forcing, Most"],
  ['a name that every object has', { constructor: 'x' }, "takes no runbook parameter 'constructor'"],
  ['what the command gives', { DryRun: 'false' }, "takes no runbook parameter 'DryRun'"],
  ['a value that is not allowed', { Mode: 'loud' }, `runbook parameter 'Mode': given "loud"; allowed: soft, hard`],
  ['a text that does not match', { Approvers: ['ann', 'b b'] }, `given "b b"; allowed: a text that matches`],
  ['a list for a text', { Mode: ['soft', 'hard'] }, `given ["soft","hard"]; allowed: a text`],
  ['a map', { Approvers: { a: 1 } }, `given {"a":1}; allowed: a list of texts`],
  ['an empty list', { Approvers: [] }, 'given []; allowed: a list of texts'],
  ['an empty text', { Mode: '' }, `given ""; allowed: a text`],
  ['null', { Mode: null }, 'given null; allowed: a text'],
  ['no integer', { Most: '1.5' }, `given "1.5"; allowed: an integer`],
  ['no truth value', { Forcing: 'yes' }, `given "yes"; allowed: true or false`],
])('refuses %s', async (_what, parameters, words) => {
  await expect(given(parameters)).rejects.toThrow(words);
});

it.each(documents.map((each) => [each.runbook.id, each] as const))(
  'the patterns of %s can be read by the command line',
  (_id, { parameters }) => {
    for (const each of Object.values(parameters)) if ('allowedPattern' in each) expect(() => new RegExp(each.allowedPattern)).not.toThrow();
  },
);

describe.each(rules.flatMap((rule) => (rule.remediation ? [[rule.id, rule, rule.remediation] as const] : [])))(
  '%s',
  (_id, rule, runbook) => {
    it('has a document that takes what its rule gives by default', async () => {
      const own = documents.find((each) => each.runbook.id === runbook.id);
      if (!own) throw new Error(`runbook ${runbook.id} has no document`);
      await expect(runbookParameters(own, configure(rule), undefined)).resolves.toBeDefined();
    });
  },
);
