import { BedrockClient, DeleteModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, ListBucketsCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import { rules } from '../../rules/registry.ts';
import type { Fault } from '../emulator/control.ts';
import {
  alias,
  configuration,
  deliverable,
  key,
  made,
  nameless,
  noPlainHttp,
  policyOf,
  run,
  statementsOf,
  trust,
} from './enable-invocation-logging-seeds.ts';
import { account, changes, emulator, findingsOf, region, seeds } from './runbook-place.ts';

const { s3, logs, iam } = seeds;
const stranger = '444455556666';

const strangersBucket = (Bucket: string) => emulator.client(stranger, region, S3Client).send(new CreateBucketCommand({ Bucket }));

const keyInState = async (seed: (arn: string) => Parameters<typeof emulator.seed>[0]) => {
  const arn = await key();
  await alias(made.alias, arn);
  await emulator.seed({ account, region, ...seed(arn) });
};

describe('it stops before it changes anything', () => {
  const refusals: Readonly<
    Record<string, { seed?: () => Promise<unknown>; parameters?: Record<string, string>; resource?: string; says: string }>
  > = {
    'where the bucket it would make belongs to another account': {
      seed: () => strangersBucket(made.bucket),
      says: `Bucket ${made.bucket}, which is to be logged to, belongs to another account. Give another BucketName, and run this again.`,
    },
    'where the bucket that is named is in another Region': {
      seed: async () => {
        const there = emulator.client(account, 'eu-central-1', S3Client);
        await there.send(
          new CreateBucketCommand({ Bucket: 'central-logs', CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
        );
      },
      parameters: { BucketName: 'central-logs' },
      says: 'Bucket central-logs, which is to be logged to, is in eu-central-1. Give another BucketName, and run this again.',
    },
    'where the name of the bucket is none': {
      parameters: { BucketName: '-logs-REGION' },
      says: '-logs-us-east-1 cannot be the name of a bucket. Give another BucketName, and run this again.',
    },
    'where the name of the bucket becomes too long': {
      parameters: { BucketName: `${'l'.repeat(41)}-ACCOUNT_ID-REGION` },
      says: 'cannot be the name of a bucket',
    },
    'where the log group that is named takes nothing from a role': {
      seed: () => logs.send(new CreateLogGroupCommand({ logGroupName: made.logGroup, logGroupClass: 'DELIVERY' })),
      says: `Log group ${made.logGroup}, which is to be logged to, is of class DELIVERY, which no role delivers to. Give another LogGroupName, and run this again.`,
    },
    'where a role of its name has a path': {
      seed: () => iam.send(new CreateRoleCommand({ RoleName: made.role, Path: '/team/', AssumeRolePolicyDocument: policyOf() })),
      says: `There is a role arn:aws:iam::${account}:role/team/${made.role}, and names of roles are unique whatever their path. Rename it, and run this again.`,
    },
    'where the key does not exist': {
      parameters: { KmsKey: '11111111-2222-4333-8444-555555555555' },
      says: 'Key 11111111-2222-4333-8444-555555555555 cannot encrypt the logs: there is none. Give another KmsKey, and run this again.',
    },
    'where the key is of another account': {
      parameters: { KmsKey: `arn:aws:kms:${region}:${stranger}:key/11111111-2222-4333-8444-555555555555` },
      says: 'is not of this account and Region. Give another KmsKey, and run this again.',
    },
    'where the key is in another Region': {
      parameters: { KmsKey: `arn:aws:kms:eu-central-1:${account}:alias/bedrock-logs` },
      says: 'is not of this account and Region',
    },
    'where the alias is one of AWS that does not exist': {
      parameters: { KmsKey: 'alias/aws/logs' },
      says: 'Key alias/aws/logs cannot encrypt the logs: there is none.',
    },
    'where AWS manages the key': {
      parameters: { KmsKey: 'alias/aws/s3' },
      says: 'Key alias/aws/s3 cannot encrypt the logs: KeyManager is AWS, wanted: CUSTOMER.',
    },
    'where the key is disabled': {
      seed: () => keyInState((arn) => ({ keyStates: { [arn]: 'Disabled' } })),
      says: 'Key alias/bedrock-logs cannot encrypt the logs: KeyState is Disabled, wanted: Enabled. Give another KmsKey, and run this again.',
    },
    'where the key is to be deleted': {
      seed: () => keyInState((arn) => ({ keyStates: { [arn]: 'PendingDeletion' } })),
      says: 'KeyState is PendingDeletion, wanted: Enabled',
    },
    'where the key is not symmetric': {
      seed: () => keyInState((arn) => ({ keySpecs: { [arn]: 'RSA_2048' } })),
      says: 'KeySpec is RSA_2048, wanted: SYMMETRIC_DEFAULT',
    },
    'where the policy of the key says something twice': {
      seed: async () => {
        const arn = await key();
        await alias(made.alias, arn);
        const Policy = policyOf({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }).replace(
          '{"Effect"',
          '{"Effect":"Deny","Effect"',
        );
        await seeds.kms.send(new PutKeyPolicyCommand({ KeyId: arn, PolicyName: 'default', Policy }));
      },
      says: 'has a name twice among Effect, Effect, Principal, Action, Resource. Write it once, and run this again.',
    },
    'where the role of the log group does not trust Amazon Bedrock': {
      seed: async () => {
        const { config } = await deliverable();
        await seeds.log({ cloudWatchConfig: config.cloudWatchConfig });
        await trust(`bedrock-delivery-${region}`, {
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        });
      },
      says: `Role arn:aws:iam::${account}:role/bedrock-delivery-${region} does not trust bedrock.amazonaws.com. Let it, or configure another role, and run this again.`,
    },
  };

  it.each(Object.entries(refusals))(
    '%s',
    async (_when, { seed, parameters, says }) => {
      await seed?.();
      await emulator.setDeliveryValidation(true);
      await emulator.clearCalls();
      const execution = await run(account, { RequiredDestinations: 'both', ...parameters });
      expect(execution.status).toBe('Failed');
      expect(execution.failure).toContain(says);
      expect(await changes()).toEqual(['ssm:PutParameter']);
    },
    30_000,
  );

  it.each([
    ['bedrock', 'GetModelInvocationLoggingConfiguration'],
    ['s3', 'ListBuckets'],
    ['logs', 'DescribeLogGroups'],
    ['iam', 'GetRole'],
    ['kms', 'DescribeKey'],
  ])(
    'where %s refuses %s: a refusal is no absence',
    async (service, operation) => {
      await emulator.faults([{ fault: 'denied', service, operation }]);
      await emulator.clearCalls();
      const execution = await run(account);
      expect(execution.status).toBe('Failed');
      expect(execution.failure).toContain('AccessDenied');
      expect(await changes()).toEqual(['ssm:PutParameter']);
    },
    30_000,
  );

  it('where S3 fails to say who holds the name of a bucket', async () => {
    await emulator.faults([{ fault: 'server-error', service: 's3', operation: 'HeadBucket' }]);
    await emulator.clearCalls();
    expect((await run(account)).status).toBe('Failed');
    expect(await changes()).toEqual(['ssm:PutParameter']);
  }, 60_000);
});

/** What is made on the way to a configuration, in its order. */
const onTheWay: readonly Pick<Fault, 'service' | 'operation'>[] = [
  { service: 'iam', operation: 'CreateRole' },
  { service: 'iam', operation: 'PutRolePolicy' },
  { service: 'kms', operation: 'CreateKey' },
  { service: 'kms', operation: 'EnableKeyRotation' },
  { service: 'kms', operation: 'CreateAlias' },
  { service: 'logs', operation: 'CreateLogGroup' },
  { service: 'logs', operation: 'PutRetentionPolicy' },
  { service: 's3', operation: 'CreateBucket' },
  { service: 's3', operation: 'PutBucketTagging' },
  { service: 's3', operation: 'PutBucketOwnershipControls' },
  { service: 's3', operation: 'PutPublicAccessBlock' },
  { service: 's3', operation: 'PutBucketEncryption' },
  { service: 's3', operation: 'PutBucketVersioning' },
  { service: 's3', operation: 'PutBucketLifecycleConfiguration' },
  { service: 's3', operation: 'PutBucketPolicy' },
  { service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration' },
];

describe('stopped by a refusal of', () => {
  it.each(onTheWay.map((call) => [`${call.service}:${call.operation}`, call] as const))(
    '%s, it logs to nothing half-made, and a new run completes',
    async (_name, call) => {
      await emulator.setDeliveryValidation(true);
      await emulator.faults([{ fault: 'denied', ...call, times: 1 }]);
      const stopped = await run(account);
      expect(stopped.status).toBe('Failed');
      expect(await configuration()).toBeUndefined();

      const anew = await run(account);
      expect(anew, anew.failure).toMatchObject({ status: 'Success' });
      for (const rule of rules) {
        const parameters = rule === bedrockInvocationLoggingEnabled ? { requiredDestinations: 'both' } : {};
        const verdicts = (await findingsOf(rule, parameters)).map(({ verdict }) => verdict);
        expect([rule.id, ...new Set(verdicts)]).toEqual([rule.id, 'COMPLIANT']);
      }
      expect(nameless(await statementsOf(made.bucket))[0]).toEqual(noPlainHttp(made.bucket));
    },
    60_000,
  );
});

describe('while AWS settles what was made, it tries again:', () => {
  it.each<[string, Fault]>([
    [
      'Amazon Bedrock does not see the role yet',
      { fault: 'invalid', service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration', times: 3 },
    ],
    ['CloudWatch Logs does not see the key yet', { fault: 'invalid', service: 'logs', operation: 'CreateLogGroup', times: 2 }],
  ])(
    '%s',
    async (_what, fault) => {
      await emulator.setDeliveryValidation(true);
      await emulator.faults([fault]);
      const execution = await run(account);
      expect(execution, execution.failure).toMatchObject({ status: 'Success' });
      const tries = (await emulator.calls()).filter(({ operation }) => operation === fault.operation);
      expect(tries).toHaveLength((fault.times ?? 0) + 1);
    },
    60_000,
  );
});

describe('in between', () => {
  const between = (step: string, act: () => Promise<unknown>) => ({
    onStep: async ({ step: next }: { readonly step: string }) => {
      if (next === step) await act();
    },
  });

  it('somebody puts another configuration: that one stays', async () => {
    const { config } = await deliverable();
    const bedrock = emulator.client(account, region, BedrockClient);
    await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
    const theirs = { s3Config: config.s3Config, textDataDeliveryEnabled: true };
    const execution = await run(
      account,
      {},
      between('putConfiguration', () => seeds.log(theirs)),
    );
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain('Somebody has changed the logging configuration in the meantime. Run this again.');
    expect(await configuration()).toMatchObject(theirs);
    expect((await run(account, { RequiredDestinations: 'both' })).status).toBe('Success');
    expect(await configuration()).toMatchObject({ s3Config: config.s3Config, cloudWatchConfig: { logGroupName: made.logGroup } });
  }, 60_000);

  it('somebody makes a bucket of that name in the account: it is left alone', async () => {
    const execution = await run(
      account,
      {},
      between('provide', () => seeds.newBucket(made.bucket)),
    );
    expect(execution.failure).toContain(`Somebody has made bucket ${made.bucket} in the meantime. Run this again.`);
    expect((await changes()).filter((call) => call.startsWith('s3:'))).toEqual(['s3:CreateBucket']);
  }, 60_000);

  it('a stranger takes the name of the bucket: nothing is logged to it', async () => {
    const execution = await run(
      account,
      {},
      between('provide', () => strangersBucket(made.bucket)),
    );
    expect(execution.failure).toContain('BucketAlreadyExists');
    expect(await configuration()).toBeUndefined();
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  }, 60_000);

  it('somebody takes a bucket away that was just made: the run fails', async () => {
    const execution = await run(
      account,
      {},
      between('verify', async () => {
        await s3.send(new PutBucketPolicyCommand({ Bucket: made.bucket, Policy: policyOf(noPlainHttp(made.bucket)) }));
      }),
    );
    expect(execution.failure).toContain(`Model invocations are still not logged as they should be: bucket ${made.bucket} is not complete.`);
  }, 60_000);

  it('somebody turns logging off again: the run fails', async () => {
    const bedrock = emulator.client(account, region, BedrockClient);
    const execution = await run(
      account,
      {},
      between('verify', () => bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}))),
    );
    expect(execution.failure).toContain('Model invocations are still not logged as they should be: ');
    expect(execution.failure).toContain('textDataDeliveryEnabled is null, wanted: true');
  }, 60_000);
});
