import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { AssociateKmsKeyCommand, CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, DeletePublicAccessBlockCommand, PutBucketEncryptionCommand, S3Client } from '@aws-sdk/client-s3';
import { rules } from '../../rules/registry.ts';
import { buildCli } from '../../src/generate/build-cli.ts';
import { startEmulator } from '../emulator/start.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const region = 'us-east-1';

/** The AWS calls a rule made of one account and Region. */
export interface RuleCalls {
  readonly rule: string;
  /** As `service:Operation resource`, in order. */
  readonly operations: readonly string[];
  /** How many of them were made more than once. */
  readonly repeated: number;
}

/** Runs each rule alone, then all together, against the emulator, and counts what they call. */
export async function callsPerRule(): Promise<RuleCalls[]> {
  await buildCli();
  const emulator = await startEmulator({ seed: 1 });
  try {
    await emulator.setPaging(false);
    await seedAccount(emulator);
    const results: RuleCalls[] = [];
    for (const [rule, option] of [...rules.map(({ id }) => [id, ['--rules', id]] as const), ['all rules together', []] as const]) {
      await emulator.clearCalls();
      const env = { PATH: process.env['PATH'], ...emulator.environment };
      await run(process.execPath, [cli, 'evaluate', '--regions', region, ...option], { env }).catch(() => undefined);
      const seen = (await emulator.calls()).filter(({ service }) => service !== 'sts');
      const operations = seen.map(({ service, operation, resource }) => `${service}:${operation} ${resource ?? ''}`.trim()).sort();
      results.push({ rule, operations, repeated: operations.length - new Set(operations).size });
    }
    return results;
  } finally {
    await emulator.stop();
  }
}

async function seedAccount(emulator: Emulator): Promise<void> {
  const s3 = emulator.client(homeAccount, region, S3Client);
  const logs = emulator.client(homeAccount, region, CloudWatchLogsClient);
  const { KeyMetadata } = await emulator.client(homeAccount, region, KMSClient).send(new CreateKeyCommand({}));
  const kmsKey = KeyMetadata?.Arn as string;
  for (const Bucket of ['records', 'large-data']) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: kmsKey } }],
        },
      }),
    );
  }
  const logGroupName = '/aws/bedrock/invocations';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: kmsKey }));
  const role = new CreateRoleCommand({ RoleName: 'Delivery', AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' });
  const roleArn = (await emulator.client(homeAccount, region, IAMClient).send(role)).Role?.Arn as string;
  await emulator.client(homeAccount, region, BedrockClient).send(
    new PutModelInvocationLoggingConfigurationCommand({
      loggingConfig: {
        s3Config: { bucketName: 'records' },
        cloudWatchConfig: { logGroupName, roleArn, largeDataDeliveryS3Config: { bucketName: 'large-data' } },
        textDataDeliveryEnabled: true,
      },
    }),
  );
}
