import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  PutParameterCommand,
  SSMClient,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { homeAccount, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 13 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const Name = '/bedrock-logging/remediation/us-east-1';
const ssm = () => emulator.client(homeAccount, 'us-east-1', SSMClient);
const put = async (Value: string, change: Partial<PutParameterCommandInput> = {}) =>
  (await ssm().send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true, ...change }))).Version;
const named = (name: string) => expect.objectContaining({ name }) as Error;

async function history() {
  const found: (readonly [number | undefined, string | undefined])[] = [];
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm().send(new GetParameterHistoryCommand({ Name, MaxResults: 50, NextToken }));
    found.push(...(page.Parameters ?? []).map((each) => [each.Version, each.Value] as const));
    sizes.push(page.Parameters?.length ?? 0);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { found, sizes };
}

it('counts the versions of a parameter from one', async () => {
  expect([await put('a'), await put('b'), await put('b')]).toEqual([1, 2, 3]);
  const latest = await ssm().send(new GetParameterCommand({ Name }));
  expect(latest.Parameter).toMatchObject({ Name, Value: 'b', Version: 3, Type: 'String' });
  const first = await ssm().send(new GetParameterCommand({ Name: `${Name}:1` }));
  expect(first.Parameter).toMatchObject({ Value: 'a', Version: 1 });
});

it('refuses to overwrite what it was not told to', async () => {
  await put('a', { Overwrite: false });
  await expect(put('b', { Overwrite: false })).rejects.toThrow(named('ParameterAlreadyExists'));
  expect((await history()).found).toEqual([[1, 'a']]);
});

it('keeps the latest hundred versions, in order and in pages', async () => {
  for (let number = 1; number <= 103; number += 1) await put(`value ${number}`);
  const { found, sizes } = await history();
  expect(found).toEqual(Array.from({ length: 100 }, (_, index) => [index + 4, `value ${index + 4}`]));
  expect(sizes).toContain(0);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(50);
  await expect(ssm().send(new GetParameterCommand({ Name: `${Name}:3` }))).rejects.toThrow(named('ParameterVersionNotFound'));
});

it('gives each of many writers a version of its own', async () => {
  const writers = Array.from({ length: 40 }, (_, number) => number);
  const versions = await Promise.all(writers.map((number) => put(`writer ${number}`)));
  expect(versions.map(Number).toSorted((one, other) => one - other)).toEqual(writers.map((number) => number + 1));
  expect(new Map((await history()).found)).toEqual(new Map(versions.map((version, number) => [version, `writer ${number}`])));
});

it('lets one of many writers create a parameter', async () => {
  const written = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => put(`writer ${number}`, { Overwrite: false })));
  expect(written.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('forgets a deleted parameter', async () => {
  await put('a');
  await ssm().send(new DeleteParameterCommand({ Name }));
  for (const Command of [GetParameterCommand, GetParameterHistoryCommand, DeleteParameterCommand])
    await expect(ssm().send(new Command({ Name }))).rejects.toThrow(named('ParameterNotFound'));
});

it('takes no value that is longer than its tier allows', async () => {
  await put('x'.repeat(4_096));
  await expect(put('x'.repeat(4_097))).rejects.toThrow(named('ValidationException'));
  expect(await put('x'.repeat(8_192), { Tier: 'Advanced' })).toBe(2);
  expect(await put('x'.repeat(4_097))).toBe(3);
  await expect(put('x'.repeat(8_193))).rejects.toThrow(named('ValidationException'));
});
