import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonWithMoto } from '../../emulator/python.ts';

const program = fileURLToPath(new URL('run_scripts.py', import.meta.url));

/** A script of a step, and what it is given. */
export interface PythonScript {
  readonly script: string;
  readonly handler: string;
  readonly events: unknown;
  /** All that the script sees of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long it may run. */
  readonly seconds: number;
}

/** What the handler returned, in JSON, or what went wrong. */
export type PythonOutcome = { readonly payload: string } | { readonly error: string; readonly hasTimedOut: boolean };

/** How the process of a script ended; a negative exit code is the number of a signal. */
interface Ending {
  readonly id: number;
  readonly exitCode: number;
  readonly hasTimedOut: boolean;
  readonly payload: string;
  readonly log: string;
}

interface Waiting {
  resolve(ending: Ending): void;
  reject(error: Error): void;
}

type Python = (script: PythonScript) => Promise<Ending>;

let python: Promise<Python> | undefined;

/** Runs a script's handler in a process of its own. */
export async function runPython(script: PythonScript): Promise<PythonOutcome> {
  python ??= startPython();
  const run = await python;
  const { exitCode, hasTimedOut, payload, log } = await run(script);
  if (hasTimedOut) return { error: `the script ran for longer than ${script.seconds} seconds`, hasTimedOut };
  if (exitCode === 0 && payload !== '') return { payload };
  return { error: log.trim() || `the script ended with exit code ${exitCode} before it returned`, hasTimedOut };
}

/** Starts the process that forks for every script. It ends with this one, and keeps it alive only while scripts run. */
async function startPython(): Promise<Python> {
  const child = spawn(await pythonWithMoto(), ['-B', '-X', 'utf8', program], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const stdin = child.stdin as Socket;
  const stdout = child.stdout as Socket;
  for (const handle of [child, stdin, stdout]) handle.unref();
  const running = new Map<number, Waiting>();
  let asked = 0;
  const lines = createInterface({ input: stdout });
  lines.on('line', (line) => {
    const ending = JSON.parse(line) as Ending;
    running.get(ending.id)?.resolve(ending);
    running.delete(ending.id);
    if (running.size === 0) stdout.unref();
  });
  lines.once('close', () => {
    python = undefined;
    for (const { reject } of running.values()) reject(new Error('the Python process that runs scripts ended'));
  });
  // The end of its output tells that it ended.
  stdin.on('error', () => undefined);
  return (script) =>
    new Promise((resolve, reject) => {
      asked += 1;
      running.set(asked, { resolve, reject });
      stdout.ref();
      stdin.write(`${JSON.stringify({ ...script, id: asked })}\n`);
    });
}
