import {
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  GetComplianceDetailsByConfigRuleCommand,
  PutConfigRuleCommand,
  PutEvaluationsCommand,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { homeAccount, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'eu-central-1';
const packed = 'bedrock-log-destinations-encrypted-conformance-pack-abc123xyz';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 17 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const config = (where = region) => emulator.client(homeAccount, where, ConfigServiceClient);
const unknown = expect.objectContaining({ name: 'NoSuchConfigRuleException' }) as Error;

async function rules(ConfigRuleNames?: string[], where = region) {
  const found = [];
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const page = await config(where).send(new DescribeConfigRulesCommand({ ConfigRuleNames, NextToken }));
    found.push(...(page.ConfigRules ?? []));
    sizes.push(page.ConfigRules?.length ?? 0);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { found, sizes };
}

const names = async (wanted?: string[], where = region) => (await rules(wanted, where)).found.map((rule) => rule.ConfigRuleName);

it('describes the rules a test made, each with an id of its own', async () => {
  const inputParameters = '{"keyArn":"arn"}';
  await emulator.seed({ account: homeAccount, region, configRules: [packed, { configRuleName: 'other', inputParameters }] });
  await emulator.resultToken({ account: homeAccount, region, configRuleName: 'asked' });
  const { found } = await rules();
  expect(found).toMatchObject([
    { ConfigRuleName: 'asked', ConfigRuleState: 'ACTIVE' },
    { ConfigRuleName: packed, CreatedBy: 'config-conforms.amazonaws.com' },
    { ConfigRuleName: 'other', InputParameters: inputParameters, Source: { Owner: 'CUSTOM_LAMBDA' } },
  ]);
  const ids = found.map(({ ConfigRuleArn = '' }) => ConfigRuleArn.split('/')[1]);
  expect(ids).toEqual(found.map((rule) => rule.ConfigRuleId));
  expect(new Set(ids)).toHaveLength(3);
  expect(await names(undefined, 'eu-west-1')).toEqual([]);
});

it('describes the rules that PutConfigRule made', async () => {
  const ConfigRule = { ConfigRuleName: 'versioned', Source: { Owner: 'AWS' as const, SourceIdentifier: 'S3_BUCKET_VERSIONING_ENABLED' } };
  await config().send(new PutConfigRuleCommand({ ConfigRule }));
  await emulator.seed({ account: homeAccount, region, configRules: [packed] });
  expect(await names()).toEqual([packed, 'versioned']);
  expect((await rules(['versioned'])).found).toMatchObject([ConfigRule]);
  const details = await config().send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 'versioned' }));
  expect(details.EvaluationResults).toEqual([]);
});

it('describes the rules that are named, and knows no other', async () => {
  await emulator.seed({ account: homeAccount, region, configRules: [packed, 'other'] });
  expect(await names(['other'])).toEqual(['other']);
  await expect(names([packed, 'none'])).rejects.toThrow(unknown);
});

it('describes rules in pages of random size, some empty', async () => {
  await emulator.seed({ account: homeAccount, region, configRules: Array.from({ length: 60 }, (_, number) => `rule-${number}`) });
  const { found, sizes } = await rules();
  expect(found).toHaveLength(60);
  expect(sizes).toContain(0);
  expect(new Set(sizes).size).toBeGreaterThan(2);
});

it('starts evaluations of rules that exist, twenty-five at a time', async () => {
  const configRules = Array.from({ length: 26 }, (_, number) => `rule-${number}`);
  await emulator.seed({ account: homeAccount, region, configRules });
  const start = (ConfigRuleNames: string[]) => config().send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames }));
  await emulator.clearCalls();
  await start(configRules.slice(0, 25));
  await expect(start(configRules)).rejects.toThrow(expect.objectContaining({ name: 'ValidationException' }));
  await expect(start(['none'])).rejects.toThrow(unknown);
  expect((await emulator.calls()).map(({ operation, status, input }) => [operation, status, input['ConfigRuleNames']])).toEqual([
    ['StartConfigRulesEvaluation', 200, configRules.slice(0, 25)],
    ['StartConfigRulesEvaluation', 400, configRules],
    ['StartConfigRulesEvaluation', 400, ['none']],
  ]);
});

it('keeps the results of a rule that is planted again', async () => {
  await emulator.setPaging(false);
  const ResultToken = await emulator.resultToken({ account: homeAccount, region, configRuleName: packed });
  const reported = { ComplianceResourceType: 'AWS::S3::Bucket', ComplianceResourceId: 'records', OrderingTimestamp: new Date() };
  await config().send(new PutEvaluationsCommand({ ResultToken, Evaluations: [{ ...reported, ComplianceType: 'COMPLIANT' }] }));
  await emulator.seed({ account: homeAccount, region, configRules: [packed] });
  const details = await config().send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: packed }));
  expect(details.EvaluationResults).toHaveLength(1);
});

it('takes no rule with a member nobody knows', async () => {
  const typo = { configRuleName: packed, parameters: '{}' };
  await expect(emulator.seed({ account: homeAccount, region, configRules: [typo] })).rejects.toThrow('unknown members of a rule');
});
