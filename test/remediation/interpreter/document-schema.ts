import { Ajv, type ErrorObject } from 'ajv';
import { actions } from './actions/actions.ts';
import { conditionSchema } from './actions/branch.ts';
import { parseJsonPath } from './json-path.ts';
import { parameterTypes } from './parameters.ts';
import type { DataType } from './value.ts';

const dataTypes = ['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'];

const defaultSchemas: Readonly<Record<DataType, object>> = {
  String: { type: 'string' },
  StringList: { type: 'array', items: { type: 'string' } },
  Integer: { type: 'integer' },
  Boolean: { type: 'boolean' },
  StringMap: { type: 'object' },
  MapList: { type: 'array', items: { type: 'object' } },
};

/** Limits on what they say nothing about are refused: AWS documents no meaning of them. */
function limitsOf(type: DataType): Readonly<Record<string, unknown>> {
  const isText = type === 'String' || type === 'StringList';
  const isList = type === 'StringList' || type === 'MapList';
  return {
    ...(isText ? {} : { allowedPattern: false, minChars: false, maxChars: false }),
    ...(isList ? {} : { minItems: false, maxItems: false }),
    ...(type === 'StringMap' || type === 'MapList'
      ? { allowedValues: false }
      : { allowedValues: { items: type === 'StringList' ? { type: 'string' } : defaultSchemas[type] } }),
  };
}

const count = { type: 'integer', minimum: 0 };

const parameter = {
  type: 'object',
  properties: {
    type: { enum: Object.keys(parameterTypes) },
    description: { type: 'string' },
    default: true,
    allowedValues: { type: 'array', minItems: 1 },
    allowedPattern: { type: 'string' },
    displayType: { enum: ['textfield', 'textarea'] },
    minChars: count,
    maxChars: count,
    minItems: count,
    maxItems: count,
  },
  required: ['type'],
  additionalProperties: false,
  allOf: Object.entries(parameterTypes).map(([type, { holds }]) => ({
    if: { properties: { type: { const: type } } },
    then: { properties: { default: defaultSchemas[holds], ...limitsOf(holds) } },
  })),
};

const step = {
  type: 'object',
  properties: {
    name: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{2,127}$' },
    action: { enum: Object.keys(actions) },
    description: { type: 'string' },
    inputs: { type: 'object' },
    outputs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          Name: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*$' },
          Selector: { type: 'string', format: 'json-path' },
          Type: { enum: dataTypes },
        },
        required: ['Name', 'Selector'],
        additionalProperties: false,
      },
    },
    nextStep: { type: 'string' },
    isEnd: { type: 'boolean' },
    isCritical: { type: 'boolean' },
    onFailure: { type: 'string', pattern: '^(Abort|Continue|step:.+)$' },
    onCancel: { type: 'string', pattern: '^(Abort|step:.+)$' },
    maxAttempts: { type: 'integer', minimum: 1 },
    timeoutSeconds: { type: 'integer', minimum: 1 },
  },
  required: ['name', 'action', 'inputs'],
  additionalProperties: false,
  allOf: Object.entries(actions).map(([name, { inputSchema, takesOutputs }]) => ({
    if: { properties: { action: { const: name } } },
    then: { properties: { inputs: inputSchema, ...(takesOutputs ? {} : { outputs: false }) } },
  })),
};

const document = {
  type: 'object',
  properties: {
    schemaVersion: { const: '0.3' },
    description: { type: 'string' },
    assumeRole: { type: 'string' },
    parameters: { type: 'object', propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_]*$' }, additionalProperties: parameter },
    mainSteps: { type: 'array', minItems: 1, items: step },
    outputs: { type: 'array', items: { type: 'string', pattern: String.raw`^\w+\.\w+$` } },
  },
  required: ['schemaVersion', 'mainSteps'],
  additionalProperties: false,
  $defs: { condition: conditionSchema },
};

const holdsOf = compile();

/** What is wrong with the form of a document; nothing where each property is one that AWS documents and this interpreter runs. */
export function formProblems(content: unknown): readonly string[] {
  if (holdsOf(content)) return [];
  return inBrief(holdsOf.errors ?? []);
}

/** Where none of several forms fits, what each lacks says nothing. */
function inBrief(errors: readonly ErrorObject[]): readonly string[] {
  const formless = errors.filter(({ keyword }) => keyword === 'oneOf').map(({ instancePath }) => instancePath);
  const others = errors.filter(({ keyword, instancePath }) => keyword !== 'if' && !formless.some((path) => instancePath.startsWith(path)));
  return [...new Set([...formless.map((path) => `${path} is of none of the forms that AWS documents`), ...others.map(inWords)])];
}

function compile() {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addFormat('json-path', (text) => {
    try {
      parseJsonPath(text);
      return true;
    } catch {
      return false;
    }
  });
  return ajv.compile(document);
}

function inWords({ instancePath, message = '', params }: ErrorObject): string {
  const { additionalProperty, allowedValues, allowedValue } = params as Readonly<Record<string, unknown>>;
  const detail = additionalProperty ?? allowedValues ?? allowedValue;
  return `${instancePath} ${message}${detail === undefined ? '' : `: ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`}`;
}
