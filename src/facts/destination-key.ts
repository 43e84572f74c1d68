import { parseArn, type Arn } from '../policy/arn.ts';
import { bucketEncryption } from './bucket-encryption.ts';
import type { Knowledge, Known, Scope } from './fact.ts';
import { kmsKey, type KmsKey } from './kms-key.ts';
import type { LogDestination } from './log-destinations.ts';
import { logGroup } from './log-group.ts';
import { attempt } from './unreadable.ts';

/** Which keys of other accounts may encrypt the logs. */
export interface KeyAllowance {
  /** Key ARNs; when there are any, no other key may. */
  readonly allowedKeys: readonly string[];
  /** Account ids whose keys may. */
  readonly allowedKeyAccounts: readonly string[];
}

/**
 * What encrypts a destination.
 *
 * - `service key`: a key of S3 or CloudWatch Logs themselves, which nobody else sees.
 * - `aws/s3`: the AWS-managed key that S3 takes when no key is configured.
 * - `not allowed`: a key that could not be looked up, and is not allowed whatever it is.
 */
export type DestinationKey =
  | { readonly kind: 'service key'; readonly encryption: string }
  | { readonly kind: 'aws/s3' }
  | { readonly kind: 'not found'; readonly key: string }
  | { readonly kind: 'other region'; readonly key: string; readonly region: string }
  | { readonly kind: 'not allowed'; readonly key: string; readonly account: string }
  | { readonly kind: 'key'; readonly key: KmsKey };

/** The key a destination is encrypted with, its alias or id resolved. */
export const destinationKey: Knowledge<LogDestination, DestinationKey, KeyAllowance> = {
  facts: [bucketEncryption, logGroup, kmsKey],
  of(known, scope, destination, allowance) {
    const used = configuredKey(known, destination);
    return typeof used === 'string' ? lookUp(known, scope, used, allowance) : used;
  },
};

/** A KMS key as configured, or what encrypts in its place. */
function configuredKey(known: Known, destination: LogDestination): string | DestinationKey {
  if (destination.type === 'AWS::Logs::LogGroup') {
    return known(logGroup, destination.id)?.kmsKeyId ?? { kind: 'service key', encryption: 'no KMS key' };
  }
  const encryption = known(bucketEncryption, destination.id);
  if (!encryption || encryption.algorithm === 'AES256') return { kind: 'service key', encryption: 'only SSE-S3' };
  if (!['aws:kms', 'aws:kms:dsse'].includes(encryption.algorithm))
    return { kind: 'service key', encryption: `encryption ${encryption.algorithm}` };
  return encryption.kmsKey ?? { kind: 'aws/s3' };
}

function lookUp(known: Known, scope: Scope, key: string, allowance: KeyAllowance): DestinationKey {
  const arn = parseArn(key);
  if (arn && arn.region !== scope.region) return { kind: 'other region', key, region: arn.region };
  const described = attempt(() => known(kmsKey, key));
  if ('value' in described) return described.value ? { kind: 'key', key: described.value } : { kind: 'not found', key };
  if (arn && !mayBeAllowed(key, arn, scope.account, allowance)) return { kind: 'not allowed', key, account: arn.account };
  throw described.unreadable;
}

/** Whether a key of another account may be used. */
export function isAllowed(arn: string, account: string, { allowedKeys, allowedKeyAccounts }: KeyAllowance): boolean {
  return allowedKeys.length > 0 ? allowedKeys.includes(arn) : allowedKeyAccounts.includes(account);
}

/** Whether what an ARN stands for may be used: an alias stands for any key of its account. */
function mayBeAllowed(text: string, arn: Arn, ownAccount: string, allowance: KeyAllowance): boolean {
  if (allowance.allowedKeys.length === 0) return arn.account === ownAccount || allowance.allowedKeyAccounts.includes(arn.account);
  if (arn.resource.startsWith('key/')) return allowance.allowedKeys.includes(text);
  return allowance.allowedKeys.some((allowed) => parseArn(allowed)?.account === arn.account);
}
