import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../src/engine/finding.ts';
import type { Summary } from '../../src/reports/summary.ts';

/** The command line as it ships. */
export const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What became of one run. */
export interface Run {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Runs the command line with this environment and no other. */
export const run = (args: readonly string[], environment: Environment, cwd?: string, limit?: number): Promise<Run> =>
  ended(begin(process.execPath, [cli, ...args], environment, cwd, limit));

/** How long a command may take, in milliseconds; one that never ends must not outlive its test. */
const timeout = 25_000;

/** Starts a command with this environment and no other, but for the search path. */
export function begin(
  command: string,
  args: readonly string[],
  environment: Environment,
  cwd?: string,
  limit: number = timeout,
): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit, killSignal: 'SIGKILL' });
}

/** Waits for the end of a command. */
export function ended(child: ChildProcess): Promise<Run> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]?.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, ...text }));
  });
}

/** The JSON report on standard output. */
export interface JsonReport {
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}

/** @throws Error with everything the run wrote when standard output is not JSON */
export function reportOf({ exitCode, stdout, stderr }: Run): JsonReport {
  try {
    return JSON.parse(stdout) as JsonReport;
  } catch (cause) {
    throw new Error(`exit code ${exitCode}; stderr: ${stderr}; stdout: ${stdout.slice(0, 500)}`, { cause });
  }
}
