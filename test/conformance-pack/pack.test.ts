import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packTemplate } from '../../conformance-pack/pack.ts';
import { quotas } from '../../conformance-pack/quotas.ts';
import { rendered } from '../../conformance-pack/render.ts';
import type { PackTemplate } from '../../conformance-pack/template.ts';
import { rules } from '../../rules/registry.ts';
import { configure } from '../../src/engine/parameters.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { conformancePacks } from '../../src/generate/conformance-packs.ts';
import { asConfigTakesIt, inputParameters } from './as-config-takes-it.ts';
import { longestValues } from './longest-values.ts';
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

const configRulesOf = (template: PackTemplate, values: Readonly<Record<string, string>> = {}) =>
  Object.values(resolvedResources(template, values)).filter(({ Type }) => Type === 'AWS::Config::ConfigRule');

describe('the pack', () => {
  it('has every rule of the registry, with the function of the place it is deployed to', () => {
    expect(configRulesOf(pack).map(({ Properties: { ConfigRuleName, Source } }) => [ConfigRuleName, Source])).toEqual(
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
    for (const { Properties } of configRulesOf(pack)) {
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

  it('takes no character in a free text of a rule that JSON would write as more than one', () => {
    const handedOver = JSON.stringify(
      Object.values(pack.Resources).map(({ Properties }) => 'InputParameters' in Properties && Properties.InputParameters),
    );
    for (const [name, { AllowedPattern, MaxLength }] of Object.entries(pack.Parameters)) {
      if (MaxLength === undefined || !handedOver.includes(`{"Ref":"${name}"}`)) continue;
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
  it('every committed template is of a size that can be handed over as text', async () => {
    expect(committed).toHaveLength(6);
    for (const [path, text] of committed) expect(Buffer.byteLength(text), path).toBeLessThanOrEqual(quotas.templateBody);
    const found = committed.map(([, value]) => ({ shape: 'TemplateBody', value }) as const);
    expect(await modelProblems(found)).toEqual(found.map(() => null));
  });

  it.each([
    ['by default', {}],
    ['with the longest values that the template takes', longestValues(pack)],
  ])('every rule and remediation fits the model of AWS Config %s', async (_name, values) => {
    const found = Object.values(resolvedResources(pack, values)).map(asConfigTakesIt);
    expect(found.length).toBeGreaterThanOrEqual(rules.length);
    expect(await modelProblems(found)).toEqual(found.map(() => null));
  });

  it('comes close to what AWS Config takes with the longest values, so that no room is given away', () => {
    const lengths = configRulesOf(pack, longestValues(pack)).map((rule) => inputParameters(rule).length);
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

  it('cfn-lint notices a property that a rule does not have', { timeout: 60_000 }, async () => {
    const text = rendered(pack).replace('ConfigRuleName:', 'RuleName:');
    expect(await lintProblems(text)).toEqual([expect.stringContaining('E3002')]);
  });

  it.each(committed.filter(([path]) => path.startsWith('conformance-pack/aws/')))(
    'cfn-lint finds no fault with %s',
    { timeout: 60_000 },
    async (_path, text) => {
      expect(await lintProblems(text)).toEqual([]);
    },
  );
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
    // A parameter that no remediation is given: those are shorter.
    const allowedAccounts = Array.from({ length: 35 }, (_, number) => String(100_000_000_000 + number));
    const large = packOf(rules, { 'bedrock-log-readers-restricted': { allowedAccounts } });
    expect(large.Parameters['LogReadersRestrictedAllowedAccounts']?.Default).toBe(allowedAccounts.join(','));
    for (const rule of configRulesOf(large, longestValues(large)))
      expect(inputParameters(rule).length).toBeLessThanOrEqual(quotas.inputParameters);
  });
});

it('is read back from its YAML as it was', () => {
  expect(parse(rendered(pack))).toEqual(pack);
});

it('renders the same text in every run', () => {
  expect(conformancePacks(rules)).toEqual(conformancePacks(rules));
});
