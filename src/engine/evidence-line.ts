import type { Fact } from '../facts/fact.ts';
import { refusals } from '../facts/unreadable.ts';
import type { Reading } from './reading.ts';
import { problemOf, validator } from './schemas.ts';

/** Version of the evidence format; a file of another version is refused. */
export const evidenceVersion = '1';

/** The first line of an evidence file. */
export interface EvidenceHeader {
  readonly evidence: 'bedrock-logging-rules';
  readonly version: typeof evidenceVersion;
  /** When collecting began, as ISO 8601 in UTC. */
  readonly collectedAt: string;
  readonly partition: string;
}

/** How a run ended: what evidence cannot tell by its readings. */
export interface Ending {
  /** Whether every account was read; false after an interruption. */
  readonly complete: boolean;
  /** What went wrong besides refused readings, one sentence each. */
  readonly failures: readonly string[];
}

/** The last line of an evidence file. Without it the file was cut off. */
export interface EvidenceTrailer extends Ending {
  readonly end: 'bedrock-logging-rules';
}

/** What a reading has exactly one of. */
const outcomes = ['value', 'absent', 'refused'] as const;

const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' } as const;

/** JSON Schema of the first line. */
export const headerSchema = {
  type: 'object',
  required: ['evidence', 'version', 'collectedAt', 'partition'],
  additionalProperties: false,
  properties: {
    evidence: { const: 'bedrock-logging-rules' },
    version: { const: evidenceVersion },
    collectedAt: time,
    partition: { type: 'string', pattern: '^aws[a-z-]*$' },
  },
} as const;

/** JSON Schema of every line between the first and the last, but for the value, which the fact's own schema describes. */
export const readingSchema = {
  type: 'object',
  required: ['account', 'region', 'fact', 'resource', 'at'],
  additionalProperties: false,
  properties: {
    account: { type: 'string', pattern: '^\\d{12}$' },
    region: { type: 'string', pattern: '^(global|[a-z]{2,4}(-[a-z]+)+-\\d+)$' },
    fact: { type: 'string', minLength: 1 },
    resource: { type: 'string' },
    at: time,
    value: {},
    absent: { const: true },
    refused: {
      type: 'object',
      required: ['refusal', 'code'],
      additionalProperties: false,
      properties: { refusal: { enum: refusals }, code: { type: 'string' } },
    },
  },
  oneOf: outcomes.map((outcome) => ({ required: [outcome] })),
} as const;

/** JSON Schema of the last line. */
export const trailerSchema = {
  type: 'object',
  required: ['end', 'complete', 'failures'],
  additionalProperties: false,
  properties: {
    end: { const: 'bedrock-logging-rules' },
    complete: { type: 'boolean' },
    failures: { type: 'array', items: { type: 'string', minLength: 1 } },
  },
} as const;

/** A reading as one line, without the line break. */
export function lineOf({ account, region, fact, resource, at, ...outcome }: Reading): string {
  return JSON.stringify({ account, region, fact, resource, at, ...outcome });
}

/** The last line, without the line break. */
export function trailerOf({ complete, failures }: Ending): string {
  const trailer: EvidenceTrailer = { end: 'bedrock-logging-rules', complete, failures };
  return JSON.stringify(trailer);
}

/**
 * Parses the first line.
 *
 * @throws Error that says what is wrong with it
 */
export function parseHeader(line: string): EvidenceHeader {
  const header = parseJson(line) as Partial<EvidenceHeader> | null;
  if (header?.evidence !== 'bedrock-logging-rules') throw new Error("it is not evidence: the first line must say 'bedrock-logging-rules'");
  if (header.version !== evidenceVersion) {
    throw new Error(`it is evidence of version ${JSON.stringify(header.version)}; this program reads version "${evidenceVersion}"`);
  }
  const validate = validator(headerSchema);
  if (!validate(header)) throw new Error(problemOf(validate));
  return header as EvidenceHeader;
}

/**
 * Parses any line but the first: the trailer, or a reading, its value checked against the schema of its fact.
 *
 * @param facts every fact that evidence may hold, by id
 * @throws Error that says what is wrong with it
 */
export function parseLine(line: string, facts: ReadonlyMap<string, Fact<unknown>>): Reading | EvidenceTrailer {
  const parsed = parseJson(line);
  return isObject(parsed) && 'end' in parsed ? asTrailer(parsed) : asReading(parsed, facts);
}

function asTrailer(parsed: object): EvidenceTrailer {
  const validate = validator(trailerSchema);
  if (!validate(parsed)) throw new Error(problemOf(validate));
  return parsed as EvidenceTrailer;
}

function asReading(parsed: unknown, facts: ReadonlyMap<string, Fact<unknown>>): Reading {
  if (!isObject(parsed) || outcomes.filter((outcome) => outcome in parsed).length !== 1) {
    throw new Error(`it must have one of ${outcomes.join(', ')}`);
  }
  const validate = validator(readingSchema);
  if (!validate(parsed)) throw new Error(problemOf(validate));
  const reading = parsed as Reading;
  const fact = facts.get(reading.fact);
  if (!fact) throw new Error(`no fact has id '${reading.fact}'`);
  if ('value' in reading) {
    const validateValue = validator(fact.schema as object);
    if (!validateValue(reading.value)) throw new Error(`value of ${fact.id}: ${problemOf(validateValue)}`);
  }
  return reading;
}

const isObject = (parsed: unknown): parsed is object => typeof parsed === 'object' && parsed !== null;

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error('it is not JSON', { cause });
  }
}
