import { parseArn } from '../policy/arn.ts';
import { bucketEncryption } from './bucket-encryption.ts';
import type { Knowledge, Reader, Scope } from './fact.ts';
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
 * - `foreign`: a key of an account that is not allowed and does not let its key be looked up.
 */
export type DestinationKey =
  | { readonly kind: 'service key'; readonly encryption: string }
  | { readonly kind: 'aws/s3' }
  | { readonly kind: 'not found'; readonly key: string }
  | { readonly kind: 'other region'; readonly key: string; readonly region: string }
  | { readonly kind: 'foreign'; readonly key: string; readonly account: string }
  | { readonly kind: 'key'; readonly key: KmsKey };

/** The key a destination is encrypted with, its alias or id resolved. */
export const destinationKey: Knowledge<LogDestination, DestinationKey, KeyAllowance> = {
  facts: [bucketEncryption, logGroup, kmsKey],
  async of(reader, scope, destination, allowance) {
    const used = await configuredKey(reader, destination);
    return typeof used === 'string' ? lookUp(reader, scope, used, allowance) : used;
  },
};

/** A KMS key as configured, or what encrypts in its place. */
async function configuredKey(reader: Reader, destination: LogDestination): Promise<string | DestinationKey> {
  if (destination.type === 'AWS::Logs::LogGroup') {
    return (await reader.read(logGroup, destination.id))?.kmsKeyId ?? { kind: 'service key', encryption: 'no KMS key' };
  }
  const encryption = await reader.read(bucketEncryption, destination.id);
  if (!encryption || encryption.algorithm === 'AES256') return { kind: 'service key', encryption: 'SSE-S3' };
  if (!['aws:kms', 'aws:kms:dsse'].includes(encryption.algorithm)) return { kind: 'service key', encryption: encryption.algorithm };
  return encryption.kmsKey ?? { kind: 'aws/s3' };
}

async function lookUp(reader: Reader, scope: Scope, key: string, allowance: KeyAllowance): Promise<DestinationKey> {
  const arn = parseArn(key);
  if (arn && arn.region !== scope.region) return { kind: 'other region', key, region: arn.region };
  const described = await attempt(reader.read(kmsKey, key));
  if ('value' in described) return described.value ? { kind: 'key', key: described.value } : { kind: 'not found', key };
  if (arn && arn.account !== scope.account && !isAllowed(key, arn.account, allowance))
    return { kind: 'foreign', key, account: arn.account };
  throw described.unreadable;
}

/** Whether a key of another account may be used. */
export function isAllowed(arn: string, account: string, { allowedKeys, allowedKeyAccounts }: KeyAllowance): boolean {
  return allowedKeys.length > 0 ? allowedKeys.includes(arn) : allowedKeyAccounts.includes(account);
}
