import type { KeyGrant } from '../policy/key-grants.ts';
import { isEverything } from '../policy/compiled-policy.ts';
import { parsePolicy } from '../policy/policy-document.ts';
import type { NamedPolicy } from '../policy/sources.ts';
import {
  survey,
  conditional,
  never,
  unclear,
  type Certainty,
  type Found,
  type HeldPolicy,
  type Organization,
  type SurveyQuestion,
} from '../policy/survey.ts';
import type { KeyState } from '../policy/request-context.ts';
import type { AccountAuthorization } from './account-authorization.ts';
import type { Scope } from './fact.ts';
import { decodedPolicy } from './policy-text.ts';
import type { ReadQuestion } from './read-questions.ts';
import type { Detour, PrincipalReader } from './reader.ts';
import { roleTrust, type RoleTrust } from './role-trust.ts';
import { surveyed } from './surveyed.ts';

/** Everything that decides which principals of an account read a destination. */
export interface PrincipalInquiry {
  readonly authorization: AccountAuthorization;
  readonly scope: Scope;
  readonly reads: readonly ReadQuestion[];
  readonly detours: readonly ReadQuestion[];
  readonly resource: NamedPolicy | undefined;
  readonly organization: Organization;
  /** Condition keys of the requests, besides those of the caller. */
  readonly keys: Readonly<Record<string, KeyState>>;
  readonly gate: KeyGate | undefined;
  isConfined(pattern: string): boolean;
  /** The tag that lets somebody read. */
  readonly readerTag: { readonly key: string; readonly value: string } | undefined;
}

/** The KMS key that a reader must be able to use. */
export interface KeyGate {
  readonly key: string;
  /** `undefined` when it is not known, as that of another account's key. */
  readonly policy: NamedPolicy | undefined;
  readonly grants: readonly KeyGrant[];
  readonly keys: Readonly<Record<string, KeyState>>;
  /** Whether there may be objects that are not under the key. */
  readonly mayBeElsewhere: boolean;
}

/** A principal as a survey takes it. */
interface Asked {
  readonly type: PrincipalReader['type'];
  readonly ownArn: string;
  /** ARN under which it asks; of a group, that of a member. */
  readonly arn: string;
  readonly id: string;
  readonly policies: readonly number[];
  readonly boundary?: number;
  /** ARNs. */
  readonly groups: readonly string[];
  readonly trust: string | undefined;
  readonly tag: string | undefined;
}

/**
 * The principals of an account that read a destination, or may. Service-linked roles do what their service does, and are left out; so are groups without
 * members, which nobody can act for.
 */
export function principalReaders(inquiry: PrincipalInquiry): PrincipalReader[] {
  const { authorization, organization, reads, detours, gate, scope } = inquiry;
  const policyAt = (at: number): HeldPolicy => {
    const { name = '', document = '' } = authorization.policies[at] ?? {};
    return { name, document: decodedPolicy(authorization.documents[document] ?? '') };
  };
  const asked = askedOf(authorization, scope);
  const ask = (questions: readonly ReadQuestion[], gates: readonly SurveyQuestion[]) =>
    surveyed(
      questions.map((question) => questionOf(question, inquiry)),
      gates,
      (some) => survey(asked, policyAt, some, organization),
      ({ ownArn }) => ownArn,
    );
  const direct = ask(reads, gate ? [gateQuestion(gate, inquiry)] : []);
  const indirect = ask(detours, []);
  const trustOf = rememberedTrust(authorization, scope);
  const isSettable = inquiry.readerTag ? tagSetters(inquiry, inquiry.readerTag, asked, policyAt) : () => false;
  return asked
    .filter(({ ownArn }) => direct.has(ownArn) || indirect.has(ownArn))
    .map((principal): PrincipalReader => {
      const [reading, going] = [direct.get(principal.ownArn), indirect.get(principal.ownArn)];
      const trust = principal.trust === undefined ? undefined : trustOf(principal.trust);
      const causes = [...(reading?.causes ?? []), ...(going?.causes ?? [])];
      return {
        type: principal.type,
        arn: principal.ownArn,
        id: principal.id,
        ...directly(reading, inquiry),
        detours: surely(detours, going),
        groups: principal.groups,
        isAdministrator: causes.some((cause) => cause.isEverything) && isWholeWithin(principal.boundary, policyAt),
        causes,
        tag: isSettable(principal) || trust?.letsTagSession ? undefined : principal.tag,
        trust,
        doubts: doubtsOf(reading ?? going, inquiry),
      };
    })
    .filter(({ reads: how, detours: ways }) => how !== never || ways.length > 0);
}

function askedOf({ principals, groups }: AccountAuthorization, { partition, account }: Scope): Asked[] {
  const people = principals
    .filter(({ arn }) => !arn.includes(':role/aws-service-role/'))
    .map((principal): Asked => {
      const joined = (principal.groups ?? []).flatMap((at) => groups[at] ?? []);
      return {
        type: principal.trust === undefined ? 'AWS::IAM::User' : 'AWS::IAM::Role',
        ownArn: principal.arn,
        arn: principal.arn,
        id: principal.id,
        policies: [...principal.policies, ...joined.flatMap(({ policies }) => policies)],
        ...(principal.boundary !== undefined && { boundary: principal.boundary }),
        groups: joined.map(({ arn }) => arn),
        trust: principal.trust,
        tag: principal.tag,
      };
    });
  const withMembers = new Set(people.flatMap((person) => person.groups));
  const onBehalf = groups
    .filter(({ arn }) => withMembers.has(arn))
    .map(({ arn, id, policies, name }): Asked => ({
      type: 'AWS::IAM::Group',
      ownArn: arn,
      arn: `arn:${partition}:iam::${account}:user/${name}`,
      id,
      policies,
      groups: [],
      trust: undefined,
      tag: undefined,
    }));
  return [...people, ...onBehalf];
}

export function questionOf({ action, target, via }: ReadQuestion, { isConfined, resource, keys, scope }: PrincipalInquiry): SurveyQuestion {
  const isOfBucket = ('arn' in target ? target.arn : target.prefix).startsWith(`arn:${scope.partition}:s3:::`);
  return {
    action,
    target,
    isConfined,
    resource: via ? via.policy : isOfBucket ? resource : undefined,
    mustBeNamed: false,
    grants: [],
    request: { ...scope, keys: { ...keys, ...via?.keys } },
    isGate: false,
  };
}

export function gateQuestion({ key, policy, grants, keys }: KeyGate, { scope }: PrincipalInquiry): SurveyQuestion {
  return {
    action: 'kms:Decrypt',
    target: { arn: key },
    isConfined: (pattern) => pattern === key,
    resource: policy,
    mustBeNamed: true,
    grants,
    request: { ...scope, keys },
    isGate: true,
  };
}

/** The surest way to read; the key must let the reader through as well, unless objects may be elsewhere. */
function directly(found: Found<Asked> | undefined, { reads, gate }: PrincipalInquiry): Pick<PrincipalReader, 'reads' | 'readsBroadly'> {
  if (!found) return { reads: never, readsBroadly: never };
  const through = gate ? throughGate(found, reads.length, gate) : undefined;
  const most = (by: readonly Certainty[], ofOthersQueries: boolean): Certainty =>
    reads
      .map(({ isDocumented, via, isOfOthersQueries = false }, at) => {
        if (via?.isForNext || isOfOthersQueries !== ofOthersQueries) return never;
        const how = by[at] ?? never;
        // Of the two grants that it takes, one that reaches further is enough to be too broad.
        const alone = via?.needsPrevious && how !== never ? atMost(how, found.by[at - 1] ?? never) : how;
        return atMost(alone, isDocumented ? (via?.isFromNetwork ? conditional : undefined) : unclear);
      })
      .reduce((one, other) => (other > one ? other : one), never);
  const readsByItself = most(found.by, false) !== never;
  const surest = (by: readonly Certainty[]): Certainty => atMost(most(by, !readsByItself), through);
  return { reads: surest(found.by), readsBroadly: surest(found.broadly) };
}

function throughGate(found: Found<Asked>, at: number, { mayBeElsewhere }: KeyGate): Certainty {
  const how = found.by[at] ?? never;
  return how === never && mayBeElsewhere ? unclear : how;
}

const atMost = (how: Certainty, limit: Certainty | undefined): Certainty => (limit !== undefined && limit < how ? limit : how);

/** The detours that are more than a possibility. */
function surely(detours: readonly ReadQuestion[], found: Found<Asked> | undefined): Detour[] {
  return detours
    .map(({ indirectly = '' }, at) => ({ what: indirectly, how: found?.by[at] ?? never, broadly: found?.broadly[at] ?? never }))
    .filter(({ how }) => how > unclear);
}

/** What is in the way of a certain answer about one principal, the decisive first. */
function doubtsOf(found: Found<Asked> | undefined, { gate, reads }: PrincipalInquiry): string[] {
  if (!found) return [];
  const most = (isDocumented: boolean): Certainty =>
    reads
      .map((read, at) => (read.isDocumented === isDocumented ? (found.by[at] ?? never) : never))
      .reduce((one, other) => (other > one ? other : one), never);
  const ofGrant =
    most(true) === unclear
      ? 'its policies ask for what is not known here'
      : most(true) < most(false)
        ? 'AWS does not say whether the action is asked of such an ARN'
        : undefined;
  const ofKey = gate && doubtOfKey(gate, found.by[reads.length] ?? never);
  return [...found.problems, ofGrant, ofKey].filter((doubt) => doubt !== undefined);
}

/** Why nobody can tell whether the key lets a reader through. */
export function doubtOfKey({ key, policy }: KeyGate, how: Certainty): string | undefined {
  if (!policy) return `who may use the key of the bucket is not known (${key})`;
  if ('problem' in policy.parsed) return `key policy: ${policy.parsed.problem}`;
  return how === never ? `cannot use the key of the bucket, but objects may be under another (${key})` : undefined;
}

/** Whether a permissions boundary, if there is one, leaves every action on every resource. */
function isWholeWithin(boundary: number | undefined, policyAt: (at: number) => HeldPolicy): boolean {
  if (boundary === undefined) return true;
  const parsed = parsePolicy(policyAt(boundary).document, 'principals');
  return 'policy' in parsed && parsed.policy.statements.some((statement) => statement.effect === 'Allow' && isEverything(statement));
}

function rememberedTrust({ documents }: AccountAuthorization, { account }: Scope): (document: string) => RoleTrust {
  const known = new Map<string, RoleTrust>();
  return (document) => {
    const trust = known.get(document) ?? roleTrust(documents[document] ?? '', account);
    known.set(document, trust);
    return trust;
  };
}

/** Whether somebody who is no administrator may set a principal's tags; then a tag is no proof. */
function tagSetters(
  inquiry: PrincipalInquiry,
  { key, value }: NonNullable<PrincipalInquiry['readerTag']>,
  asked: readonly Asked[],
  policyAt: (at: number) => HeldPolicy,
): (principal: Asked) => boolean {
  const { partition, account } = inquiry.scope;
  const ofTag = (text: string): KeyState => ({ kind: 'known', values: [text] });
  const keys = { ...inquiry.keys, 'aws:tagkeys': ofTag(key), [`aws:requesttag/${key.toLowerCase()}`]: ofTag(value) };
  const kinds = { 'AWS::IAM::Role': 'role/', 'AWS::IAM::User': 'user/' } as const;
  const questions = Object.entries(kinds).map(([type, path]) =>
    questionOf(
      {
        action: type === 'AWS::IAM::Role' ? 'iam:TagRole' : 'iam:TagUser',
        target: { prefix: `arn:${partition}:iam::${account}:${path}` },
        isDocumented: true,
      },
      { ...inquiry, keys },
    ),
  );
  const setters = survey(asked, policyAt, questions, inquiry.organization).filter(
    ({ causes }) => !causes.some((cause) => cause.isEverything),
  );
  return ({ type }) => setters.some(({ by }) => (by[type === 'AWS::IAM::User' ? 1 : 0] ?? never) !== never);
}
