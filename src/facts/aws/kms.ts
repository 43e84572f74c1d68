import {
  DescribeKeyCommand,
  type DescribeKeyCommandInput,
  GetKeyPolicyCommand,
  type GetKeyPolicyCommandInput,
  KMSClient,
  ListGrantsCommand,
  type ListGrantsCommandInput,
} from '@aws-sdk/client-kms';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type KmsOperations = ReturnType<typeof kmsOperations>;

/** The operations of kms that facts read with. */
export function kmsOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(new KMSClient(clientConfig(settings)));
  return {
    describeKey: (input: DescribeKeyCommandInput) => client.send(new DescribeKeyCommand(input)),
    getKeyPolicy: (input: GetKeyPolicyCommandInput) => client.send(new GetKeyPolicyCommand(input)),
    listGrants: (input: ListGrantsCommandInput) => client.send(new ListGrantsCommand(input)),
  };
}
