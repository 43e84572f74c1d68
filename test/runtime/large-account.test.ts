import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSyntheticAuthorization } from '../bench/synthetic-authorization.ts';
import { seedsFor } from '../cli/seeds.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { startFunction } from './lambda-function.ts';
import { scheduledEvent, shownResults } from './organization/config-rule.ts';
import { unzipFunction } from './organization/functions.ts';

const rule = 'bedrock-log-readers-restricted';
const where = { account: '111122223333', region: 'eu-west-1' };
const limits = { memoryMegabytes: 512, timeoutSeconds: 120 };

let emulator: Emulator;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-large-account-'));
  await unzipFunction(rule, folder);
  emulator = await startEmulator();
  await emulator.setPaging(false);
  await seedsFor(emulator, where.account, where.region).soundLogging();
});

afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  [10_000, 3, 2],
  [10_000, 20, 10],
])(
  'judges %i roles with %i managed and %i inline policies each in 512 MB',
  { timeout: 300_000 },
  async (roles, managedPerRole, inlinePerRole) => {
    const pages = join(folder, 'pages.jsonl');
    await writeSyntheticAuthorization(pages, { roles, managedPerRole, inlinePerRole });
    for await (const page of createInterface({ input: createReadStream(pages) })) {
      await emulator.seed({ account: where.account, authorizationDetails: JSON.parse(page) });
    }
    const configRule = { ...where, rule, name: `${rule}-of-${managedPerRole}` };
    const running = await startFunction({
      ...where,
      ...limits,
      name: rule,
      folder: join(folder, rule),
      node: 24,
      environment: emulator.environmentOf(where.account),
    });
    try {
      const outcome = await running.invoke(await scheduledEvent(emulator, configRule));
      console.log(
        `${roles} roles, ${managedPerRole + inlinePerRole} policies each: ${Math.round(running.peakMemory() / 1_048_576)} MB at most`,
      );
      expect(outcome).toMatchObject({ kind: 'returned' });
      expect(running.peakMemory()).toBeGreaterThan(50 * 1_048_576);
      const results = await shownResults(emulator, configRule);
      expect(results.map(({ type, compliance }) => [type, compliance])).toEqual([
        ['AWS::Logs::LogGroup', 'NON_COMPLIANT'],
        ['AWS::S3::Bucket', 'NON_COMPLIANT'],
        ['AWS::S3::Bucket', 'NON_COMPLIANT'],
      ]);
      for (const { annotation } of results) expect(annotation).toMatch(/\d{3,} roles\b.* through \d+ policies, first: /);
    } finally {
      await running.stop();
    }
  },
);
