import { UndocumentedBehaviour } from './failures.ts';
import { inWords, isMap, type DataType, type Value } from './value.ts';

/**
 * The value as the type that an output declares, by the conversions AWS documents.
 *
 * @throws UndocumentedBehaviour for every other pair of value and type
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
export function convert(value: unknown, type: DataType): Value {
  const converted = byType[type](value);
  if (converted === undefined) throw new UndocumentedBehaviour(`AWS documents no conversion of ${inWords(value)} to ${type}`);
  return converted;
}

const byType: Readonly<Record<DataType, (value: unknown) => Value | undefined>> = {
  String: (value) => fromOnlyElement(value, toString),
  Integer: (value) => fromOnlyElement(value, toInteger),
  Boolean: (value) => fromOnlyElement(value, toBoolean),
  StringList: (value) => {
    if (isListOf(value, (each) => typeof each === 'string')) return value;
    const text = toString(value);
    return text === undefined ? undefined : [text];
  },
  StringMap: (value) => (isMap(value) && isJson(value) ? value : undefined),
  MapList: (value) => (isListOf(value, isMap) && isJson(value) ? value : undefined),
};

const fromOnlyElement = (value: unknown, convertOne: (value: unknown) => Value | undefined): Value | undefined =>
  convertOne(Array.isArray(value) && value.length === 1 ? value[0] : value);

/** A Boolean has no documented text: Java writes `true`, Python `True`. */
function toString(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : undefined;
}

function toInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'True') return true;
  return value === 'false' || value === 'False' ? false : undefined;
}

const isListOf = (value: unknown, isOne: (value: unknown) => boolean): value is readonly Value[] =>
  Array.isArray(value) && value.every(isOne);

/** Timestamps and blobs have no documented form. */
function isJson(value: unknown): value is Value {
  if (Array.isArray(value)) return value.every(isJson);
  if (isMap(value)) return Object.values(value).every(isJson);
  return ['string', 'number', 'boolean'].includes(typeof value);
}
