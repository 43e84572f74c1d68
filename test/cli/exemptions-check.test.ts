import { DeletePublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseExemptions, type Exemption } from '../../src/engine/exemptions.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { refusal, unconnected, type Files } from './refusal.ts';
import { run } from './run.ts';
import { saying } from './saying.ts';
import { seedsFor } from './seeds.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rule = 'bedrock-log-buckets-block-public-access';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const sound: Exemption = {
  rule,
  resource: 'records-*',
  account: '*',
  region: '*',
  reason: 'A website is served from it.',
  approver: 'security@example.com',
  expires: inDays(200),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exemptions-'));
  return () => rm(folder, { recursive: true });
});

/** Checks a list without AWS. */
async function check(list: readonly unknown[], ...args: readonly string[]) {
  await writeFile(join(folder, 'list.json'), JSON.stringify(list));
  return run(['exemptions', 'check', 'list.json', ...args], unconnected, folder);
}

interface Report {
  readonly exemptions: readonly {
    readonly exemption: Exemption;
    readonly state: string;
    readonly hides?: { readonly count: number; readonly examples: readonly { readonly resource: { readonly id: string } }[] };
  }[];
  readonly problems: readonly string[];
  readonly sizes: { readonly bytes: number; readonly standard: number; readonly advanced: number };
  readonly open?: number;
  readonly failures: readonly string[];
  readonly exitCode: number;
}

describe('the file', () => {
  it('is fine when all is valid and holds for long', async () => {
    const { exitCode, stdout, stderr } = await check([sound]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toEqual(
      saying('✓ holds', rule, 'records-*', `until ${sound.expires}, approved by security@example.com`, '1 valid exemptions'),
    );
    expect(await check([])).toMatchObject({ exitCode: 0 });
  });

  it('says what expires soon, and what has expired', async () => {
    const list = [
      { ...sound, expires: inDays(30) },
      { ...sound, expires: inDays(31) },
      { ...sound, expires: inDays(0) },
    ];
    const soon = await check(list, '--format', 'json');
    expect(soon.exitCode).toBe(0);
    expect((JSON.parse(soon.stdout) as Report).exemptions.map(({ state }) => state)).toEqual(['expires soon', 'holds', 'expires soon']);
    const { exitCode, stdout } = await check([...list, { ...sound, expires: inDays(-1) }]);
    expect(exitCode).toBe(1);
    expect(stdout).toEqual(saying('! expires soon', '✗ expired', `until ${inDays(-1)}, which is over`));
  });

  it.each<[what: string, change: object, problem: string]>([
    ['no approver', { approver: undefined }, "exemptions[1]: must have required property 'approver'"],
    ['a blank approver', { approver: ' ' }, 'exemptions[1].approver: nobody is named'],
    ['no expiry', { expires: undefined }, "exemptions[1]: must have required property 'expires'"],
    ['a day that is none', { expires: '2027-02-30' }, 'exemptions[1]: 2027-02-30 is no day of the calendar'],
    ['an unknown rule', { rule: 'bedrock-no-such-rule' }, "exemptions[1].rule: no rule has id 'bedrock-no-such-rule'"],
    ['an account that is none', { account: '1234' }, 'exemptions[1].account: must match pattern'],
    ['a member nobody knows', { until: '2030-01-01' }, "exemptions[1]: must NOT have additional properties ('until')"],
    ['too much text', { resource: '語'.repeat(1_500) }, 'bytes as a list of its own; allowed: 4096'],
  ])('is not valid with %s', async (_what, change, problem) => {
    const { exitCode, stdout } = await check([sound, { ...sound, ...change }], '--format', 'json');
    expect(exitCode).toBe(2);
    expect((JSON.parse(stdout) as Report).problems).toEqual([saying(problem)]);
  });

  it('names every problem at once', async () => {
    const { exitCode, stdout } = await check([{ ...sound, approver: '' }, 'nothing', sound, { ...sound, region: 'Mars' }]);
    expect(exitCode).toBe(2);
    expect(stdout).toEqual(
      saying('exemptions[0].approver', 'exemptions[1]: must be object', 'exemptions[3].region', '✓ holds', '3 not valid'),
    );
  });

  it('tells how many SSM parameters it takes, as the lists that functions read', async () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ ...sound, resource: `records-${at}`, reason: 'é'.repeat(at * 5) + 'r' }));
    const { stdout } = await check(many, '--format', 'json');
    const { sizes } = JSON.parse(stdout) as Report;
    expect(sizes.bytes).toBe(Buffer.byteLength(JSON.stringify(many)));
    expect(sizes).toMatchObject({ standard: greedily(many, 4_096), advanced: greedily(many, 8_192) });
    expect(sizes.standard).toBeGreaterThan(2);
  });

  it.each<[Files, string]>([
    [{}, 'cannot be read'],
    [{ 'list.json': 'rule: x' }, 'are not JSON'],
    [{ 'list.json': '{"exemptions": []}' }, 'must be a list'],
  ])('is refused when it is %j', async (files, said) => {
    expect(await refusal(['exemptions', 'check', 'list.json'], unconnected, files)).toContain(said);
  });

  it.each([
    [['--regions', 'us-east-1'], '--regions says what is judged; give --live or --evidence too'],
    [['--organization'], '--organization says what is judged'],
    [['--live', '--evidence', 'e.jsonl'], 'cannot go with --evidence'],
    [['--output', 'list.json'], 'name the same file'],
  ])('is not looked at with %j', async (args, said) => {
    expect(await refusal(['exemptions', 'check', 'list.json', ...args], unconnected, { 'list.json': '[]' })).toContain(said);
  });
});

/** The number of lists when each is filled in order; every list is held against the schema that functions use. */
function greedily(list: readonly Exemption[], limit: number): number {
  const lists: Exemption[][] = [];
  for (const exemption of list) {
    const last = lists.at(-1);
    if (last && Buffer.byteLength(JSON.stringify([...last, exemption])) <= limit) last.push(exemption);
    else lists.push([exemption]);
  }
  for (const each of lists) parseExemptions(JSON.stringify(each));
  return lists.length;
}

describe('what exemptions hide', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ seed: 71 });
  }, 120_000);
  afterAll(() => emulator?.stop());
  beforeEach(async () => {
    await emulator.reset();
    const seeds = seedsFor(emulator, homeAccount);
    const { records, largeData } = await seeds.soundLogging();
    for (const Bucket of [records, largeData]) await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  });

  const list = [
    sound,
    { ...sound, resource: '*', region: 'us-east-1' },
    { ...sound, resource: 'no-such-bucket' },
    { ...sound, account: '444455556666' },
    { ...sound, expires: inDays(-3) },
  ];
  async function checkIn(exemptions: readonly unknown[], ...args: readonly string[]) {
    await writeFile(join(folder, 'list.json'), JSON.stringify(exemptions));
    return run(['exemptions', 'check', 'list.json', ...args], { ...emulator.environment, AWS_MAX_ATTEMPTS: '1' }, folder);
  }

  it('is told live and from evidence alike, with examples; what hides nothing makes exit code 1', async () => {
    const live = await checkIn(list, '--live', '--format', 'json');
    expect(live.exitCode, live.stderr).toBe(1);
    const report = JSON.parse(live.stdout) as Report;
    expect(report.exemptions.map(({ state, hides }) => [state, hides?.count])).toEqual([
      ['holds', 1],
      ['holds', 2],
      ['holds', 0],
      ['holds', 0],
      ['expired', 0],
    ]);
    expect(report.exemptions[1]?.hides?.examples.map(({ resource }) => resource.id)).toEqual([
      `large-${homeAccount}-us-east-1`,
      `records-${homeAccount}-us-east-1`,
    ]);
    expect(report).toMatchObject({ open: 0, failures: [] });
    await run(['collect', '--record', 'evidence.jsonl'], emulator.environment, folder);
    const recorded = await checkIn(list, '--evidence', 'evidence.jsonl', '--format', 'json');
    expect(recorded).toEqual(live);
    const { stdout } = await checkIn(list, '--evidence', 'evidence.jsonl');
    expect(stdout).toEqual(
      saying('✗ hides nothing', 'no-such-bucket', 'hides 2 findings now', `${homeAccount} us-east-1 records-`, 'NON_COMPLIANT'),
    );
  }, 90_000);

  it('is fine when each hides something, and counts what is left', async () => {
    const { exitCode, stdout } = await checkIn([sound], '--live');
    expect(exitCode).toBe(0);
    expect(stdout).toEqual(saying('hides 1 finding now', '1 findings are left to be put right'));
  });

  it('is unknown when not everything could be judged', async () => {
    await emulator.faults([{ service: 'sts', operation: 'AssumeRole', fault: 'denied' }]);
    const told = await checkIn([sound], '--live', '--accounts', `${homeAccount},444455556666`, '--assume-role', 'Auditor');
    expect(told.exitCode).toBe(2);
    expect(told.stdout).toEqual(saying('? unknown', 'account 444455556666', 'could not be entered'));
  });

  it('is unknown when the rule is', async () => {
    await emulator.faults([{ service: 'bedrock', operation: 'GetModelInvocationLoggingConfiguration', fault: 'denied' }]);
    const told = await checkIn([sound], '--live', '--format', 'json');
    expect(told.exitCode).toBe(2);
    expect((JSON.parse(told.stdout) as Report).failures).toEqual([
      `${rule}: 1 findings are UNKNOWN, so nobody knows what its exemptions hide`,
    ]);
  });

  it('is not asked of a list that functions would not take', async () => {
    await emulator.clearCalls();
    expect(await checkIn([{ ...sound, approver: '' }], '--live')).toMatchObject({ exitCode: 2, stdout: saying('✗ not valid') });
    expect(await emulator.calls()).toEqual([]);
  });
});
