import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
import type { ConfigRule } from './organization/config-rule.ts';
import { differences, runFunction, unzipFunction } from './organization/functions.ts';
import type { SeededKeys } from './organization/seed-keys.ts';
import { seedOrganization } from './organization/seed-organization.ts';
import { wantedOf } from './organization/wanted.ts';

/** A line of the expected findings; `words` are part of the reason. */
type Expected = Pick<Finding, 'account' | 'region' | 'rule' | 'resource' | 'verdict'> & { readonly words?: string };

const place = ({ account, region, rule, resource }: Expected): string => [account, region, rule, resource.type, resource.id].join(' ');

const example = (name: string) => readFile(new URL(`../../examples/${name}`, import.meta.url), 'utf8');

let emulator: Emulator;
let folder = '';
let keys: SeededKeys;
let parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
let byDefault: readonly Finding[];
let withParameters: readonly Finding[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-functions-'));
  await Promise.all(rules.map(({ id }) => unzipFunction(id, folder)));
  emulator = await startEmulator({ seed: 5 });
  keys = await seedOrganization(emulator);
  const text = keys.translated(await example('parameters.json'));
  parameters = JSON.parse(text) as typeof parameters;
  await writeFile(join(folder, 'parameters.json'), text);
  [byDefault, withParameters] = await Promise.all([
    findingsOfCommandLine(emulator),
    findingsOfCommandLine(emulator, '--parameters', join(folder, 'parameters.json')),
  ]);
});

afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the sample organisation, seeded into the emulator', () => {
  it.each([
    ['by default', () => byDefault, 'expected-findings.jsonl'],
    ['with parameters.json', () => withParameters, 'expected-findings-with-parameters.jsonl'],
  ])('gives the command line %s what was written down by hand', async (_name, findings, file) => {
    const lines = (await example(file)).trimEnd().split('\n');
    const expected = lines.map((line) => JSON.parse(line) as Expected);
    const found = new Map(findings().map((finding) => [place(finding), finding]));
    expect([...found.keys()].sort()).toEqual(expected.map(place).sort());
    const different = expected.filter((finding) => {
      const { verdict, because = '' } = found.get(place(finding)) ?? {};
      return verdict !== finding.verdict || !because.includes(keys.translated(finding.words ?? ''));
    });
    expect(different.map(place)).toEqual([]);
  });

  it('is answered by the emulator as AWS would', async () => {
    expect(await emulator.violations()).toEqual([]);
  });

  it('has something to compare of every kind', () => {
    const { results, fails } = wantedOf(byDefault);
    const kinds = results.map(({ compliance, annotation = '' }) => [compliance, ...(annotation.match(/^UNVERIFIED/) ?? [])].join(' '));
    expect([...new Set(kinds)].sort()).toEqual(['COMPLIANT', 'NON_COMPLIANT', 'NON_COMPLIANT UNVERIFIED', 'NOT_APPLICABLE']);
    expect(fails).toBe(true);
  });
});

/** Functions that run at the same time; with more, all of them wait for the emulator. */
const limit = pLimit(3);

const everywhere = accounts.flatMap(({ account, regions }) => Object.keys(regions).map((region) => ({ account, region })));

const inPlatform = (rule: string): ConfigRule => ({ account: '000000000002', region: 'eu-west-1', rule, name: `${rule}-here` });

const runOf = (configRule: ConfigRule, node: 22 | 24 = 24) =>
  limit(() => runFunction(emulator, join(folder, configRule.rule), configRule, node));

describe.each(rules.map(({ id }) => id))('the built function of %s', (rule) => {
  const timeout = 400_000;

  it('gives AWS Config, on Node 24, what the command line finds in every account and Region', { timeout }, async () => {
    const runs = await Promise.all(everywhere.map((where) => runOf({ ...where, rule, name: rule })));
    expect(await differences(emulator, runs, byDefault)).toEqual([]);
  });

  it('gives AWS Config, where parameters change the findings, what the command line finds with them', { timeout }, async () => {
    const said = (findings: readonly Finding[], { account, region }: (typeof everywhere)[number]) =>
      JSON.stringify(findings.filter((finding) => finding.account === account && finding.region === region && finding.rule === rule));
    const changed = everywhere.filter((where) => said(byDefault, where) !== said(withParameters, where));
    expect(changed).not.toEqual([]);
    const given = { rule, name: `${rule}-with-parameters`, parameters: parameters[rule] ?? {} };
    const runs = await Promise.all(changed.map((where) => runOf({ ...where, ...given })));
    expect(await differences(emulator, runs, withParameters)).toEqual([]);
  });

  it('gives AWS Config the same on Node 22', async () => {
    expect(await differences(emulator, [await runOf(inPlatform(rule), 22)], byDefault)).toEqual([]);
  });
});

it('notices a function that judges by another rule', async () => {
  const [one, other] = rules.map(({ id }) => inPlatform(id));
  if (!one || !other) throw new Error('the registry has fewer than two rules');
  const run = await runFunction(emulator, join(folder, other.rule), one);
  expect(await differences(emulator, [run], byDefault)).toHaveLength(1);
});
