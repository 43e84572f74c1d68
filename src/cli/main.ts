#!/usr/bin/env node
import { CommanderError } from 'commander';
import { rules } from '../../rules/registry.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import { visible } from '../engine/wording.ts';
import { program } from './program.ts';
import type { Terminal } from './terminal.ts';

const { env, stdout, stderr } = process;

// The SDK would print its own Node.js support calendar between our lines.
env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(2);
    stderr.write('bedrock-logging: stopping; what was read is kept. Press Ctrl-C again to quit at once.\n');
    stop.abort();
  });
}
stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that goes away, as `head` does, has what it wanted.
  if (error.code !== 'EPIPE') stderr.write(`bedrock-logging: cannot write to standard output: ${error.message}\n`);
  process.exit(2);
});

const terminal: Terminal = {
  // Opened when somebody is asked: most commands ask nothing.
  get stdin() {
    return process.stdin;
  },
  stdout,
  stderr,
  width: stdout.columns ?? (Number(env['COLUMNS']) || 100),
  colour: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  stop: stop.signal,
};

let exitCode: 0 | 1 | 2 = 2;
try {
  await program(rules, terminal, (code) => (exitCode = code)).parseAsync();
} catch (error) {
  exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof CommanderError)) stderr.write(`bedrock-logging: ${visible(messageOf(error))}\n`);
}
await new Promise((flushed) => stdout.write('', flushed));
process.exit(exitCode);

function messageOf(error: unknown): string {
  if (error instanceof InvalidInput) return error.message;
  return `this is a fault of the program: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}
