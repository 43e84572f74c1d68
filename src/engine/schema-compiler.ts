import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';

/** How schemas are read. They are our own and strict mode knows them, so nobody spends time on validating them. */
export const dialect = {
  meta: false,
  validateSchema: false,
  allErrors: false,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
} as const;

const ajv = new Ajv({ ...dialect, code: { optimize: false } });

/** Compiles a JSON Schema. In the place of this module, functions have one with the validators that were compiled when they were built. */
export const compiled = (schema: AnySchema & object): ValidateFunction => ajv.compile(schema);
