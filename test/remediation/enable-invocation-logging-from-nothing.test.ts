import { CloudWatchLogsClient, DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import { rules } from '../../rules/registry.ts';
import { everyDataType } from '../cli/seeds.ts';
import {
  accountDecides,
  bedrockAssumes,
  bedrockEncrypts,
  bedrockPuts,
  configuration,
  jsonIn,
  logsEncrypt,
  made,
  nameless,
  noPlainHttp,
  run,
  statementsOf,
  writesTo,
} from './enable-invocation-logging-seeds.ts';
import { inEmulator } from './interpreter/in-emulator.ts';
import { account, emulator, findingsOf, region, seeds } from './runbook-place.ts';

const { iam } = seeds;

/** The verdicts of every rule, each once. */
async function everyVerdict(requiredDestinations: string, at: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const found = await Promise.all(
    rules.map(async (rule) => {
      const findings = await findingsOf(rule, rule === bedrockInvocationLoggingEnabled ? { requiredDestinations } : {}, at);
      return [rule.id, [...new Set(findings.map(({ verdict }) => verdict))]] as const;
    }),
  );
  return Object.fromEntries(found);
}

const allGreen = Object.fromEntries(rules.map(({ id }) => [id, ['COMPLIANT']]));

describe.each([
  ['us-east-1', true],
  ['us-east-1', false],
  ['eu-central-1', true],
  ['eu-central-1', false],
])('from nothing in %s, where new buckets are as they are since 2023: %s,', (at, areDefaults) => {
  it.each(['s3', 'cloudwatch', 'both'])(
    'one run with Destinations %s makes every rule green, and the next changes nothing',
    async (Destinations) => {
      await emulator.setDeliveryValidation(true);
      await emulator.setNewBucketDefaults(areDefaults);
      const execution = await run(account, { Destinations }, inEmulator(emulator, account, at));
      expect(execution, execution.failure).toMatchObject({ status: 'Success' });
      expect(await everyVerdict(Destinations, at)).toEqual(allGreen);
      const again = await run(account, { Destinations }, inEmulator(emulator, account, at));
      expect(again.outputs['plan.Changes']).toEqual([
        'Nothing: model invocations are logged to all that is wanted, and all of it is there.',
      ]);
    },
    60_000,
  );
});

describe('what it makes', () => {
  it('is what is documented, and no more', async () => {
    await emulator.setDeliveryValidation(true);
    await emulator.setNewBucketDefaults(false);
    const at = 'eu-central-1';
    const Bucket = `bedrock-logs-${account}-${at}`;
    const role = `BedrockLogsDelivery-${at}`;
    const there = inEmulator(emulator, account, at);
    const execution = await run(account, { KeyPrefix: 'prompts/', RetentionDays: '400' }, there);
    expect(execution, execution.failure).toMatchObject({ status: 'Success', outputs: { 'plan.Before': '{"loggingConfiguration":null}' } });

    const roleArn = `arn:aws:iam::${account}:role/${role}`;
    const large = { bucketName: Bucket, keyPrefix: 'prompts/large-data' };
    const expected = {
      s3Config: { bucketName: Bucket, keyPrefix: 'prompts' },
      cloudWatchConfig: { logGroupName: made.logGroup, roleArn, largeDataDeliveryS3Config: large },
      ...everyDataType,
    };
    expect(await configuration(at)).toEqual(expected);
    expect(jsonIn(execution, 'verify.After')).toEqual({ loggingConfiguration: expected });

    const kms = emulator.client(account, at, KMSClient);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: made.alias }));
    const KeyId = KeyMetadata?.Arn ?? '';
    const inFrankfurt = (text: unknown): unknown => JSON.parse(JSON.stringify(text).replaceAll(region, at));
    const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    const { Statement: keyStatements } = JSON.parse(Policy) as { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
    expect(nameless(keyStatements)).toEqual([accountDecides, inFrankfurt(bedrockEncrypts), inFrankfurt(logsEncrypt(made.logGroup))]);
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(true);
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([{ TagKey: 'bedrock-logging', TagValue: 'managed' }]);

    const logs = emulator.client(account, at, CloudWatchLogsClient);
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: made.logGroup }));
    expect(logGroups).toMatchObject([{ logGroupName: made.logGroup, retentionInDays: 400, kmsKeyId: KeyId }]);
    const resourceArn = `arn:aws:logs:${at}:${account}:log-group:${made.logGroup}`;
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ 'bedrock-logging': 'managed' });

    const { Role } = await iam.send(new GetRoleCommand({ RoleName: role }));
    const trusted = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as { readonly Statement: readonly object[] };
    expect(nameless(trusted.Statement as never)).toEqual([inFrankfurt(bedrockAssumes)]);
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }));
    expect(PolicyNames).toEqual([role]);
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: role }));
    const may = JSON.parse(decodeURIComponent(inline.PolicyDocument ?? '')) as { readonly Statement: readonly object[] };
    expect(nameless(may.Statement as never)).toEqual([inFrankfurt(writesTo(made.logGroup))]);
    expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }))).AttachedPolicies).toEqual([]);

    const s3 = emulator.client(account, at, S3Client);
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe(at);
    expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect((await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls?.Rules).toEqual([
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    expect((await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyId }, BucketKeyEnabled: true },
    ]);
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual([
      {
        ID: 'bedrock-logging-retention',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        Expiration: { Days: 400 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]);
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([{ Key: 'bedrock-logging', Value: 'managed' }]);
    expect(nameless(await statementsOf(Bucket, s3))).toEqual([
      noPlainHttp(Bucket),
      inFrankfurt(bedrockPuts(`${Bucket}/prompts/AWSLogs/${account}/BedrockModelInvocationLogs/*`)),
      inFrankfurt(bedrockPuts(`${Bucket}/prompts/large-data/*`)),
    ]);
    const created = (await emulator.calls()).filter(({ operation }) => operation === 'CreateBucket');
    expect(created.map(({ input }) => input)).toMatchObject([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  }, 60_000);

  it('lets CloudWatch Logs use the key only where there is a log group', async () => {
    await emulator.setDeliveryValidation(true);
    expect((await run(account, { Destinations: 's3' })).status).toBe('Success');
    const { Policy = '' } = await seeds.kms.send(new GetKeyPolicyCommand({ KeyId: await keyOfAlias(), PolicyName: 'default' }));
    expect(nameless((JSON.parse(Policy) as { readonly Statement: never }).Statement)).toEqual([accountDecides, bedrockEncrypts]);
    expect(nameless(await statementsOf(made.bucket))).toHaveLength(2);

    const more = await run(account, { RequiredDestinations: 'both' });
    expect(more, more.failure).toMatchObject({ status: 'Success' });
    expect(more.outputs['plan.Changes']).toContainEqual(expect.stringMatching(/^Key arn:aws:kms:.*: adds to its policy/));
    expect(Object.keys(jsonIn(more, 'plan.Before') as object)).toEqual(['buckets', 'keys', 'loggingConfiguration']);
  }, 60_000);

  const keyOfAlias = async () => (await seeds.kms.send(new DescribeKeyCommand({ KeyId: made.alias }))).KeyMetadata?.Arn ?? '';
});
