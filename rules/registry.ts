import type { Rule } from '../src/engine/rule.ts';
import { bedrockInvocationLoggingEnabled } from './bedrock-invocation-logging-enabled.ts';
import { bedrockLogBucketsBlockPublicAccess } from './bedrock-log-buckets-block-public-access.ts';
import { bedrockLogDestinationsEncrypted } from './bedrock-log-destinations-encrypted.ts';
import { bedrockLogDestinationsExist } from './bedrock-log-destinations-exist.ts';
import { bedrockLogReadersRestricted } from './bedrock-log-readers-restricted.ts';
import { bedrockLogRetentionWithinLimits } from './bedrock-log-retention-within-limits.ts';

/** Every rule of the pack, in the order of their ids. */
export const rules: readonly Rule[] = [
  bedrockInvocationLoggingEnabled,
  bedrockLogBucketsBlockPublicAccess,
  bedrockLogDestinationsEncrypted,
  bedrockLogDestinationsExist,
  bedrockLogReadersRestricted,
  bedrockLogRetentionWithinLimits,
];
