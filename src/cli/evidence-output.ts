import { evidenceVersion, lineOf, trailerOf, type Ending, type EvidenceHeader } from '../engine/evidence-line.ts';
import { byPlace, type Reading } from '../engine/reading.ts';
import { fileOutput } from './output.ts';

/** An evidence file in the making. */
export interface EvidenceOutput {
  /** @param readings of one account; accounts must come in order */
  add(readings: readonly Reading[]): Promise<void>;
  /** Ends the file and keeps it. */
  keep(ending: Ending): Promise<void>;
  discard(): Promise<void>;
}

/** @throws InvalidInput when the file cannot be written */
export async function evidenceOutput(path: string, partition: string): Promise<EvidenceOutput> {
  const output = await fileOutput(path);
  const header: EvidenceHeader = {
    evidence: 'bedrock-logging-rules',
    version: evidenceVersion,
    collectedAt: new Date().toISOString(),
    partition,
  };
  await output.write(`${JSON.stringify(header)}\n`);
  return {
    async add(readings) {
      const lines = readings.toSorted(byPlace).map((reading) => `${lineOf(reading)}\n`);
      await output.write(lines.join(''));
    },
    async keep(ending) {
      await output.write(`${trailerOf(ending)}\n`);
      await output.keep();
    },
    discard: () => output.discard(),
  };
}
