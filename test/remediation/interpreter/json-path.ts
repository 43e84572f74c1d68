import { isMap } from './value.ts';

type Segment = { readonly child: string } | { readonly descendant: string } | { readonly index: number };

const segment = /\.\.(?<descendant>[A-Za-z0-9_-]+)|\.(?<child>[A-Za-z0-9_-]+)|\[(?<index>\d+)\]/y;

/** A JSONPath expression of the operators that Automation supports. */
export interface JsonPath {
  /** What it selects; `undefined` for nothing. A path with a deep scan always selects a list. */
  select(json: unknown): unknown;
}

/**
 * Reads a JSONPath expression: dot-notated child, deep scan and array index, no more.
 *
 * @throws Error where it is none of these
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
export function parseJsonPath(text: string): JsonPath {
  const segments = segmentsOf(text);
  const isDefinite = !segments.some((each) => 'descendant' in each);
  return {
    select: (json) => {
      let nodes: readonly unknown[] = [json];
      for (const each of segments) nodes = nodes.flatMap((node) => step(node, each));
      return isDefinite ? nodes[0] : nodes;
    },
  };
}

function segmentsOf(text: string): readonly Segment[] {
  if (!text.startsWith('$.')) throw new Error(`JSONPath '${text}' does not begin with '$.'`);
  const segments: Segment[] = [];
  segment.lastIndex = 1;
  while (segment.lastIndex < text.length) {
    const at = segment.lastIndex;
    const groups = segment.exec(text)?.groups;
    if (groups === undefined) throw new Error(`JSONPath '${text}' has '${text.slice(at)}'; known: .name, ..name, [number]`);
    const { child, descendant, index } = groups;
    if (child !== undefined) segments.push({ child });
    else if (descendant !== undefined) segments.push({ descendant });
    else segments.push({ index: Number(index) });
  }
  return segments;
}

function step(node: unknown, at: Segment): readonly unknown[] {
  if ('child' in at) return isMap(node) && Object.hasOwn(node, at.child) ? present(node[at.child]) : [];
  if ('index' in at) return Array.isArray(node) ? present(node[at.index]) : [];
  return descendants(node, at.descendant);
}

const present = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value]);

function descendants(node: unknown, name: string): readonly unknown[] {
  if (Array.isArray(node)) return node.flatMap((each) => descendants(each, name));
  if (!isMap(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => [...(key === name ? present(value) : []), ...descendants(value, name)]);
}
