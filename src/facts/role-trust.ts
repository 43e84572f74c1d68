import { matches } from '../policy/glob.ts';
import { outsidersNamedBy, type Outsider } from '../policy/outsiders.ts';
import { parsePolicy, type Statement } from '../policy/policy-document.ts';

/** Who may assume a role, besides the account's own principals and AWS services. */
export interface RoleTrust {
  readonly outsiders: readonly Outsider[];
  /** Whether who assumes it may set the tags of the session. */
  readonly letsTagSession: boolean;
  readonly problem: string | undefined;
}

const assuming = ['sts:assumerole', 'sts:assumerolewithsaml', 'sts:assumerolewithwebidentity'];

/**
 * Reads a trust policy. Its conditions narrow down whom it names, where they ask who is calling; others are not weighed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html
 */
export function roleTrust(document: string, account: string): RoleTrust {
  const parsed = parsePolicy(document, 'resource');
  if ('problem' in parsed) return { outsiders: [], letsTagSession: true, problem: parsed.problem };
  const allows = (actions: readonly string[]) => (statement: Statement) =>
    statement.effect === 'Allow' && actions.some((action) => isAbout(statement, action));
  const { statements } = parsed.policy;
  const named = statements.filter(allows(assuming)).flatMap((statement) => outsidersNamedBy(statement, account));
  const outsiders = new Map(
    named.filter(({ kind }) => kind !== 'service').map((outsider) => [`${outsider.kind} ${outsider.id}`, outsider]),
  );
  return { outsiders: [...outsiders.values()], letsTagSession: statements.some(allows(['sts:tagsession'])), problem: undefined };
}

const isAbout = ({ actions }: Statement, action: string): boolean =>
  actions.patterns.some(({ glob }) => matches(glob, action)) !== actions.isComplement;
