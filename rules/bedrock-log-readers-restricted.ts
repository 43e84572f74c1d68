import { restrictLogReaders } from '../remediation/restrict-log-readers/runbook.ts';
import { defineRule } from '../src/engine/rule.ts';
import { compliant, nonCompliant, type Judgement } from '../src/engine/verdict.ts';
import { unclear } from '../src/policy/survey.ts';
import { offencesOf, surenessOf } from './readers/offences.ts';
import { offenceSentence, type Said } from './readers/wording.ts';
import { closedRegions } from './subjects/closed-regions.ts';
import { destinationsAndOffenders, isDestination, readersOfSubject } from './subjects/log-readers.ts';

export const bedrockLogReadersRestricted = defineRule({
  id: 'bedrock-log-readers-restricted',
  title: 'Amazon Bedrock invocation logs are read only by the people who should',
  severity: 'HIGH',
  trigger: {
    on: 'schedule',
    every: 'TwentyFour_Hours',
    andAfter: [
      's3.amazonaws.com:PutBucketPolicy',
      's3.amazonaws.com:DeleteBucketPolicy',
      's3.amazonaws.com:PutBucketAcl',
      's3.amazonaws.com:DeleteBucketPublicAccessBlock',
      's3.amazonaws.com:DeleteAccountPublicAccessBlock',
      's3.amazonaws.com:PutAccessPointPolicy',
      'kms.amazonaws.com:PutKeyPolicy',
      'kms.amazonaws.com:CreateGrant',
      'logs.amazonaws.com:PutSubscriptionFilter',
      'logs.amazonaws.com:PutAccountPolicy',
      'oam.amazonaws.com:CreateLink',
      'iam.amazonaws.com:AttachRolePolicy',
      'iam.amazonaws.com:PutRolePolicy',
      'iam.amazonaws.com:AttachUserPolicy',
      'iam.amazonaws.com:PutUserPolicy',
      'iam.amazonaws.com:AttachGroupPolicy',
      'iam.amazonaws.com:PutGroupPolicy',
      'iam.amazonaws.com:AddUserToGroup',
      'iam.amazonaws.com:CreatePolicyVersion',
      'iam.amazonaws.com:SetDefaultPolicyVersion',
      'iam.amazonaws.com:UpdateAssumeRolePolicy',
      'iam.amazonaws.com:DeleteRolePermissionsBoundary',
      'iam.amazonaws.com:DeleteUserPermissionsBoundary',
    ],
  },
  over: destinationsAndOffenders,
  facts: { readers: readersOfSubject },
  parameters: {
    standard: {
      type: 'string',
      enum: ['no-broad-grants', 'listed-only'],
      default: 'no-broad-grants',
      description:
        'With no-broad-grants nobody may read through a grant that is not made for the log alone; with listed-only nobody but those that allowedReaders, allowedReaderTag and allowedAccounts name.',
    },
    allowedReaders: {
      type: 'array',
      items: {
        type: 'string',
        pattern: '^(arn:aws[a-z-]*:(iam|sts)::(\\d{12}|[*?]+):[A-Za-z0-9+=.,@_/*?-]+|[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?)$',
      },
      uniqueItems: true,
      default: [],
      description:
        'ARNs of users and roles, with * and ? as wildcards, that may read in any way; also names of AWS services, and ARNs of identity providers through which such roles may be assumed.',
    },
    allowedReaderTag: {
      type: 'string',
      pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/+@-]{1,128}=[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256})?$',
      default: '',
      description: 'A tag, as key=value: users and roles that carry it may read in any way, unless somebody could give it to them at will.',
    },
    allowedAccounts: {
      type: 'array',
      items: { type: 'string', pattern: '^(\\d{12}|o-[a-z0-9]{10,32})$' },
      uniqueItems: true,
      default: [],
      description: 'Other accounts, and organisations by their ids, that may read.',
    },
    administrators: {
      type: 'string',
      enum: ['accept', 'report'],
      default: 'accept',
      description: 'Whether principals with every action on every resource may read.',
    },
    treatConditional: {
      type: 'string',
      enum: ['NON_COMPLIANT', 'accept'],
      default: 'NON_COMPLIANT',
      description:
        'What a grant is that holds only under conditions AWS attests: from a network, at a time, with multi-factor authentication.',
    },
    includeIndirect: {
      type: 'boolean',
      default: false,
      description:
        'Whether whoever can make itself a reader counts as one: by changing policies, replicating, exporting, subscribing, and the like.',
    },
    reportPrincipals: {
      type: 'boolean',
      default: false,
      description:
        'Whether each offending user, role and group is reported by itself besides the destination; every evaluation costs money.',
    },
    allObjectsUnderBucketKey: {
      type: 'boolean',
      default: false,
      description:
        'Say true when every log object is known to be encrypted with the key the bucket has now: then nobody reads who cannot use that key. Nobody can tell without listing the objects.',
    },
    ...closedRegions,
  },
  controls: {
    'iso-27001-2022': ['A.5.15', 'A.8.3', 'A.8.15'],
    'nist-800-53-r5': ['AC-3', 'AC-6', 'AU-9'],
    'cis-controls-8.1': ['3.3'],
    'hipaa-security-rule': ['164.312(a)(1)'],
  },
  fix: 'take the named grants away, or confine them to the people who should read and to the log itself; deny the read actions on the destination to everybody else',
  remediation: restrictLogReaders,

  evaluate({ readers }, wanted, subject) {
    if (!isDestination(subject)) {
      const { offence, destination, knowsOrganization } = subject;
      return judgementOf({ offences: { principals: [offence], outsiders: [] }, destination, knowsOrganization });
    }
    if (!readers) return compliant;
    const { knowsOrganization } = readers;
    return judgementOf({ offences: offencesOf(readers, wanted), destination: subject, knowsOrganization });
  },
});

/** Whoever surely reads is a fault; where everybody only may, nobody can tell. */
function judgementOf({ offences, ...where }: Said): Judgement {
  const sure: Said['offences'] = {
    principals: offences.principals.filter(({ how }) => how !== unclear),
    outsiders: offences.outsiders.filter((reader) => surenessOf(reader) !== unclear),
  };
  if (isAny(sure)) return nonCompliant(offenceSentence({ offences: sure, ...where }, 'can'));
  if (!isAny(offences)) return compliant;
  return { verdict: 'UNKNOWN', because: offenceSentence({ offences, ...where, doubt: doubtOf(offences) }, 'may') };
}

const isAny = ({ principals, outsiders }: Said['offences']): boolean => principals.length + outsiders.length > 0;

/** The doubt about whom the sentence names first. */
function doubtOf({ principals: [principal], outsiders: [outsider] }: Said['offences']): string | undefined {
  if (outsider) return outsider.doubt;
  if (principal?.by === 'trust' && principal.reader.trust?.problem !== undefined) return `trust policy: ${principal.reader.trust.problem}`;
  return principal?.reader.doubts[0];
}
