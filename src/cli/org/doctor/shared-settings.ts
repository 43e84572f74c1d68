import { STSClient } from '@aws-sdk/client-sts';
import { timeouts } from '../../../facts/aws/client-config.ts';
import type { ClientSettings } from '../../../facts/aws/connection.ts';

/** Settings of clients that share their connections. */
export type SharedSettings = ReturnType<ReturnType<typeof sharedSettings>>;

/**
 * Settings of clients of many accounts and Regions. A client of its own for each of thousands would keep as many connections open; these share them by
 * the host they lead to.
 */
export function sharedSettings() {
  const { requestHandler } = new STSClient({ region: 'us-east-1', requestHandler: timeouts }).config;
  return ({ region, credentials }: ClientSettings) => ({ region, credentials, requestHandler });
}
