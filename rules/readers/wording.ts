import { annotationLength, cutAtWord, shortName, unverified } from '../../src/engine/wording.ts';
import type { LogDestination } from '../../src/facts/log-destinations.ts';
import type { OutsideReader, PrincipalReader } from '../../src/facts/reader.ts';
import type { Cause } from '../../src/policy/compiled-policy.ts';
import { statementName } from '../../src/facts/statement-name.ts';
import type { Outsider } from '../../src/policy/outsiders.ts';
import { conditional } from '../../src/policy/survey.ts';
import { surenessOf, type Offences, type PrincipalOffence } from './offences.ts';

/** What is said where the policies of the organisation are not known. */
const withoutOrganization = '; SCPs and RCPs are not known and taken not to restrict';

/** What is to be said of a destination, or of one of its readers. */
export interface Said {
  readonly offences: Pick<Offences, 'principals' | 'outsiders'>;
  readonly destination: LogDestination;
  readonly knowsOrganization: boolean;
  /** Why nobody can tell; `undefined` where they surely read, or nothing can be said. */
  readonly doubt?: string | undefined;
}

/** Whether the readers named surely read, or only may. */
export type Verb = 'can' | 'may';

/** A part of a sentence: who, in what way, and what adds to that. */
interface Part {
  readonly who: string;
  /** Between the place and the rest: ` under conditions`. */
  readonly way: string;
  /** ` through ReaderPolicy (statement 1: s3:Get* on *)`, or names behind a colon. */
  readonly rest: string;
}

/**
 * Who should not read a destination, and why they do, as one sentence: `212 roles can read bucket prompts through 3 policies, first: …`. Outsiders come first,
 * and principals are grouped by the policies that let them.
 */
export function offenceSentence({ offences, destination, knowsOrganization, doubt }: Said, verb: Verb): string {
  const { principals, outsiders } = offences;
  const place = `${destination.type === 'AWS::S3::Bucket' ? 'bucket' : 'log group'} ${shortName(destination.id)}`;
  const parts = [...outsidersSaid(outsiders), ...principalsSaid(principals, verb)];
  const said = parts.map(({ who, way, rest }, at) => (at === 0 ? `${who} ${verb} read ${place}${way}${rest}` : `also ${who}${way}${rest}`));
  const note = knowsOrganization ? '' : withoutOrganization;
  const doubts = doubt === undefined ? [] : [`in doubt: ${doubt}`];
  const sentence = [...said.slice(0, 1), ...doubts, ...said.slice(1)].join('; ');
  const mark = verb === 'may' ? unverified.length : 0;
  return cutAtWord(sentence, annotationLength - mark - note.length) + note;
}

function outsidersSaid(readers: readonly OutsideReader[]): Part[] {
  const direct = readers.filter(({ detour }) => !detour);
  const reading = new Set(direct.map(({ outsider: { kind, id } }) => `${kind} ${id}`));
  const going = readers.filter(({ outsider: { kind, id }, detour }) => detour && !reading.has(`${kind} ${id}`));
  return [...outsidersTogether(direct), ...outsidersTogether(going)];
}

function outsidersTogether([first, ...more]: readonly OutsideReader[]): Part[] {
  if (!first) return [];
  const name = outsiderName(first.outsider);
  const others = new Set(more.map(({ outsider }) => outsiderName(outsider)).filter((other) => other !== name)).size;
  const way = surenessOf(first) === conditional ? ' under conditions' : '';
  return [
    {
      who: `${name}${others > 0 ? ` and ${others} more` : ''}`,
      way: first.detour ? `${way} indirectly` : way,
      rest: `${first.detour ? ` (first: ${first.detour.what})` : ''} through ${shortName(first.through, 120)}`,
    },
  ];
}

/** An outsider, as sentences call it. */
export function outsiderName({ kind, id }: Outsider): string {
  switch (kind) {
    case 'everybody':
      return 'everybody';
    case 'organization':
      return `organisation ${id}`;
    case 'account':
      return `account ${id}`;
    case 'principal':
      return shortName(id, 56);
    case 'service':
      return `service ${id}`;
    case 'provider':
      return `identity provider ${shortName(id, 80)}`;
    case 'canonical user':
      return `canonical user ${shortName(id, id.startsWith('arn:') ? 80 : 20)}`;
  }
}

function principalsSaid(offences: readonly PrincipalOffence[], verb: Verb): Part[] {
  const own = offences.filter(({ by }) => by === 'grant');
  const administrators = own.filter(({ reader }) => reader.isAdministrator);
  const others = own.filter(({ reader }) => !reader.isAdministrator);
  const trusted = offences.filter(({ by }) => by === 'trust');
  const going = offences.filter(({ by }) => by === 'detour');
  return [
    ...(trusted[0] ? [trustSaid(trusted[0], trusted.length, verb)] : []),
    ...(others.length > 0 ? [{ ...counted(others), rest: through(others) }] : []),
    ...(administrators.length > 0 ? [administratorsSaid(administrators)] : []),
    ...(going[0] ? [goingSaid(going[0], going)] : []),
  ];
}

/** `3 users and 212 roles`; one alone by its name. */
function counted(offences: readonly PrincipalOffence[]): Pick<Part, 'who' | 'way'> {
  const [only] = offences;
  const conditionally = offences.filter(({ how }) => how === conditional).length;
  const isEach = conditionally === offences.length;
  const kinds = (['AWS::IAM::User', 'AWS::IAM::Role'] as const).flatMap((type) => {
    const count = offences.filter(({ reader }) => reader.type === type).length;
    const noun = type === 'AWS::IAM::User' ? 'user' : 'role';
    return count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`];
  });
  const some = !isEach && conditionally > 0 ? ` (${conditionally} under conditions)` : '';
  return {
    who: `${only && offences.length === 1 ? principalName(only.reader) : kinds.join(' and ')}${some}`,
    way: isEach ? ' under conditions' : '',
  };
}

/** `role Reporting`, without the path. */
export function principalName({ type, arn }: Pick<PrincipalReader, 'type' | 'arn'>): string {
  const kind = { 'AWS::IAM::User': 'user', 'AWS::IAM::Role': 'role', 'AWS::IAM::Group': 'group' }[type];
  return `${kind} ${shortName(arn.split('/').at(-1) ?? arn, 40)}`;
}

/** Administrators that are named, when there are more. */
const mostNamed = 3;

/** `5 administrators`, and `: role Admin, role Operations, user Root and 2 more`. */
function administratorsSaid(offences: readonly PrincipalOffence[]): Part {
  const names = offences.slice(0, mostNamed).map(({ reader }) => principalName(reader));
  const more = offences.length > mostNamed ? ` and ${offences.length - mostNamed} more` : '';
  const who = `${offences.length} administrator${offences.length === 1 ? '' : 's'}`;
  return { who, way: counted(offences).way, rest: `: ${names.join(', ')}${more}` };
}

function goingSaid({ detours }: PrincipalOffence, all: readonly PrincipalOffence[]): Part {
  const { who, way } = counted(all);
  return { who, way: `${way} indirectly`, rest: ` (first: ${detours[0]?.what})${through(all)}` };
}

/** `account 444455556666`, and ` by assuming role Auditor (and 2 more roles that outsiders can assume)`. */
function trustSaid({ reader, outsiders, how }: PrincipalOffence, count: number, verb: Verb): Part {
  const [first] = outsiders;
  const others = count > 1 ? ` (and ${count - 1} more role${count > 2 ? 's' : ''} that outsiders ${verb} assume)` : '';
  return {
    who: first ? outsiderName(first) : 'outsiders',
    way: how === conditional ? ' under conditions' : '',
    rest: ` by assuming ${principalName(reader)}${others}`,
  };
}

/** The policies that let readers read, the one through which most do in full. */
function through(offences: readonly PrincipalOffence[]): string {
  const byPolicy = new Map<string, { readonly first: Cause; readers: number }>();
  for (const { reader } of offences) {
    const causes = new Map(
      decisive(reader)
        .reverse()
        .map((cause) => [cause.policy, cause]),
    );
    for (const [policy, first] of causes) {
      const known = byPolicy.get(policy);
      if (known) known.readers += 1;
      else byPolicy.set(policy, { first, readers: 1 });
    }
  }
  const isByResource = offences.some(({ reader }) => reader.causes.length === 0 && reader.doubts.length === 0);
  const [most] = [...byPolicy.values()].sort((one, other) => other.readers - one.readers);
  if (!most) return isByResource ? ' through bucket policy' : '';
  const policies = byPolicy.size === 1 ? '' : `${byPolicy.size} policies${isByResource ? ' and bucket policy' : ''}, first: `;
  return ` through ${policies}${causeText(most.first)}${byPolicy.size === 1 && isByResource ? ' and bucket policy' : ''}`;
}

/** The statements that decide: those that reach beyond the destination, if there are any. */
export function decisive({ causes }: PrincipalReader): Cause[] {
  const broad = causes.filter((cause) => cause.broad !== 0);
  return broad.length > 0 ? broad : [...causes];
}

/** A statement that lets somebody read: `DatabaseAdministrator (statement 2: logs:Get* on *)`. */
const causeText = ({ policy, statement, scope }: Cause): string =>
  `${shortName(policy, 50)} (${shortName(statementName(statement), 40)}: ${shortName(scope, 120)})`;
