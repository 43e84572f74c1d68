import type { AccountAuthorization } from './account-authorization.ts';
import { demand } from './malformed.ts';

/** A distinct policy document. */
export interface Document {
  readonly hash: string;
  /** JSON. */
  readonly text: string;
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: Document;
}

export interface ManagedPolicy extends InlinePolicy {
  readonly arn: string;
  /** Whether it may say something about logs. */
  readonly concerns: boolean;
}

/** What a group, user or role is allowed by: inline policies that concern logs, and the ARNs of managed ones. */
export interface Holder {
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly string[];
}

/** A group of users. */
export interface Group extends Holder {
  readonly arn: string;
  readonly id: string;
}

/** A user or a role. */
export interface Person extends Holder {
  readonly id: string;
  readonly groups: readonly string[];
  /** ARN of a managed policy. */
  readonly boundary: string | undefined;
  readonly trust: Document | undefined;
  readonly tag: string | undefined;
}

/** What IAM said of an account, by ARN or, for groups, by name. */
export interface Authorization {
  readonly managed: ReadonlyMap<string, ManagedPolicy>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly people: ReadonlyMap<string, Person>;
}

/** Puts places in lists where there were names, in an order that does not depend on that of the pages. */
export function authorizationOf({ managed, groups, people }: Authorization): AccountAuthorization {
  const documents: Record<string, string> = {};
  const policies: AccountAuthorization['policies'][number][] = [];
  const places = new Map<InlinePolicy, number>();

  function keptHash({ hash, text }: Document): string {
    documents[hash] = text;
    return hash;
  }

  function placeOf(policy: InlinePolicy | ManagedPolicy): number {
    const known = places.get(policy);
    if (known !== undefined) return known;
    const place = policies.length;
    places.set(policy, place);
    policies.push({ name: policy.name, ...('arn' in policy && { arn: policy.arn }), document: keptHash(policy.document) });
    return place;
  }

  function managedBy(arn: string): ManagedPolicy {
    const policy = managed.get(arn);
    demand(policy, 'document of a managed policy');
    return policy;
  }

  const policiesOf = ({ inline, attached }: Holder): number[] =>
    [...inline, ...attached.map(managedBy).filter(({ concerns }) => concerns)].map(placeOf);

  const placesOfGroups = new Map(byKey(groups).map(([name], place) => [name, place]));

  function placeOfGroup(name: string): number {
    const place = placesOfGroups.get(name);
    demand(place !== undefined, 'group of a user');
    return place;
  }

  return {
    documents,
    policies,
    groups: byKey(groups).map(([name, group]) => ({ name, arn: group.arn, id: group.id, policies: policiesOf(group) })),
    principals: byKey(people).map(([arn, person]) => ({
      arn,
      id: person.id,
      policies: policiesOf(person),
      ...(person.groups.length > 0 && { groups: person.groups.map(placeOfGroup) }),
      ...(person.boundary !== undefined && { boundary: placeOf(managedBy(person.boundary)) }),
      ...(person.trust && { trust: keptHash(person.trust) }),
      ...(person.tag !== undefined && { tag: person.tag }),
    })),
  };
}

function byKey<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
