import { defineRule } from '../src/engine/rule.ts';
import { compliant, nonCompliant, type Judgement } from '../src/engine/verdict.ts';
import { shortName } from '../src/engine/wording.ts';
import { destinationKey, isAllowed, type KeyAllowance } from '../src/facts/destination-key.ts';
import type { KmsKey } from '../src/facts/kms-key.ts';
import { encryptLogDestination } from '../remediation/encrypt-log-destination/runbook.ts';
import { closedRegions } from './subjects/closed-regions.ts';
import { existingDestinations } from './subjects/log-destinations.ts';

interface Wanted extends KeyAllowance {
  readonly requiredKey: 'customer-managed' | 'any-kms' | 'any';
}

export const bedrockLogDestinationsEncrypted = defineRule({
  id: 'bedrock-log-destinations-encrypted',
  title: 'Amazon Bedrock invocation logs are encrypted with a key that can be used',
  severity: 'HIGH',
  trigger: {
    on: 'schedule',
    every: 'TwentyFour_Hours',
    andAfter: [
      's3.amazonaws.com:PutBucketEncryption',
      's3.amazonaws.com:DeleteBucketEncryption',
      'logs.amazonaws.com:AssociateKmsKey',
      'logs.amazonaws.com:DisassociateKmsKey',
      'kms.amazonaws.com:DisableKey',
      'kms.amazonaws.com:ScheduleKeyDeletion',
      'kms.amazonaws.com:DeleteImportedKeyMaterial',
    ],
  },
  over: existingDestinations,
  facts: { encryption: destinationKey },
  parameters: {
    requiredKey: {
      type: 'string',
      enum: ['customer-managed', 'any-kms', 'any'],
      default: 'customer-managed',
      description: 'Which kind of key must encrypt the logs; a key that cannot be used never passes.',
    },
    allowedKeys: {
      type: 'array',
      items: { type: 'string', pattern: '^arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+$' },
      uniqueItems: true,
      default: [],
      description: 'ARNs of the only keys that may encrypt the logs; empty for any key of the account.',
    },
    allowedKeyAccounts: {
      type: 'array',
      items: { type: 'string', pattern: '^\\d{12}$' },
      uniqueItems: true,
      default: [],
      description: 'Other accounts whose keys may encrypt the logs.',
    },
    ...closedRegions,
  },
  controls: {
    'iso-27001-2022': ['A.8.24'],
    'nist-800-53-r5': ['SC-28', 'AU-9'],
    'cis-controls-8.1': ['3.11'],
    'csa-ccm-4': ['CEK-03'],
    'hipaa-security-rule': ['164.312(a)(2)(iv)'],
  },
  fix: 'set a customer-managed KMS key of this account and Region as default encryption of the bucket or as key of the log group',
  remediation: encryptLogDestination,

  evaluate({ encryption }, wanted, { id }, { account, region }) {
    const name = shortName(id);
    switch (encryption.kind) {
      case 'service key':
        if (wanted.requiredKey === 'any' && wanted.allowedKeys.length === 0) return compliant;
        return nonCompliant(`${name} has ${encryption.encryption}; wanted: ${wording(wanted)}`);
      case 'aws/s3':
        if (wanted.requiredKey !== 'customer-managed' && wanted.allowedKeys.length === 0) return compliant;
        return awsManaged(name, 'aws/s3', wanted);
      case 'not found':
        return nonCompliant(`the key of ${name} was not found: ${shortName(encryption.key, 80)}; nothing new can be encrypted with it`);
      case 'other region':
        return nonCompliant(
          `the key of ${name} is in ${encryption.region}, not in ${region}, and cannot be used: ${shortName(encryption.key, 80)}`,
        );
      case 'not allowed':
        return notAllowed(name, encryption.key, encryption.account, account, wanted);
      case 'key':
        return judgeKey(name, encryption.key, account, wanted);
    }
  },
});

function judgeKey(name: string, key: KmsKey, account: string, wanted: Wanted): Judgement {
  const arn = shortName(key.arn, 80);
  const unusable = reasonUnusable(key);
  if (unusable !== undefined) return nonCompliant(`the key of ${name} cannot be used: ${unusable}: ${arn}`);
  if (key.account !== account && !isAllowed(key.arn, key.account, wanted)) return notAllowed(name, key.arn, key.account, account, wanted);
  if (key.manager === 'AWS' && wanted.requiredKey === 'customer-managed') return awsManaged(name, arn, wanted);
  if (wanted.allowedKeys.length > 0 && !wanted.allowedKeys.includes(key.arn))
    return notAllowed(name, key.arn, key.account, account, wanted);
  return compliant;
}

function notAllowed(name: string, key: string, keyAccount: string, account: string, { allowedKeyAccounts }: Wanted): Judgement {
  const isAllowedAccount = keyAccount === account || allowedKeyAccounts.includes(keyAccount);
  const why = isAllowedAccount ? 'is not one of allowedKeys' : `belongs to account ${keyAccount}, which is not allowed`;
  return nonCompliant(`the key of ${name} ${why}: ${shortName(key, 80)}`);
}

const awsManaged = (name: string, key: string, wanted: Wanted): Judgement =>
  nonCompliant(`${name} is encrypted with the AWS-managed key ${key}; wanted: ${wording(wanted)}`);

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
function reasonUnusable({ state, spec, deletionDate }: KmsKey): string | undefined {
  if (spec !== undefined && spec !== 'SYMMETRIC_DEFAULT') return `it is not a symmetric encryption key but ${spec}`;
  switch (state) {
    case 'Enabled':
    case 'Updating':
      return undefined;
    case 'Disabled':
      return 'it is disabled';
    case 'PendingDeletion':
    case 'PendingReplicaDeletion':
      return `it is pending deletion${deletionDate ? ` on ${deletionDate}` : ''}`;
    case 'PendingImport':
      return 'it is pending import of its key material';
    case 'Unavailable':
      return 'its key store is unavailable';
    default:
      return `its state is ${state}`;
  }
}

function wording({ requiredKey, allowedKeys }: Wanted): string {
  const amongAllowed = allowedKeys.length > 0 ? ' among allowedKeys' : '';
  return `${requiredKey === 'customer-managed' ? 'a customer-managed KMS key' : 'a KMS key'}${amongAllowed}`;
}
