import { visibleJson } from '../../engine/wording.ts';
import type { Look } from '../../reports/table.ts';
import { fileOutput, spooledOutput, type Output } from '../output.ts';
import type { Terminal } from '../terminal.ts';

/** Where the report goes, and how. */
export interface Presentation {
  readonly format: 'table' | 'json';
  /** Path of a file; `undefined` for standard output. */
  readonly output: string | undefined;
  /** Whether somebody is asked on the terminal, who must see what it is about. */
  readonly isAsked: boolean;
}

/** A report that is shown as it comes in, so that people can decide by it. */
export interface Narrative {
  /** Shows a part of it; of the JSON format it is none. */
  show(view: (look: Look) => string): Promise<void>;
  /** Ends the report. */
  keep(json: object): Promise<void>;
  discard(): Promise<void>;
}

/** @throws InvalidInput when the file cannot be written */
export async function narrative({ format, output, isAsked }: Presentation, terminal: Terminal): Promise<Narrative> {
  const { stdout, stderr, width, colour } = terminal;
  const onTerminal = format === 'table' && output === undefined;
  const kept: Output | undefined = onTerminal ? undefined : output === undefined ? await spooledOutput(stdout) : await fileOutput(output);
  return {
    async show(view) {
      if (format === 'table') await kept?.write(view({ width: 120, colour: false }));
      if (onTerminal) stdout.write(view({ width, colour }));
      else if (isAsked) stderr.write(view({ width, colour }));
    },
    async keep(json) {
      if (format === 'json') await kept?.write(visibleReport(json));
      await kept?.keep();
    },
    discard: async () => kept?.discard(),
  };
}

const visibleReport = (json: object): string => `${visibleJson(JSON.stringify(json, null, 1))}\n`;
