import { parsePolicy } from '../policy/policy-document.ts';
import type { Organization } from '../policy/survey.ts';
import type { OrganizationPolicies } from './organization-policies.ts';

/** The policies of the organisation, parsed; none where they are not known. */
export function organizationLimits(known: OrganizationPolicies | undefined): Organization {
  if (!known) return { scps: [], rcps: [] };
  const parsed = (levels: OrganizationPolicies['scps'], attachedTo: 'principals' | 'resource') =>
    levels.map((level) => level.map(({ name, document }) => ({ name, parsed: parsePolicy(known.documents[document], attachedTo) })));
  return { scps: parsed(known.scps, 'principals'), rcps: parsed(known.rcps, 'resource') };
}
