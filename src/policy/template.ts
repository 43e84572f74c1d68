import { anyMany, anyOne, literal, questionMark, star, type Glob } from './glob.ts';
import type { RequestContext } from './request-context.ts';

/** `${key}` or `${key, 'default'}` in a policy. */
interface Variable {
  /** In lower case. */
  readonly key: string;
  readonly default: string | undefined;
}

/** A text of a policy: literals, wildcards and, from version 2012-10-17 on, variables. */
export interface Template {
  readonly parts: readonly (Glob | Variable)[];
  /** The keys of its variables, in lower case. */
  readonly keys: readonly string[];
}

/** A template with its variables replaced. `unknown`: a variable's value is not known, and `*` stands in its place. */
export interface Resolved {
  readonly certainty: 'exact' | 'unknown';
  readonly glob: Glob;
}

// Keys of tags may have spaces in them.
const variable = /^\s*([^\s,'{}](?:[^,'{}]*[^\s,'{}])?)\s*(?:,\s*'([^']*)'\s*)?$/;
const escapes = new Set(['*', '?', '$']);

/**
 * Parses a text of a policy.
 *
 * @param hasVariables false for version 2008-10-17, where `${…}` is literal text
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function templateOf(text: string, hasVariables: boolean): Template {
  const parts: (Glob | Variable)[] = [];
  const keys: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const end = hasVariables && text.startsWith('${', at) ? text.indexOf('}', at) : -1;
    const inner = end > 0 ? text.slice(at + 2, end) : '';
    const [, key, fallback] = variable.exec(inner) ?? [];
    if (escapes.has(inner)) {
      codes.push(inner.charCodeAt(0));
      at = end;
    } else if (key !== undefined) {
      parts.push(codes, { key: key.toLowerCase(), default: fallback });
      keys.push(key.toLowerCase());
      codes = [];
      at = end;
    } else {
      codes.push(wildcardOf(text.charCodeAt(at)));
    }
  }
  parts.push(codes);
  return { parts, keys };
}

const wildcardOf = (code: number): number => (code === star ? anyMany : code === questionMark ? anyOne : code);

const isVariable = (part: Glob | Variable): part is Variable => !Array.isArray(part);

/**
 * Replaces the variables; what they hold is literal text.
 *
 * @returns `undefined` when a variable has no value: such a text matches nothing
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function resolve({ parts, keys }: Template, context: RequestContext): Resolved | undefined {
  if (keys.length === 0) return { certainty: 'exact', glob: parts[0] as Glob };
  const codes: number[] = [];
  let certainty: Resolved['certainty'] = 'exact';
  for (const part of parts) {
    const value = isVariable(part) ? valueOf(part, context) : part;
    if (value === undefined) return undefined;
    if (value === 'unknown') certainty = 'unknown';
    for (const code of value === 'unknown' ? [anyMany] : value) codes.push(code);
  }
  return { certainty, glob: codes };
}

/** Only keys with a single value can stand in for a variable. */
function valueOf(part: Variable, context: RequestContext): Glob | 'unknown' | undefined {
  const state = context.state(part.key);
  if (state.kind === 'unknown') return 'unknown';
  const value = state.kind === 'absent' ? part.default : state.values.length === 1 ? state.values[0] : undefined;
  return value === undefined ? undefined : literal(value);
}
