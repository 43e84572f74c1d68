import { operatorNamed } from '../policy/condition-operators.ts';
import { conditionText } from '../policy/explanation.ts';
import { no } from '../policy/kleene.ts';
import { parseArn } from '../policy/arn.ts';
import { outsiderCertainty, type AskedOfOutsider } from '../policy/outsider-verdict.ts';
import { accountOfOutsider, outsidersNamedBy, type Outsider } from '../policy/outsiders.ts';
import type { Statement } from '../policy/policy-document.ts';
import { isPublic } from '../policy/public-policy.ts';
import type { KeyState } from '../policy/request-context.ts';
import { isAbout } from '../policy/resource-match.ts';
import { isAction, type NamedPolicy } from '../policy/sources.ts';
import { certain, conditional, never, unclear, type Certainty, type Organization } from '../policy/survey.ts';
import type { Scope } from './fact.ts';
import { present } from './present.ts';
import { doubtOfKey, type KeyGate } from './principal-readers.ts';
import type { OutsideReader } from './reader.ts';
import type { ReadQuestion } from './read-questions.ts';
import { statementName } from './statement-name.ts';

/** A policy that may let outsiders read, with all that has a say. */
export interface OutsideInquiry {
  readonly scope: Scope;
  readonly policy: NamedPolicy;
  readonly reads: readonly ReadQuestion[];
  readonly rcps: Organization['rcps'];
  readonly restrictsPublicBuckets: boolean;
  /** Condition keys of every request, besides those of the caller. */
  readonly keys: Readonly<Record<string, KeyState>>;
  readonly gate: KeyGate | undefined;
  /** What must let them in as well: the bucket behind an access point. */
  readonly behind?: Pick<OutsideInquiry, 'policy' | 'reads'>;
}

/**
 * The outsiders that a policy of a resource lets read, and the account itself where the policy lets in everybody of it. A policy that cannot be read may let in
 * everybody.
 */
export function outsideReaders(inquiry: OutsideInquiry): OutsideReader[] {
  const { policy, reads, scope } = inquiry;
  if ('problem' in policy.parsed)
    return [{ outsider: everybody, reads: unclear, through: policy.name, doubt: `${policy.name}: ${policy.parsed.problem}` }];
  const { statements } = policy.parsed.policy;
  const isClosed = inquiry.restrictsPublicBuckets && isPublic(policy.parsed.policy);
  const found = new Map<string, OutsideReader>();
  for (const statement of statements) {
    const isAboutReading = reads.some(
      ({ action, target }) => isAction(statement, action.toLowerCase()) && isAbout(statement, target, nothingKnown) !== no,
    );
    if (statement.effect !== 'Allow' || !isAboutReading) continue;
    const through = `${policy.name} (${statementText(statement)})`;
    const add = (outsider: Outsider, least: Certainty): Certainty => {
      const key = `${outsider.kind} ${outsider.id}`;
      const how = certaintyOf(outsider, { ...inquiry, policy: besideDenies(policy, namingOf(statement, outsider), statements) });
      if (how.reads >= least && how.reads > (found.get(key)?.reads ?? never)) found.set(key, { outsider, ...how, through });
      return how.reads;
    };
    const named = outsidersNamedBy(statement, scope.account).filter(({ kind }) => !isClosed || kind === 'service');
    const surest = named.map((outsider) => add(outsider, unclear)).reduce(larger, never);
    if (named.some(({ kind }) => kind === 'everybody') && surest < conditional)
      for (const outsider of exempted(inquiry)) add(outsider, unclear);
    // A public access block that closes a bucket to others leaves it open to everybody of its account.
    if (surest < conditional && isOpen(statement)) add({ kind: 'account', id: scope.account }, conditional);
  }
  return [...found.values()];
}

/** Whether the grants to everybody in a policy surely let in everybody of the account. */
export function letsInAccount(inquiry: OutsideInquiry): boolean {
  const { policy, scope } = inquiry;
  const statements = 'policy' in policy.parsed ? policy.parsed.policy.statements : [];
  const ofOpen = { ...inquiry, policy: { ...policy, parsed: { policy: { statements: openToEverybody(statements) } } } };
  return surestRead({ kind: 'account', id: scope.account }, ofOpen) === certain;
}

export const everybody: Outsider = { kind: 'everybody', id: '*' };

const nothingKnown = { settled: false, state: () => ({ kind: 'unknown', mayBeAbsent: true }) as const };

const larger = (one: Certainty, other: Certainty): Certainty => (other > one ? other : one);
const smaller = (one: Certainty, other: Certainty): Certainty => (other < one ? other : one);

const isOpen = ({ principals }: Statement): boolean => principals?.isComplement === true || (principals?.of.AWS.includes('*') ?? false);

/** The grants to everybody, with all Denies. */
const openToEverybody = (statements: readonly Statement[]): Statement[] =>
  statements.filter((statement) => statement.effect === 'Deny' || isOpen(statement));

/** One Allow of a policy, with all of its Denies. */
const besideDenies = ({ name }: NamedPolicy, allow: Statement, all: readonly Statement[]): NamedPolicy => ({
  name,
  parsed: { policy: { statements: [allow, ...all.filter(({ effect }) => effect === 'Deny')] } },
});

/**
 * A statement as it is about one outsider. Nobody knows here who comes through an identity provider, or behind an ARN without an account, such as that of a
 * CloudFront origin access identity: they are named like canonical users, who are not known either.
 */
function namingOf(statement: Statement, { kind, id }: Outsider): Statement {
  if (kind !== 'provider' && kind !== 'canonical user') return statement;
  return { ...statement, principals: { isComplement: false, of: { AWS: [], Service: [], Federated: [], CanonicalUser: [id] } } };
}

/** `statement Partner`, with its conditions. */
function statementText({ name, conditions }: Statement): string {
  return [statementName(name), ...(conditions.length > 0 ? [`if ${conditions.map(conditionText).join(' and ')}`] : [])].join(' ');
}

/** Whom the Denies leave of everybody: those that they do not name, or ask to be. */
function exempted({ policy, rcps, scope }: OutsideInquiry): Outsider[] {
  const denies = [policy, ...rcps.flat()]
    .flatMap(({ parsed }) => ('policy' in parsed ? parsed.policy.statements : []))
    .filter(({ effect }) => effect === 'Deny');
  return denies
    .flatMap((statement) => [
      ...(statement.principals?.isComplement ? [allowOf(statement.principals.of, [])] : []),
      ...statement.conditions.map((condition) => allowOf(anybody, [{ ...condition, operator: operatorNamed('StringEquals') }])),
    ])
    .flatMap((allow) => outsidersNamedBy(allow, scope.account))
    .filter(({ kind }) => kind !== 'everybody');
}

const anybody = { AWS: ['*'], Service: [], Federated: [], CanonicalUser: [] };

const allowOf = (of: NonNullable<Statement['principals']>['of'], conditions: Statement['conditions']): Statement => ({
  name: '',
  effect: 'Allow',
  actions: { isComplement: true, patterns: [] },
  resources: undefined,
  principals: { isComplement: false, of },
  conditions,
});

/** The surest way for an outsider to read, by whichever action; the key and the bucket behind must let it through as well. */
function certaintyOf(outsider: Outsider, inquiry: OutsideInquiry): Pick<OutsideReader, 'reads' | 'doubt'> {
  const { gate, behind } = inquiry;
  const own = surestRead(outsider, inquiry);
  const most = own === never || !behind ? own : smaller(own, surestRead(outsider, { ...inquiry, ...behind }));
  if (most === never || !gate) return { reads: most };
  const through = throughKey(outsider, gate, inquiry);
  const limit = through === never && gate.mayBeElsewhere ? unclear : through;
  return { reads: smaller(most, limit), ...present({ doubt: doubtOfKey(gate, through) }) };
}

function surestRead(outsider: Outsider, { policy, rcps, scope, keys, reads }: OutsideInquiry): Certainty {
  const asked = { resource: policy, rcps, grants: [], mustBeNamed: false, restrictsPublicBuckets: false };
  return reads
    .map(({ action, target }) => certaintyForAll(outsider, { ...asked, action, target, keys: { ...placeOf(scope), ...keys } }))
    .reduce(larger, never);
}

/** How surely an outsider may decrypt, or somebody of those that it stands for whom the key names. */
export function throughKey(
  outsider: Outsider,
  { key, policy, grants, keys }: KeyGate,
  { rcps, scope }: Pick<OutsideInquiry, 'rcps' | 'scope'>,
): Certainty {
  // Whose request it is differs from that of the account's own principals.
  const { 'kms:calleraccount': _own, ...ofRequest } = keys;
  const asked = {
    action: 'kms:Decrypt',
    target: { arn: key },
    resource: policy,
    rcps,
    grants,
    mustBeNamed: true,
    restrictsPublicBuckets: false,
    keys: { ...placeOf(scope), ...ofRequest },
  };
  const statements = policy && 'policy' in policy.parsed ? policy.parsed.policy.statements : [];
  const named = [
    ...statements.flatMap((statement) => outsidersNamedBy(statement, scope.account)),
    ...grants.flatMap(({ grantee: id }): Outsider[] => (isForeign(id, scope) ? [{ kind: 'principal', id }] : [])),
  ];
  const least = policy === undefined ? unclear : never;
  const how = [outsider, ...named.filter((one) => isAmong(one, outsider))].map((one) => certaintyForAll(one, asked)).reduce(larger, least);
  if (outsider.kind !== 'account' || outsider.id !== scope.account) return how;
  // Its own policies decide whom of the account the key lets through, unless the key lets in everybody of it.
  const resource = policy && { ...policy, parsed: { policy: { statements: openToEverybody(statements) } } };
  return larger(smaller(how, unclear), certaintyForAll(outsider, { ...asked, resource }));
}

function isForeign(arn: string, { account }: Scope): boolean {
  const of = parseArn(arn)?.account;
  return of !== undefined && of !== account && /^\d{12}$/.test(of);
}

/** Whether an outsider may be one of those that another stands for. */
function isAmong(one: Outsider, all: Outsider): boolean {
  const account = accountOfOutsider(one);
  if (account === undefined) return false;
  return all.kind === 'account' ? account === all.id : ['everybody', 'organization', 'canonical user', 'provider'].includes(all.kind);
}

/** Everybody stands for somebody in no organisation, and for somebody in one, whichever that is. */
function certaintyForAll(outsider: Outsider, asked: AskedOfOutsider): Certainty {
  if (outsider.kind === 'provider') return outsiderCertainty({ kind: 'canonical user', id: outsider.id }, asked);
  if (outsider.kind !== 'everybody') return outsiderCertainty(outsider, asked);
  const stranger = { ...asked, keys: { ...asked.keys, 'aws:principalaccount': known(someAccount) } };
  const ofNone = { ...asked, keys: { ...asked.keys, 'aws:principalorgid': absent, 'aws:principalorgpaths': absent } };
  const most = outsiderCertainty(outsider, stranger);
  if (most === certain) return most;
  return [
    outsiderCertainty({ kind: 'account', id: someAccount }, ofNone),
    outsiderCertainty({ kind: 'organization', id: someOrganization }, stranger),
  ].reduce(larger, most);
}

/** An account and an organisation that nobody has named. */
const someAccount = '000000000000';
const someOrganization = 'o-0000000000';

const known = (value: string): KeyState => ({ kind: 'known', values: [value] });
const absent: KeyState = { kind: 'absent' };

const placeOf = ({ account, region }: Scope): Readonly<Record<string, KeyState>> => ({
  'aws:resourceaccount': known(account),
  'aws:requestedregion': known(region),
});
