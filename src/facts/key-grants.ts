import type { GrantListEntry } from '@aws-sdk/client-kms';
import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages } from './pages.ts';
import { present } from './present.ts';

const encryptionContext = { type: 'object', additionalProperties: { type: 'string' } } as const;

const keyGrantsSchema = {
  type: 'object',
  required: ['grants'],
  additionalProperties: false,
  properties: {
    grants: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'grantee', 'operations'],
        additionalProperties: false,
        properties: {
          id: { type: 'string', minLength: 1 },
          /** ARN of a principal, or the name of an AWS service. */
          grantee: { type: 'string', minLength: 1 },
          /** Such as `Decrypt`. */
          operations: { type: 'array', items: { type: 'string', minLength: 1 } },
          /** The encryption context that a call must have, and no other. */
          contextEquals: encryptionContext,
          /** The encryption context that a call must have, and may have more. */
          contextSubset: encryptionContext,
        },
      },
    },
  },
} as const satisfies JSONSchema;

export type KeyGrants = FromSchema<typeof keyGrantsSchema>;

/**
 * The grants of a KMS key, looked up by its ARN; absent when there is no such key. The names that people gave them are left out.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html
 */
export const keyGrants: Fact<KeyGrants> = {
  id: 'key-grants',
  about: 'the grants of the KMS key',
  reach: 'region',
  actions: ['kms:ListGrants'],
  calls: ['kms:ListGrants'],
  schema: keyGrantsSchema,
  async read(aws, _scope, KeyId) {
    const kms = await aws.kms();
    const grants = allPages(async (Marker) => {
      const { Grants, NextMarker, Truncated } = await kms.listGrants({ KeyId, Limit: grantsPerPage, Marker });
      demand(NextMarker || !Truncated, 'marker of the next page');
      return { items: Grants, next: NextMarker };
    });
    const answer = await absentOn(['NotFoundException'], grants);
    return answer && { grants: answer.map(grantOf) };
  },
};

/** Grants that KMS answers at most in one page. */
const grantsPerPage = 100;

function grantOf({ GrantId, GranteePrincipal, GranteeServicePrincipal, Operations, Constraints }: GrantListEntry) {
  return {
    id: GrantId as string,
    grantee: (GranteePrincipal ?? GranteeServicePrincipal) as string,
    operations: Operations as string[],
    ...present({ contextEquals: Constraints?.EncryptionContextEquals, contextSubset: Constraints?.EncryptionContextSubset }),
  };
}
