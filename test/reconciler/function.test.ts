import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reconcilerStack } from '../../infra/reconciler-stack.ts';
import { buildReconciler } from '../../src/generate/build-reconciler.ts';
import { recordPath } from '../../src/reconciler/region-record.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { exampleWith, ofType, type Template } from '../infra/example.ts';
import { resolved } from '../infra/resolved.ts';

const account = '123456789012';
const region = 'eu-central-1';
const noFunction = { Status: 'CREATE_FAILED', ErrorCode: 'Invalid', ErrorMessage: 'The AWS Lambda function x cannot be invoked.' };

const app = new App({ builtinCloudFormationValidation: false });
const keys = { code: 'functions/reconciler/x.zip', pack: `pack/${'a'.repeat(64)}.yaml` };
const stack = reconcilerStack(app, exampleWith(), keys);
const template = app.synth().getStackByName(stack.stackName).template as Template;
const propertiesOf = (type: string) => ofType(template, type)[0]?.[1].Properties ?? {};

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
}
const [{ PolicyDocument: policy } = { PolicyDocument: { Statement: [] } }] = resolved(propertiesOf('AWS::IAM::Role')['Policies'], {
  account,
  region,
}) as { PolicyDocument: { Statement: readonly Statement[] } }[];
const [{ Input: event } = { Input: '' }] = propertiesOf('AWS::Events::Rule')['Targets'] as { Input: string }[];

let emulator: Emulator;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-reconciler-'));
  await buildReconciler(folder);
  emulator = await startEmulator({ seed: 70 });
}, 120_000);
afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the bundle as AWS Lambda does, with a role that has these statements. */
async function run(statements: readonly Statement[]): Promise<Record<string, unknown>> {
  await emulator.reset();
  const ssm = emulator.client(account, region, SSMClient);
  const { regions } = JSON.parse(event) as { regions: readonly string[] };
  await emulator.seed({
    deployment: {
      administrator: account,
      accounts: [account, '100000000001'],
      regions,
      functions: { x: 'a-hash' },
      documents: {},
      stackSets: [],
      pack: 'bedrock-logging',
      exceptions: [{ account: '100000000001', region, pack: noFunction }],
    },
  });
  const due = {
    template: `s3://bedrock-logging-artefacts-${account}-${region}/${keys.pack}`,
    attempts: 0,
    failing: { '100000000001': new Date().toISOString() },
  };
  for (const each of regions)
    await ssm.send(
      new PutParameterCommand({ Name: recordPath(each), Type: 'String', Value: each === region ? JSON.stringify(due) : '{}' }),
    );
  const iam = emulator.client(account, region, IAMClient);
  const RoleName = 'bedrock-logging-reconciler';
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'function', PolicyDocument }));
  const assumed = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/${RoleName}`, RoleSessionName: 'function' });
  const { Credentials } = await emulator.client(account, region, STSClient).send(assumed);
  await emulator.setIamEnforcement(true);
  const context = { invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${RoleName}` };
  const call = `import { handler } from ${JSON.stringify(join(folder, 'reconciler', 'index.mjs'))}; await handler(${event}, ${JSON.stringify(context)});`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', call], {
    env: {
      ...emulator.environment,
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
}

it('the function as it is built puts the pack again with its role, and logs the line that the alarm reads', async () => {
  expect(await run(policy.Statement)).toMatchObject({ message: 'reconciled', put: 1, unread: 0, busy: 0, attention: 0 });
});

it.each(policy.Statement.filter(({ Sid }) => Sid !== 'WriteOwnLogs').map(({ Sid }) => Sid))(
  'it is refused without %s, and says so',
  async (sid) => {
    const without = policy.Statement.filter(({ Sid }) => Sid !== sid);
    expect(without.length).toBe(policy.Statement.length - 1);
    expect(await run(without)).toMatchObject({ message: 'reconciled', put: 0, attention: expect.any(Number) });
    expect((await run(without))['unread']).toBeGreaterThan(0);
  },
);

it('the same sources give the same bytes', async () => {
  const zip = await readFile(join(folder, 'reconciler.zip'));
  await buildReconciler(folder);
  expect((await readFile(join(folder, 'reconciler.zip'))).equals(zip)).toBe(true);
  expect(zip.length).toBeLessThan(200 * 1_024);
});
