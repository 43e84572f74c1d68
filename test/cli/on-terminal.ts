import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { cli } from './run.ts';

/** What somebody types, when the screen shows something new that matches. */
export type Typed = readonly [prompt: RegExp, keys: string];

/** Ctrl-C, as a keyboard sends it. */
export const interrupt = String.fromCharCode(3);

const terminalOfPython = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

/** How long a command may take, in milliseconds. */
const timeout = 100_000;

/** Runs the command line on a terminal of Python's making, before which somebody sits and types. */
export async function onTerminal(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  typed: readonly Typed[],
): Promise<{ readonly exitCode: number | null; readonly screen: string }> {
  const child = spawn('python3', ['-c', terminalOfPython, process.execPath, cli, ...args], {
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout,
    killSignal: 'SIGKILL',
  });
  let shown = '';
  let read = 0;
  const left = [...typed];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const [prompt, keys = ''] = left[0] ?? [];
    const screen = readable(shown);
    if (!prompt?.test(screen.slice(read))) return;
    left.shift();
    read = screen.length;
    child.stdin.write(keys);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const screen = readable(shown);
  if (left.length > 0) throw new Error(`nobody was asked ${String(left[0]?.[0])}; exit code ${exitCode}; the screen: ${screen}`);
  return { exitCode, screen };
}

const readable = (shown: string): string => stripVTControlCharacters(shown).replaceAll('\r', '');
