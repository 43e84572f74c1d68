/**
 * A second evaluator, for comparison: one request of which everything is known, decided in the plainest way, straight from the pages of the IAM User Guide.
 * It shares nothing with src/policy, is slow, and refuses to answer where the guide does not.
 */
import type { ContextValue } from '../../src/policy/request-context.ts';
import type { PolicyText, PrincipalText, RequestText, StatementText } from './arbitrary-requests.ts';

export type Decision = 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied';

/** The guide does not say. */
class Undocumented extends Error {}

/** What AWS decides; `undefined` where the guide does not say. */
export function oracle(request: RequestText): Decision | undefined {
  try {
    return decided(request);
  } catch (error) {
    if (error instanceof Undocumented) return undefined;
    throw error;
  }
}

interface Who {
  readonly kind: 'user' | 'role' | 'session' | 'federated' | 'root' | 'service' | 'anonymous';
  readonly account: string;
  readonly arn: string;
  /** Of a role, or of the role of a session. */
  readonly roleArn: string;
}

function whoIs(arn: string): Who {
  const account = arn.split(':')[4] ?? '';
  const who = (kind: Who['kind'], roleArn = ''): Who => ({ kind, account, arn, roleArn });
  if (arn === '*') return who('anonymous');
  if (arn.includes(':user/')) return who('user');
  if (arn.includes(':role/')) return who('role', arn);
  if (arn.includes(':federated-user/')) return who('federated');
  if (arn.endsWith(':root')) return who('root');
  if (!arn.startsWith('arn:')) return who('service');
  const [, name] = arn.split('/');
  return who('session', `arn:aws:iam::${account}:role/${name}`);
}

function decided(request: RequestText): Decision {
  const who = whoIs(request.principalArn);
  const { identityPolicies, groupPolicies, boundary, sessionPolicy, resourcePolicy, scps, rcps, action } = request;
  const own = [...identityPolicies, ...groupPolicies];
  const isPrincipal = who.kind !== 'service' && who.kind !== 'anonymous';
  const levels = isPrincipal ? scps : [];
  const hasRcps = /^(s3|kms|sts|logs):/.test(action);
  const says = (policies: readonly PolicyText[], effect: StatementText['Effect']) =>
    policies.some((policy) => policy.Statement.some((statement) => statement.Effect === effect && applies(statement, policy, request)));

  const denied =
    says([...own, ...boundary, ...sessionPolicy, ...levels.flat()], 'Deny') ||
    [resourcePolicy, ...(hasRcps ? rcps.flat() : [])].some((policy) =>
      policy?.Statement.some(
        (statement) => statement.Effect === 'Deny' && applies(statement, policy, request) && isDenied(statement, who, request),
      ),
    );
  if (denied) return 'ExplicitlyDenied';

  const withinScps = levels.every((level) => says(level, 'Allow'));
  const limited = (boundary.length === 0 || says(boundary, 'Allow')) && (sessionPolicy.length === 0 || says(sessionPolicy, 'Allow'));
  const identity = (who.kind === 'root' || says(own, 'Allow')) && limited;
  const allows = (resourcePolicy?.Statement ?? [])
    .filter((statement) => statement.Effect === 'Allow' && resourcePolicy && applies(statement, resourcePolicy, request))
    .map((statement) => howNamed(statement, who));
  const direct = allows.includes('direct');
  const byRole = allows.includes('role');
  const byAccount = allows.includes('account');
  return withinScps && granted() ? 'Allowed' : 'ImplicitlyDenied';

  function granted(): boolean {
    const isSame = who.account === request.accountId;
    const isVoid = !isSame && request.blockPublicAccess === true && !!resourcePolicy && isPublic(resourcePolicy);
    if (who.kind === 'service') return direct;
    if (who.kind === 'anonymous') return direct && !isVoid;
    const hasGrant = request.keyGrants.some(
      ({ grantee, operations }) =>
        [who.arn, who.roleArn].includes(grantee) && operations.some((operation) => `kms:${operation}` === action),
    );
    if (!isSame) return ((!isVoid && (direct || byRole || byAccount)) || hasGrant) && identity;
    if (direct || (byRole && limited) || hasGrant) return true;
    if (!/^(kms|sts):/.test(action)) return identity;
    if (!resourcePolicy) throw new Undocumented();
    return byAccount && identity;
  }
}

// Who

const isAccount = (entry: string, account: string): boolean => entry === account || entry === `arn:aws:iam::${account}:root`;

function entriesOf(principal: PrincipalText | undefined): string[] {
  if (principal === undefined) return [];
  return principal === '*' ? ['*'] : [...(principal.AWS ?? []), ...(principal.Service ?? [])];
}

function howNamed({ Principal, NotPrincipal }: StatementText, who: Who): 'direct' | 'role' | 'account' | 'not' {
  if (NotPrincipal) {
    if (!isListedAtAll(NotPrincipal, who)) return 'direct';
    if (isListedWhole(NotPrincipal, who)) return 'not';
    throw new Undocumented();
  }
  const entries = entriesOf(Principal);
  if (entries.includes('*')) return 'direct';
  if (who.kind === 'anonymous') return 'not';
  if (who.kind === 'role' && entries.some((entry) => entry.includes(':assumed-role/Reader/') && who.arn.endsWith('/Reader')))
    throw new Undocumented();
  if (who.kind === 'federated' && entries.some((entry) => entry.includes(`::${who.account}:user/`))) throw new Undocumented();
  if (who.kind === 'root') return entries.some((entry) => isAccount(entry, who.account)) ? 'account' : 'not';
  if (who.kind === 'role') {
    if (entries.includes(who.arn)) return 'role';
  } else {
    if (entries.includes(who.arn)) return 'direct';
    if (who.kind === 'session' && entries.includes(who.roleArn)) return 'role';
  }
  return entries.some((entry) => isAccount(entry, who.account)) ? 'account' : 'not';
}

/** Whether a Deny is meant for the caller. */
function isDenied(statement: StatementText, who: Who, { boundary }: RequestText): boolean {
  if (!statement.NotPrincipal) return howNamed(statement, who) !== 'not';
  if (boundary.length > 0 && ['user', 'role', 'session'].includes(who.kind)) return true;
  if (!isListedAtAll(statement.NotPrincipal, who)) return true;
  if (isListedWhole(statement.NotPrincipal, who)) return false;
  throw new Undocumented();
}

function partsOf(who: Who): ((entry: string) => boolean)[] {
  const itself = (entry: string) => entry === who.arn;
  const itsAccount = (entry: string) => isAccount(entry, who.account);
  switch (who.kind) {
    case 'anonymous':
      return [() => false];
    case 'service':
      return [itself];
    case 'root':
      return [itsAccount];
    case 'user':
    case 'federated':
      return [itsAccount, itself];
    case 'role':
      // Its sessions would have to be listed as well.
      return [itsAccount, itself, () => false];
    case 'session':
      return [itsAccount, (entry) => entry === who.roleArn, itself];
  }
}

const isListedAtAll = (principal: PrincipalText, who: Who): boolean => partsOf(who).some((isPart) => entriesOf(principal).some(isPart));
const isListedWhole = (principal: PrincipalText, who: Who): boolean => partsOf(who).every((isPart) => entriesOf(principal).some(isPart));

/** As S3 counts it, for the conditions that occur here. */
function isPublic({ Statement }: PolicyText): boolean {
  return Statement.some(({ Effect, Principal, NotPrincipal, Condition = {} }) => {
    if (Effect !== 'Allow' || !(NotPrincipal || entriesOf(Principal).includes('*'))) return false;
    return !Object.entries(Condition).some(([operator, byKey]) =>
      Object.entries(byKey).some(([key, values]) => {
        const isFixed = values.every((value) => !/[*?$]/.test(String(value)));
        if (/^(aws:sourcevpce|aws:principalarn)$/i.test(key))
          return isFixed && /^(String|Arn)(Equals|Like|EqualsIgnoreCase)$/.test(operator);
        // Of the blocks that occur, only this one is too wide.
        return /^aws:sourceip$/i.test(key) && operator === 'IpAddress' && !values.includes('0.0.0.0/0');
      }),
    );
  });
}

// What

function applies(statement: StatementText, { Version }: PolicyText, request: RequestText): boolean {
  const has = (list: readonly string[], test: (pattern: string) => boolean) => list.some(test);
  const isAction = (pattern: string) => like(pattern.toLowerCase(), request.action.toLowerCase());
  const isResource = (pattern: string): boolean => {
    const text = replaced(pattern, Version, request.context);
    if (text === undefined && statement.NotResource) throw new Undocumented();
    return text !== undefined && (pattern === '*' || fieldsLike(text, request.resource ?? ''));
  };
  if (statement.Action ? !has(statement.Action, isAction) : has(statement.NotAction ?? [], isAction)) return false;
  // Conditions first: where they do not hold, it does not matter what the guide leaves open of the resource.
  for (const [operator, byKey] of Object.entries(statement.Condition ?? {}))
    for (const [key, values] of Object.entries(byKey))
      if (!holds(operator, key, values.map(String), Version, request.context)) return false;
  return statement.Resource ? has(statement.Resource, isResource) : !(statement.NotResource ?? []).map(isResource).some(Boolean);
}

/** Marks for the characters that stand for themselves after variables are replaced. */
const marks: Readonly<Record<string, string>> = { '*': '\u0001', '?': '\u0002' };
export const literally = (text: string): string => text.replaceAll(/[*?]/g, (character) => marks[character] ?? character);

function valueOf(context: RequestText['context'], key: string): ContextValue {
  const name = Object.keys(context).find((one) => one.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : context[name];
}

function replaced(pattern: string, version: PolicyText['Version'], context: RequestText['context']): string | undefined {
  if (version !== '2012-10-17') return pattern;
  let isWhole = true;
  const text = pattern.replaceAll(/\$\{([\w:]+)(?:, '(\w*)')?\}/g, (_, key: string, fallback: string | undefined) => {
    const value = valueOf(context, key) ?? fallback;
    if (typeof value !== 'string') isWhole = false;
    return literally(String(value));
  });
  return isWhole ? text : undefined;
}

const expressions = new Map<string, RegExp>();

function like(pattern: string, text: string): boolean {
  const known = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, known);
  return known.test(text);
}

function expressionOf(pattern: string): RegExp {
  const source = Array.from(pattern, (character) => {
    if (character === '*') return '.*';
    if (character === '?') return '.';
    if (character === marks['*']) return '\\*';
    if (character === marks['?']) return '\\?';
    return character.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

export function fieldsLike(pattern: string, text: string): boolean {
  const split = (whole: string) => {
    const fields = whole.split(':');
    return [...fields.slice(0, 5), fields.slice(5).join(':')];
  };
  const [wanted, given] = [split(pattern), split(text)];
  if (pattern.split(':').length < 6 || text.split(':').length < 6) return false;
  return wanted.every((field, at) => like(field, given[at] ?? ''));
}

// Under which conditions

function holds(
  operator: string,
  key: string,
  wanted: readonly string[],
  version: PolicyText['Version'],
  context: RequestText['context'],
): boolean {
  const value = valueOf(context, key);
  const given = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
  if (operator === 'Null') return given.length === 0 ? wanted.includes('true') : wanted.includes('false');
  const [set, name = ''] = operator.includes(':') ? operator.split(':') : [undefined, operator];
  const base = name.replace('IfExists', '').replace('Not', '');
  const isNegated = name.includes('Not');
  const matchesOne = (one: string) => wanted.some((text) => compare(base, one, text, version, context)) !== isNegated;
  if (set === 'ForAllValues') return given.filter((one) => one !== '').every(matchesOne);
  if (set === 'ForAnyValue') return given.filter((one) => one !== '').some(matchesOne);
  if (given.length === 0) return name.endsWith('IfExists') || isNegated;
  if (isNegated && /^(Numeric|Date)/.test(base) && ['many', 'soon'].includes(given[0] ?? '')) throw new Undocumented();
  return matchesOne(given[0] ?? '');
}

function compare(base: string, given: string, text: string, version: PolicyText['Version'], context: RequestText['context']): boolean {
  const wanted = /^(String|Arn)/.test(base) ? replaced(text, version, context) : text;
  if (wanted === undefined) return false;
  const asLiteral = Array.from(wanted, (character) => Object.entries(marks).find(([, mark]) => mark === character)?.[0] ?? character).join(
    '',
  );
  if (base === 'StringEquals') return given === asLiteral;
  if (base === 'StringEqualsIgnoreCase') return given.toLowerCase() === asLiteral.toLowerCase();
  if (base === 'StringLike') return like(wanted, given);
  if (base.startsWith('Arn')) return fieldsLike(wanted, given);
  if (base === 'Bool') return ['true', 'false'].includes(given) && given === wanted;
  if (base === 'IpAddress') return isInBlock(given, wanted);
  const isDate = base.startsWith('Date');
  const [left, right] = [given, wanted].map((one) => (isDate ? seconds(one) : Number(one === '' ? 'none' : one))) as [number, number];
  switch (base.replace(/^(Numeric|Date)/, '')) {
    case 'Equals':
      return left === right;
    case 'LessThan':
      return left < right;
    case 'LessThanEquals':
      return left <= right;
    case 'GreaterThan':
      return left > right;
    default:
      return left >= right;
  }
}

const seconds = (text: string): number => (/^\d{5,}$/.test(text) ? Number(text) : Date.parse(text) / 1_000);

function isInBlock(address: string, block: string): boolean {
  const [base = '', length] = block.split('/');
  const [one, other] = [bitsOf(address), bitsOf(base)];
  return one.length === other.length && one.startsWith(other.slice(0, length === undefined ? other.length : Number(length)));
}

/** An address as zeros and ones; of IPv6 only `::` between or after groups, as occurs here. */
function bitsOf(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) =>
    text
      .split(':')
      .filter((group) => group !== '')
      .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'));
  const [before, after] = [groups(head), groups(tail)];
  return [...before, ...Array.from<string>({ length: 8 - before.length - after.length }).fill('0'.repeat(16)), ...after].join('');
}
