import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { pathToFileURL } from 'node:url';
import { fromEnv } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { factsOf, type Rule } from '../../src/engine/rule.ts';
import { connect } from '../../src/facts/aws/connection.ts';
import { bundled, writeFiles } from '../../src/generate/bundle.ts';
import { declaredServicesOnly } from '../../src/generate/declared-services.ts';
import { configOperations } from '../../src/lambda/config-service.ts';
import { answerWith, type Asked } from '../facts/answering.ts';
import { home } from '../facts/read-fact.ts';
import { refusals, success } from './wire-answers.ts';

/** What a function calls AWS with. */
const clients = { configOperations, connect, fromEnv };
type Clients = typeof clients;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-clients-'));
  const inLambda = { AWS_ACCESS_KEY_ID: `AKIATEST${home.account}`, AWS_SECRET_ACCESS_KEY: 'not-a-secret', AWS_SESSION_TOKEN: 'session' };
  for (const [name, value] of Object.entries(inLambda)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** The same as a function of the rule has it. */
async function builtFor(rule: Rule): Promise<Clients> {
  const entry = `
    export { fromEnv } from '@aws-sdk/credential-providers';
    export { connect } from './src/facts/aws/connection.ts';
    export { configOperations } from './src/lambda/config-service.ts';`;
  await writeFiles(join(folder, rule.id), await bundled(rule.id, entry, [declaredServicesOnly(rule)]));
  return (await import(pathToFileURL(join(folder, rule.id, 'index.mjs')).href)) as Clients;
}

type Operation = (input: unknown) => Promise<object>;

/** Every call that a fact of the rule declares and every call of the adapter, by the name of its operation. */
async function operationsOf(rule: Rule, { configOperations: config, connect: open, fromEnv: environment }: Clients) {
  const settings = { region: home.region, credentials: environment() };
  const connection = open(settings, home.account);
  const operations = new Map<string, Operation>(Object.entries(config(settings) as Record<string, Operation>));
  for (const call of new Set(['ssm:GetParametersByPath', ...factsOf(rule).flatMap(({ calls }) => calls)])) {
    const [service = '', operation = ''] = call.split(':');
    const client = await connection[clientOf[service] ?? (service as keyof typeof connection)]();
    const name = operation.charAt(0).toLowerCase() + operation.slice(1);
    operations.set(call, (client as Record<string, Operation>)[name] as Operation);
  }
  return operations;
}

/** Clients that are not called as facts call their service. */
const clientOf: Readonly<Record<string, keyof ReturnType<typeof connect>>> = { s3control: 's3Control', 'bedrock-agent': 'bedrockAgent' };

const takesText = /^(s3|s3control|oam):(?!ListBuckets)/;

interface Outcome {
  readonly asked: readonly object[];
  readonly said: object;
}

/** What a call asks, and what it says of each answer, the successful one first. */
async function outcomesOf(call: string, operation: Operation): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const answer of [success(call), ...refusals]) {
    const asked: object[] = [];
    answerWith((request) => {
      asked.push(comparable(request));
      return answer;
    });
    const said = await operation(takesText.test(call) ? 'prompt-records' : {}).catch(spread);
    outcomes.push({ asked, said });
  }
  return outcomes;
}

/** An error as those who catch it see it, with all that the SDK puts on it. */
const spread = (error: unknown): object => {
  const { name, message, $response: _response, ...rest } = error as Error & { $response?: unknown };
  return { ...rest, name, message };
};

/** A request but for its time, and for the versions of the SDK, of which it publishes two for sources and for bundlers that do not always agree. */
function comparable({ headers: { date: _date, ...headers }, ...asked }: Asked): object {
  const varying = { 'x-amz-date': '', 'amz-sdk-invocation-id': '' };
  const text = JSON.stringify({ ...asked, headers: { ...headers, ...varying } });
  return JSON.parse(text.replace(/\/\d{8}\/|Signature=\w+/g, '').replace(/\b(aws-sdk-js\/|api\/[\w-]+#)3\.\d+\.\d+/g, '$1…')) as object;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('the function of %s', (_id, rule) => {
  it('makes every call that its facts declare, and reads every answer and refusal, as its sources do', async () => {
    const built = await operationsOf(rule, await builtFor(rule));
    for (const [call, operation] of await operationsOf(rule, clients)) {
      const wanted = await outcomesOf(call, operation);
      const found = await outcomesOf(call, built.get(call) as Operation);
      expect([call, found]).toEqual([call, wanted]);
      const members = Object.keys(found[0]?.said ?? {}).filter((member) => member !== '$metadata');
      expect([call, members]).not.toEqual([call, []]);
      expect([call, members]).not.toEqual([call, expect.arrayContaining(['message'])]);
    }
  });
});

describe('the environment', () => {
  const [rule] = rules as readonly [Rule, ...Rule[]];

  it('is where a function has its credentials from, and without any it says so', async () => {
    const { fromEnv: environment } = await builtFor(rule);
    expect(await environment()()).toEqual(await fromEnv()());
    const keyId = env['AWS_ACCESS_KEY_ID'];
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    onTestFinished(() => void vi.stubEnv('AWS_ACCESS_KEY_ID', keyId));
    const missing = (provider: () => Promise<unknown>) => provider().catch(spread);
    expect(await missing(environment())).toEqual(await missing(fromEnv()));
  });

  it.each([
    ['a bearer token', { AWS_BEARER_TOKEN_BEDROCK: 'bearer-of-tokens' }, 'Bearer bearer-of-tokens'],
    ['no bearer token, where one is preferred', { AWS_AUTH_SCHEME_PREFERENCE: 'httpBearerAuth' }, 'TokenProviderError'],
  ])('may have %s', async (_what, environment, expected) => {
    for (const [name, value] of Object.entries(environment)) {
      vi.stubEnv(name, value);
      onTestFinished(() => void vi.stubEnv(name, undefined));
    }
    const call = 'bedrock:GetModelInvocationLoggingConfiguration';
    for (const from of [clients, await builtFor(rule)]) {
      const [first] = await outcomesOf(call, (await operationsOf(rule, from)).get(call) as Operation);
      expect(JSON.stringify(first)).toContain(expected);
    }
  });
});
