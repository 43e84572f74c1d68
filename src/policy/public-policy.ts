import { blockOf } from './operators/ip-address.ts';
import type { Condition, Policy, Statement } from './policy-document.ts';

/** Keys that, fixed to a value, keep a statement from being public. */
const fixingKeys = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointaccount',
]);

const fixingOperators = /^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like))$/i;

/**
 * Whether Amazon S3 counts a bucket policy as public: one of its Allows names everybody, and no condition holds it to fixed values.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const isPublic = ({ statements }: Policy): boolean => statements.some(isPublicStatement);

function isPublicStatement({ effect, principals, conditions }: Statement): boolean {
  if (effect !== 'Allow' || !principals) return false;
  const namesEverybody = principals.isComplement || principals.of.AWS.includes('*') || principals.of.Service.includes('*');
  return namesEverybody && !conditions.some(isFixed);
}

function isFixed({ operatorName, key, texts }: Condition): boolean {
  if (texts.length === 0) return false;
  if (key === 'aws:sourceip') return /^ipaddress$/i.test(operatorName) && texts.every(isNarrow);
  if (!fixingOperators.test(operatorName)) return false;
  // The account of an access point must be fixed; its name need not be.
  if (key === 's3:dataaccesspointarn') return texts.every((text) => /^arn:[^:]+:s3:[^:]*:\d{12}:/.test(text));
  return fixingKeys.has(key) && texts.every((text) => !/[*?]|\$\{/.test(text));
}

/** A range no wider than S3 accepts as a limit: /8 for IPv4, /32 for IPv6. */
function isNarrow(cidr: string): boolean {
  const block = blockOf(cidr);
  return block !== undefined && block.last - block.first < 1n << (block.bits === 32 ? 24n : 96n);
}
