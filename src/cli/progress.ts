import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a long run has come. */
export interface Progress {
  /** @param accounts how many there are in all */
  start(accounts: number): void;
  advance(): void;
  stop(): void;
}

/** A bar on a terminal, nothing anywhere else. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { start: () => undefined, advance: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { stream, format: 'judging {bar} {value}/{total} accounts · {eta_formatted} left', clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  return { start: (accounts) => bar.start(accounts, 0), advance: () => bar.increment(), stop: () => bar.stop() };
}
