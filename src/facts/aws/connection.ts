import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { AccountOperations } from './account.ts';
import type { BedrockAgentOperations } from './bedrock-agent.ts';
import type { BedrockOperations } from './bedrock.ts';
import type { CloudWatchOperations } from './cloudwatch.ts';
import type { IamOperations } from './iam.ts';
import type { KmsOperations } from './kms.ts';
import type { LogsOperations } from './logs.ts';
import type { OamOperations } from './oam.ts';
import type { S3ControlOperations } from './s3-control.ts';
import type { S3Operations } from './s3.ts';
import type { SsmOperations } from './ssm.ts';

/** What every SDK client of a connection is built with. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
}

/** Read-only access to one Region of one account. A service's client is loaded when it is first asked for. */
export interface Connection {
  account(): Promise<AccountOperations>;
  bedrock(): Promise<BedrockOperations>;
  bedrockAgent(): Promise<BedrockAgentOperations>;
  cloudwatch(): Promise<CloudWatchOperations>;
  iam(): Promise<IamOperations>;
  kms(): Promise<KmsOperations>;
  logs(): Promise<LogsOperations>;
  oam(): Promise<OamOperations>;
  s3(): Promise<S3Operations>;
  s3Control(): Promise<S3ControlOperations>;
  ssm(): Promise<SsmOperations>;
}

/**
 * Opens a connection; nothing is sent until a fact is read.
 *
 * @param account the account the credentials belong to; S3 is told to refuse buckets of any other
 */
export function connect(settings: ClientSettings, account: string): Connection {
  return {
    account: once(async () => (await import('./account.ts')).accountOperations(settings)),
    bedrock: once(async () => (await import('./bedrock.ts')).bedrockOperations(settings)),
    bedrockAgent: once(async () => (await import('./bedrock-agent.ts')).bedrockAgentOperations(settings)),
    cloudwatch: once(async () => (await import('./cloudwatch.ts')).cloudWatchOperations(settings)),
    iam: once(async () => (await import('./iam.ts')).iamOperations(settings)),
    kms: once(async () => (await import('./kms.ts')).kmsOperations(settings)),
    logs: once(async () => (await import('./logs.ts')).logsOperations(settings)),
    oam: once(async () => (await import('./oam.ts')).oamOperations(settings)),
    s3: once(async () => (await import('./s3.ts')).s3Operations(settings, account)),
    s3Control: once(async () => (await import('./s3-control.ts')).s3ControlOperations(settings, account)),
    ssm: once(async () => (await import('./ssm.ts')).ssmOperations(settings)),
  };
}

/** A connection to an account that cannot be entered: whatever is asked for fails as entering did. */
export function refusedConnection(error: unknown): Connection {
  const refuse = () => Promise.reject(error);
  return {
    account: refuse,
    bedrock: refuse,
    bedrockAgent: refuse,
    cloudwatch: refuse,
    iam: refuse,
    kms: refuse,
    logs: refuse,
    oam: refuse,
    s3: refuse,
    s3Control: refuse,
    ssm: refuse,
  };
}

function once<Operations>(load: () => Promise<Operations>): () => Promise<Operations> {
  let loaded: Promise<Operations> | undefined;
  return () => (loaded ??= load());
}
