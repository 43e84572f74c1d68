import { DescribeKeyCommand, type DescribeKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type KmsOperations = ReturnType<typeof kmsOperations>;

/** The operations of kms that facts read with. */
export function kmsOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new KMSClient(clientConfig(settings)));
  return {
    describeKey: (input: DescribeKeyCommandInput) => client.send(new DescribeKeyCommand(input)),
  };
}
