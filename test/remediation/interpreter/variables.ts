import { UndocumentedBehaviour } from './failures.ts';
import { inWords, isMap, type Value } from './value.ts';

const braces = /\{\{([^{}]*)\}\}/g;
const variableName = /^[A-Za-z][A-Za-z0-9_]*([.:][A-Za-z][A-Za-z0-9_]*)?$/;

/** Names between double braces, wherever they stand in a value. */
export function variablesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(braces)].map(([, inner = '']) => inner.trim());
  if (Array.isArray(value)) return value.flatMap(variablesIn);
  return isMap(value) ? Object.values(value).flatMap(variablesIn) : [];
}

/** Texts with double braces that hold no variable, and keys that hold one: AWS supports no step that variables construct. */
export function misplacedBraces(value: unknown): readonly string[] {
  if (typeof value === 'string') return hasStrayBraces(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(misplacedBraces);
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [...(/\{\{|\}\}/.test(key) ? [key] : []), ...misplacedBraces(each)]);
}

const hasStrayBraces = (text: string): boolean =>
  variablesIn(text).some((name) => !variableName.test(name)) || /\{\{|\}\}/.test(text.replaceAll(braces, ''));

/**
 * The value with every variable replaced once: a value that looks like a variable stays as it is.
 * A variable that is the whole text keeps its type; one inside a text becomes text.
 */
export function substitute(value: unknown, lookUp: (name: string) => Value): Value {
  if (typeof value === 'string') return substituteInText(value, lookUp);
  if (Array.isArray(value)) return value.map((each) => elementOf(each, lookUp));
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substitute(each, lookUp)]));
  return value as Value;
}

function substituteInText(text: string, lookUp: (name: string) => Value): Value {
  const whole = /^\s*\{\{([^{}]*)\}\}\s*$/.exec(text)?.[1];
  if (whole !== undefined) return lookUp(whole.trim());
  return text.replaceAll(braces, (_braces, inner: string) => textOf(lookUp(inner.trim()), inner.trim()));
}

function elementOf(element: unknown, lookUp: (name: string) => Value): Value {
  const value = substitute(element, lookUp);
  if (typeof element !== 'string' || !Array.isArray(value)) return value;
  throw new UndocumentedBehaviour(`AWS does not document whether '${element}' in a list is a list within it or its elements`);
}

function textOf(value: Value, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new UndocumentedBehaviour(`AWS does not document how '{{ ${name} }}' inside a text writes ${inWords(value)}`);
}
