import { execFileSync } from 'node:child_process';
import { pythonWithMoto } from '../../emulator/python.ts';

/** A shape of botocore's service model, with what requests are held against. */
interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const program = 'import botocore.loaders, json; print(json.dumps(botocore.loaders.Loader().load_service_model("ssm", "service-2")))';

/** Botocore's model of Systems Manager: AWS's own types and limits. */
export async function ssmModel(): Promise<Model> {
  const text = execFileSync(await pythonWithMoto(), ['-c', program], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(text) as Model;
}

/** What is wrong with a request; `undefined` when nothing is. */
export function requestProblem(model: Model, operation: string, request: unknown): string | undefined {
  const input = model.operations[operation]?.input?.shape;
  return input === undefined ? `there is no operation ${operation}` : problemOf(model, input, request, operation);
}

function problemOf(model: Model, name: string, value: unknown, place: string): string | undefined {
  const shape = model.shapes[name];
  if (!shape) return `${place}: there is no shape ${name}`;
  if (!isOfType(shape.type, value)) return `${place} is no ${shape.type}`;
  return outOfLimits(shape, value, place) ?? innerProblem(model, shape, value, place);
}

const isOfType = (type: string, value: unknown): boolean =>
  ({
    structure: isMap(value),
    map: isMap(value),
    list: Array.isArray(value),
    string: typeof value === 'string',
    boolean: typeof value === 'boolean',
    integer: Number.isInteger(value),
  })[type] ?? false;

function outOfLimits({ min = 0, max = Infinity, pattern, enum: allowed }: Shape, value: unknown, place: string): string | undefined {
  const extent = typeof value === 'number' ? value : typeof value === 'string' ? value.length : Object.keys(value as object).length;
  if (extent < min || extent > max) return `${place} is or has ${extent}; allowed: ${min} to ${max}`;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value as string)) return `${place} does not match ${pattern}`;
  if (allowed && !allowed.includes(value as string)) return `${place} is '${String(value)}'; allowed: ${allowed.join(', ')}`;
  return undefined;
}

function innerProblem(model: Model, shape: Shape, value: unknown, place: string): string | undefined {
  const inner: (string | undefined)[] = [];
  if (shape.members) {
    const given = value as Readonly<Record<string, unknown>>;
    const missing = shape.required?.find((name) => given[name] === undefined);
    if (missing !== undefined) return `${place}.${missing} is required`;
    for (const [name, member] of Object.entries(given)) {
      const known = shape.members[name];
      inner.push(known ? problemOf(model, known.shape, member, `${place}.${name}`) : `${place}.${name} is not known`);
    }
  }
  if (shape.member) for (const item of value as readonly unknown[]) inner.push(problemOf(model, shape.member.shape, item, `${place}[]`));
  if (shape.key && shape.value) {
    for (const [name, member] of Object.entries(value as object)) {
      inner.push(problemOf(model, shape.key.shape, name, `${place} key`), problemOf(model, shape.value.shape, member, `${place}.${name}`));
    }
  }
  return inner.find((problem) => problem !== undefined);
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
