import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PutMetricDataCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DeletePublicAccessBlockCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { headerSchema, readingSchema, trailerOf, trailerSchema } from '../../src/engine/evidence-line.ts';
import { factsOf } from '../../src/engine/rule.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { reportOf, run, type Run } from './run.ts';
import { saying } from './saying.ts';
import { seedsFor } from './seeds.ts';

const [bent, unenterable, called] = ['222233334444', '333344445555', '444455556666'];
const exist = 'bedrock-log-destinations-exist';
const notEntered = `account ${unenterable}: it could not be entered by role auditor: denied (AccessDenied)`;
const twoRegions = ['--assume-role', 'auditor', '--regions', 'us-west-2,us-east-1'];
const everywhere = ['--accounts', [called, bent, homeAccount].join(','), ...twoRegions];

let emulator: Emulator;
let folder: string;
let collected: Run;
/** The lines of what `collect` wrote: the header, the readings, the trailer. */
let lines: readonly string[];

const evaluate = (...args: readonly string[]) => run(['evaluate', '--format', 'json', ...args], emulator.environment, folder);
/** Without credentials, and nothing that could answer for AWS. */
const replay = (...args: readonly string[]) =>
  run(['evaluate', '--format', 'json', ...args], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, folder);

beforeAll(async () => {
  emulator = await startEmulator({ seed: 13 });
  folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  await seedsFor(emulator, homeAccount).soundLogging();
  const seeds = seedsFor(emulator, bent, 'us-west-2');
  const { records, largeData } = await seeds.soundLogging();
  await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket: records }));
  await seeds.s3.send(new PutBucketVersioningCommand({ Bucket: largeData, VersioningConfiguration: { Status: 'Enabled' } }));
  await emulator.client(called, 'us-west-2', CloudWatchClient).send(
    new PutMetricDataCommand({
      Namespace: 'AWS/Bedrock',
      MetricData: [
        {
          MetricName: 'Invocations',
          Dimensions: [{ Name: 'ModelId', Value: 'amazon.nova-lite-v1:0' }],
          Value: 3,
          Timestamp: new Date(Date.now() - 10 * 86_400_000),
        },
      ],
    }),
  );
  await emulator.faults([
    { fault: 'denied', service: 'sts', operation: 'AssumeRole', resource: unenterable },
    { fault: 'denied', account: bent, operation: 'GetBucketEncryption', resource: `large-${bent}-us-west-2` },
  ]);
  collected = await run(['collect', '--record', 'x.jsonl.gz', ...everywhere], emulator.environment, folder);
  lines = gunzipSync(readFileSync(join(folder, 'x.jsonl.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n');
}, 120_000);
afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true });
});

const found = (part: string) => lines.filter((line) => line.includes(part));

describe('collect', () => {
  it('says how much it read and exits with 2 when something was refused', () => {
    expect(collected).toMatchObject({ exitCode: 2, stdout: '' });
    expect(collected.stderr).toMatch(/^x\.jsonl\.gz: \d+ facts of 3 accounts, \d+ of them refused\n$/);
  });

  it('exits with 0 when everything could be read', async () => {
    const clean = await run(['collect', '--record', 'clean.jsonl'], emulator.environment, folder);
    expect(clean).toMatchObject({ exitCode: 0, stdout: '' });
    expect(clean.stderr).toMatch(/^clean\.jsonl: \d+ facts of 1 accounts, 0 of them refused\n$/);
  });

  it('writes what the evidence schema describes', () => {
    const ajv = new Ajv({ strict: false });
    const [isHeader, isReading, isTrailer] = [headerSchema, readingSchema, trailerSchema].map((schema) => ajv.compile(schema));
    const schemas = new Map(rules.flatMap((rule) => factsOf(rule).map(({ id, schema }) => [id, ajv.compile(schema as object)] as const)));
    const [header = '', trailer = ''] = [lines.at(0), lines.at(-1)];
    expect(isHeader?.(JSON.parse(header)), header).toBe(true);
    expect(isTrailer?.(JSON.parse(trailer)), trailer).toBe(true);
    for (const line of lines.slice(1, -1)) {
      const reading = JSON.parse(line) as { fact: string; value?: unknown };
      expect(isReading?.(reading), line).toBe(true);
      if ('value' in reading) expect(schemas.get(reading.fact)?.(reading.value), line).toBe(true);
    }
  });

  it('orders the lines by account, Region, fact and resource, each once', () => {
    const places = lines.slice(1, -1).map((line) => {
      const { account, region, fact, resource } = JSON.parse(line) as Record<string, string>;
      return [account, region, fact, resource].join('\0');
    });
    expect(places).toEqual([...new Set(places)].sort());
    expect(new Set(places.map((place) => place.split('\0')[0]))).toEqual(new Set([homeAccount, bent, called]));
  });

  it('keeps refusals and absences apart', () => {
    const denied = '"refused":{"refusal":"denied","code":"AccessDenied"}';
    expect(found(`"fact":"bucket-encryption","resource":"large-${bent}-us-west-2"`)).toEqual([expect.stringContaining(denied)]);
    expect(found(`"fact":"bucket-public-access-block","resource":"records-${bent}-us-west-2"`)).toEqual([
      expect.stringContaining('"absent":true'),
    ]);
  });

  it('keeps no secret, no access key and no message of AWS', () => {
    expect(lines.join('\n')).not.toMatch(/AKIA|ASIA|not-a-secret|token|secret|not authorized|user\/auditor/i);
  });
});

describe('evaluate --evidence', () => {
  it('finds in collected evidence exactly what evaluate finds live', async () => {
    const [live, replayed] = (await Promise.all([evaluate(...everywhere), replay('--evidence', 'x.jsonl.gz')])).map(reportOf);
    expect(live?.findings.length).toBeGreaterThan(30);
    expect(new Set(live?.findings.map(({ verdict }) => verdict)).size).toBe(4);
    expect(replayed?.findings).toEqual(live?.findings);
    expect(replayed?.summary).toEqual(live?.summary);
  });

  it('finds in what evaluate --record keeps exactly what that run found', async () => {
    const live = await evaluate(...everywhere, '--record', 'recorded.jsonl');
    const replayed = await replay('--evidence', 'recorded.jsonl');
    expect(reportOf(replayed).findings).toEqual(reportOf(live).findings);
    expect(replayed.exitCode).toBe(live.exitCode);
  });

  it('judges collected evidence by other parameters than it was collected with', async () => {
    const parameters = {
      'bedrock-invocation-logging-enabled': { appliesTo: 'regions-in-use', inUseDays: 20 },
      'bedrock-log-destinations-encrypted': { requiredKey: 'any' },
      'bedrock-log-readers-restricted': {
        standard: 'listed-only',
        administrators: 'report',
        includeIndirect: true,
        reportPrincipals: true,
      },
      'bedrock-log-retention-within-limits': { minimumDays: 30, maximumDays: '399' },
    };
    await writeFile(join(folder, 'parameters.json'), JSON.stringify(parameters));
    const strict = await evaluate(...everywhere, '--parameters', 'parameters.json');
    const { findings } = reportOf(await replay('--evidence', 'x.jsonl.gz', '--parameters', 'parameters.json'));
    expect(findings).toEqual(reportOf(strict).findings);
    const because = (rule: string, account: string, region: string, id = account) =>
      findings.find((each) => each.rule === rule && each.account === account && each.region === region && each.resource.id === id)?.because;
    const enabled = 'bedrock-invocation-logging-enabled';
    expect(because(enabled, called, 'us-west-2')).toEqual(saying('off', 'us-west-2', 'in use', 'called 10 days ago'));
    expect(because(enabled, called, 'us-east-1')).toEqual(saying('off', 'us-east-1', 'no model was called for 20 days'));
    const logGroup = because('bedrock-log-retention-within-limits', homeAccount, 'us-east-1', '/bedrock/invocations');
    expect(logGroup).toEqual(saying('/bedrock/invocations', '400', '399'));
    const readers = because('bedrock-log-readers-restricted', homeAccount, 'us-east-1', '/bedrock/invocations');
    expect(readers).toEqual(saying('role log-reader-us-east-1 can read log group /bedrock/invocations through log-reader-us-east-1-may'));
  });

  it('judges only the accounts, Regions and rules asked for', async () => {
    const part = ['--accounts', bent, '--regions', 'us-west-2', '--rules', exist];
    const { findings, summary } = reportOf(await replay('--evidence', 'x.jsonl.gz', ...part));
    expect(findings.map(({ account, region, rule, verdict }) => [account, region, rule, verdict])).toEqual(
      Array.from({ length: 4 }, () => [bent, 'us-west-2', exist, 'COMPLIANT']),
    );
    expect(summary).toMatchObject({ accounts: 1, accountRegions: 1, coverage: null, exitCode: 0 });
  });

  it('still says why an account could not be entered', async () => {
    const live = reportOf(await evaluate('--accounts', unenterable, ...twoRegions, '--record', 'unenterable.jsonl'));
    const because = saying('logging configuration could not be read: denied (AccessDenied)');
    expect(live.findings.map((finding) => finding.because)).toEqual(Array.from({ length: 2 * 6 }, () => because));
    expect(live.summary.failures).toEqual([notEntered]);
    const replayed = reportOf(await replay('--evidence', 'unenterable.jsonl'));
    expect(replayed.findings).toEqual(live.findings);
    expect(replayed.summary).toEqual(live.summary);
    const tables = await Promise.all([
      run(['evaluate', '--accounts', unenterable, ...twoRegions], emulator.environment, folder),
      run(['evaluate', '--evidence', 'unenterable.jsonl'], {}, folder),
    ]);
    for (const { stdout } of tables) expect(stdout.replace(/\s+/g, ' ')).toContain(`failed: ${notEntered}`);
  });

  it('still says that the Regions could not be listed, whichever are judged', async () => {
    await emulator.faults([{ service: 'account', account: called, fault: 'denied' }]);
    const all = ['--accounts', called, '--assume-role', 'auditor', '--regions', 'all', '--rules', exist];
    const told = await run(['collect', '--record', 'all.jsonl', ...all], emulator.environment, folder);
    expect(told.exitCode).toBe(2);
    const part = await replay('--evidence', 'all.jsonl', '--regions', 'us-east-1', '--rules', exist);
    const failures = [saying(called, 'the enabled Regions could not be read: denied (AccessDeniedException)')];
    expect(reportOf(part).summary).toMatchObject({ findings: { NOT_APPLICABLE: 1, UNKNOWN: 0 }, failures, complete: true, exitCode: 2 });
    expect(part.exitCode).toBe(2);
  });

  const cutOff = ['evidence bent.jsonl has no end; it was cut off'];
  const endingWith = (complete: boolean, failures: readonly string[]) => [...lines.slice(0, -1), trailerOf({ complete, failures })];

  it.each([
    ['was cut off between two accounts', () => lines.filter((line, index) => index === 0 || line.includes(homeAccount)), false, cutOff],
    ['was cut off before its end', () => lines.slice(0, -1), false, cutOff],
    ['was interrupted', () => endingWith(false, []), false, []],
    ['had failures', () => endingWith(true, [notEntered]), true, [notEntered]],
  ])('does not take evidence that %s for sound, whichever account is judged', async (_what, content, complete, failures) => {
    await writeFile(join(folder, 'bent.jsonl'), `${content().join('\n')}\n`);
    const told = await replay('--evidence', 'bent.jsonl', '--accounts', homeAccount, '--rules', exist);
    expect(reportOf(told).summary).toMatchObject({ findings: { NON_COMPLIANT: 0, UNKNOWN: 0 }, complete, failures, exitCode: 2 });
    expect(told.exitCode).toBe(2);
  });

  it('takes evidence for sound when an account is that is judged, and the run was', async () => {
    const told = await replay('--evidence', 'x.jsonl.gz', '--accounts', homeAccount, '--rules', exist);
    expect(reportOf(told).summary).toMatchObject({ findings: { COMPLIANT: 4 }, complete: true, failures: [], exitCode: 0 });
  });

  it.each([
    ['whole', [], true],
    ['cut off', ['evidence none.jsonl has no end; it was cut off'], false],
  ])('judges nothing by a header alone, %s', async (_what, failures, complete) => {
    await writeFile(join(folder, 'none.jsonl'), [lines[0], ...(complete ? [trailerOf({ complete, failures: [] })] : []), ''].join('\n'));
    const told = await replay('--evidence', 'none.jsonl');
    expect(reportOf(told).summary).toMatchObject({ accounts: 0, complete, failures: [...failures, 'nothing was judged'], exitCode: 2 });
    expect(told.exitCode).toBe(2);
  });

  it('leaves closed Regions out of the verdict, live as from the evidence of the same run', async () => {
    const closed = ['--closed-regions', 'us-west-2'];
    const live = reportOf(await evaluate(...everywhere, ...closed, '--record', 'closed.jsonl'));
    expect(live.findings.filter(({ region }) => region === 'us-west-2').map(({ verdict }) => verdict)).toEqual(
      Array(3 * 6).fill('NOT_APPLICABLE'),
    );
    expect(reportOf(await replay('--evidence', 'closed.jsonl', ...closed)).findings).toEqual(live.findings);
  });
});
