import type { AutomationDocument } from './automation-document.ts';
import { document as blockLogBucketPublicAccess } from './block-log-bucket-public-access/document.ts';
import { document as enableInvocationLogging } from './enable-invocation-logging/document.ts';
import { document as encryptLogDestination } from './encrypt-log-destination/document.ts';
import { document as restorePreviousConfiguration } from './restore-previous-configuration/document.ts';
import { document as restrictLogReaders } from './restrict-log-readers/document.ts';
import { document as setLogRetention } from './set-log-retention/document.ts';

/** Every document, in the order of its name. */
export const documents: readonly AutomationDocument[] = [
  blockLogBucketPublicAccess,
  enableInvocationLogging,
  encryptLogDestination,
  restorePreviousConfiguration,
  restrictLogReaders,
  setLogRetention,
];
