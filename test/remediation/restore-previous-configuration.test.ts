import {
  BedrockClient,
  DeleteModelInvocationLoggingConfigurationCommand,
  GetModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import {
  AssociateKmsKeyCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListEntitiesForPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetKeyPolicyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { document } from '../../remediation/restore-previous-configuration/document.ts';
import { rules } from '../../rules/registry.ts';
import type { SoundLogging } from '../cli/seeds.ts';
import { account, actionsUsed, changes, emulator, everyRunCalls, region, runRunbook, seeds } from './runbook-place.ts';
import { asRole, without } from './runbook-role.ts';

const { s3, logs, kms, iam } = seeds;
const bedrock = emulator.client(account, region, BedrockClient);
const former = '4105a4fc-f944-11e6-9d32-0123456789ab';
const denyPolicy = `arn:aws:iam::${account}:policy/BedrockLoggingDenyLogReaders-${region}`;
const deny = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }] });
const keyPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
});
const denyMore = deny.replace('s3:GetObject', 's3:GetObject*');

const run = (parameters = {}, options = {}) => runRunbook(document, { FormerExecutionId: former, ...parameters }, options);

type Found = Readonly<Record<string, unknown>>;

/** A setting that a former run changed: how it was, how to change it, and how it is now in the shape in which runs tell it. */
interface Setting {
  /** Beyond sound logging. */
  prepare?(world: SoundLogging): Promise<unknown>;
  change(world: SoundLogging): Promise<unknown>;
  read(world: SoundLogging): Promise<Found>;
}

const ofBucket = (name: string, read: (bucket: string) => Promise<unknown>): Pick<Setting, 'read'> => ({
  read: async ({ records }) => ({ buckets: { [records]: { [name]: (await orAbsent(read(records))) ?? null } } }),
});

const orAbsent = async <Value>(answer: Promise<Value>): Promise<Value | undefined> =>
  answer.catch((error: Error) => {
    if (/^(NoSuch|ServerSideEncryptionConfigurationNotFound)/.test(error.name)) return undefined;
    throw error;
  });

const logGroup = async ({ logGroup: name }: SoundLogging) =>
  (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }))).logGroups?.[0];

const attachedTo = async (): Promise<string[]> => {
  const {
    PolicyRoles = [],
    PolicyUsers = [],
    PolicyGroups = [],
  } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: denyPolicy }));
  return [
    ...PolicyGroups.map(({ GroupName }) => `group/${GroupName}`),
    ...PolicyRoles.map(({ RoleName }) => `role/${RoleName}`),
    ...PolicyUsers.map(({ UserName }) => `user/${UserName}`),
  ].sort();
};

const policies = {
  read: async () => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: denyPolicy }));
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: denyPolicy, VersionId: Policy?.DefaultVersionId }));
    return {
      policies: { [denyPolicy]: { document: decodeURIComponent(version.PolicyVersion?.Document ?? ''), attachedTo: await attachedTo() } },
    };
  },
};

const makePolicy = () => iam.send(new CreatePolicyCommand({ PolicyName: `BedrockLoggingDenyLogReaders-${region}`, PolicyDocument: deny }));
const newVersion = (PolicyDocument: string) =>
  iam.send(new CreatePolicyVersionCommand({ PolicyArn: denyPolicy, PolicyDocument, SetAsDefault: true }));
const attach = {
  role: (RoleName: string) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: denyPolicy })),
  user: (UserName: string) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: denyPolicy })),
  group: (GroupName: string) => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: denyPolicy })),
};
const reader = `log-reader-${region}`;
const accountant = `accountant-${region}`;

const encryptionOf = async (Bucket: string) =>
  (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration;
const lifecycleOf = async (Bucket: string) => {
  const { Rules, TransitionDefaultMinimumObjectSize } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  // Dates as the runbooks write them.
  const written = JSON.parse(JSON.stringify(Rules).replaceAll('.000Z"', '+00:00"')) as unknown;
  return { Rules: written, ...(TransitionDefaultMinimumObjectSize && { TransitionDefaultMinimumObjectSize }) };
};
const policyTextOf = async (Bucket: string) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
const blockOf = async (Bucket: string) => (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration;
const allOn = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

const settings: Readonly<Record<string, Setting>> = {
  'an encryption of another kind': {
    ...ofBucket('encryption', encryptionOf),
    change: async ({ records }) => seeds.encrypt(records, await seeds.key()),
  },
  'an encryption that was not there': {
    ...ofBucket('encryption', encryptionOf),
    prepare: ({ records }) => s3.send(new DeleteBucketEncryptionCommand({ Bucket: records })),
    change: async ({ records, key }) => seeds.encrypt(records, key),
  },
  'a public access block that was partly off': {
    ...ofBucket('publicAccessBlock', blockOf),
    prepare: ({ records }) =>
      s3.send(
        new PutPublicAccessBlockCommand({ Bucket: records, PublicAccessBlockConfiguration: { ...allOn, RestrictPublicBuckets: false } }),
      ),
    change: ({ records }) => s3.send(new PutPublicAccessBlockCommand({ Bucket: records, PublicAccessBlockConfiguration: allOn })),
  },
  'a public access block that was not there': {
    ...ofBucket('publicAccessBlock', blockOf),
    prepare: ({ records }) => s3.send(new DeletePublicAccessBlockCommand({ Bucket: records })),
    change: ({ records }) => s3.send(new PutPublicAccessBlockCommand({ Bucket: records, PublicAccessBlockConfiguration: allOn })),
  },
  'a lifecycle with another rule': {
    ...ofBucket('lifecycle', lifecycleOf),
    prepare: ({ records }) =>
      seeds.expire(records, {
        ID: 'until-then',
        Status: 'Enabled',
        Filter: { Prefix: 'a/' },
        Expiration: { Date: new Date('2031-01-01T00:00:00Z') },
      }),
    change: ({ records }) =>
      seeds.expire(records, { ID: 'bedrock-logging', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 2556 } }),
  },
  'a lifecycle that was not there': {
    ...ofBucket('lifecycle', lifecycleOf),
    prepare: ({ records }) => s3.send(new DeleteBucketLifecycleCommand({ Bucket: records })),
    change: ({ records }) => seeds.expire(records, { ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 2556 } }),
  },
  'a bucket policy': {
    ...ofBucket('policy', policyTextOf),
    change: ({ records }) => seeds.bucketPolicy(records, { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' }),
  },
  'a bucket policy that was not there': {
    ...ofBucket('policy', policyTextOf),
    prepare: ({ records }) => s3.send(new DeleteBucketPolicyCommand({ Bucket: records })),
    change: ({ records }) => seeds.delivery(records),
  },
  'the key of a log group': {
    read: async (world) => ({ logGroups: { [world.logGroup]: { kmsKeyId: (await logGroup(world))?.kmsKeyId ?? null } } }),
    change: async (world) => logs.send(new AssociateKmsKeyCommand({ logGroupName: world.logGroup, kmsKeyId: await seeds.key() })),
  },
  'a key that a log group did not have': {
    read: async (world) => ({ logGroups: { [world.logGroup]: { kmsKeyId: (await logGroup(world))?.kmsKeyId ?? null } } }),
    prepare: (world) => logs.send(new DisassociateKmsKeyCommand({ logGroupName: world.logGroup })),
    change: (world) => logs.send(new AssociateKmsKeyCommand({ logGroupName: world.logGroup, kmsKeyId: world.key })),
  },
  'the retention of a log group': {
    read: async (world) => ({ logGroups: { [world.logGroup]: { retentionInDays: (await logGroup(world))?.retentionInDays ?? null } } }),
    change: (world) => logs.send(new PutRetentionPolicyCommand({ logGroupName: world.logGroup, retentionInDays: 2557 })),
  },
  'a retention that a log group did not have': {
    read: async (world) => ({ logGroups: { [world.logGroup]: { retentionInDays: (await logGroup(world))?.retentionInDays ?? null } } }),
    prepare: (world) => logs.send(new DeleteRetentionPolicyCommand({ logGroupName: world.logGroup })),
    change: (world) => logs.send(new PutRetentionPolicyCommand({ logGroupName: world.logGroup, retentionInDays: 2557 })),
  },
  'the policy of a key': {
    read: async ({ key }) => ({
      keys: { [key]: { policy: (await kms.send(new GetKeyPolicyCommand({ KeyId: key, PolicyName: 'default' }))).Policy } },
    }),
    change: ({ key }) => kms.send(new PutKeyPolicyCommand({ KeyId: key, PolicyName: 'default', Policy: keyPolicy })),
  },
  'the policy that denies readers, and whom it denies': {
    ...policies,
    prepare: async () => {
      await makePolicy();
      for (let version = 2; version <= 4; version += 1) await newVersion(deny);
      await iam.send(new CreateGroupCommand({ GroupName: 'analysts' }));
      await attach.role(reader);
    },
    change: async () => {
      await newVersion(denyMore);
      await iam.send(new DetachRolePolicyCommand({ RoleName: reader, PolicyArn: denyPolicy }));
      await attach.role(`administrator-${region}`);
      await attach.user(accountant);
      await attach.group('analysts');
    },
  },
  'the policy that denies readers, from whom it was taken': {
    ...policies,
    prepare: async () => {
      await makePolicy();
      await iam.send(new CreateGroupCommand({ GroupName: 'analysts' }));
      await attach.user(accountant);
      await attach.group('analysts');
    },
    change: async () => {
      await attach.role(reader);
      await iam.send(new DetachUserPolicyCommand({ UserName: accountant, PolicyArn: denyPolicy }));
      await iam.send(new DetachGroupPolicyCommand({ GroupName: 'analysts', PolicyArn: denyPolicy }));
    },
  },
  'the logging configuration': {
    read: async () => ({ loggingConfiguration: await configuration() }),
    change: ({ config, records }) => seeds.log({ ...config, s3Config: { bucketName: records, keyPrefix: 'elsewhere' } }),
  },
  'logging that was off': {
    read: async () => ({ loggingConfiguration: await configuration() }),
    prepare: () => bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({})),
    change: ({ config }) => seeds.log(config),
  },
};

const configuration = async () => {
  const { loggingConfig = {} } = await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}));
  return Object.keys(loggingConfig).length > 0 ? loggingConfig : null;
};

const plant = (outputs: Readonly<Record<string, readonly string[]>>, more: object = {}) =>
  emulator.seed({
    account,
    region,
    automationExecutions: [{ executionId: former, documentName: 'BedrockLogging-SetLogRetention', status: 'Success', outputs, ...more }],
  });

/** A world in which a former run changed a setting. */
async function changed({ prepare, change, read }: Setting): Promise<{ world: SoundLogging; before: Found }> {
  await emulator.seed({ account, region, configRules: rules.map(({ id }) => id) });
  const world = await seeds.soundLogging();
  await prepare?.(world);
  const before = await read(world);
  await change(world);
  await plant({ 'plan.Before': [JSON.stringify(before)], 'verify.After': [JSON.stringify(await read(world))] });
  await emulator.clearCalls();
  return { world, before };
}

describe.each(Object.entries(settings))('%s', (_name, setting) => {
  it('is put back once, and only where it is no dry run', async () => {
    const { world, before } = await changed(setting);
    const dry = await run({ DryRun: 'true' });
    expect(dry, dry.failure).toMatchObject({ status: 'Success' });
    expect(dry.outputs['plan.Changes']).toEqual(expect.arrayContaining([expect.stringMatching(/^The .+: back to /)]));
    expect(await changes()).toEqual([]);

    const wet = await run();
    expect(wet, wet.failure).toMatchObject({ status: 'Success' });
    expect(wet.outputs['evaluateAgain.Rules']).toEqual(rules.map(({ id }) => id));
    expect(asFound(await setting.read(world))).toEqual(asFound(before));

    await emulator.clearCalls();
    const again = await run();
    expect(again.outputs['plan.Changes']).toEqual(['Nothing: everything is as the former run found it.']);
    expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual([]);
  });

  it('is left where somebody has changed it since', async () => {
    const { before } = await changed(setting);
    await plant({ 'plan.Before': [JSON.stringify(before)], 'verify.After': ['{}'] });
    const execution = await run();
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain('Somebody has changed something since');
    expect(await changes()).toEqual(['ssm:PutParameter']);
  });
});

/** Policies are the same however they are written. */
const asFound = (found: Found): unknown =>
  JSON.parse(JSON.stringify(found), (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as unknown) : value,
  );

describe('a former run', () => {
  const refusal = async () => {
    const execution = await run();
    expect(execution.status).toBe('Failed');
    expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual([]);
    return execution.failure;
  };

  it('that is not known is named', async () => {
    expect(await refusal()).toContain(`There is no execution ${former} in this account and Region; AWS keeps executions for 30 days.`);
  });

  it('of a document of somebody else is not undone', async () => {
    await plant({ 'plan.Before': ['{}'] }, { documentName: 'AWS-DisableS3BucketPublicReadWrite' });
    expect(await refusal()).toContain('ran AWS-DisableS3BucketPublicReadWrite; allowed: a document whose name begins with BedrockLogging-');
  });

  it.each(['InProgress', 'Waiting', 'Pending', 'Cancelling'])('that is %s is not undone', async (status) => {
    await plant({}, { status, documentName: 'AnotherDocument' });
    await plant({}, { status: 'Success' });
    await plant({}, { status, startTime: '2026-01-01T00:00:00Z' });
    // A run does not wait for the run that it undoes: it asked for no turn.
    expect(await refusal()).toContain(`is still ${status}; wait until it has ended`);
  });

  it('that changed what this version does not know is not undone in part', async () => {
    const { records } = await seeds.soundLogging();
    await plant({ 'plan.Before': [JSON.stringify({ buckets: { [records]: { tagging: {} } } })] });
    await emulator.clearCalls();
    expect(await refusal()).toContain(`changed tagging of bucket ${records}, which this version cannot put back`);
  });

  it('that found nothing to change leaves nothing to undo', async () => {
    await plant({ 'plan.Changes': ['Nothing: all is well.'] });
    expect((await run()).outputs['plan.Changes']).toEqual(['Nothing: everything is as the former run found it.']);
  });

  it('that did not come to its end is undone, and it says what nobody knows', async () => {
    const { world, before } = await changed(settings['the retention of a log group'] as Setting);
    await plant({ 'plan.Before': [JSON.stringify(before)] }, { status: 'Failed' });
    const execution = await run();
    expect(execution.outputs['plan.Changes']).toEqual([
      `The retentionInDays of log group ${world.logGroup}: back to 400.`,
      'The former run did not come to its end, so nobody can tell whether something was changed since.',
    ]);
    expect((await logGroup(world))?.retentionInDays).toBe(400);
  });

  it('whose log group is gone fails, and says so', async () => {
    await plant({ 'plan.Before': [JSON.stringify({ logGroups: { gone: { retentionInDays: 30 } } })] });
    expect(await refusal()).toContain('There is no log group gone any more.');
  });

  it.each(['', 'x', '4105a4fc-f944-11e6-9d32', '../4105a4fc-f944-11e6-9d32-0123456789ab'])('is not named %j', async (FormerExecutionId) => {
    await expect(run({ FormerExecutionId })).rejects.toThrow('FormerExecutionId');
  });
});

it.each(document.steps.map(({ name }) => name))('killed after %s, is completed by a new run', async (stopAfterStep) => {
  const setting = settings['the logging configuration'] as Setting;
  const { world, before } = await changed(setting);
  await run({}, { stopAfterStep });
  const anew = await run();
  expect(anew, anew.failure).toMatchObject({ status: 'Success' });
  expect(await setting.read(world)).toEqual(before);
});

describe('its role', () => {
  const declared = [...new Set(document.permissions.flatMap(({ actions }) => actions))].sort();
  /** The first setting in which an action is used. */
  const usedIn = new Map<string, Setting>();

  it('is enough for every setting, and no more than that', async () => {
    for (const setting of Object.values(settings)) {
      await emulator.reset();
      await changed(setting);
      const execution = await run({}, await asRole(document.permissions));
      expect(execution, execution.failure).toMatchObject({ status: 'Success' });
      for (const action of await actionsUsed()) if (!usedIn.has(action)) usedIn.set(action, setting);
    }
    expect(declared.filter((action) => !usedIn.has(action))).toEqual([]);
  }, 300_000);

  it.each(declared)('is missed without %s', async (action) => {
    const setting = usedIn.get(action);
    if (!setting) throw new Error(`no setting uses ${action}`);
    await changed(setting);
    const { steps } = await run({}, await asRole(without(document.permissions, action)));
    expect(steps.filter(({ status }) => status !== 'Success')).not.toEqual([]);
  });
});
