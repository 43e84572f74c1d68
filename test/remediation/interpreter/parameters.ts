import { fitsPattern } from './allowed-pattern.ts';
import { InvalidAutomationExecutionParameters } from './failures.ts';
import { isMap, type DataType, type Value } from './value.ts';

/** Data types of parameters: those of outputs, and two of AWS resources, which are texts of a known form. */
export const parameterTypes = {
  String: { holds: 'String' },
  StringList: { holds: 'StringList' },
  Integer: { holds: 'Integer' },
  Boolean: { holds: 'Boolean' },
  StringMap: { holds: 'StringMap' },
  MapList: { holds: 'MapList' },
  'AWS::IAM::Role::Arn': { holds: 'String', form: /^(?:arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]+)?$/ },
  'AWS::S3::Bucket::Name': { holds: 'String', form: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/ },
} as const satisfies Record<string, { readonly holds: DataType; readonly form?: RegExp }>;

/** A parameter as a document declares it. */
export interface Parameter {
  readonly type: keyof typeof parameterTypes;
  readonly description?: string;
  readonly default?: Value;
  readonly allowedValues?: readonly Value[];
  readonly allowedPattern?: string;
  readonly minChars?: number;
  readonly maxChars?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Values as StartAutomationExecution takes them: lists of text. One text stands for a list of one. */
export type GivenParameters = Readonly<Record<string, string | readonly string[]>>;

/**
 * The value of every parameter: what is given, else the default, which AWS holds against no limit.
 *
 * @throws InvalidAutomationExecutionParameters
 */
export function parameterValues(declared: Readonly<Record<string, Parameter>>, given: GivenParameters): Readonly<Record<string, Value>> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) refuse(unknown.join(', '), `is no parameter of the document; known: ${Object.keys(declared).join(', ')}`);
  return Object.fromEntries(Object.entries(declared).map(([name, parameter]) => [name, valueOf(name, parameter, given[name])]));
}

function valueOf(name: string, parameter: Parameter, given: string | readonly string[] | undefined): Value {
  if (given === undefined) return parameter.default ?? refuse(name, 'is required');
  const texts = typeof given === 'string' ? [given] : given;
  const value = read(name, parameterTypes[parameter.type].holds, texts);
  holdAgainstLimits(name, parameter, value);
  return value;
}

function read(name: string, type: DataType, texts: readonly string[]): Value {
  if (type === 'StringList') return texts;
  if (type === 'MapList') return texts.map((text) => readMap(name, text));
  const [text, ...others] = texts;
  if (text === undefined || others.length > 0) return refuse(name, `is a ${type}; given ${texts.length} values`);
  if (type === 'StringMap') return readMap(name, text);
  if (type === 'Integer') return /^-?\d+$/.test(text) ? Number(text) : refuse(name, `is an Integer; given '${text}'`);
  if (type === 'Boolean')
    return ['true', 'false'].includes(text) ? text === 'true' : refuse(name, `is a Boolean, true or false; given '${text}'`);
  return text;
}

function readMap(name: string, text: string): Value {
  try {
    const value: unknown = JSON.parse(text);
    if (isMap(value)) return value as Value;
  } catch {
    // Refused below.
  }
  return refuse(name, `is a map, written in JSON; given '${text}'`);
}

function holdAgainstLimits(name: string, parameter: Parameter, value: Value): void {
  const { allowedValues, minItems = 0, maxItems = Infinity, minChars = 0, maxChars = Infinity } = parameter;
  const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
  if (Array.isArray(value) && (items.length < minItems || items.length > maxItems)) refuse(name, `has ${items.length} items`);
  for (const item of items) {
    if (allowedValues !== undefined && !allowedValues.includes(item)) {
      refuse(name, `is '${JSON.stringify(item)}'; allowed: ${JSON.stringify(allowedValues)}`);
    }
    if (typeof item !== 'string') continue;
    if (item.length < minChars || item.length > maxChars) refuse(name, `has ${item.length} characters`);
    holdAgainstForm(name, parameter, item);
  }
}

function holdAgainstForm(name: string, { type, allowedPattern }: Parameter, text: string): void {
  const known = parameterTypes[type];
  if ('form' in known && !known.form.test(text)) refuse(name, `is no ${type}: '${text}'`);
  if (allowedPattern !== undefined && !fitsPattern(text, allowedPattern)) refuse(name, `is '${text}'; allowed pattern: ${allowedPattern}`);
}

function refuse(name: string, why: string): never {
  throw new InvalidAutomationExecutionParameters(`${name} ${why}`);
}
