import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFunction, type Deployment, type LambdaFunction } from './lambda-function.ts';

let folder = '';
let running: LambdaFunction | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-function-'));
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Starts a function of this source. */
async function started(source: string, limits: Partial<Deployment> = {}): Promise<LambdaFunction> {
  await writeFile(join(folder, 'index.mjs'), source);
  const place = { name: 'tried-out', account: '111122223333', region: 'eu-central-1', environment: {} };
  running = await startFunction({ ...place, folder, node: 24, memoryMegabytes: 256, timeoutSeconds: 20, ...limits });
  return running;
}

const place = `export const handler = async (event, context) => ({
  event,
  major: process.versions.node.split('.')[0],
  arn: context.invokedFunctionArn,
  requestId: context.awsRequestId,
  memory: context.memoryLimitInMB,
  left: context.getRemainingTimeInMillis(),
  region: process.env.AWS_REGION,
});`;

it.each([22, 24] as const)('serves one event after another on Node %i, and tells each what AWS Lambda tells it', async (node) => {
  const { invoke, initialised, peakMemory } = await started(place, { node });
  expect(await initialised()).toBe(true);
  const answers = [await invoke({ number: 1 }), await invoke({ number: 2 })];
  const known = {
    major: String(node),
    arn: 'arn:aws:lambda:eu-central-1:111122223333:function:tried-out',
    memory: '256',
    region: 'eu-central-1',
  };
  expect(answers).toMatchObject([1, 2].map((number) => ({ kind: 'returned', payload: { ...known, event: { number } } })));
  const payloads = answers.map((answer) => (answer as { payload: { requestId: string; left: number } }).payload);
  expect(new Set(payloads.map(({ requestId }) => requestId)).size).toBe(2);
  for (const { left } of payloads) expect(left).toBeGreaterThan(10_000);
  for (const { left } of payloads) expect(left).toBeLessThanOrEqual(20_000);
  expect(peakMemory()).toBeGreaterThan(20 * 1_024 * 1_024);
});

it('passes on what a function throws, and asks it again', async () => {
  const { invoke } = await started("export const handler = async ({ text }) => { throw new RangeError('not this: ' + text); };");
  for (const text of ['a', 'b']) {
    expect(await invoke({ text })).toEqual({ kind: 'failed', errorType: 'RangeError', errorMessage: `not this: ${text}` });
  }
});

it('passes on why a function cannot start', async () => {
  const { initialised, invoke } = await started("throw new Error('no start');");
  expect(await initialised()).toBe(false);
  expect(await invoke({})).toMatchObject({ kind: 'failed', errorMessage: 'no start' });
});

it('kills a function that takes too long', async () => {
  const { invoke } = await started('export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));', {
    timeoutSeconds: 1,
  });
  expect(await invoke({})).toEqual({ kind: 'ended', why: 'out of time' });
  expect(await invoke({})).toEqual({ kind: 'ended', why: 'out of time' });
});

it('kills a function that takes too much memory', async () => {
  const hungry = `const kept = [];
    export const handler = async () => { for (;;) { kept.push(Buffer.alloc(8e6, 1)); await new Promise((resolve) => setTimeout(resolve, 1)); } };`;
  const { invoke } = await started(hungry, { memoryMegabytes: 128 });
  expect(await invoke({})).toEqual({ kind: 'ended', why: 'out of memory' });
});

it('notices a function that exits, and keeps its log', async () => {
  const { invoke, log } = await started(
    "export const handler = () => { process.stdout.write('last words\\n', () => process.exit(7)); return new Promise(() => {}); };",
  );
  expect(await invoke({})).toEqual({ kind: 'ended', why: 'exited with 7' });
  expect(log()).toContain('last words');
});
