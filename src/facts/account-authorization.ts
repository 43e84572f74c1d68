import type { GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { authorizationPages } from './authorization-pages.ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages } from './pages.ts';

const text = { type: 'string' } as const;
const name = { type: 'string', minLength: 1 } as const;
/** The first 22 characters of the base64url SHA-256 of a document. */
const hash = { type: 'string', pattern: '^[\\w-]{22}$' } as const;
const index = { type: 'integer', minimum: 0 } as const;
const indexes = { type: 'array', items: index } as const;

const accountAuthorizationSchema = {
  type: 'object',
  required: ['documents', 'policies', 'groups', 'principals'],
  additionalProperties: false,
  properties: {
    /** Every distinct policy document once, as JSON, by its hash. */
    documents: { type: 'object', additionalProperties: text },
    policies: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'document'],
        additionalProperties: false,
        properties: {
          name,
          /** Left out for inline policies; those of one name and document are one. */
          arn: name,
          document: hash,
        },
      },
    },
    groups: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'arn', 'id', 'policies'],
        additionalProperties: false,
        properties: {
          name,
          arn: name,
          /** The unique id, such as `AGPA…`. */
          id: name,
          /** Places in the list of policies. */
          policies: indexes,
        },
      },
    },
    /** Users and roles, by ARN. */
    principals: {
      type: 'array',
      items: {
        type: 'object',
        required: ['arn', 'id', 'policies'],
        additionalProperties: false,
        properties: {
          arn: name,
          /** The unique id, such as `AROA…`. */
          id: name,
          /** Places in the list of policies. */
          policies: indexes,
          /** Places in the list of groups; left out when there are none. */
          groups: indexes,
          /** Place of the permissions boundary in the list of policies. */
          boundary: index,
          /** The document that says who may assume the role; left out for users. */
          trust: hash,
          /** The value of the one tag asked for. */
          tag: text,
        },
      },
    },
  },
} as const satisfies JSONSchema;

export type AccountAuthorization = FromSchema<typeof accountAuthorizationSchema>;

/**
 * The users, roles and groups of the account with their policies, permissions boundaries and trust policies, read with the value of one tag: the resource is
 * the key of that tag, empty for none. Policies that cannot concern logs are left out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const accountAuthorization: Fact<AccountAuthorization> = {
  id: 'account-authorization',
  about: 'the authorization details of IAM',
  reach: 'account',
  actions: ['iam:GetAccountAuthorizationDetails'],
  calls: ['iam:GetAccountAuthorizationDetails'],
  schema: accountAuthorizationSchema,
  async read(aws, _scope, tagKey) {
    const iam = await aws.iam();
    const pages = authorizationPages(tagKey);
    await allPages(async (Marker) => {
      const page = await iam.getAccountAuthorizationDetails({ MaxItems: itemsPerPage, Marker });
      pages.add(page);
      // A page is taken apart at once: together they would not fit into the memory of a function.
      return { items: hasList(page) ? [] : undefined, next: followingMarker(page) };
    });
    return pages.value();
  },
};

/** Items asked for at a time. IAM answers up to 1,000, but a page of so many with large inline policies would take a third of a function's memory. */
const itemsPerPage = 300;

const hasList = ({ UserDetailList, GroupDetailList, RoleDetailList, Policies }: GetAccountAuthorizationDetailsResponse): boolean =>
  [UserDetailList, GroupDetailList, RoleDetailList, Policies].some(Boolean);

function followingMarker({ IsTruncated, Marker }: GetAccountAuthorizationDetailsResponse): string | undefined {
  if (IsTruncated === false) return undefined;
  demand(Marker || !IsTruncated, 'marker of the next page');
  return Marker;
}
