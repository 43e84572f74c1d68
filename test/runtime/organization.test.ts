import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts } from '../../examples/organization/accounts.ts';
import { rules } from '../../rules/registry.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { findingsOfCommandLine } from './organization/command-line.ts';
import { differences, runFunction, unzipFunction } from './organization/functions.ts';
import type { SeededKeys } from './organization/seed-keys.ts';
import { seedOrganization } from './organization/seed-organization.ts';
import { wantedOf } from './organization/wanted.ts';

const place = ({ account, region, rule, resource }: Pick<Finding, 'account' | 'region' | 'rule' | 'resource'>): string =>
  [account, region, rule, resource.type, resource.id].join(' ');

/** Findings of the sample that the emulator does not give rise to, and why. */
const notSeeded: ReadonlyMap<string, string> = new Map([
  [
    '000000000011 us-east-1 bedrock-log-retention-within-limits AWS::S3::Bucket northpike-archive-prompts-us',
    'moto forgets NewerNoncurrentVersions of a lifecycle rule',
  ],
]);

let emulator: Emulator;
let folder = '';
let keys: SeededKeys;
let findings: readonly Finding[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-functions-'));
  await Promise.all(rules.map(({ id }) => unzipFunction(id, folder)));
  emulator = await startEmulator({ seed: 5 });
  keys = await seedOrganization(emulator);
  findings = await findingsOfCommandLine(emulator);
});

afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the sample organisation, seeded into the emulator', () => {
  it('gives the command line what was written down by hand', async () => {
    const text = await readFile(new URL('../../examples/expected-findings.jsonl', import.meta.url), 'utf8');
    const lines = text.trimEnd().split('\n');
    const expected = lines.map((line) => JSON.parse(line) as Finding & { readonly words?: string });
    const found = new Map(findings.map((finding) => [place(finding), finding]));
    expect([...found.keys()].sort()).toEqual(expected.map(place).sort());
    const different = expected.filter((finding) => {
      const { verdict, because = '' } = found.get(place(finding)) ?? {};
      return verdict !== finding.verdict || !because.includes(keys.translated(finding.words ?? ''));
    });
    expect(different.map(place)).toEqual([...notSeeded.keys()]);
  });

  it('is answered by the emulator as AWS would', async () => {
    expect(await emulator.violations()).toEqual([]);
  });

  it('has something to compare of every kind', () => {
    const { results, fails } = wantedOf(findings);
    const kinds = new Set(
      results.map(({ compliance, annotation }) => compliance + (annotation?.startsWith('UNVERIFIED: ') ? ', unverified' : '')),
    );
    expect([...kinds].sort()).toEqual(['COMPLIANT', 'NON_COMPLIANT', 'NON_COMPLIANT, unverified', 'NOT_APPLICABLE']);
    expect(fails).toBe(true);
  });
});

/** Functions that run at the same time; with more, all of them wait for the emulator. */
const limit = pLimit(3);

const everywhere = accounts.flatMap((sample) => Object.keys(sample.regions).map((region) => ({ sample, region })));

const [platform] = accounts.filter(({ name }) => name === 'platform');
if (!platform) throw new Error('the sample organisation has no account called platform');
const inPlatform = (rule: string) => ({ account: platform.account, region: 'eu-west-1', rule });

describe.each(rules.map(({ id }) => id))('the built function of %s', (rule) => {
  it('gives AWS Config, on Node 24, what the command line finds in every account and Region', { timeout: 400_000 }, async () => {
    const runs = await Promise.all(
      everywhere.map(({ sample, region }) =>
        limit(() => runFunction(emulator, join(folder, rule), sample, { account: sample.account, region, rule }, 24)),
      ),
    );
    expect(await differences(emulator, runs, findings)).toEqual([]);
  });

  it('gives AWS Config the same on Node 22', async () => {
    const run = await runFunction(emulator, join(folder, rule), platform, inPlatform(rule), 22);
    expect(await differences(emulator, [run], findings)).toEqual([]);
  });
});

it('notices a function that judges by another rule', async () => {
  const [one, other] = rules.map(({ id }) => id);
  const run = await runFunction(emulator, join(folder, other ?? ''), platform, inPlatform(one ?? ''), 24);
  expect(await differences(emulator, [run], findings)).toHaveLength(1);
});
