import { parseArn } from './arn.ts';
import type { Caller } from './caller.ts';
import { isPersonal, type KnownPrincipal } from './principal-context.ts';
import type { Policy, Statement } from './policy-document.ts';
import type { RequestContext } from './request-context.ts';
import { relevantTo, type NamedPolicy, type Relevant } from './sources.ts';
import type { Organization, SurveyQuestion } from './survey.ts';

/** What others than a principal's own policies say of a question: the resource's policy, grants, boundaries, the organisation. */
export interface Outside {
  /** Whether nothing but the principal's own policies has a say, but for a boundary. */
  readonly isSilent: boolean;
  /** Whether the principal may be allowed by something else than its own policies. */
  mayAllow(principal: KnownPrincipal): boolean;
  /** Whether the principal may be answered otherwise than one with the same policies. */
  isPersonal(principal: KnownPrincipal, boundary: NamedPolicy | undefined): boolean;
  relevant(caller: Caller, boundary: NamedPolicy | undefined, context: RequestContext): readonly Relevant[];
}

/** Reads what others say of a question once, for all principals. */
export function outsideOf(question: SurveyQuestion, { scps, rcps }: Organization): Outside {
  const { resource, mustBeNamed, grants } = question;
  const own = resource && (mustBeNamed ? resource : withoutOpenGrants(resource));
  const policy = own && 'policy' in own.parsed ? own.parsed.policy : undefined;
  const statements = [...(policy?.statements ?? []), ...[...scps, ...rcps].flat().flatMap(statementsOf)];
  const isPersonalToAll = statements.some(asksWho);
  const names = new Set([
    ...(policy?.statements ?? []).flatMap(({ principals }) => principals?.of.AWS ?? []),
    ...grants.map(({ grantee }) => grantee),
  ]);
  const sessionsOf = new Set([...names].map(roleOfSession).filter((role) => role !== undefined));
  const isNamed = ({ arn }: KnownPrincipal): boolean =>
    names.has(arn) || (sessionsOf.size > 0 && sessionsOf.has(arn.split('/').at(-1) ?? ''));
  const hasOpenAllow = (policy?.statements ?? []).some(
    (statement) =>
      statement.effect === 'Allow' && (statement.principals?.isComplement === true || statement.principals?.of.AWS.includes('*')),
  );
  const hasGrantToAll = mustBeNamed && grants.some(({ grantee }) => parseArn(grantee)?.resource === 'root');
  return {
    isSilent: !own && scps.length === 0 && rcps.length === 0 && !mustBeNamed,
    mayAllow: (principal) => hasOpenAllow || hasGrantToAll || isNamed(principal) || (own !== undefined && 'problem' in own.parsed),
    isPersonal: (principal, boundary) =>
      isPersonalToAll || isNamed(principal) || (boundary !== undefined && statementsOf(boundary).some(asksWho)),
    relevant: (caller, boundary, context) =>
      relevantTo(
        { identity: [], boundary: boundary && [boundary], session: undefined, resource: own, scps, rcps },
        caller,
        question.action,
        question.target,
        context,
      ),
  };
}

const statementsOf = ({ parsed }: NamedPolicy): readonly Statement[] => ('policy' in parsed ? parsed.policy.statements : []);

/** Whether a statement's conditions or variables ask who is calling. */
function asksWho({ conditions, resources }: Statement): boolean {
  return (
    conditions.some(({ key, values }) => isPersonal(key) || values.some(({ keys }) => keys.some(isPersonal))) ||
    (resources?.patterns.some(({ template }) => template.keys.some(isPersonal)) ?? false)
  );
}

/** A grant to everybody is reported as that, and not once more for each principal of the account. */
function withoutOpenGrants({ name, parsed }: NamedPolicy): NamedPolicy {
  if ('problem' in parsed) return { name, parsed };
  const policy: Policy = { statements: parsed.policy.statements.filter((statement) => !isOpenGrant(statement)) };
  return { name, parsed: { policy } };
}

/** Whether a statement allows everybody, whoever they are. */
const isOpenGrant = (statement: Statement): boolean =>
  statement.effect === 'Allow' &&
  (statement.principals?.of.AWS.includes('*') ?? false) &&
  statement.principals?.isComplement === false &&
  !asksWho(statement);

function roleOfSession(entry: string): string | undefined {
  const arn = parseArn(entry);
  if (arn?.service !== 'sts') return undefined;
  const [type, role] = arn.resource.split('/');
  return type === 'assumed-role' ? role : undefined;
}
