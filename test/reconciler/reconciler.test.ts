import { readFileSync } from 'node:fs';
import { ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import pLimit from 'p-limit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reconcilerHandler } from '../../src/reconciler/handler.ts';
import { packOperations, recordOperations } from '../../src/reconciler/operations.ts';
import { recordPath } from '../../src/reconciler/region-record.ts';
import type { SeededDeployment, SeededException } from '../emulator/deployment.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';

const administrator = '123456789012';
const home = 'eu-central-1';
const regions = [home, 'us-east-1'];
const sha = 'a'.repeat(64);
const event = (of = regions, key = sha) => ({
  pack: 'bedrock-logging',
  template: `s3://bedrock-logging-artefacts-123456789012-<region>/pack/${key}.yaml`,
  regions: of,
});
const context = { invokedFunctionArn: `arn:aws:lambda:${home}:${administrator}:function:bedrock-logging-reconciler` };
const accountIds = (count: number) => Array.from({ length: count }, (_, index) => String(100_000_000_001 + index));
const ids = accountIds(6);
const [first = '', second = '', third = ''] = ids;

const noFunction = {
  Status: 'CREATE_FAILED',
  ErrorCode: 'InsufficientPermissionsException',
  ErrorMessage:
    "The AWS Lambda function arn:aws:lambda:eu-central-1:100000000001:function:bedrock-log-destinations-exist cannot be invoked. Check the specified function ARN, and check the function's permissions.",
};
const noRecorder = {
  Status: 'CREATE_FAILED',
  ErrorCode: 'NoAvailableConfigurationRecorderException',
  ErrorMessage: 'Configuration Recorder is not available',
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: 68 });
  // The clients of the reconciler take their endpoint from their surroundings, as in AWS Lambda.
  process.env['AWS_ENDPOINT_URL'] = emulator.url;
  process.env['AWS_MAX_ATTEMPTS'] = '1';
}, 120_000);
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  delete process.env['AWS_MAX_ATTEMPTS'];
  await emulator?.stop();
});
beforeEach(() => emulator.reset());

interface Line {
  readonly message: string;
  readonly [member: string]: unknown;
}

let lines: Line[] = [];
const start = Date.parse('2026-11-27T12:00:00Z');
const at = (hours: number) => new Date(start + hours * 3_600_000);

/** Runs the reconciler as it would some hours after the start. */
async function run(hours: number, asked: unknown = event()): Promise<Line> {
  lines = [];
  const credentials = () => Promise.resolve({ accessKeyId: `AKIATEST${administrator}`, secretAccessKey: 'not-a-secret' });
  const handler = reconcilerHandler({
    packs: (region) => packOperations({ region, credentials }),
    records: (region) => recordOperations({ region, credentials }),
    limit: pLimit(4),
    log: { info: (message, members) => lines.push({ message, ...members }) },
    now: () => at(hours),
  });
  await handler(asked, context);
  return lines.at(-1) ?? { message: 'nothing' };
}

const lineOf = (region: string): Line | undefined => lines.find((line) => line['region'] === region);

async function deployed(exceptions: readonly SeededException[] = [], changes: Partial<SeededDeployment> = {}): Promise<void> {
  const accounts = changes.accounts ?? [administrator, ...ids];
  await emulator.seed({
    deployment: {
      administrator,
      accounts,
      regions: changes.regions ?? regions,
      functions: { 'bedrock-log-destinations-exist': 'a-hash' },
      documents: {},
      stackSets: [],
      pack: 'bedrock-logging',
      exceptions,
      ...changes,
    },
  });
}

/** The records as a deployment makes them. */
async function records(of: readonly string[] = regions): Promise<void> {
  const ssm = emulator.client(administrator, home, SSMClient);
  for (const region of of) await ssm.send(new PutParameterCommand({ Name: recordPath(region), Type: 'String', Value: '{}' }));
  await emulator.clearCalls();
}

const callsOf = async (operation: string) => (await emulator.calls()).filter((call) => call.operation === operation);
const puts = async () => (await callsOf('PutOrganizationConformancePack')).map(({ region, status }) => `${region} ${status}`);

describe('accounts with their rules', () => {
  it('are left alone, and nothing is written the second time', async () => {
    await deployed();
    await records();
    expect(await run(0)).toMatchObject({ message: 'reconciled', regions: 2, put: 0, busy: 0, unread: 0, attention: 0 });
    await emulator.clearCalls();
    expect(await run(1)).toMatchObject({ attention: 0 });
    expect(lines).toHaveLength(1);
    const operations = new Set((await emulator.calls()).map(({ operation }) => operation));
    expect([...operations].sort()).toEqual(['GetOrganizationConformancePackDetailedStatus', 'GetParameter']);
    expect(await emulator.violations()).toEqual([]);
  });
});

describe('an account whose functions came after the pack', () => {
  beforeEach(async () => {
    await deployed([{ account: first, region: home, pack: noFunction }], { excludedAccounts: [third] });
    await records();
  });

  it('gets its rules after a quarter of an hour, by the pack as it was', async () => {
    expect(await run(0)).toMatchObject({ put: 0, attention: 0 });
    expect(lineOf(home)).toMatchObject({ did: 'waiting', early: [first], earlyCount: 1 });
    expect(await run(0.2)).toMatchObject({ put: 0 });
    expect(await run(0.25)).toMatchObject({ put: 1, attention: 0 });
    const [put] = await callsOf('PutOrganizationConformancePack');
    expect(put).toMatchObject({
      region: home,
      status: 200,
      input: {
        OrganizationConformancePackName: 'bedrock-logging',
        TemplateS3Uri: `s3://bedrock-logging-artefacts-123456789012-${home}/pack/${sha}.yaml`,
        ExcludedAccounts: [third],
      },
    });
    expect(await run(0.5)).toMatchObject({ put: 0, attention: 0 });
    expect(lineOf(home)).toBeUndefined();
    await emulator.clearCalls();
    await run(0.75);
    expect(await callsOf('PutParameter')).toEqual([]);
    expect(await emulator.violations()).toEqual([]);
  });

  it('is in no log line with more than its id', async () => {
    await run(0);
    expect(JSON.stringify(lines)).not.toMatch(/Lambda function|cannot be invoked|s3:/);
  });
});

describe('an account whose functions never come', () => {
  beforeEach(async () => {
    await deployed([{ account: first, region: home, pack: noFunction, functions: { 'bedrock-log-destinations-exist': null } }]);
    await records();
  });

  it('is tried after a quarter of an hour, then twice as long each time, and given up after a day', { timeout: 60_000 }, async () => {
    const when: number[] = [];
    for (let quarter = 0; quarter <= 4 * 26; quarter += 1) {
      const hours = quarter / 4;
      const { put, attention } = await run(hours);
      if (put === 1) when.push(hours);
      expect({ hours, attention }).toEqual({ hours, attention: hours >= 24 ? 1 : 0 });
    }
    expect(when).toEqual([0.25, 0.75, 1.75, 3.75, 7.75, 15.75]);
    expect(lineOf(home)).toMatchObject({ did: 'waiting', abandoned: [first] });
  });

  it('does not spoil the tries for one that comes later', async () => {
    await run(0);
    await run(30);
    await emulator.clearCalls();
    await deployed([
      { account: first, region: home, pack: noFunction, functions: { 'bedrock-log-destinations-exist': null } },
      { account: second, region: home, pack: noFunction },
    ]);
    expect(await run(31)).toMatchObject({ put: 0, attention: 1 });
    expect(await run(31.25)).toMatchObject({ put: 1, attention: 1 });
    await run(31.5);
    expect(lineOf(home)).toMatchObject({ did: 'waiting', early: [first], abandoned: [first] });
    expect(await puts()).toEqual([`${home} 200`]);
  });

  it('is tried anew with another template', async () => {
    await run(0);
    await run(30);
    expect(await run(31, event(regions, 'b'.repeat(64)))).toMatchObject({ attention: 0 });
    expect(await run(31.25, event(regions, 'b'.repeat(64)))).toMatchObject({ put: 1 });
  });
});

it('reports what no other try mends, tries nothing, and has somebody look after a day', async () => {
  await deployed([{ account: first, region: home, pack: noRecorder }]);
  await records();
  expect(await run(0)).toMatchObject({ attention: 0 });
  expect(lineOf(home)).toMatchObject({ did: 'waiting', failed: [first] });
  expect(await run(25)).toMatchObject({ put: 0, attention: 1 });
  expect(await puts()).toEqual([]);
});

it.each(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'])(
  'waits while an account is %s, for a day at most',
  async (Status) => {
    await deployed([
      { account: first, region: home, pack: noFunction },
      { account: second, region: home, pack: { Status } },
    ]);
    await records();
    expect(await run(0)).toMatchObject({ busy: 1, put: 0, attention: 0 });
    expect(await run(23)).toMatchObject({ busy: 1, put: 0, attention: 0 });
    expect(await run(24)).toMatchObject({ busy: 1, put: 0, attention: 1 });
    expect(await puts()).toEqual([]);
  },
);

it('a throttled Region is looked at again, and is not a failure', async () => {
  await deployed([{ account: first, region: home, pack: noFunction }]);
  await records();
  await run(0);
  await emulator.faults([
    { fault: 'throttled', service: 'config', operation: 'GetOrganizationConformancePackDetailedStatus', region: home },
  ]);
  expect(await run(0.25)).toMatchObject({ busy: 1, unread: 0, attention: 0 });
  expect(lineOf(home)).toMatchObject({ did: 'busy', error: 'ThrottlingException' });
  await emulator.clearFaults();
  expect(await run(0.5)).toMatchObject({ put: 1, busy: 0 });
});

it('a put that is throttled, or while AWS Config is at work, does not count as a try', async () => {
  await deployed([{ account: first, region: home, pack: noFunction }]);
  await records();
  await run(0);
  await emulator.faults([{ fault: 'throttled', service: 'config', operation: 'PutOrganizationConformancePack', times: 1 }]);
  expect(await run(0.25)).toMatchObject({ busy: 1, put: 0, attention: 0 });
  expect(await run(0.5)).toMatchObject({ busy: 0, put: 1 });
  expect(await puts()).toEqual([`${home} 400`, `${home} 200`]);
});

it.each([
  ['GetOrganizationConformancePackDetailedStatus', 'config', 'AccessDeniedException'],
  ['GetParameter', 'ssm', 'AccessDeniedException'],
])('has somebody look where it may not %s, and goes on with the other Regions', async (operation, service, error) => {
  await deployed([{ account: first, region: 'us-east-1', pack: noFunction }]);
  await records();
  await run(0);
  const resource = service === 'ssm' ? recordPath(home) : 'bedrock-logging';
  await emulator.faults([{ fault: 'denied', service, operation, resource, ...(service === 'config' && { region: home }) }]);
  expect(await run(0.25)).toMatchObject({ unread: 1, put: 1, attention: 1 });
  expect(lineOf(home)).toMatchObject({ did: 'unread', error });
});

it.each(['PutOrganizationConformancePack', 'DescribeOrganizationConformancePacks'])(
  'has somebody look where it may not %s',
  async (operation) => {
    await deployed([{ account: first, region: home, pack: noFunction }]);
    await records();
    await run(0);
    await emulator.faults([{ fault: 'denied', service: 'config', operation }]);
    expect(await run(0.25)).toMatchObject({ unread: 1, put: 0, attention: 1 });
  },
);

it.each(['malformed', 'html', 'empty-body', 'wrong-type'] as const)('takes an answer that is %s for none', async (fault) => {
  await deployed();
  await records();
  await emulator.faults([{ fault, service: 'config', operation: 'GetOrganizationConformancePackDetailedStatus', region: home }]);
  expect(await run(0)).toMatchObject({ unread: 1, attention: 1 });
});

it('has somebody look where there is no pack, and makes none', async () => {
  await deployed([], { pack: 'another' });
  await records();
  expect(await run(0)).toMatchObject({ unread: 2, attention: 2 });
  expect(lineOf(home)).toMatchObject({ error: 'NoSuchOrganizationConformancePackException' });
  expect(await puts()).toEqual([]);
});

it('a record that is missing is unread: only the deployment makes one', async () => {
  await deployed();
  expect(await run(0)).toMatchObject({ unread: 2, attention: 2 });
  expect(lineOf(home)).toMatchObject({ error: ParameterNotFound.name });
});

it('begins anew where a record is spoiled', async () => {
  await deployed([{ account: first, region: home, pack: noFunction }]);
  await records();
  const ssm = emulator.client(administrator, home, SSMClient);
  await ssm.send(new PutParameterCommand({ Name: recordPath(home), Value: '{"template":7,"attempts":"x"', Overwrite: true }));
  expect(await run(0)).toMatchObject({ unread: 0, put: 0 });
  expect(await run(0.25)).toMatchObject({ put: 1 });
});

it('sees 200 accounts in 17 Regions page by page, of which every one is early, and mends them all', { timeout: 120_000 }, async () => {
  const many = accountIds(200);
  const everywhere = Array.from({ length: 17 }, (_, index) => `eu-west-${index + 1}`);
  await deployed([{ pack: noFunction }], { accounts: [administrator, ...many], regions: everywhere });
  await records(everywhere);
  expect(await run(0, event(everywhere))).toMatchObject({ regions: 17, attention: 0 });
  expect(lineOf('eu-west-1')).toMatchObject({ earlyCount: 201 });
  expect(lineOf('eu-west-1')?.['early']).toHaveLength(20);
  expect((await callsOf('GetOrganizationConformancePackDetailedStatus')).length).toBeGreaterThan(2 * 17);
  expect(await run(0.25, event(everywhere))).toMatchObject({ put: 17 });
  expect(await run(0.5, event(everywhere))).toMatchObject({ put: 0, attention: 0 });
  await emulator.clearCalls();
  await run(0.75, event(everywhere));
  expect(await callsOf('PutParameter')).toEqual([]);
  expect(await callsOf('PutOrganizationConformancePack')).toEqual([]);
  expect(await emulator.violations()).toEqual([]);
});

it.each([null, {}, { ...event(), regions: [] }, { ...event(), template: 7 }])(
  'refuses %j, which is no event of the schedule',
  async (asked) => {
    await expect(run(0, asked)).rejects.toThrow('the event is not one of the schedule; allowed: pack, template and regions');
  },
);

it('U-04 says what the reconciler rests on', () => {
  expect(readFileSync('docs/unverified.md', 'utf8')).toMatch(
    /## U-04\n\n- \*\*Claim:\*\* putting an organisation conformance pack again, unchanged/,
  );
});
