import type { AskedOf } from './compiled-policy.ts';
import { questionMark, star } from './glob.ts';

/** A document as JSON; `undefined` for what is not plain JSON text. */
export function parsedJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

const versions: readonly unknown[] = ['2012-10-17', '2008-10-17', undefined];

/**
 * Tells documents that plainly say nothing of any question, without taking them apart: most of the policies of a large account are such. A document that is not
 * quite as it should be is never one of them.
 *
 * @param maskOf the questions an action is about, as bits
 */
export function besideThePoint(asked: readonly AskedOf[], maskOf: (action: string) => number): (document: unknown) => boolean {
  const targets = distinctTargets(asked);
  const reachOf = (pattern: string): number => {
    let bits = 0;
    for (const { text, isSet, about } of targets) if (couldReach(pattern, text, isSet)) bits |= about;
    return bits;
  };

  const isBeside = (statement: unknown): boolean => {
    const { Effect, Action, NotAction, Resource, NotResource } = statement as Readonly<Record<string, unknown>>;
    if ((Effect !== 'Allow' && Effect !== 'Deny') || NotAction !== undefined) return false;
    const actions = masked(Action, maskOf);
    if (actions === undefined || actions === 0)
      return actions === 0 && (masked(Resource, reachOf) !== undefined || NotResource !== undefined);
    const reach = masked(Resource, reachOf);
    return reach !== undefined && NotResource === undefined && (actions & reach) === 0;
  };

  return (document) => {
    const { Version, Statement } = document as { Version?: unknown; Statement?: unknown };
    if (!versions.includes(Version) || typeof Statement !== 'object' || Statement === null) return false;
    return Array.isArray(Statement)
      ? Statement.every((one) => typeof one === 'object' && one !== null && isBeside(one))
      : isBeside(Statement);
  };
}

/** Adds up the bits of one text or a list of texts; `undefined` for anything else. */
function masked(texts: unknown, maskOf: (text: string) => number): number | undefined {
  if (typeof texts === 'string') return maskOf(texts);
  if (!Array.isArray(texts)) return undefined;
  let bits = 0;
  for (const text of texts as unknown[]) {
    if (typeof text !== 'string') return undefined;
    bits |= maskOf(text);
  }
  return bits;
}

interface DistinctTarget {
  readonly text: string;
  readonly isSet: boolean;
  /** The questions about it, as bits. */
  readonly about: number;
}

function distinctTargets(asked: readonly AskedOf[]): DistinctTarget[] {
  const targets = new Map<string, DistinctTarget>();
  for (const [bit, { target }] of asked.entries()) {
    const isSet = 'prefix' in target;
    const text = isSet ? target.prefix : target.arn;
    const key = `${text}${isSet ? ' and more' : ''}`;
    targets.set(key, { text, isSet, about: (targets.get(key)?.about ?? 0) | (1 << bit) });
  }
  return [...targets.values()];
}

/** Whether a pattern could be about a target: up to its first wildcard or variable they are the same. */
function couldReach(pattern: string, target: string, isSet: boolean): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    const code = pattern.charCodeAt(at);
    if (code === star || code === questionMark || (code === dollar && pattern.charCodeAt(at + 1) === brace)) return true;
    if (at === target.length) return isSet;
    if (code !== target.charCodeAt(at)) return false;
  }
  return pattern.length === target.length;
}

const dollar = '$'.charCodeAt(0);
const brace = '{'.charCodeAt(0);
