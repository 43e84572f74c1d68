import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { dialect } from '../engine/schema-compiler.ts';

/** The part of an error that says where in its schema it arose, which nobody is told. */
const schemaPath = /\bschemaPath:"(?:[^"\\]|\\.)*",/g;

/**
 * The module that functions have in the place of `src/engine/schema-compiler.ts`: the code of a validator for each schema, found by the text of the schema,
 * and no compiler.
 */
export function validatorsModule(schemas: readonly object[]): string {
  const ajv = new Ajv({ ...dialect, code: { source: true, esm: true } });
  const names = new Map<string, string>();
  for (const schema of schemas) {
    const text = JSON.stringify(schema);
    if (names.has(text)) continue;
    const name = `isValid${names.size}`;
    names.set(text, name);
    ajv.addSchema(schema, name);
  }
  const code = standalone.default(ajv, Object.fromEntries([...names.values()].map((name) => [name, name])));
  return `${code.replaceAll(schemaPath, '')}
const validators = new Map([${[...names].map(([text, name]) => `[${JSON.stringify(text)}, ${name}]`).join(', ')}]);
export function compiled(schema) {
  const text = JSON.stringify(schema);
  const isValid = validators.get(text);
  if (isValid === undefined) throw new Error('this function was built without a validator of ' + text);
  return isValid;
}`;
}
