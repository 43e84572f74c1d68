import {
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  GetAccessPointPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListAccessPointsCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { remembered } from '../../policy/remembered.ts';
import { clientConfig, refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

export type S3ControlOperations = ReturnType<typeof s3ControlOperations>;

/** The operations of s3-control that facts read with, all of them for one account. What several facts ask about access points is asked once. */
export function s3ControlOperations(settings: ClientSettings, AccountId: string) {
  const client = refuseForeignAnswers(new S3ControlClient(clientConfig(settings)));
  const pageOfAccessPoints = remembered((_page: string, Bucket: string, NextToken: string | undefined) =>
    client.send(new ListAccessPointsCommand({ AccountId, Bucket, NextToken })),
  );
  return {
    getAccessPoint: remembered((Name: string) => client.send(new GetAccessPointCommand({ AccountId, Name }))),
    getAccessPointPolicy: (Name: string) => client.send(new GetAccessPointPolicyCommand({ AccountId, Name })),
    getAccessPointPolicyStatus: (Name: string) => client.send(new GetAccessPointPolicyStatusCommand({ AccountId, Name })),
    getPublicAccessBlock: () => client.send(new GetPublicAccessBlockCommand({ AccountId })),
    listAccessPoints: (Bucket: string, NextToken: string | undefined) =>
      pageOfAccessPoints(JSON.stringify([Bucket, NextToken]), Bucket, NextToken),
  };
}
