/** A member of a configuration that differs; `undefined` on the side where it is not there. */
export interface Difference {
  /** Names on the way to it. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** A member of a configuration: one that holds no others, or an item of a list. */
export interface Member {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * The members that differ between two configurations. Lists are compared as sets, for AWS keeps no order in most; a text that is JSON, as policies are, is
 * compared by what it holds.
 */
export function differences(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  const [one, other] = [opened(before), opened(after)];
  if (canonical(one) === canonical(other)) return [];
  if (isList(one) || isList(other)) {
    const [ofOne, ofOther] = [asList(one), asList(other)];
    if (ofOne && ofOther) {
      return [
        ...without(ofOne, ofOther).map((item) => ({ path, before: item, after: undefined })),
        ...without(ofOther, ofOne).map((item) => ({ path, before: undefined, after: item })),
      ];
    }
  }
  if ((isMap(one) || isAbsent(one)) && (isMap(other) || isAbsent(other))) {
    const names = [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])];
    if (names.length > 0) return names.flatMap((name) => differences(memberOf(one, name), memberOf(other, name), [...path, name]));
  }
  return [{ path, before: one ?? undefined, after: other ?? undefined }];
}

/** Every member of a configuration, in its order. */
export function members(value: unknown, path: readonly string[] = []): Member[] {
  const known = opened(value);
  if (isMap(known) && Object.keys(known).length > 0)
    return Object.entries(known).flatMap(([name, member]) => members(member, [...path, name]));
  if (isList(known) && known.length > 0) return known.map((item) => ({ path, value: item }));
  return [{ path, value: known ?? undefined }];
}

type Map = Readonly<Record<string, unknown>>;

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isMap = (value: unknown): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): readonly unknown[] | undefined => (isList(value) ? value : isAbsent(value) ? [] : undefined);

const memberOf = (value: Map | null | undefined, name: string): unknown => (value && Object.hasOwn(value, name) ? value[name] : undefined);

/** What a text of JSON holds, if that has members; everything else as it is. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The items of a list that another has not, or has fewer times. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = other.map(canonical);
  return list.filter((item) => {
    const at = left.indexOf(canonical(item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** JSON with the members of every object in the order of their names. */
const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_name, member: unknown) =>
    isMap(member) ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1))) : member,
  );
