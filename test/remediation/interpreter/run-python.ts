import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { pythonWithMoto } from '../../emulator/python.ts';

let python: Promise<string> | undefined;

const runner = fileURLToPath(new URL('run_script.py', import.meta.url));

/** A script of a step, and what it is given. */
export interface PythonScript {
  readonly script: string;
  readonly handler: string;
  readonly events: unknown;
  /** All that the script sees of the environment, besides the path of programs. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long it may run. */
  readonly seconds: number;
}

/** What the handler returned, in JSON, or what went wrong. */
export type PythonOutcome = { readonly payload: string } | { readonly error: string; readonly hasTimedOut: boolean };

/** Runs a script's handler in a process of its own. */
export async function runPython({ script, handler, events, environment, seconds }: PythonScript): Promise<PythonOutcome> {
  python ??= pythonWithMoto();
  const child = spawn(await python, ['-B', '-X', 'utf8', runner], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
  });
  const [stdin, stdout, stderr, result] = child.stdio as unknown as [typeof child.stdin, Readable, Readable, Readable];
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  // A script that fails before it reads breaks the pipe; its standard error says why.
  stdin?.on('error', () => undefined);
  stdin?.end(JSON.stringify({ script, handler, events }));
  const [payload, log, [code, signal]] = await Promise.all([text(result), text(stderr), ended, text(stdout)]);
  if (signal === 'SIGKILL') return { error: `the script ran for longer than ${seconds} seconds`, hasTimedOut: true };
  return code === 0 ? { payload } : { error: log.trim(), hasTimedOut: false };
}
