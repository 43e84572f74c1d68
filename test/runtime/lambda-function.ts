import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { nodeBinary, runtimeClient, type NodeMajor } from './installed.ts';
import { watchMemory } from './memory.ts';
import { serveRuntimeApi, type Answer, type Hand } from './runtime-api.ts';

/** A function as it would be deployed. */
export interface Deployment {
  readonly name: string;
  /** The folder that holds its modules, `index.mjs` among them. */
  readonly folder: string;
  readonly node: NodeMajor;
  readonly account: string;
  readonly region: string;
  /** Credentials and endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  /** How long it may take to start, and how long for each event. */
  readonly timeoutSeconds: number;
}

/** What became of an invocation; `ended` when the function did not live to answer it. */
export type Outcome = Answer | { readonly kind: 'ended'; readonly why: string };

/** An execution environment of a function: one process, which serves one event after another. */
export interface LambdaFunction {
  /** Whether it has asked for its first event; `false` when it ended before. */
  initialised(): Promise<boolean>;
  invoke(event: unknown): Promise<Outcome>;
  /** The most it had in memory so far, in bytes. */
  peakMemory(): number;
  /** What it has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a function under AWS's runtime interface client. What AWS Lambda would kill it for, kills it. */
export async function startFunction(deployment: Deployment): Promise<LambdaFunction> {
  const { name, account, region, memoryMegabytes, timeoutSeconds } = deployment;
  const said = new EventEmitter();
  let hand: Hand | undefined;
  let startFailure: Answer | undefined;
  const api = await serveRuntimeApi({
    asks(given) {
      hand = given;
      said.emit('asks');
    },
    answers: (_requestId, answer) => said.emit('answer', answer),
    failsToStart: (failure) => (startFailure = failure),
  });
  const child = spawnNode(deployment, api.address);
  const log = logOf(child);
  const exited = once(child, 'exit').then(([code, signal]) => `exited with ${String(code ?? signal)}`);
  let killed: string | undefined;
  const kill = (why: string) => {
    killed ??= why;
    child.kill('SIGKILL');
  };
  const memory = watchMemory(child.pid ?? 0, memoryMegabytes, () => kill('out of memory'));
  const inTime = async <Value>(event: Promise<Value>): Promise<Value | undefined> => {
    const timer = setTimeout(() => kill('out of time'), timeoutSeconds * 1_000);
    const first = await Promise.race([event, exited.then(() => undefined)]);
    clearTimeout(timer);
    return first;
  };
  const ended = async (): Promise<Outcome> => startFailure ?? { kind: 'ended', why: killed ?? (await exited) };

  return {
    initialised: async () => hand !== undefined || (await inTime(once(said, 'asks'))) !== undefined,
    async invoke(event) {
      if (hand === undefined && (await inTime(once(said, 'asks'))) === undefined) return ended();
      const answered = once(said, 'answer') as Promise<[Answer]>;
      const functionArn = `arn:aws:lambda:${region}:${account}:function:${name}`;
      hand?.({ requestId: randomUUID(), event, functionArn, deadline: Date.now() + timeoutSeconds * 1_000 });
      hand = undefined;
      return (await inTime(answered))?.[0] ?? ended();
    },
    peakMemory: memory.peak,
    log,
    async stop() {
      kill('stopped');
      await exited;
      memory.stop();
      api.close();
    },
  };
}

/** Share of the memory that objects may take before Node itself gives up, in percent. */
const heapShare = 90;

function spawnNode({ node, name, folder, region, environment, memoryMegabytes }: Deployment, address: string): ChildProcess {
  const heap = `--max-old-space-size=${Math.floor((memoryMegabytes * heapShare) / 100)}`;
  return spawn(nodeBinary(node), [heap, runtimeClient, 'index.handler'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      ...environment,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${node}.x`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef',
      AWS_LAMBDA_RUNTIME_API: address,
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'index.handler',
      TZ: ':UTC',
    },
  });
}

function logOf({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}
