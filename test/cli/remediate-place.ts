import { DeletePublicAccessBlockCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeEach, vi } from 'vitest';
import type { AutomationDocument, Step } from '../../remediation/automation-document.ts';
import { document } from '../../remediation/block-log-bucket-public-access/document.ts';
import { rendered } from '../../src/generate/automation-document.ts';
import { homeAccount } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { startAutomationService } from '../remediation/automation-service/service.ts';
import { run } from './run.ts';
import { everyDataType, seedsFor } from './seeds.ts';

export const rule = 'bedrock-log-buckets-block-public-access';
export const documentName = 'BedrockLogging-BlockLogBucketPublicAccess';

/** Whom the emulator takes the caller for. */
export const caller = `arn:aws:iam::${homeAccount}:user/auditor`;

/** How long a command may take, in milliseconds: it runs documents, and looks at them once a second. */
export const limit = 100_000;
vi.setConfig({ testTimeout: 2 * limit });

/** The emulator and the Automation service of the test file that imports this, emptied before each test; every runbook is deployed. */
export const emulator = await startEmulator({ seed: 7 });
export const service = await startAutomationService(emulator);

beforeEach(async () => {
  await emulator.reset();
  service.reset();
  await service.deployRunbooks();
});
afterAll(async () => {
  await service.stop();
  await emulator.stop();
});

/** Makes a bucket that records go to, and that blocks no public access. */
export async function openBucket(Bucket: string, account = homeAccount, region = 'us-east-1'): Promise<void> {
  const seeds = seedsFor(emulator, account, region);
  await seeds.newBucket(Bucket);
  await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
}

/** Logs to one bucket, and large data to another. */
export async function logTo(bucketName: string, large?: string, account = homeAccount, region = 'us-east-1'): Promise<void> {
  const seeds = seedsFor(emulator, account, region);
  const largeData = large === undefined ? {} : { largeDataDeliveryS3Config: { bucketName: large } };
  const cloudWatchConfig = large === undefined ? undefined : await logGroupOf(seeds, largeData);
  await seeds.log({ s3Config: { bucketName }, ...(cloudWatchConfig && { cloudWatchConfig }), ...everyDataType });
}

async function logGroupOf(seeds: ReturnType<typeof seedsFor>, largeData: object) {
  await seeds.logGroup('/bedrock/invocations', undefined);
  return { logGroupName: '/bedrock/invocations', roleArn: await seeds.role('bedrock-delivery'), ...largeData };
}

/** Whether a bucket blocks public access by itself. */
export async function isBlocked(Bucket: string, account = homeAccount, region = 'us-east-1'): Promise<boolean> {
  const { s3 } = seedsFor(emulator, account, region);
  const answer = await s3.send(new GetPublicAccessBlockCommand({ Bucket })).catch(() => undefined);
  return answer?.PublicAccessBlockConfiguration?.RestrictPublicBuckets ?? false;
}

/** Runs `remediate` for the rule on public access, without a terminal. */
export const remediate = (...args: readonly string[]) =>
  run(['remediate', '--rule', rule, ...args], service.environmentOf(homeAccount), undefined, limit);

/** Deploys the runbook with its steps changed. */
export async function deployChanged(change: (steps: readonly Step[]) => readonly Step[]): Promise<void> {
  const changed: AutomationDocument = { ...document, steps: change(document.steps) };
  service.deploy(documentName, await rendered(changed));
}

/** A step that waits for an approval before anything is changed, and what makes the runbook come to it. */
export const withApproval =
  (...Approvers: readonly string[]) =>
  (steps: readonly Step[]): readonly Step[] =>
    steps.flatMap((step): readonly Step[] => {
      if (step.action === 'aws:branch') return [JSON.parse(JSON.stringify(step).replace('blockPublicAccess', 'askForApproval')) as Step];
      if (step.name !== 'blockPublicAccess') return [step];
      return [
        { name: 'askForApproval', action: 'aws:approve', inputs: { Approvers, Message: 'Public access to {{ ResourceId }} is shut.' } },
        step,
      ];
    });
