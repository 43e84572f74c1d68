import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListObjectsV2Command, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { artefact } from '../../infra/artefacts.ts';
import { refuseOtherCaller } from '../../infra/caller.ts';
import { artefactBucketOf } from '../../src/organization/names.ts';
import { organizationApp } from '../../infra/organization-app.ts';
import { deployOrganization } from '../../infra/organization-deployment.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { exampleWith, partsOf } from './example.ts';

const organization = exampleWith({ regions: ['eu-central-1', 'us-east-1'] });
const { administratorAccount, regions } = organization;
const functions = organization.rules.map(({ rule }) => artefact(`functions/${rule.id}`, 'zip', Buffer.from(`the code of ${rule.id}`)));
let emulator: Emulator;
let folder = '';

beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.setPaging(false);
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-deployment-'));
});
afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

const s3 = (region: string) => emulator.client(administratorAccount, region, S3Client);
const cloudFormation = (region: string) => emulator.client(administratorAccount, region, CloudFormationClient);

async function deploy(): Promise<string[]> {
  const lines: string[] = [];
  const app = new App({ outdir: folder, builtinCloudFormationValidation: false });
  const parts = await partsOf(organization);
  const built = organizationApp(app, organization, parts);
  await deployOrganization(organization, built, { functions, reconciler: parts.reconciler }, { s3, cloudFormation }, (line) =>
    lines.push(line),
  );
  return lines;
}

it(
  'deploys buckets, what they hold, StackSets and packs (moto makes buckets with no more than a name, and neither StackSets nor packs)',
  { timeout: 120_000 },
  async () => {
    const wanted = functions.length + 1;
    expect(await deploy()).toEqual([
      'eu-central-1: stack bedrock-logging-artefacts made',
      `eu-central-1: ${wanted + 3} of ${wanted + 3} artefacts were not in bedrock-logging-artefacts-123456789012-eu-central-1 yet`,
      'us-east-1: stack bedrock-logging-artefacts made',
      `us-east-1: ${wanted} of ${wanted} artefacts were not in bedrock-logging-artefacts-123456789012-us-east-1 yet`,
      'eu-central-1: stack bedrock-logging-organization made',
      expect.stringMatching(
        /^templates to deploy by hand to 111122223333: https:\/\/bedrock-logging-artefacts-123456789012-eu-central-1\.s3\.eu-central-1\.amazonaws\.com\/templates\/roles\//,
      ),
      'eu-central-1: stack bedrock-logging-reconciler made',
      'eu-central-1: stack bedrock-logging-pack made',
      'us-east-1: stack bedrock-logging-pack made',
    ]);
    for (const region of regions) {
      const Bucket = artefactBucketOf(organization, region);
      const { Contents = [] } = await s3(region).send(new ListObjectsV2Command({ Bucket }));
      expect(Contents.map(({ Key }) => Key)).toEqual(expect.arrayContaining(functions.map(({ key }) => key)));
      const { Stacks = [] } = await cloudFormation(region).send(new DescribeStacksCommand({}));
      expect(Stacks.map(({ StackStatus }) => StackStatus)).toEqual(Stacks.map(() => 'CREATE_COMPLETE'));
    }
  },
);

it('a second run writes nothing over', { timeout: 120_000 }, async () => {
  const lines = await deploy();
  expect(lines.filter((line) => line.includes('artefacts were'))).toEqual([
    expect.stringContaining('eu-central-1: 0 of '),
    expect.stringContaining('us-east-1: 0 of '),
  ]);
  for (const region of regions) {
    const { Versions = [] } = await s3(region).send(new ListObjectVersionsCommand({ Bucket: artefactBucketOf(organization, region) }));
    expect(Versions.length).toBe(new Set(Versions.map(({ Key }) => Key)).size);
  }
});

it.each([
  [
    'arn:aws:sts::444455556666:assumed-role/bedrock-logging-deployment/me',
    'the credentials are of account 444455556666; allowed: administratorAccount, 123456789012',
  ],
  [
    'arn:aws:sts::123456789012:assumed-role/administrator/me',
    'allowed: deploymentRoles, arn:aws:iam::123456789012:role/bedrock-logging-deployment',
  ],
  ['arn:aws:iam::123456789012:user/me', 'the credentials are those of arn:aws:iam::123456789012:user/me'],
])('refuses to deploy as %s', (arn, message) => {
  expect(() => refuseOtherCaller(arn, organization)).toThrow(message);
});

it('deploys as one of the roles, whatever its path', () => {
  const sso = exampleWith({
    deploymentRoles: ['arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Platform_*'],
  });
  expect(() => refuseOtherCaller('arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Platform_0123/me', sso)).not.toThrow();
  expect(() => refuseOtherCaller('arn:aws:sts::123456789012:assumed-role/bedrock-logging-deployment/me', organization)).not.toThrow();
});
