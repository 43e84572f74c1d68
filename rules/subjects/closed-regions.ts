import type { ParameterSchemas } from '../../src/engine/rule.ts';

/** The parameter that every rule has: where Bedrock is closed, nothing is judged. */
export const closedRegions = {
  closedRegions: {
    type: 'array',
    items: { type: 'string', pattern: '^[a-z]{2,4}(-[a-z]+)+-\\d$' },
    uniqueItems: true,
    default: [],
    description: 'Regions where nobody may use Amazon Bedrock, for example by a service control policy; nothing is judged there.',
  },
} as const satisfies ParameterSchemas;

/** The values of {@link closedRegions}. */
export interface ClosedRegions {
  readonly closedRegions: readonly string[];
}
