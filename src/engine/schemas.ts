import type { AnySchema, ErrorObject, ValidateFunction } from 'ajv';
import { compiled } from './schema-compiler.ts';

const known = new WeakMap<object, ValidateFunction>();

/** The validator of a JSON Schema, compiled once. */
export function validator(schema: AnySchema & object): ValidateFunction {
  const validate = known.get(schema) ?? compiled(schema);
  known.set(schema, validate);
  return validate;
}

/** What a validator found wrong, as one phrase. */
export function problemOf(validate: ValidateFunction): string {
  const [error] = validate.errors ?? [];
  return error
    ? `${error.instancePath.slice(1).replaceAll('/', '.') || 'it'} ${error.message ?? 'is wrong'}${detail(error)}`
    : 'it is wrong';
}

function detail({ keyword, params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return ` ('${(params as { additionalProperty: string }).additionalProperty}')`;
  if (keyword === 'enum') return ` ${(params as { allowedValues: unknown[] }).allowedValues.join(', ')}`;
  return '';
}
