import { hash } from 'node:crypto';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';

/** Length of the name of a document, in characters: 132 bits of its hash, so that no two documents share one. */
const hashLength = 22;
const hashPattern = `^[\\w-]{${hashLength}}$`;

/** The texts of policies, each under its {@link documentHash}. */
export const policyDocumentsSchema = {
  type: 'object',
  patternProperties: { [hashPattern]: { type: 'string', minLength: 1 } },
  additionalProperties: false,
} as const satisfies JSONSchema;

const attachedPolicySchema = {
  type: 'object',
  required: ['name', 'document'],
  additionalProperties: false,
  properties: { name: { type: 'string', minLength: 1 }, document: { type: 'string', pattern: hashPattern } },
} as const satisfies JSONSchema;

/**
 * The members that tell which policies are attached on the way to an account. Every level has a service control policy: AWS lets nobody detach the last one.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const attachedPoliciesProperties = {
  isManagementAccount: { const: true },
  scps: { type: 'array', items: { type: 'array', minItems: 1, items: attachedPolicySchema } },
  rcps: { type: 'array', items: { type: 'array', items: attachedPolicySchema } },
} as const satisfies Record<string, JSONSchema>;

const organizationPoliciesSchema = {
  type: 'object',
  required: ['documents', 'scps', 'rcps'],
  additionalProperties: false,
  properties: { ...attachedPoliciesProperties, documents: policyDocumentsSchema },
} as const satisfies JSONSchema;

/** A policy as it is attached to a root, an OU or an account. */
export type AttachedPolicy = FromSchema<typeof attachedPolicySchema>;

/**
 * The service control policies and resource control policies that hold in an account: for each level, the root first and the account last, those attached
 * there. No levels when nothing of that type restricts: the type is not enabled, or the account is the management account, which neither type binds.
 */
export type OrganizationPolicies = FromSchema<typeof organizationPoliciesSchema>;

/**
 * What the organisation allows in the account. Nothing is read of AWS, because a member account cannot read what its organisation forbids it: the value is
 * handed in, and absent where nobody handed it in, which is no reason for a verdict of UNKNOWN.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html
 */
export const organizationPolicies: Fact<OrganizationPolicies> = {
  id: 'organization-policies',
  about: 'the policies of the organisation',
  reach: 'account',
  actions: [],
  calls: [],
  schema: organizationPoliciesSchema,
  read: () => Promise.resolve(undefined),
};

/** The name of a document: the beginning of its SHA-256 in base64url. */
export const documentHash = (text: string): string => hash('sha256', text, 'base64url').slice(0, hashLength);
