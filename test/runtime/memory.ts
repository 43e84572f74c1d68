import { readFileSync } from 'node:fs';

/** How often the memory of a function is looked at, in milliseconds. */
const interval = 20;

/**
 * Watches what a process has in memory.
 *
 * @param megabytes what it may have
 * @param exceeded called when it has more
 */
export function watchMemory(pid: number, megabytes: number, exceeded: () => void): { peak(): number; stop(): void } {
  let highest = 0;
  const look = () => {
    highest = Math.max(highest, peakOf(pid));
    if (highest > megabytes * 1_024 * 1_024) exceeded();
  };
  const timer = setInterval(look, interval);
  return {
    peak() {
      look();
      return highest;
    },
    stop: () => clearInterval(timer),
  };
}

/** The most a process had in memory so far, in bytes; 0 when it is gone. Linux keeps it, so nothing is missed between two looks. */
function peakOf(pid: number): number {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
