import { readerTagOf } from '../../src/facts/inquiry.ts';
import type { Detour, LogReaders, OutsideReader, PrincipalReader, ReaderChoice } from '../../src/facts/reader.ts';
import { globOf, matches } from '../../src/policy/glob.ts';
import { accountOfOutsider, type Outsider } from '../../src/policy/outsiders.ts';
import { conditional, never, unclear, type Certainty } from '../../src/policy/survey.ts';

/** Which readers are the people who should read. */
export interface WantedReaders extends ReaderChoice {
  readonly standard: 'no-broad-grants' | 'listed-only';
  readonly administrators: 'accept' | 'report';
  readonly treatConditional: 'NON_COMPLIANT' | 'accept';
  /** ARNs of principals and identity providers, or names of AWS services, with wildcards. */
  readonly allowedReaders: readonly string[];
  /** Account ids, and ids of organisations. */
  readonly allowedAccounts: readonly string[];
}

/** A principal of the account that reads and should not. */
export interface PrincipalOffence {
  readonly reader: PrincipalReader;
  readonly how: Certainty;
  /** By its own grants, by a detour, or because somebody may assume it. */
  readonly by: 'grant' | 'detour' | 'trust';
  /** What it can do to get at the log, where a detour is the offence. */
  readonly detours: readonly Detour[];
  /** The outsiders that may assume it, where that is the offence; none where its trust policy cannot be read. */
  readonly outsiders: readonly Outsider[];
}

/** Everybody who reads and should not. */
export interface Offences {
  /** Users and roles. */
  readonly principals: readonly PrincipalOffence[];
  /** Groups whose members do because of them. */
  readonly groups: readonly PrincipalOffence[];
  readonly outsiders: readonly OutsideReader[];
}

/** Sorts out who should not read, those among them who only may. */
export function offencesOf({ principals, outsiders }: LogReaders, wanted: WantedReaders): Offences {
  const found = principals.flatMap((reader) => offenceOf(reader, wanted));
  const people = found.filter(({ reader }) => reader.type !== 'AWS::IAM::Group');
  const joined = new Set(people.flatMap(({ reader }) => reader.groups));
  return {
    principals: people,
    groups: found.filter(({ reader }) => joined.has(reader.arn)),
    outsiders: outsiders.filter((reader) => counts(surenessOf(reader), wanted) && !isAcceptedOutsider(reader.outsider, wanted)),
  };
}

function offenceOf(reader: PrincipalReader, wanted: WantedReaders): PrincipalOffence[] {
  const isListedOnly = wanted.standard === 'listed-only';
  const offence = { reader, detours: [], outsiders: [] };
  if (!isAccepted(reader, wanted)) {
    const how = isListedOnly ? reader.reads : reader.readsBroadly;
    if (counts(how, wanted)) return [{ ...offence, how, by: 'grant' }];
    const sureness = (detour: Detour): Certainty => (isListedOnly ? detour.how : detour.broadly);
    const detours = reader.detours.filter((detour) => sureness(detour) > unclear && counts(sureness(detour), wanted));
    const surest = detours.reduce<Certainty>((most, detour) => (sureness(detour) > most ? sureness(detour) : most), never);
    if (surest !== never) return [{ ...offence, how: surest, by: 'detour', detours }];
  }
  if (!reader.trust || !counts(reader.reads, wanted)) return [];
  if (reader.trust.problem !== undefined) return [{ ...offence, how: unclear, by: 'trust' }];
  const outsiders = reader.trust.outsiders.filter((outsider) => !isAcceptedOutsider(outsider, wanted));
  return outsiders.length > 0 ? [{ ...offence, how: reader.reads, by: 'trust', outsiders }] : [];
}

/** How surely an outsider reads, or gets at the log by a detour. */
export const surenessOf = ({ reads, detour }: OutsideReader): Certainty => detour?.how ?? reads;

const counts = (how: Certainty, { treatConditional }: WantedReaders): boolean =>
  how !== never && !(how === conditional && treatConditional === 'accept');

/** Whether a principal is one of the people who should read, however it does. */
function isAccepted(reader: PrincipalReader, wanted: WantedReaders): boolean {
  if (reader.isAdministrator && wanted.administrators === 'accept') return true;
  if (isListed(reader.arn, wanted.allowedReaders)) return true;
  return reader.tag !== undefined && reader.tag === readerTagOf(wanted)?.value;
}

/** The provider through which IAM Identity Center lets in those whom the organisation assigns. */
const identityCenter = /^arn:[^:]+:iam::\d{12}:saml-provider\/AWSSSO_[^/]+_DO_NOT_DELETE$/;

function isAcceptedOutsider(outsider: Outsider, { standard, allowedReaders, allowedAccounts }: WantedReaders): boolean {
  const { kind, id } = outsider;
  if (isListed(id, allowedReaders)) return true;
  switch (kind) {
    case 'service':
      // A service that a bucket policy names is there on purpose.
      return standard === 'no-broad-grants';
    case 'provider':
      return identityCenter.test(id);
    case 'organization':
      return allowedAccounts.includes(id.split('/')[0] ?? id);
    case 'everybody':
    case 'canonical user':
      return false;
    case 'account':
    case 'principal':
      return allowedAccounts.includes(accountOfOutsider(outsider) ?? id);
  }
}

const isListed = (name: string, patterns: readonly string[]): boolean => patterns.some((pattern) => matches(globOf(pattern), name));
