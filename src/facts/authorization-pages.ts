import type {
  AttachedPolicy,
  GetAccountAuthorizationDetailsResponse,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import type { AccountAuthorization } from './account-authorization.ts';
import {
  authorizationOf,
  type Document,
  type Group,
  type Holder,
  type InlinePolicy,
  type ManagedPolicy,
  type Person,
} from './authorization-value.ts';
import { concernsLogs } from './concerned-documents.ts';
import { distinct, ownText } from './distinct.ts';
import { demand } from './malformed.ts';
import { documentHash } from './organization-policies.ts';
import { listOf } from './pages.ts';
import { decodedPolicy } from './policy-text.ts';

/** Takes in pages of `iam:GetAccountAuthorizationDetails`, and says in the end what they say together. */
export interface AuthorizationPages {
  /** @throws Error named `MalformedAnswer` when the page is not what the API documents */
  add(page: GetAccountAuthorizationDetailsResponse): void;
  /** @throws Error named `MalformedAnswer` when the pages name a policy or a group that none of them has */
  value(): AccountAuthorization;
}

/**
 * Keeps no more of a page than the value needs, so that a page can be forgotten before the next one is asked for: ten thousand roles with all their documents
 * would not fit into the memory of a function.
 *
 * @param tagKey the tag whose value is kept; empty for none
 */
export function authorizationPages(tagKey: string): AuthorizationPages {
  const documents = distinctDocuments();
  const attachedArn = distinct<string>();
  const managed = new Map<string, ManagedPolicy>();
  const groups = new Map<string, Group>();
  const people = new Map<string, Person>();

  function holder(policies: readonly PolicyDetail[] | undefined, attachments: readonly AttachedPolicy[] | undefined): Holder {
    const inline: InlinePolicy[] = [];
    for (const { PolicyName, PolicyDocument } of listed(policies)) {
      const name = stated(PolicyName, 'name of a policy');
      const text = documents.sent(PolicyDocument);
      if (!concernsLogs(text)) continue;
      inline.push(inlinePolicy(documents.kept(text), name));
    }
    const attached = listed(attachments).map(({ PolicyArn }) => attachedArn(stated(PolicyArn, 'ARN of a policy'), (arn) => arn));
    return { inline, attached };
  }

  function addPerson(person: UserDetail | RoleDetail, id: string | undefined, own: Holder & Pick<Person, 'groups' | 'trust'>): void {
    const tag = listed(person.Tags).find(({ Key }) => tagKey !== '' && Key === tagKey);
    const { PermissionsBoundary: boundary } = person;
    people.set(ownText(stated(person.Arn, 'ARN of a principal')), {
      ...own,
      id: ownText(stated(id, 'id of a principal')),
      boundary: boundary && attachedArn(stated(boundary.PermissionsBoundaryArn, 'ARN of a permissions boundary'), (arn) => arn),
      tag: tag && ownText(tag.Value ?? ''),
    });
  }

  function addManaged({ Arn, PolicyName, PolicyVersionList }: ManagedPolicyDetail): void {
    const version = listed(PolicyVersionList).find(({ IsDefaultVersion }) => IsDefaultVersion);
    if (!version) return;
    const text = documents.sent(version.Document);
    const arn = ownText(stated(Arn, 'ARN of a policy'));
    managed.set(arn, {
      arn,
      name: ownText(stated(PolicyName, 'name of a policy')),
      document: documents.kept(text),
      concerns: concernsLogs(text),
    });
  }

  return {
    add(page) {
      for (const policy of listed(page.Policies)) addManaged(policy);
      for (const { GroupName, Arn, GroupId, GroupPolicyList, AttachedManagedPolicies } of listed(page.GroupDetailList))
        groups.set(ownText(stated(GroupName, 'name of a group')), {
          ...holder(GroupPolicyList, AttachedManagedPolicies),
          arn: ownText(stated(Arn, 'ARN of a group')),
          id: ownText(stated(GroupId, 'id of a group')),
        });
      for (const user of listed(page.UserDetailList)) {
        const names = (user.GroupList ?? []).map((name) => ownText(stated(name, 'name of a group')));
        addPerson(user, user.UserId, { ...holder(user.UserPolicyList, user.AttachedManagedPolicies), groups: names, trust: undefined });
      }
      for (const role of listed(page.RoleDetailList)) {
        const trust = documents.kept(documents.sent(role.AssumeRolePolicyDocument));
        addPerson(role, role.RoleId, { ...holder(role.RolePolicyList, role.AttachedManagedPolicies), groups: [], trust });
      }
    },
    value: () => authorizationOf({ managed, groups, people }),
  };
}

/** A document with the inline policies that have it. */
interface KeptDocument extends Document {
  readonly inline: InlinePolicy[];
}

/** Documents, each kept once. */
function distinctDocuments() {
  const documents = new Map<string, KeptDocument>();
  return {
    /** Reads a document as IAM sent it. Decoding makes a text of its own; what came as it is may be a part of the page. */
    sent(document: string | undefined) {
      const encoded = stated(document, 'policy document');
      const text = decodedPolicy(encoded);
      return text === encoded ? ownText(text) : text;
    },
    kept(text: string): KeptDocument {
      const hash = documentHash(text);
      const document = documents.get(hash) ?? { hash, text, inline: [] };
      documents.set(hash, document);
      return document;
    },
  };
}

/** The inline policy of a name and a document; most documents have one name only. */
function inlinePolicy(document: KeptDocument, name: string): InlinePolicy {
  const known = document.inline.find((policy) => policy.name === name);
  if (known) return known;
  const policy = { name: ownText(name), document };
  document.inline.push(policy);
  return policy;
}

/** IAM leaves out some lists that have nothing in them. */
const listed = <Item extends object>(items: readonly Item[] | undefined): readonly Item[] => (items === undefined ? [] : listOf(items));

function stated(text: unknown, what: string): string {
  demand(typeof text === 'string' && text !== '', what);
  return text;
}
