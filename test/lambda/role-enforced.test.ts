import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedrockLogDestinationsEncrypted } from '../../rules/bedrock-log-destinations-encrypted.ts';
import { rules } from '../../rules/registry.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { useEndpoints } from '../facts/read-fact.ts';
import { expectations, type Expectation } from './role-expectations.ts';
import { eachPermission, enforcedRole, invoke, permissionsOf, without, type EnforcedRole, type Outcome } from './role-runs.ts';
import { scenarios, type ScenarioName } from './role-scenarios.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 3 });
  useEndpoints(emulator.environment);
  // S3 names them nearly always, and then a function would never ask for the location of a bucket.
  await emulator.setBucketRegions(false);
  for (const scenario of Object.values(scenarios)) await scenario.seed(emulator);
  await emulator.setIamEnforcement(true);
}, 120_000);
afterAll(() => emulator?.stop());

it('every rule has its expectations', () => {
  expect(Object.keys(expectations)).toEqual(rules.map(({ id }) => id));
});

it('a function may not read the history of an oversized item, and answers from what AWS is now', async () => {
  const { account, region } = scenarios.sound;
  const role = await enforcedRole(emulator, bedrockLogDestinationsEncrypted, { account, region });
  await role.permit(permissionsOf(bedrockLogDestinationsEncrypted, { account, region }));
  await emulator.clearCalls();
  const bucket = `records-${account}-${region}`;
  const configurationItemSummary = {
    changeType: 'UPDATE',
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: '2026-03-02T03:04:05.678Z',
    configurationItemStatus: 'OK',
    awsAccountId: account,
    awsRegion: region,
    resourceType: 'AWS::S3::Bucket',
    resourceId: bucket,
  };
  const messageType = 'OversizedConfigurationItemChangeNotification';
  const outcome = await invoke(emulator, bedrockLogDestinationsEncrypted, scenarios.sound, role.credentials, {
    messageType,
    configurationItemSummary,
  });
  expect(outcome).toEqual({ results: { [bucket]: ['COMPLIANT', undefined] } });
  const refused = (await emulator.calls()).filter(({ status }) => status >= 400).map(({ operation }) => operation);
  expect(refused).toEqual(['GetResourceConfigHistory']);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('the role of %s', (id, rule) => {
  const { scenarios: names, without: expected } = expectations[id] ?? { scenarios: [], without: {} };
  const whole = new Map<ScenarioName, Outcome>();
  const roles = new Map<ScenarioName, EnforcedRole>();

  beforeAll(async () => {
    for (const name of names) {
      whole.set(name, await invoke(emulator, rule, scenarios[name]));
      roles.set(name, await enforcedRole(emulator, rule, scenarios[name]));
    }
  });

  /** What the function does in each scenario without the permission; with all of them when none is named. */
  const outcomesWithout = async (permission?: string): Promise<Record<string, Outcome>> => {
    const outcomes = names.map(async (name) => {
      const all = permissionsOf(rule, scenarios[name]);
      const role = roles.get(name);
      await role?.permit(permission === undefined ? all : without(all, permission));
      return [name, await invoke(emulator, rule, scenarios[name], role?.credentials)] as const;
    });
    return Object.fromEntries(await Promise.all(outcomes));
  };

  it('allows everything the function does', async () => {
    const outcomes = await outcomesWithout();
    expect(outcomes).toEqual(Object.fromEntries(whole));
    expect(Object.values(outcomes).filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(JSON.stringify(outcomes)).not.toContain('could not be read');
  });

  it('has an expectation for each of its permissions and no other', () => {
    const permissions = eachPermission(permissionsOf(rule, { account: '111122223333', region: 'us-east-1' }));
    expect(permissions.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  const tried = Object.entries(expected).filter(([, expectation]) => !('notTestable' in expectation));
  it.each(tried)('is missed without %s, and nothing is passed over in silence', async (permission, expectation) => {
    const outcomes = await outcomesWithout(permission);
    expect(outcomes).toEqual(expectedOutcomes(whole, expectation));
    expect(outcomes).not.toEqual(Object.fromEntries(whole));
    expect(silentChanges(whole, outcomes)).toEqual(fallbacks(expectation));
  });
});

function expectedOutcomes(whole: ReadonlyMap<ScenarioName, Outcome>, expectation: Expectation): Record<string, unknown> {
  return Object.fromEntries([...whole].map(([name, outcome]) => [name, expectedOutcome(name, outcome, expectation)]));
}

function expectedOutcome(name: ScenarioName, whole: Outcome, expectation: Expectation): unknown {
  if ('notTestable' in expectation) return whole;
  if ('fails' in expectation) {
    const { fails, reports } = expectation;
    return { results: reports === 'nothing' ? {} : whole.results, failure: expect.stringMatching(fails) };
  }
  const changes = expectation.changes.filter(({ scenario }) => scenario === name);
  const changed = Object.fromEntries(changes.map(({ resource, result }) => [resource, result]));
  const isReplaced = expectation.nothingElse === true && changes.length > 0;
  return { results: isReplaced ? changed : { ...whole.results, ...changed } };
}

/** Results that changed and do not say what could not be read, as `scenario resource`. */
function silentChanges(whole: ReadonlyMap<ScenarioName, Outcome>, outcomes: Readonly<Record<string, Outcome>>): string[] {
  return [...whole].flatMap(([name, { results }]) => {
    const { results: changed = {}, failure } = outcomes[name] ?? {};
    if (failure !== undefined) return [];
    return Object.entries(changed)
      .filter(([resource, [, annotation]]) => annotation !== results[resource]?.[1] && !annotation?.includes('could not be read: denied'))
      .map(([resource]) => `${name} ${resource}`);
  });
}

/** Where the expectation says why a result does not say what could not be read. */
function fallbacks(expectation: Expectation): string[] {
  if (!('changes' in expectation)) return [];
  return expectation.changes.filter(({ fallsBack }) => fallsBack !== undefined).map(({ scenario, resource }) => `${scenario} ${resource}`);
}

it('was answered by the emulator as AWS would answer', async () => {
  expect(await emulator.violations()).toEqual([]);
});
