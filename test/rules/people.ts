import { documentHash } from '../../src/facts/organization-policies.ts';
import { account, type World } from './world.ts';

/** A statement of a policy, as JSON. */
export type Statement = Readonly<Record<string, unknown>>;

/** Policies of a user, role or group: statements of its inline policy, and names of managed policies. */
type Policies = readonly (Statement | string)[];

interface Details {
  /** Name of a managed policy. */
  readonly boundary?: string;
  readonly groups?: readonly string[];
  /** Statements, or the text of the trust policy. */
  readonly trust?: readonly Statement[] | string;
  readonly tag?: string | undefined;
  readonly path?: string;
  /** The text of one more inline policy, `Broken`. */
  readonly broken?: string;
}

interface Person extends Details {
  readonly kind: 'user' | 'role' | 'group';
  readonly name: string;
  readonly policies: Policies;
}

const person =
  (kind: Person['kind']) =>
  (name: string, policies: Policies, details: Details = {}): Person => ({ kind, name, policies, ...details });

export const user = person('user');
export const role = person('role');
export const group = person('group');

const statement =
  (Effect: 'Allow' | 'Deny') =>
  (Action: string | readonly string[], Resource: string | readonly string[], Condition?: object): Statement => ({
    Effect,
    Action,
    Resource,
    ...(Condition && { Condition }),
  });

export const allow = statement('Allow');
export const deny = statement('Deny');

/** A policy document, as text. */
export const policy = (...statements: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** A trust policy's statement for a kind of principal. */
export const trusts = (
  Principal: object | string,
  Action: string | readonly string[] = 'sts:AssumeRole',
  Condition?: object,
): Statement => ({
  Effect: 'Allow',
  Principal,
  Action,
  ...(Condition && { Condition }),
});

const idStarts = { user: 'AIDA', role: 'AROA', group: 'AGPA' };

/** The unique id of somebody of these tables. */
export const idOf = ({ kind, name }: Pick<Person, 'kind' | 'name'>): string => idStarts[kind] + name.toUpperCase();

/**
 * Who is in the account: fact `account-authorization`, for bending.
 *
 * @param managed statements of managed policies, by name
 * @param tagKey the tag whose value was read
 */
export function people(everybody: readonly Person[], managed: Readonly<Record<string, readonly Statement[]>> = {}, tagKey = ''): World {
  const documents: Record<string, string> = {};
  const policies: object[] = [];
  const places = new Map<string, number>();

  function hashOf(text: string): string {
    documents[documentHash(text)] = text;
    return documentHash(text);
  }

  function placeOf(name: string, text: string, arn?: string): number {
    const key = `${name} ${text}`;
    const place = places.get(key) ?? policies.push({ name, document: hashOf(text), ...(arn && { arn }) }) - 1;
    places.set(key, place);
    return place;
  }

  const managedPlace = (name: string): number => placeOf(name, policy(...(managed[name] ?? [])), `arn:aws:iam::${account}:policy/${name}`);

  function placesOf({ name, policies: given, broken }: Person): number[] {
    const own = given.filter((one) => typeof one !== 'string');
    return [
      ...(own.length > 0 ? [placeOf(`${name}Policy`, policy(...own))] : []),
      ...given.filter((one) => typeof one === 'string').map(managedPlace),
      ...(broken === undefined ? [] : [placeOf('Broken', broken)]),
    ];
  }

  const groups = everybody.filter(({ kind }) => kind === 'group');
  const others = everybody.filter(({ kind }) => kind !== 'group');
  const arnOf = ({ kind, name, path = '' }: Person): string => `arn:aws:iam::${account}:${kind}/${path}${name}`;
  const trustOf = (trust: Details['trust'] = [trusts({ Service: 'lambda.amazonaws.com' })]): string =>
    typeof trust === 'string' ? trust : policy(...trust);
  return {
    'account-authorization': {
      [tagKey]: {
        groups: groups.map((one) => ({ name: one.name, arn: arnOf(one), id: idOf(one), policies: placesOf(one) })),
        principals: others.map((one) => ({
          arn: arnOf(one),
          id: idOf(one),
          policies: placesOf(one),
          ...(one.groups && { groups: one.groups.map((name) => groups.findIndex((joined) => joined.name === name)) }),
          ...(one.boundary !== undefined && { boundary: managedPlace(one.boundary) }),
          ...(one.kind === 'role' && { trust: hashOf(trustOf(one.trust)) }),
          ...(one.tag !== undefined && { tag: one.tag }),
        })),
        policies,
        documents,
      },
    },
  };
}
