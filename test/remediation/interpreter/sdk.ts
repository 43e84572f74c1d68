import { NormalizedSchema } from '@smithy/core/schema';
import type { ClientSettings } from '../../emulator/emulator.ts';

/** A client of an SDK that the interpreter sends commands with. */
export interface SdkClient {
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
  destroy(): void;
}

/** The SDK's class of clients of a service. */
export type SdkClientClass = new (settings: ClientSettings) => SdkClient;

interface Service {
  readonly clientName: string;
  readonly load: () => Promise<unknown>;
}

/** By the namespace of AWS's SDK for Python, which names services to Automation. */
const services: Readonly<Record<string, Service>> = {
  bedrock: { clientName: 'BedrockClient', load: () => import('@aws-sdk/client-bedrock') },
  cloudwatch: { clientName: 'CloudWatchClient', load: () => import('@aws-sdk/client-cloudwatch') },
  config: { clientName: 'ConfigServiceClient', load: () => import('@aws-sdk/client-config-service') },
  iam: { clientName: 'IAMClient', load: () => import('@aws-sdk/client-iam') },
  kms: { clientName: 'KMSClient', load: () => import('@aws-sdk/client-kms') },
  logs: { clientName: 'CloudWatchLogsClient', load: () => import('@aws-sdk/client-cloudwatch-logs') },
  s3: { clientName: 'S3Client', load: () => import('@aws-sdk/client-s3') },
  s3control: { clientName: 'S3ControlClient', load: () => import('@aws-sdk/client-s3-control') },
  ssm: { clientName: 'SSMClient', load: () => import('@aws-sdk/client-ssm') },
  sts: { clientName: 'STSClient', load: () => import('@aws-sdk/client-sts') },
};

/** Namespaces of the services that documents may call. */
export const serviceNames: readonly string[] = Object.keys(services);

/** An operation of the SDK. */
export interface Operation {
  readonly ClientClass: SdkClientClass;
  readonly Command: new (input: unknown) => never;
  /** The SDK's schema of the request. */
  readonly inputSchema: unknown;
  /** Whether its request or its response is a stream. */
  readonly isStreaming: boolean;
}

/** @returns `undefined` for an operation that the service has not */
export async function findOperation(service: string, api: string): Promise<Operation | undefined> {
  const known = services[service];
  if (known === undefined) return undefined;
  const sdk = (await known.load()) as Readonly<Record<string, unknown>>;
  const schema = sdk[`${api}$`];
  const Command = sdk[`${api}Command`];
  if (!Array.isArray(schema) || typeof Command !== 'function') return undefined;
  return {
    ClientClass: sdk[known.clientName] as SdkClientClass,
    Command: Command as Operation['Command'],
    inputSchema: schema[4],
    isStreaming: schema.slice(4).some(hasStream),
  };
}

function hasStream(schema: unknown): boolean {
  const normalized = NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]);
  return normalized.isStructSchema() && [...normalized.structIterator()].some(([, member]) => member.isStreaming());
}

/** One client of each service, made when it is first asked for. */
export function clientsOf(make: (ClientClass: SdkClientClass) => SdkClient) {
  const made = new Map<SdkClientClass, SdkClient>();
  return {
    of: (ClientClass: SdkClientClass): SdkClient => {
      const client = made.get(ClientClass) ?? make(ClientClass);
      made.set(ClientClass, client);
      return client;
    },
    destroy: () => {
      for (const client of made.values()) client.destroy();
    },
  };
}
