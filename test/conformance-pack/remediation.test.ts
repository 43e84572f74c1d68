import { describe, expect, it } from 'vitest';
import { packTemplate } from '../../conformance-pack/pack.ts';
import { partitions } from '../../conformance-pack/partition.ts';
import { rendered } from '../../conformance-pack/render.ts';
import type { RemediationPlace } from '../../conformance-pack/role-arn.ts';
import type { Runbook } from '../../remediation/runbook.ts';
import { configure } from '../../src/engine/parameters.ts';
import { asConfigTakesIt } from './as-config-takes-it.ts';
import { longestValues } from './longest-values.ts';
import { lintProblems, modelProblems } from './python-tools.ts';
import { resolvedResources } from './resolve.ts';
import { mendedRule, mendKeys, rulesWith } from './rule-with-remediation.ts';

const inOrganization = { partition: 'aws', account: '444455556666' } as const;

const packWith = (runbook: Runbook, place: RemediationPlace = inOrganization, given: Readonly<Record<string, unknown>> = {}) =>
  packTemplate(
    rulesWith(runbook).map((rule) => configure(rule, rule.id === mendedRule ? given : {})),
    place,
  );

const pack = packWith(mendKeys);
const remediation = 'BedrockLogDestinationsEncryptedRemediation';

const propertiesOf = (template = pack, values: Readonly<Record<string, string>> = {}) =>
  resolvedResources(template, values)[remediation]?.Properties;

const statically = (value: string) => ({ StaticValue: { Values: [value] } });

describe('a remediation', () => {
  it('is the runbook with the resource at fault, the role, and what the runbook is to be given', () => {
    expect(propertiesOf(pack, { LogDestinationsEncryptedRequiredKey: 'any-kms', MendKeysMode: 'fast' })).toEqual({
      ConfigRuleName: mendedRule,
      TargetType: 'SSM_DOCUMENT',
      TargetId: 'BedrockLogging-MendKeys',
      Parameters: {
        AutomationAssumeRole: statically('arn:aws:iam::444455556666:role/bedrock-logging-mend-keys'),
        ResourceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
        RequiredKey: statically('any-kms'),
        Mode: statically('fast'),
        KeyAlias: statically('alias/logs'),
      },
      ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage: 10, ErrorPercentage: 20 } },
      Automatic: 'false',
      MaximumAutomaticAttempts: 3,
      RetryAttemptSeconds: 600,
    });
  });

  it('is given what may be left empty only where it is not', () => {
    const { Parameters } = propertiesOf(pack, { LogDestinationsEncryptedAllowedKeys: 'k', MendKeysLogGroupName: 'g' }) ?? {};
    expect(Parameters).toMatchObject({ AllowedKeys: statically('k'), LogGroupName: statically('g') });
    expect(pack.Resources[remediation]?.Properties).toMatchObject({
      Parameters: {
        LogGroupName: {
          'Fn::If': [
            'MendKeysLogGroupNameIsGiven',
            { StaticValue: { Values: [{ Ref: 'MendKeysLogGroupName' }] } },
            { Ref: 'AWS::NoValue' },
          ],
        },
      },
    });
  });

  it('is left to AWS Config by a parameter, whose default is that of the runbook', () => {
    expect(pack.Parameters['LogDestinationsEncryptedAutomaticRemediation']).toMatchObject({
      Default: 'false',
      AllowedValues: ['true', 'false'],
    });
    expect(packWith({ ...mendKeys, isAutomatic: true }).Parameters['LogDestinationsEncryptedAutomaticRemediation']).toMatchObject({
      Default: 'true',
    });
    expect(propertiesOf(pack, { LogDestinationsEncryptedAutomaticRemediation: 'true' })).toMatchObject({ Automatic: 'true' });
  });

  it('is made after its rule and removed before it', () => {
    expect(pack.Resources[remediation]).toMatchObject({ DependsOn: 'BedrockLogDestinationsEncrypted' });
  });

  it.each(partitions)('has the role of its account written out in %s, for AWS Config takes no function there', (partition) => {
    expect(packWith(mendKeys, { partition, account: '444455556666' }).Resources[remediation]?.Properties).toMatchObject({
      ConfigRuleName: mendedRule,
      TargetId: 'BedrockLogging-MendKeys',
      Parameters: { AutomationAssumeRole: statically(`arn:${partition}:iam::444455556666:role/bedrock-logging-mend-keys`) },
    });
  });

  it('has the role of the account and partition of its stack where CloudFormation deploys it', () => {
    expect(propertiesOf(packWith(mendKeys, 'stack'))).toMatchObject({
      Parameters: { AutomationAssumeRole: statically('arn:aws-cn:iam::111122223333:role/bedrock-logging-mend-keys') },
    });
  });

  it('is all that a stack has another way', () => {
    const stack = packWith(mendKeys, 'stack');
    const { [remediation]: _inStack, ...ofStack } = stack.Resources;
    const { [remediation]: _inPack, ...ofPack } = pack.Resources;
    expect({ ...stack, Resources: ofStack }).toEqual({ ...pack, Resources: ofPack });
  });
});

describe('within what AWS Config takes', () => {
  const emptied = { LogDestinationsEncryptedAllowedKeys: '', MendKeysLogGroupName: '' };

  it.each([
    ['by default', pack, {}],
    ['with the longest values', pack, longestValues(pack)],
    ['started by AWS Config itself', pack, { LogDestinationsEncryptedAutomaticRemediation: 'true' }],
    ['in a stack', packWith(mendKeys, 'stack'), {}],
    [
      'where values of an organisation are emptied again',
      packWith(mendKeys, inOrganization, { allowedKeys: ['arn:aws:kms:eu-west-1:111122223333:key/a'] }),
      emptied,
    ],
  ])('a remediation fits the model %s', async (_name, template, values) => {
    const found = Object.values(resolvedResources(template, values)).map(asConfigTakesIt);
    expect(found.filter(({ shape }) => shape === 'RemediationConfiguration')).toHaveLength(1);
    expect(await modelProblems(found)).toEqual(found.map(() => null));
  });

  it('what it takes no more is noticed', async () => {
    const twentySix = Object.fromEntries(Array.from({ length: 26 }, (_, number) => [`A${number}`, statically('a')]));
    const mistakes = [
      [{ TargetType: 'LAMBDA' }, "is 'LAMBDA'"],
      [{ MaximumAutomaticAttempts: 26 }, 'is or has 26, allowed: at most 25'],
      [{ Parameters: { A: statically('') } }, 'Invalid length'],
      [{ Parameters: { A: statically('x'.repeat(257)) } }, 'is or has 257, allowed: at most 256'],
      [{ Parameters: twentySix }, 'is or has 26, allowed: at most 25'],
      [{ ExecutionControls: { SsmControls: { ErrorPercentage: 101 } } }, 'is or has 101, allowed: at most 100'],
    ] as const;
    const values = mistakes.map(([wrong]) =>
      asConfigTakesIt({ Type: 'AWS::Config::RemediationConfiguration', Properties: { ...propertiesOf(), ...wrong } }),
    );
    expect(await modelProblems(values)).toEqual(mistakes.map(([, message]) => expect.stringContaining(message) as unknown));
  });

  it.each([
    ['a pack', pack],
    ['a stack', packWith(mendKeys, 'stack')],
  ])('cfn-lint finds no fault with %s', { timeout: 60_000 }, async (_what, template) => {
    expect(await lintProblems(rendered(template))).toEqual([]);
  });
});

describe('what would not deploy is refused', () => {
  it('more parameters than a remediation takes', () => {
    const parameters = Object.fromEntries(Array.from({ length: 24 }, (_, number) => [`A${number}`, { description: 'A.', default: '' }]));
    expect(() => packWith({ ...mendKeys, parameters })).toThrow(
      `the pack has 26 parameters in the remediation of ${mendedRule}; AWS Config takes 25`,
    );
  });

  it('a value of a rule that is too long for its remediation', () => {
    const allowedKeys = [1, 2, 3, 4].map((number) => `arn:aws:kms:eu-west-1:111122223333:key/${String(number).repeat(36)}`);
    expect(() => packWith(mendKeys, inOrganization, { allowedKeys })).toThrow(
      `allowedKeys of ${mendedRule} has 303 characters; its remediation is given it too, and AWS Config hands over 256 at most`,
    );
  });
});
