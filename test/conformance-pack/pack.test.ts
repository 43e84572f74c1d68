import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packTemplate } from '../../conformance-pack/pack.ts';
import { quotas } from '../../conformance-pack/quotas.ts';
import { rendered } from '../../conformance-pack/render.ts';
import type { PackParameter, PackTemplate } from '../../conformance-pack/template.ts';
import { rules } from '../../rules/registry.ts';
import { configure } from '../../src/engine/parameters.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { conformancePacks } from '../../src/generate/conformance-packs.ts';
import { lintProblems, modelProblems } from './python-tools.ts';
import { resolvedResources } from './resolve.ts';

const place = { partition: 'aws', account: '444455556666' } as const;
const packOf = (chosen: readonly Rule[] = rules, given: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}) =>
  packTemplate(
    chosen.map((rule) => configure(rule, given[rule.id])),
    place,
  );
const pack = packOf();
const committed = [...conformancePacks(rules)];

/** The longest value that a parameter of the template takes. */
function longestValue({ AllowedValues, AllowedPattern = '', MaxLength }: PackParameter): string {
  if (AllowedValues) return AllowedValues.reduce((one, other) => (other.length > one.length ? other : one));
  if (MaxLength !== undefined) return 'x'.repeat(MaxLength);
  const digits = /^\^\\d\{1,(\d+)\}\$$/.exec(AllowedPattern)?.[1];
  if (digits === undefined) throw new Error(`nobody knows the longest value that matches ${AllowedPattern}`);
  return '9'.repeat(Number(digits));
}

const longestValues = ({ Parameters }: PackTemplate) =>
  Object.fromEntries(Object.entries(Parameters).map(([name, parameter]) => [name, longestValue(parameter)]));

/** The value of `InputParameters` as AWS Config takes it: JSON. */
const asConfigTakesIt = ({ Properties }: { Properties: Record<string, unknown> }) => ({
  ...Properties,
  InputParameters: JSON.stringify(Properties['InputParameters']),
});

describe('the pack', () => {
  it('has every rule of the registry, with the function of the place it is deployed to', () => {
    const found = Object.values(resolvedResources(pack)).filter(({ Type }) => Type === 'AWS::Config::ConfigRule');
    expect(found.map(({ Properties: { ConfigRuleName, Source } }) => [ConfigRuleName, Source])).toEqual(
      rules.map(({ id, trigger }) => [
        id,
        {
          Owner: 'CUSTOM_LAMBDA',
          SourceIdentifier: `arn:aws:lambda:eu-west-1:111122223333:function:${id}`,
          SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification', MaximumExecutionFrequency: trigger.every }],
        },
      ]),
    );
  });

  it('gives every rule, left alone, its own defaults', () => {
    for (const { Properties } of Object.values(resolvedResources(pack))) {
      const rule = rules.find(({ id }) => id === Properties['ConfigRuleName']);
      const { whenUnreadable, ...given } = Properties['InputParameters'] as Record<string, string>;
      expect(whenUnreadable).toBe('NON_COMPLIANT');
      expect(Object.values(given)).not.toContain('');
      expect(rule && configure(rule, given)).toEqual(rule && configure(rule));
    }
  });

  it('hands the values of its parameters to the rules', () => {
    const values = { LogRetentionWithinLimitsMinimumDays: '90', ClosedRegions: 'eu-west-1,eu-west-3', WhenUnreadable: 'FAIL' };
    const { BedrockLogRetentionWithinLimits } = resolvedResources(pack, values);
    expect(BedrockLogRetentionWithinLimits?.Properties['InputParameters']).toEqual({
      minimumDays: '90',
      maximumDays: '2557',
      closedRegions: 'eu-west-1,eu-west-3',
      whenUnreadable: 'FAIL',
    });
  });

  it('has one parameter for what rules have in common, and says of each what it means', () => {
    const names = Object.keys(pack.Parameters);
    expect(names.filter((name) => name.endsWith('ClosedRegions'))).toEqual(['ClosedRegions']);
    for (const { Description, Type } of Object.values(pack.Parameters))
      expect([Type, Description]).toEqual(['String', expect.stringMatching(/\.$/)]);
  });

  it('takes as defaults only what it allows', () => {
    for (const [name, { Default, AllowedValues, AllowedPattern, MaxLength }] of Object.entries(pack.Parameters)) {
      if (AllowedValues) expect(AllowedValues, name).toContain(Default);
      if (AllowedPattern) expect(Default, name).toMatch(new RegExp(AllowedPattern, 'u'));
      if (MaxLength !== undefined) expect(Default.length, name).toBeLessThanOrEqual(MaxLength);
    }
  });

  it('takes no character in a free text that JSON would write as more than one', () => {
    for (const [name, { AllowedPattern, MaxLength }] of Object.entries(pack.Parameters)) {
      if (MaxLength === undefined) continue;
      const pattern = new RegExp(AllowedPattern ?? '', 'u');
      for (const text of ['"', '\\', '\n', '\u0001'])
        expect(
          [`a=${text}`, text].some((value) => pattern.test(value)),
          name,
        ).toBe(false);
    }
  });
});

describe('within what AWS Config takes', () => {
  it.each(committed)('%s is a template of a size that can be handed over as text', async (_path, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(quotas.templateBody);
    expect(await modelProblems([{ shape: 'TemplateBody', value: text }])).toEqual([null]);
  });

  it.each([
    ['by default', {}],
    ['with the longest values that the template takes', longestValues(pack)],
  ])('every rule fits the model of AWS Config %s', async (_name, values) => {
    const found = Object.values(resolvedResources(pack, values)).map((resource) => {
      const shape = resource.Type === 'AWS::Config::ConfigRule' ? 'ConfigRule' : 'RemediationConfiguration';
      return { shape, value: asConfigTakesIt(resource) } as const;
    });
    expect(found.length).toBeGreaterThanOrEqual(rules.length);
    expect(await modelProblems(found)).toEqual(found.map(() => null));
  });

  it('comes close to what AWS Config takes with the longest values, so that no room is given away', () => {
    const lengths = Object.values(resolvedResources(pack, longestValues(pack))).map(
      (resource) => asConfigTakesIt(resource).InputParameters.length,
    );
    expect(Math.max(...lengths)).toBeGreaterThan(quotas.inputParameters - 100);
  });

  it('has not too many parameters, and names that leave room for the suffix of a pack', () => {
    expect(Object.keys(pack.Parameters).length).toBeLessThanOrEqual(quotas.parameters);
    for (const { id, title } of rules) {
      expect(id.length).toBeLessThanOrEqual(quotas.ruleName);
      expect(title.length).toBeLessThanOrEqual(quotas.description);
    }
  });

  it('has nothing but rules and remediations', () => {
    const types = new Set(Object.values(pack.Resources).map(({ Type }) => Type));
    expect([...types].filter((type) => !['AWS::Config::ConfigRule', 'AWS::Config::RemediationConfiguration'].includes(type))).toEqual([]);
  });

  it.each([
    ['Owner', 'AWS_LAMBDA'],
    ['MaximumExecutionFrequency', 'Every_Hour'],
    ['MessageType', 'Scheduled'],
  ])('a rule with another %s is noticed', async (member, wrong) => {
    const text = JSON.stringify(asConfigTakesIt(Object.values(resolvedResources(pack))[0] as { Properties: Record<string, unknown> }));
    const value: unknown = JSON.parse(text, (name, found: unknown) => (name === member ? wrong : found));
    expect(await modelProblems([{ shape: 'ConfigRule', value }])).toEqual([expect.stringContaining(`is '${wrong}'`)]);
  });

  it('cfn-lint notices a property that a rule does not have', { timeout: 60_000 }, async () => {
    const text = rendered(pack).replace('ConfigRuleName:', 'RuleName:');
    expect(await lintProblems(text)).toEqual([expect.stringContaining('E3002')]);
  });

  it.each(committed)('cfn-lint finds no fault with %s', { timeout: 60_000 }, async (_path, text) => {
    expect(await lintProblems(text)).toEqual([]);
  });
});

describe('what would not deploy is refused', () => {
  const id = 'bedrock-log-destinations-encrypted';

  it.each(['bedrock-invocation-logging-enabled', 'bedrock-log-destinations-exist'])('a selection without %s', (missing) => {
    expect(() => packOf(rules.filter((rule) => rule.id !== missing))).toThrow(
      new RegExp(`^the pack lacks ${missing}; given bedrock-.*; the other rules refer to`),
    );
  });

  it('values of a rule that are too long together', () => {
    const allowedKeyAccounts = Array.from({ length: 80 }, (_, number) => String(100_000_000_000 + number));
    expect(() => packOf(rules, { [id]: { allowedKeyAccounts } })).toThrow(
      `the parameters of ${id} have 1175 characters; AWS Config takes 1024; leave the longest out and put it into SSM, as /bedrock-logging/parameters/${id}/<parameter>`,
    );
  });

  it('two values of a parameter that rules share', () => {
    expect(() => packOf(rules, { [id]: { closedRegions: ['eu-west-1'] } })).toThrow(
      'the rules of a pack share the parameter ClosedRegions; given "" and "eu-west-1"; allowed: one value for all of them',
    );
  });

  it('takes long values as long as they fit, and still leaves no way to exceed', async () => {
    const allowedKeyAccounts = Array.from({ length: 55 }, (_, number) => String(100_000_000_000 + number));
    const large = packOf(rules, { [id]: { allowedKeyAccounts } });
    expect(large.Parameters['LogDestinationsEncryptedAllowedKeyAccounts']?.Default).toBe(allowedKeyAccounts.join(','));
    const found = Object.values(resolvedResources(large, longestValues(large))).map((resource) => asConfigTakesIt(resource));
    for (const { InputParameters } of found) expect(InputParameters.length).toBeLessThanOrEqual(quotas.inputParameters);
  });
});

it('is read back from its YAML as it was', () => {
  expect(parse(rendered(pack))).toEqual(pack);
});

it('renders the same text in every run', () => {
  expect(conformancePacks(rules)).toEqual(conformancePacks(rules));
});
