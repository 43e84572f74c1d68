import type { Cause } from '../policy/compiled-policy.ts';
import type { Outsider } from '../policy/outsiders.ts';
import type { Certainty } from '../policy/survey.ts';
import type { RoleTrust } from './role-trust.ts';

/** Something that lets somebody get at a log, though it does not read by itself. */
export interface Detour {
  /** As a phrase: `change the bucket policy`. */
  readonly what: string;
  readonly how: Certainty;
  /** How surely it still could, if no grant were made for the log alone. */
  readonly broadly: Certainty;
}

/** A user, a role, or a group on behalf of its members, that can, or may, read a log. */
export interface PrincipalReader {
  readonly type: 'AWS::IAM::User' | 'AWS::IAM::Role' | 'AWS::IAM::Group';
  readonly arn: string;
  /** The unique id by which AWS Config knows it, such as `AROA…`. */
  readonly id: string;
  /** How surely it reads directly. */
  readonly reads: Certainty;
  /** How surely it still would, if no grant were made for the log alone. */
  readonly readsBroadly: Certainty;
  /** What it surely can do to get at the log by a detour; empty when that was not asked. */
  readonly detours: readonly Detour[];
  /** ARNs of the groups a user is in. */
  readonly groups: readonly string[];
  /** Whether it has every action on every resource, within its permissions boundary too. */
  readonly isAdministrator: boolean;
  /** The statements of its policies that allow it; none when the resource's policy does. */
  readonly causes: readonly Cause[];
  /** Value of the tag that the parameters name, if it has it and nobody can set it at will. */
  readonly tag: string | undefined;
  /** Who may assume the role; `undefined` for users and groups. */
  readonly trust: RoleTrust | undefined;
  /** What is in the way of a certain answer: policies that cannot be read, or the key of older objects. */
  readonly doubts: readonly string[];
}

/** Somebody outside the account that can, or may, read a log. */
export interface OutsideReader {
  readonly outsider: Outsider;
  readonly reads: Certainty;
  /** What lets it: `bucket policy (statement Partner)`. */
  readonly through: string;
  /** What is in the way of a certain answer, where that can be said. */
  readonly doubt?: string;
  /** What lets somebody who does not read get at the log all the same. */
  readonly detour?: Detour;
}

/** Who can read a log destination. */
export interface LogReaders {
  readonly principals: readonly PrincipalReader[];
  readonly outsiders: readonly OutsideReader[];
  /** Whether the policies of the organisation are known; where not, they are taken not to restrict. */
  readonly knowsOrganization: boolean;
}

/** What the parameters of a rule ask of readers. */
export interface ReaderChoice {
  /** Whether detours are asked for. */
  readonly includeIndirect: boolean;
  /** `key=value`; empty for none. */
  readonly allowedReaderTag: string;
  /** Whether every object of a bucket is known to be under the bucket's key, so that who cannot use the key cannot read. */
  readonly allObjectsUnderBucketKey: boolean;
}
