import { bundled, isModule, writeFiles } from '../../src/generate/bundle.ts';
import type { SeenCall } from '../emulator/control.ts';

/** The package and the client of each service that functions call, by botocore's name of the service. */
const clients: Readonly<Record<string, readonly [packageName: string, imported: string, client: string]>> = {
  bedrock: sdkClient('bedrock', 'BedrockClient'),
  config: sdkClient('config-service', 'ConfigServiceClient'),
  iam: sdkClient('iam', 'IAMClient'),
  kms: sdkClient('kms', 'KMSClient'),
  logs: sdkClient('cloudwatch-logs', 'CloudWatchLogsClient'),
  // The SDK has none that is new enough.
  oam: ['../../src/facts/aws/oam-client.ts', 'oamClient', 'oamClient({})'],
  s3: sdkClient('s3', 'S3Client'),
  s3control: sdkClient('s3-control', 'S3ControlClient'),
  ssm: sdkClient('ssm', 'SSMClient'),
};

function sdkClient(name: string, clientClass: string): readonly [packageName: string, imported: string, client: string] {
  return [`@aws-sdk/client-${name}`, clientClass, `new ${clientClass}({})`];
}

/**
 * Builds a function that makes the calls a rule's function made and nothing else: the same clients, loaded when first needed, from a bundle made in the same
 * way, the calls in the same order.
 */
export async function buildMinimalFunction(folder: string, calls: readonly SeenCall[]): Promise<void> {
  const services = [...new Set(calls.map(({ service }) => service))];
  const modules = new Map(services.map((service) => [`minimal:${service}`, moduleOf(service, calls)]));
  const steps = calls.map(({ service, operation, input }) => `['${service}', '${operation}', ${JSON.stringify(input)}],`);
  const entry = [
    'const modules = {',
    ...services.map((service) => `${service}: () => import('minimal:${service}'),`),
    '};',
    `const steps = [${steps.join('\n')}];`,
    'export const handler = async ({ resultToken }) => {',
    '  for (const [service, operation, input] of steps) {',
    '    const { call } = await modules[service]();',
    '    await call(operation, input, resultToken);',
    '  }',
    '};',
  ];
  const files = await bundled('minimal', entry.join('\n'), [
    {
      name: 'minimal-modules',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^minimal:/ }, ({ path }) => ({ path: path.replace(':', '-'), namespace: 'minimal', pluginData: path }));
        onLoad({ filter: /.*/, namespace: 'minimal' }, ({ pluginData }) => ({
          contents: modules.get(pluginData as string) ?? '',
          resolveDir: import.meta.dirname,
        }));
      },
    },
  ]);
  await writeFiles(folder, files.filter(isModule));
}

/** A module with the client of a service and the operations that are called. */
function moduleOf(service: string, calls: readonly SeenCall[]): string {
  const [packageName, imported = '', client] = clients[service] ?? [];
  if (packageName === undefined) throw new Error(`the benchmark knows no client of ${service}; known: ${Object.keys(clients).join(', ')}`);
  const operations = [...new Set(calls.filter((call) => call.service === service).map(({ operation }) => operation))];
  const commands = operations.map((operation) => `${operation}Command`);
  return `
    import { ${[imported, ...commands].join(', ')} } from '${packageName}';
    const client = ${client};
    const commands = { ${operations.map((operation) => `${operation}: ${operation}Command`).join(', ')} };
    export const call = (operation, input, resultToken) => client.send(new commands[operation](${service === 'config' ? 'reported(input, resultToken)' : 'input'})).catch(() => undefined);
    const reported = ({ Evaluations, ...input }, ResultToken) => Evaluations === undefined
      ? input
      : { ...input, ResultToken, Evaluations: Evaluations.map((each) => ({ ...each, OrderingTimestamp: new Date() })) };`;
}
