import { readFile, writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { rules } from '../rules/registry.ts';
import { judgeAccount, type Account } from '../src/cli/account.ts';
import { evidenceVersion, lineOf, trailerOf, type EvidenceHeader } from '../src/engine/evidence-line.ts';
import { configure } from '../src/engine/parameters.ts';
import { byPlace, regionOf, type Outcome, type Reading } from '../src/engine/reading.ts';
import { problemOf, validator } from '../src/engine/schemas.ts';
import { untilKnown } from '../src/engine/until-known.ts';
import type { Fact, Reader, Scope } from '../src/facts/fact.ts';
import { Unreadable } from '../src/facts/unreadable.ts';
import { accounts } from './organization/accounts.ts';
import { answerOf } from './organization/answers.ts';
import type { SampleAccount } from './organization/sample-account.ts';

/** Where the evidence of the sample organisation lies. */
export const organizationFile = fileURLToPath(new URL('organization.jsonl.gz', import.meta.url));

/** Minute in which an account is said to have been read, the first one at six o'clock. */
const readAt = (position: number): string => new Date(Date.UTC(2026, 10, 16, 6, position)).toISOString();

/**
 * The evidence of the sample organisation, as `collect` would have written it: what the rules read, and nothing else. The same text on every machine.
 *
 * @throws Error when an account's description is not what AWS could answer
 */
export async function organizationEvidence(): Promise<string> {
  const header: EvidenceHeader = { evidence: 'bedrock-logging-rules', version: evidenceVersion, collectedAt: readAt(0), partition: 'aws' };
  const readings = await Promise.all(accounts.map((sample, position) => readingsOf(sample, readAt(position))));
  const lines = readings.flat().sort(byPlace).map(lineOf);
  return [JSON.stringify(header), ...lines, trailerOf({ complete: true, failures: [] }), ''].join('\n');
}

/** The text compressed, without the time and the operating system that gzip would note down. */
export function compressed(text: string): Buffer {
  const file = gzipSync(text, { level: 9 });
  const unknownSystem = 255;
  file.fill(0, 4, 8);
  file.writeUInt8(unknownSystem, 9);
  return file;
}

/** What reading a described account gives: every rule asks with the parameters with which it asks the most. */
async function readingsOf(sample: SampleAccount, at: string): Promise<Reading[]> {
  const readings = new Map<string, Reading>();
  const reader = (scope: Scope): Reader => ({
    read<Value>(fact: Fact<Value>, resource: string): Promise<Value | undefined> {
      const answer = answerOf(sample, scope.region, fact, resource);
      const region = regionOf(fact, scope);
      const place = { account: sample.account, region, fact: fact.id, resource, at };
      readings.set(`${region}\0${fact.id}\0${resource}`, { ...place, ...outcomeOf(fact, answer) });
      return answer instanceof Unreadable ? Promise.reject(answer) : Promise.resolve(answer as Value | undefined);
    },
  });
  const asking = rules.map((rule) => configure(rule, rule.readsMostWith));
  const regions = Object.keys(sample.regions);
  const learn: Account['learn'] = (scope, work) => untilKnown(reader(scope), work);
  await judgeAccount({ account: sample.account, partition: 'aws', regions, learn, readings: () => [] }, asking);
  return [...readings.values()];
}

function outcomeOf(fact: Fact<unknown>, answer: unknown): Outcome {
  if (answer === undefined) return { absent: true };
  if (answer instanceof Unreadable) return { refused: { refusal: answer.refusal, code: answer.code } };
  const isValid = validator(fact.schema as object);
  if (!isValid(answer)) throw new Error(`the sample's ${fact.id} is not a ${fact.id}: ${problemOf(isValid)}`);
  return { value: answer };
}

/**
 * Whether the file holds what the generator makes now. The texts are compared, not the bytes: another build of zlib packs the same text into other bytes.
 */
export async function isOrganizationFresh(): Promise<boolean> {
  const written = await readFile(organizationFile).catch(() => undefined);
  return written !== undefined && gunzipSync(written).toString() === (await organizationEvidence());
}

/** Writes the file, unless it is fresh. */
export async function buildOrganization(): Promise<void> {
  if (!(await isOrganizationFresh())) await writeFile(organizationFile, compressed(await organizationEvidence()));
}

if (argv[1] === fileURLToPath(import.meta.url)) await buildOrganization();
