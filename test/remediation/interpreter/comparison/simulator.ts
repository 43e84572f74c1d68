import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { AutomationDocument } from '../document.ts';

const script = fileURLToPath(new URL('simulate.mjs', import.meta.url));

/** What a runbook is simulated with. */
export interface Simulated {
  readonly text: string;
  /** Values with their types. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** How the simulation went, or why it did not start. */
export type SimulationEnd =
  | { readonly refusal: string }
  | {
      readonly status: 'SUCCESS' | 'FAILED' | 'CANCELED';
      /** Names, in the order in which they ran. */
      readonly steps: readonly string[];
      /** By `step.output`. */
      readonly outputs: Readonly<Record<string, unknown>>;
      readonly stackTrace: string;
    };

/** Starts AWS's simulation in a process of its own: it blocks the process that it runs in, and prints much. */
export function startSimulator(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [script], { env: { ...process.env, ...environment }, stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const answers = createInterface(child.stdio[3] as Readable)[Symbol.asyncIterator]();
  return {
    simulate: async ({ text, parameters = {} }: Simulated): Promise<SimulationEnd> => {
      child.stdin?.write(`${JSON.stringify({ content: complete(text), parameters })}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error(`the simulation ended: ${log.join('')}`);
      return JSON.parse(value) as SimulationEnd;
    },
    stop: async (): Promise<void> => {
      const exited = once(child, 'exit');
      child.stdin?.end();
      await exited;
    },
  };
}

/** The simulation breaks on a document without parameters and on an API step without outputs. */
function complete(text: string): object {
  const document = parse(text) as AutomationDocument;
  return { parameters: {}, ...document, mainSteps: document.mainSteps.map((step) => ({ outputs: [], ...step })) };
}
