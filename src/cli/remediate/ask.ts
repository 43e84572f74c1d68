import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { visible } from '../../engine/wording.ts';
import type { Terminal } from '../terminal.ts';

/** Whether somebody sits there who could be asked. */
export const canAsk = ({ stdin, stderr }: Terminal): boolean => stdin.isTTY && stderr.isTTY;

/** @returns whether the answer was yes; no answer, and Ctrl-C, are none */
export async function ask({ stdin, stderr, stop }: Terminal, question: string): Promise<boolean> {
  if (stop.aborted) return false;
  // Without `terminal`, Ctrl-C stays a signal.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  const nothingMore = once(lines, 'close').then(() => '');
  try {
    const answer = await Promise.race([lines.question(`${visible(question)} [y/N] `, { signal: stop }), nothingMore]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } catch (error) {
    if (stop.aborted) return false;
    throw error;
  } finally {
    lines.close();
  }
}
