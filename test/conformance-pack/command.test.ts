import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { rules } from '../../rules/registry.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-pack-'));
  await writeFile(join(folder, 'given.json'), '{"bedrock-log-retention-within-limits": {"minimumDays": 30, "maximumDays": 90}}');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `npm run pack` with these arguments; files are named as in the folder of the test. */
function pack(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const given = ['--import', 'tsx', 'src/generate/pack.ts', ...args.map((arg) => arg.replace('FOLDER', folder))];
  return new Promise((resolve) => {
    execFile(process.execPath, given, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

it('renders a pack with the values of an organisation', async () => {
  const said = await pack('--account', '444455556666', '--parameters', 'FOLDER/given.json', '--output', 'FOLDER/pack.yaml');
  expect(said).toEqual({ code: 0, stdout: '', stderr: '' });
  const { Parameters } = parse(await readFile(join(folder, 'pack.yaml'), 'utf8')) as { Parameters: Record<string, { Default: string }> };
  expect(Parameters['LogRetentionWithinLimitsMaximumDays']?.Default).toBe('90');
});

it('prints a pack of chosen rules', async () => {
  const { code, stdout } = await pack(
    '--account',
    '444455556666',
    '--rules',
    'bedrock-invocation-logging-enabled,bedrock-log-destinations-exist',
  );
  expect(code).toBe(0);
  const { Resources } = parse(stdout) as { Resources: object };
  expect(Object.keys(Resources)).toEqual([
    'BedrockInvocationLoggingEnabled',
    'BedrockInvocationLoggingEnabledRemediation',
    'BedrockLogDestinationsExist',
    'BedrockLogDestinationsExistRemediation',
  ]);
});

it('renders a template for one account, whichever it is', async () => {
  const { code, stdout, stderr } = await pack('--single-account', '--parameters', 'FOLDER/given.json');
  expect([code, stderr]).toEqual([0, '']);
  const { Parameters } = parse(stdout) as { Parameters: Record<string, { Default: string }> };
  expect(Parameters['LogRetentionWithinLimitsMaximumDays']?.Default).toBe('90');
  expect(stdout).toContain('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/bedrock-logging-');
});

it('renders rules without remediations', async () => {
  const { code, stdout } = await pack('--account', '444455556666', '--no-remediation');
  expect(code).toBe(0);
  const { Resources } = parse(stdout) as { Resources: Record<string, { Type: string }> };
  expect(Object.values(Resources).map(({ Type }) => Type)).toEqual(rules.map(() => 'AWS::Config::ConfigRule'));
  expect(stdout).not.toContain('AutomaticRemediation');
});

it.each([
  ['no account', [], 'pack: --account is not given; allowed: an account id of 12 digits, or --single-account instead\n'],
  [
    'one account and an account',
    ['--single-account', '--account', '444455556666'],
    'pack: --single-account is given with --account 444455556666; allowed: one or the other, for the template takes account and partition from where it is deployed\n',
  ],
  [
    'one account and a partition',
    ['--single-account', '--partition', 'aws'],
    /^pack: --single-account is given with --partition aws; allowed: one or the other, /,
  ],
  ['an account that is none', ['--account', '12'], 'pack: --account is "12"; allowed: an account id of 12 digits\n'],
  ['another partition', ['--account', '444455556666', '--partition', 'moon'], /^error: .*Allowed choices are aws, aws-us-gov, aws-cn\.\n$/],
  ['an unknown rule', ['--account', '444455556666', '--rules', 's3-foo'], /^pack: no rule has id 's3-foo'; known ids: /],
  [
    'one rule that refers to others',
    ['--account', '444455556666', '--rules', 'bedrock-log-retention-within-limits', '--output', 'FOLDER/refused.yaml'],
    /^pack: the pack lacks bedrock-invocation-logging-enabled and bedrock-log-destinations-exist; given bedrock-log-retention-within-limits; /,
  ],
  [
    'a file that is not there',
    ['--account', '444455556666', '--parameters', 'FOLDER/none.json'],
    /^pack: parameters .*none\.json cannot be read: /,
  ],
  [
    'a folder that is not there',
    ['--account', '444455556666', '--output', 'FOLDER/none/pack.yaml'],
    /^pack: cannot write .*none\/pack\.yaml: /,
  ],
])('refuses %s', async (_name, args, message) => {
  const { code, stdout, stderr } = await pack(...args);
  expect([code, stdout]).toEqual([2, '']);
  if (typeof message === 'string') expect(stderr).toBe(message);
  else expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(await readdir(folder)).not.toContain('refused.yaml');
});
