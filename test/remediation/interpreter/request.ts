import { NormalizedSchema } from '@smithy/core/schema';
import { inWords, isMap } from './value.ts';

type Schema = NormalizedSchema;

/** An input of another name or type than the operation has. */
class ParameterValidationFailed extends Error {
  override readonly name = 'ParameterValidationFailed';
}

/**
 * The request to send: held against the SDK's schema as the SDK for Python holds it against its own,
 * since the SDK for JavaScript drops unknown members and sends wrong types.
 *
 * @throws ParameterValidationFailed
 */
export function toRequest(inputs: unknown, schema: unknown): unknown {
  return shape(inputs, NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]), 'input');
}

function shape(value: unknown, schema: Schema, path: string): unknown {
  if (schema.isUnitSchema()) return isMap(value) && Object.keys(value).length === 0 ? value : wrong(path, 'nothing', value);
  if (schema.isStructSchema()) return shapeStruct(value, schema, path);
  if (schema.isListSchema()) {
    return Array.isArray(value)
      ? value.map((each, at) => shape(each, schema.getValueSchema(), `${path}[${at}]`))
      : wrong(path, 'a list', value);
  }
  if (schema.isMapSchema()) {
    if (!isMap(value)) return wrong(path, 'a map', value);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each, schema.getValueSchema(), `${path}.${key}`)]));
  }
  return shapeScalar(value, schema, path);
}

function shapeStruct(value: unknown, schema: Schema, path: string): unknown {
  if (!isMap(value)) return wrong(path, 'a map', value);
  const members = new Map(schema.structIterator());
  const unknown = Object.keys(value).find((name) => !members.has(name));
  if (unknown !== undefined)
    throw new ParameterValidationFailed(`unknown parameter in ${path}: '${unknown}'; known: ${[...members.keys()].join(', ')}`);
  const missing = requiredMembers(schema, members).find((name) => value[name] === undefined);
  if (missing !== undefined) throw new ParameterValidationFailed(`missing required parameter in ${path}: '${missing}'`);
  if (schema.isUnionSchema() && Object.keys(value).length !== 1) return wrong(path, 'a map of one member', value);
  const entries = [...members].filter(([name]) => value[name] !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, shape(value[name], member, `${path}.${name}`)]));
}

/** They come first; their number is the seventh element of the SDK's own form of the schema. */
function requiredMembers(schema: Schema, members: ReadonlyMap<string, Schema>): readonly string[] {
  const count = (schema.getSchema() as readonly unknown[])[6];
  return [...members]
    .slice(0, typeof count === 'number' ? count : 0)
    .filter(([, member]) => !member.isIdempotencyToken())
    .map(([name]) => name);
}

function shapeScalar(value: unknown, schema: Schema, path: string): unknown {
  if (schema.isStringSchema()) return typeof value === 'string' ? value : wrong(path, 'a String', value);
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : wrong(path, 'a Boolean', value);
  if (schema.isNumericSchema()) return typeof value === 'number' ? value : wrong(path, 'an Integer', value);
  if (schema.isBlobSchema() && typeof value === 'string') return Buffer.from(value, 'utf8');
  if (schema.isTimestampSchema() && typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value);
  if (schema.isDocumentSchema()) return value;
  return wrong(path, schema.isTimestampSchema() ? 'a timestamp in ISO 8601' : 'a text', value);
}

function wrong(path: string, wanted: string, given: unknown): never {
  throw new ParameterValidationFailed(`invalid type for parameter ${path}: ${wanted} wanted, given ${inWords(given)}`);
}
