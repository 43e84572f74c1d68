import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { isObject, malformed } from './malformed.ts';

/** The policy of a resource as evidence has it. */
export const resourcePolicySchema = {
  type: 'object',
  required: ['document'],
  additionalProperties: false,
  properties: {
    /** JSON, as AWS gave it. */
    document: { type: 'string', minLength: 1 },
  },
} as const satisfies JSONSchema;

export type ResourcePolicy = FromSchema<typeof resourcePolicySchema>;

/**
 * The JSON of a policy document that IAM sends URL-encoded; a text that is not is left as it is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyDetail.html
 */
export function decodedPolicy(sent: string): string {
  if (sent.trimStart().startsWith('{')) return sent;
  try {
    return decodeURIComponent(sent);
  } catch {
    return sent;
  }
}

/**
 * The text of a resource's policy as AWS gave it. AWS takes no policy that is not a JSON object with a statement, so an answer that is none is not AWS's.
 *
 * @throws Error named `MalformedAnswer`
 */
export function statedPolicy(text: unknown): string {
  if (typeof text !== 'string' || !hasStatement(text)) throw malformed('the answer has no policy document');
  return text;
}

function hasStatement(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return isObject(policy) && Object.keys(policy as object).some((key) => key.toLowerCase() === 'statement');
  } catch {
    return false;
  }
}
