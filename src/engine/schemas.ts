import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv';

/** The schemas are our own and strict mode knows them, so a function does not spend its start on checking and polishing them. */
const quickly = { meta: false, validateSchema: false, code: { optimize: false } } as const;

const ajv = new Ajv({ ...quickly, allErrors: false, strict: true, strictRequired: false, allowUnionTypes: true });
const compiled = new WeakMap<object, ValidateFunction>();

/** The validator of a JSON Schema, compiled once. */
export function validator(schema: AnySchema & object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
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
