import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Fact } from '../facts/fact.ts';
import { parseHeader, parseLine, type Ending, type EvidenceHeader, type EvidenceTrailer } from './evidence-line.ts';
import { compare } from './finding.ts';
import { InvalidInput } from './invalid-input.ts';
import type { Reading } from './reading.ts';
import { recordedAccount, type RecordedAccount } from './recorded-account.ts';

/** An account as evidence holds it, with the header of the file. */
export interface EvidenceAccount {
  readonly header: EvidenceHeader;
  readonly recorded: RecordedAccount;
}

/**
 * Reads an evidence file one account at a time, so that memory is bounded by the largest account. A name that ends in `.gz` is decompressed.
 *
 * @param facts every fact that evidence may hold, by id
 * @param ended told, after the last account, how the run ended that wrote the file
 * @throws InvalidInput, with the line number, for a file that cannot be read, is of another version, or has a damaged line
 */
export async function* evidenceAccounts(
  path: string,
  facts: ReadonlyMap<string, Fact<unknown>>,
  ended: (ending: Ending) => void = () => undefined,
): AsyncGenerator<EvidenceAccount> {
  let header: EvidenceHeader | undefined;
  let trailer: EvidenceTrailer | undefined;
  let current: RecordedAccount | undefined;
  let previous: Reading | undefined;
  let number = 0;
  for await (const lines of linesOf(path)) {
    for (const line of lines) {
      number += 1;
      const reading = usable(path, number, () => {
        if (trailer) throw new Error('nothing may come after the end');
        if (header) return parseLine(line, facts);
        header = parseHeader(line);
        return undefined;
      });
      if (!header || !reading) continue;
      if ('end' in reading) {
        trailer = reading;
        continue;
      }
      if (current && current.account !== reading.account) {
        yield { header, recorded: current };
        current = undefined;
      }
      const account = (current ??= recordedAccount(reading.account));
      usable(path, number, () => {
        if (previous && comparePlace(previous, reading) > 0) throw new Error('lines must be ordered by account, then by Region');
        account.add(reading);
      });
      previous = reading;
    }
  }
  if (!header) throw new InvalidInput(`evidence ${path} is empty; the first line must be its header`);
  if (current) yield { header, recorded: current };
  ended(trailer ?? { complete: false, failures: [`evidence ${path} has no end; it was cut off`] });
}

function usable<Result>(path: string, line: number, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw new InvalidInput(`line ${line} of evidence ${path} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

function comparePlace(one: Reading, other: Reading): number {
  return compare(one.account, other.account) || compare(one.region, other.region);
}

/** How much of a file is read at a time, in bytes. */
const chunkSize = 1 << 18;

const lineFeed = 10;

/** No reading is nearly as long, in bytes. */
const maximumLine = 16 << 20;

/** The lines of a file, a chunk's worth at a time. */
async function* linesOf(path: string): AsyncGenerator<string[]> {
  const file = createReadStream(path, { highWaterMark: chunkSize });
  const input: Readable = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of input) {
      const buffer = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      const lines: string[] = [];
      let start = 0;
      for (let end = buffer.indexOf(lineFeed); end >= 0; end = buffer.indexOf(lineFeed, start)) {
        lines.push(buffer.toString('utf8', start, end));
        start = end + 1;
      }
      rest = buffer.subarray(start);
      if (rest.length > maximumLine) throw new Error(`a line is longer than ${maximumLine} bytes`);
      yield lines;
    }
  } catch (error) {
    throw new InvalidInput(`evidence ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (rest.length > 0) yield [rest.toString('utf8')];
}
