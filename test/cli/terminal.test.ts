import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { DeletePublicAccessBlockCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { begin, cli, ended, reportOf, run, type JsonReport } from './run.ts';
import { saying } from './saying.ts';
import { everyDataType, seedsFor } from './seeds.ts';

const other = '222233334444';
const longName = `/bedrock/${'a-very-long-log-group-name-'.repeat(12)}end`;
const twoRegions = ['--accounts', `${homeAccount},${other}`, '--assume-role', 'auditor', '--regions', 'us-east-1,eu-west-1'];
const manyAccounts = Array.from({ length: 60 }, (_, number) => `${300_000_000_000 + number}`);
const many = ['--accounts', manyAccounts.join(','), '--assume-role', 'auditor', '--regions', 'us-east-1,eu-west-1'];

let emulator: Emulator;
let folder: string;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 19 });
  await seedsFor(emulator, homeAccount).soundLogging();
  const seeds = seedsFor(emulator, other);
  const Bucket = 'open-records';
  await seeds.newBucket(Bucket);
  await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }];
  await seeds.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  await seeds.logGroup(longName, undefined);
  const roleArn = await seeds.role('bedrock-delivery');
  await seeds.log({ s3Config: { bucketName: Bucket }, cloudWatchConfig: { logGroupName: longName, roleArn }, ...everyDataType });
  await emulator.faults([{ service: 'iam', account: other, fault: 'denied' }]);
}, 120_000);
afterAll(() => emulator?.stop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terminal-'));
  await mkdir(join(folder, 'temporary'));
  return () => rm(folder, { recursive: true });
});

/** The environment, with temporary files where they can be counted. */
const environment = () => ({ ...emulator.environment, TMPDIR: join(folder, 'temporary') });
const evaluate = (changes: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  run(['evaluate', ...args], { ...environment(), ...changes }, folder);

/** Runs the command line as a shell user would, on a terminal of Python's making. */
const onTerminal = (changes: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  ended(
    begin(
      'python3',
      ['-c', 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))', process.execPath, cli, ...args],
      {
        ...environment(),
        TERM: 'xterm-256color',
        ...changes,
      },
    ),
  );

const escapeSequence = new RegExp(String.fromCharCode(27));

/** Columns a line takes; anything that terminals draw two columns wide counts double. */
function columns(line: string): number {
  const isWide = /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\uff01-\uff60]/u;
  return [...new Intl.Segmenter('en').segment(line)].reduce((sum, { segment }) => sum + (isWide.test(segment) ? 2 : 1), 0);
}

describe('colour and progress', () => {
  it('are left out of a pipe', async () => {
    const { stdout, stderr } = await evaluate({ TERM: 'xterm-256color' }, ...twoRegions);
    expect(stdout).toContain('bedrock-log-destinations-exist');
    expect(stdout).not.toMatch(escapeSequence);
    expect(stderr).toBe('');
  });

  it('are left out of a file', async () => {
    const { stdout } = await onTerminal({}, 'evaluate', '--output', join(folder, 'report.txt'));
    expect(stripVTControlCharacters(stdout)).not.toContain(homeAccount);
    const written = await readFile(join(folder, 'report.txt'), 'utf8');
    expect(written).toContain(homeAccount);
    expect(written).not.toMatch(escapeSequence);
  });

  it('are shown on a terminal', async () => {
    const { stdout, exitCode } = await onTerminal({}, 'evaluate', ...twoRegions);
    expect(stdout).toContain(`${String.fromCharCode(27)}[31m`);
    expect(stdout).toMatch(/judging .*\d\/2 accounts/);
    expect(exitCode).toBe(2);
  });

  it.each([
    ['NO_COLOR', '1'],
    ['TERM', 'dumb'],
  ])('have no colour with %s=%s', async (name, value) => {
    const { stdout } = await onTerminal({ [name]: value }, 'evaluate', ...twoRegions);
    expect(stdout).toContain('bedrock-log-destinations-exist');
    expect(stdout).not.toMatch(new RegExp(`${String.fromCharCode(27)}\\[(1|2|3\\d)m`));
  });
});

describe.each([80, 160])('the table at %i columns', (width) => {
  let lines: readonly string[];
  beforeAll(async () => {
    lines = (await run(['evaluate', ...twoRegions], { ...emulator.environment, COLUMNS: `${width}` })).stdout.split('\n');
  });
  const position = (text: RegExp, from = 0) => lines.findIndex((line, index) => index >= from && text.test(line));

  it('fits, says everything and uses the room', () => {
    expect(lines.filter((line) => columns(line) > width)).toEqual([]);
    expect(Math.max(...lines.map(columns))).toBeGreaterThan(width * 0.85);
    expect(lines.filter((line) => /\s$/.test(line))).toEqual([]);
  });

  it('groups by account and Region, in order', () => {
    const titles = lines.filter((line) => /^\d{12}  \S+$/.test(line));
    expect(titles).toEqual([homeAccount, other].flatMap((account) => [`${account}  eu-west-1`, `${account}  us-east-1`]));
  });

  it('puts what does not comply first, the worst before, then what is unknown, not applicable and fine', () => {
    const start = position(/^222233334444 {2}us-east-1$/);
    const labels = lines.slice(start).flatMap((line) => /^ {2}(✗ \w+|\? UNKNOWN|- n\/a|✓ ok)/.exec(line)?.[1] ?? []);
    expect(labels).toEqual(['✗ CRITICAL', '✗ HIGH', '✗ HIGH', '✗ MEDIUM', '? UNKNOWN', '? UNKNOWN', '? UNKNOWN', '✓ ok']);
  });

  it('names the reason and the fix of what does not comply', () => {
    const text = lines
      .slice(position(/^222233334444 {2}us-east-1$/))
      .join(' ')
      .replace(/\s+/g, ' ');
    const [, critical, encrypted, , medium, unknown, ofLogGroup, ofBucket] = text.split(/(?=[✗?] (?:CRITICAL|HIGH|MEDIUM|UNKNOWN))/);
    expect(critical).toEqual(
      saying('bedrock-log-buckets-block-public-access', 'open-records', 'exposed now', 'public', 'fix: turn on all four flags'),
    );
    expect(encrypted).toEqual(saying('bedrock-log-destinations-encrypted', '/bedrock/a-very-long-', 'no KMS key'));
    expect(medium).toEqual(
      saying('bedrock-log-retention-within-limits', 'open-records', 'for ever', 'fix: set the retention of the log group'),
    );
    expect(unknown).toEqual(saying('bedrock-log-destinations-exist', 'role/bedrock-delivery', 'denied (AccessDenied)'));
    const readers = ['bedrock-log-readers-restricted', 'authorization details of IAM', 'denied (AccessDenied)'] as const;
    expect(ofLogGroup).toEqual(saying('/bedrock/a-very-long-', ...readers));
    expect(ofBucket).toEqual(saying('open-records', ...readers));
    for (const each of [unknown, ofLogGroup, ofBucket]) expect(each).not.toContain('fix:');
  });

  it('ends with the counts and the coverage', () => {
    const text = lines.slice(-16).join('\n');
    expect(text).toMatch(/^ *all rules +6 +3 +10 +20$/m);
    expect(text.replace(/\s+/g, ' ')).toEqual(
      saying('2 accounts, 4 account-Regions', 'logging coverage: 50.0 % (2 of 4 account-Regions in scope)'),
    );
  });
});

/** Interrupts a run when some accounts have been read. */
async function interrupted(signal: 'SIGINT' | 'SIGTERM', ...args: readonly string[]) {
  await emulator.clearCalls();
  const child = begin(process.execPath, [cli, ...args, ...many, '--concurrency', '2'], environment(), folder);
  const end = ended(child);
  for (let read = new Set<string>(); read.size < 6; await setTimeout(50)) {
    read = new Set((await emulator.calls()).map(({ account }) => account));
  }
  child.kill(signal);
  return end;
}

const leftovers = async () => [
  ...(await readdir(folder)).filter((name) => name.includes('partial')),
  ...(await readdir(join(folder, 'temporary'))),
];

describe('Ctrl-C', () => {
  it('leaves a partial record of collect that evaluate accepts', async () => {
    const told = await interrupted('SIGINT', 'collect', '--record', 'partial-run.jsonl.gz');
    expect(told).toMatchObject({ exitCode: 2, stdout: '' });
    expect(told.stderr).toMatch(/stopping; what was read is kept/);
    expect(told.stderr).toMatch(/stopped before the end\n$/);
    const { findings, summary } = reportOf(await evaluate({}, '--evidence', 'partial-run.jsonl.gz', '--format', 'json'));
    const accounts = [...new Set(findings.map(({ account }) => account))];
    expect(accounts.length).toBeGreaterThan(1);
    expect(accounts.length).toBeLessThan(manyAccounts.length);
    expect(accounts).toEqual(manyAccounts.slice(0, accounts.length));
    expect(findings[0]).toMatchObject({ account: manyAccounts[0], verdict: 'NON_COMPLIANT' });
    expect(summary.findings.COMPLIANT).toBe(0);
    expect(summary).toMatchObject({ complete: false, failures: [], exitCode: 2 });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('as %s leaves a partial record and a partial report of evaluate that say so', async (signal) => {
    const told = await interrupted(signal, 'evaluate', '--format', 'json', '--record', 'kept.jsonl', '--output', 'report.json');
    expect(told).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await leftovers()).toEqual([]);
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as JsonReport;
    expect(report.summary).toMatchObject({ complete: false, exitCode: 2 });
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.summary.accounts).toBeLessThan(manyAccounts.length);
    const replayed = reportOf(await evaluate({}, '--evidence', 'kept.jsonl', '--format', 'json'));
    expect(replayed.findings.slice(0, report.findings.length)).toEqual(report.findings);
    expect(replayed.summary).toMatchObject({ complete: false, failures: [], exitCode: 2 });
  });

  it('pressed again and again ends at once and leaves the files as they were', async () => {
    await emulator.clearCalls();
    await writeFile(join(folder, 'kept.jsonl'), 'as it was');
    const child = begin(process.execPath, [cli, 'collect', '--record', 'kept.jsonl', ...many], environment(), folder);
    const end = ended(child);
    while ((await emulator.calls()).length < 20) await setTimeout(20);
    while (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await setTimeout(1);
    }
    expect((await end).exitCode).toBe(2);
    expect((await readdir(folder)).sort()).toEqual(['kept.jsonl', 'temporary']);
    expect(await readFile(join(folder, 'kept.jsonl'), 'utf8')).toBe('as it was');
  });
});

describe('a reader that goes away', () => {
  it.each(['table', 'json'])('ends a %s report without a word', async (format) => {
    const shell = `"$0" "$1" evaluate --format ${format} ${many.join(' ')} | head -1; echo "exit \${PIPESTATUS[0]}"`;
    const told = await ended(begin('bash', ['-c', shell, process.execPath, cli], environment(), folder));
    expect(told.stderr).toBe('');
    expect(told.stdout).toMatch(/^[^\n]+\nexit [012]\n$/);
    expect(await readdir(join(folder, 'temporary'))).toEqual([]);
  });
});

describe('standard output', () => {
  it('that cannot be written to is a failure, in one line', async () => {
    const told = await ended(begin('bash', ['-c', '"$0" "$1" evaluate > /dev/full', process.execPath, cli], environment(), folder));
    expect(told.stderr).toMatch(/^bedrock-logging: cannot write to standard output: ENOSPC[^\n]*\n$/);
    expect(told.exitCode).toBe(2);
    expect(await readdir(join(folder, 'temporary'))).toEqual([]);
  });

  it('may be replaced by a pipe, which stays one', async () => {
    const shell =
      'mkfifo pipe && { cat pipe & "$0" "$1" evaluate --format json --output pipe; code=$?; wait; test -p pipe && exit $code; }';
    const told = await ended(begin('bash', ['-c', shell, process.execPath, cli], environment(), folder));
    expect(told.stderr).toBe('');
    expect(reportOf(told).summary.findings.COMPLIANT).toBe(16);
    expect(told.exitCode).toBe(0);
  });
});
