import { parseArn } from '../policy/arn.ts';
import type { KeyState } from '../policy/request-context.ts';
import type { NamedPolicy } from '../policy/sources.ts';
import { certain, conditional, never, unclear, type Organization } from '../policy/survey.ts';
import { accessPointKeys, doorFacts, doorsOf, policyOf, type AccessPoint, type Doors } from './bucket-doors.ts';
import { together, type Fact, type Known, type Scope } from './fact.ts';
import { awsManagedGate, keyGateFacts, keyGateOf } from './key-gate.ts';
import { principalFacts, readerTagOf, remembered } from './inquiry.ts';
import type { LogBucket } from './log-destinations.ts';
import { organizationLimits } from './organization-limits.ts';
import type { OrganizationPolicies } from './organization-policies.ts';
import { everybody, letsInAccount, outsideReaders, throughKey, type OutsideInquiry } from './outside-readers.ts';
import { principalReaders, type KeyGate, type PrincipalInquiry } from './principal-readers.ts';
import { accessPointObjects, accessPointQuestions, bucketDetours, bucketReads, confinement, type ReadQuestion } from './read-questions.ts';
import type { LogReaders, OutsideReader, ReaderChoice } from './reader.ts';

/** The facts it takes to tell who reads a bucket, besides those about principals. */
export const bucketReaderFacts: readonly Fact<unknown>[] = [...doorFacts, ...keyGateFacts];

/** What is known of who can read a bucket, before anybody is asked. */
export interface BucketInquiry {
  readonly ofPrincipals: PrincipalInquiry;
  readonly doors: Doors;
  /** The key that outsiders must be able to use. */
  readonly gateOfOutsiders: KeyGate | undefined;
  readonly organization: OrganizationPolicies | undefined;
}

/** Looks up everything that decides who reads the log objects of a bucket. */
export function bucketInquiry(known: Known, scope: Scope, bucket: LogBucket, choice: ReaderChoice): BucketInquiry {
  const [{ authorization, organization }, doors, gate, awsGate] = together<unknown>([
    () => principalFacts(known, choice),
    () => doorsOf(known, bucket),
    () => keyGateOf(known, scope, bucket, choice),
    () => awsManagedGate(known, scope, bucket, choice),
  ]) as [ReturnType<typeof principalFacts>, Doors, KeyGate | undefined, KeyGate | undefined];
  const limits = organizationLimits(organization);
  const { resource, accessPoints } = doors;
  const points = resource
    ? accessPoints.flatMap((point) => accessPointQuestions(readable(point, resource, bucket, scope, limits.rcps), bucket, resource, scope))
    : [];
  return {
    ofPrincipals: {
      authorization,
      scope,
      reads: [...bucketReads(bucket, scope), ...points],
      detours: choice.includeIndirect ? bucketDetours(bucket, gate?.key, scope) : [],
      resource,
      organization: limits,
      // Where the access points have not been asked for, a request may come through one.
      keys: doors.knowsAccessPoints ? withoutAccessPoint : {},
      gate,
      isConfined: confinement(
        bucket,
        accessPoints.map(({ name }) => name),
      ),
      readerTag: readerTagOf(choice),
    },
    doors,
    gateOfOutsiders: gate ?? awsGate,
    organization,
  };
}

function readable(point: AccessPoint, bucketsOwn: NamedPolicy, bucket: LogBucket, scope: Scope, rcps: Organization['rcps']) {
  const keys = keysOf(point, scope);
  const reads = bucketReads(bucket, scope);
  const behind = { scope, policy: bucketsOwn, reads, rcps, restrictsPublicBuckets: false, keys, gate: undefined };
  return { name: point.name, vpc: point.vpc, keys, policy: policyOf(point), decidesAlone: letsInAccount(behind) };
}

/** Who can read the log objects of a bucket. */
export function bucketReaders(known: Known, scope: Scope, bucket: LogBucket, choice: ReaderChoice): LogReaders {
  const { ofPrincipals, doors, gateOfOutsiders, organization } = bucketInquiry(known, scope, bucket, choice);
  return remembered(ofPrincipals.authorization, [scope, bucket, choice, organization, doors, gateOfOutsiders], () => ({
    principals: principalReaders(ofPrincipals),
    outsiders: outsidersOf(bucket, { ...ofPrincipals, gate: gateOfOutsiders }, doors),
    knowsOrganization: organization !== undefined,
  }));
}

function outsidersOf(bucket: LogBucket, inquiry: PrincipalInquiry, doors: Doors): OutsideReader[] {
  const { scope, gate, detours } = inquiry;
  const { rcps } = inquiry.organization;
  const { resource, restrictsPublicBuckets, accessPoints, publicAcl } = doors;
  const outside = { scope, reads: bucketReads(bucket, scope), rcps, gate };
  const byAcl = publicAcl.length > 0 ? throughAcl(publicAcl, outside) : [];
  if (!resource) return byAcl;
  return [
    ...[withoutAccessPoint, ...throughOthersAccessPoints(resource, scope)].flatMap((keys) =>
      outsideReaders({ ...outside, policy: resource, restrictsPublicBuckets, keys }),
    ),
    ...accessPoints.flatMap((point) => {
      const policy = policyOf(point);
      if (!policy) return [];
      const prefix = accessPointObjects(point.name, scope);
      const found = outsideReaders({
        ...outside,
        reads: outside.reads.map((read) => ({ ...read, target: { prefix } })),
        policy,
        restrictsPublicBuckets: point.restrictsPublic || restrictsPublicBuckets,
        keys: keysOf(point, scope),
        behind: { policy: resource, reads: outside.reads },
      });
      return point.vpc ? found.map(fromNetwork) : found;
    }),
    ...byAcl,
    ...detours.flatMap((detour) =>
      outsideDetour(detour, { ...outside, policy: resource, restrictsPublicBuckets, keys: withoutAccessPoint }),
    ),
  ];
}

/** Who is let by the bucket policy to change something of the bucket, so as to read it. */
function outsideDetour(detour: ReadQuestion, inquiry: OutsideInquiry): OutsideReader[] {
  const { target, indirectly: what = '' } = detour;
  if (!('arn' in target ? target.arn : target.prefix).startsWith(`arn:${inquiry.scope.partition}:s3:::`)) return [];
  return outsideReaders({ ...inquiry, reads: [detour], gate: undefined }).map(({ outsider, reads: how, through }) => ({
    outsider,
    reads: never,
    through,
    detour: { what, how, broadly: how },
  }));
}

/** Whom an ACL of the bucket lets list it may find objects that have such an ACL as well; those are not looked at. */
function throughAcl(groups: readonly string[], outside: Pick<OutsideInquiry, 'rcps' | 'scope' | 'gate'>): OutsideReader[] {
  const { gate } = outside;
  if (gate && !gate.mayBeElsewhere && throughKey(everybody, gate, outside) === never) return [];
  const through = `bucket ACL (${groups.join(', ')})`;
  return [{ outsider: everybody, reads: unclear, through, doubt: 'the ACLs of objects are not read' }];
}

type Keys = Readonly<Record<string, KeyState>>;

/** A request that does not come through an access point. */
const withoutAccessPoint: Keys = Object.fromEntries(accessPointKeys.map((key) => [key, { kind: 'absent' }]));

const keysOf = ({ name, vpc }: AccessPoint, { partition, region, account }: Scope): Keys => ({
  's3:dataaccesspointarn': is(`arn:${partition}:s3:${region}:${account}:accesspoint/${name}`),
  's3:dataaccesspointaccount': is(account),
  's3:accesspointnetworkorigin': is(vpc ? 'VPC' : 'Internet'),
});

/** Requests through access points of other accounts that a bucket policy speaks of. */
function throughOthersAccessPoints({ parsed }: NamedPolicy, { region, account }: Scope): Keys[] {
  const statements = 'policy' in parsed ? parsed.policy.statements : [];
  const conditions = statements.filter(({ effect }) => effect === 'Allow').flatMap((statement) => statement.conditions);
  const points = conditions.flatMap(({ key, texts }) => {
    if (key === 's3:dataaccesspointaccount') return texts.map((owner) => `arn:aws:s3:${region}:${owner}:accesspoint/any`);
    return key === 's3:dataaccesspointarn' ? texts : [];
  });
  return [...new Set(points)].flatMap((point) => {
    // A wildcard is one place where somebody makes an access point of their own.
    const arn = point.replaceAll('*', 'any');
    const owner = parseArn(arn)?.account ?? '';
    if (owner === account) return [];
    return [{ 's3:dataaccesspointarn': is(arn), 's3:dataaccesspointaccount': is(owner) }];
  });
}

const is = (value: string): KeyState => ({ kind: 'known', values: [value] });

/** A reader that must come from a network. */
const fromNetwork = (reader: OutsideReader): OutsideReader => (reader.reads === certain ? { ...reader, reads: conditional } : reader);
