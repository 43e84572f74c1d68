import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import { CreateDocumentCommand, DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type ClientSettings, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 29 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await emulator.setPaging(false);
});
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const client = <Client>(ClientClass: new (settings: ClientSettings) => Client, where = region) =>
  emulator.client(homeAccount, where, ClientClass);
const named = (name: string) => expect.objectContaining({ name }) as Error;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const ownAccount = { AWS: `arn:aws:iam::${homeAccount}:root` };

describe('a key', () => {
  it('is made with a policy, tags and an alias, and rotates', async () => {
    const send = client(kms.KMSClient).send.bind(client(kms.KMSClient));
    const Policy = policy({ Effect: 'Allow', Principal: ownAccount, Action: 'kms:*', Resource: '*' });
    const Tags = [{ TagKey: 'made-by', TagValue: 'bedrock-logging' }];
    const { KeyMetadata } = await send(new kms.CreateKeyCommand({ Policy, Tags }));
    const KeyId = KeyMetadata?.Arn ?? '';
    expect((await send(new kms.GetKeyPolicyCommand({ KeyId }))).Policy).toBe(Policy);
    expect((await send(new kms.ListResourceTagsCommand({ KeyId }))).Tags).toEqual(Tags);
    await send(new kms.CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyId }));
    const again = send(new kms.CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyId }));
    await expect(again).rejects.toThrow(named('AlreadyExistsException'));
    expect((await send(new kms.ListAliasesCommand({ KeyId }))).Aliases?.map((alias) => alias.AliasName)).toEqual(['alias/logs']);
    expect((await send(new kms.GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false);
    await send(new kms.EnableKeyRotationCommand({ KeyId }));
    const status = { KeyRotationEnabled: true, RotationPeriodInDays: 365, KeyId: KeyMetadata?.KeyId };
    expect(await send(new kms.GetKeyRotationStatusCommand({ KeyId }))).toMatchObject(status);
    await send(new kms.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 180 }));
    expect((await send(new kms.GetKeyRotationStatusCommand({ KeyId }))).RotationPeriodInDays).toBe(180);
  });

  it('takes no policy that is none', async () => {
    const KeyId = (await client(kms.KMSClient).send(new kms.CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
    for (const Policy of ['nonsense', '{"Version":"2012-10-17"}', policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' })]) {
      const put = client(kms.KMSClient).send(new kms.PutKeyPolicyCommand({ KeyId, Policy }));
      await expect(put).rejects.toThrow(named('MalformedPolicyDocumentException'));
      const made = client(kms.KMSClient).send(new kms.CreateKeyCommand({ Policy }));
      await expect(made).rejects.toThrow(named('MalformedPolicyDocumentException'));
    }
  });
});

describe('IAM', () => {
  const trust = policy({ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const document = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
  const makePolicy = async () => {
    const made = await client(iam.IAMClient).send(new iam.CreatePolicyCommand({ PolicyName: 'guard', PolicyDocument: document }));
    return made.Policy?.Arn ?? '';
  };

  it('makes a role with tags and an inline policy, whose documents come encoded', async () => {
    const RoleName = 'delivery';
    const Tags = [{ Key: 'made-by', Value: 'bedrock-logging' }];
    await client(iam.IAMClient).send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Tags }));
    await client(iam.IAMClient).send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'logs', PolicyDocument: document }));
    const { Role } = await client(iam.IAMClient).send(new iam.GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ Tags, AssumeRolePolicyDocument: encodeURIComponent(trust) });
    const inline = await client(iam.IAMClient).send(new iam.GetRolePolicyCommand({ RoleName, PolicyName: 'logs' }));
    expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(document);
    expect(inline.PolicyDocument).toMatch(/^%7B%22/);
  });

  it('keeps five versions of a policy at most, and gives documents one by one', async () => {
    const PolicyArn = await makePolicy();
    const add = () =>
      client(iam.IAMClient).send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document, SetAsDefault: true }));
    for (let number = 2; number <= 5; number += 1) await add();
    await expect(add()).rejects.toThrow(named('LimitExceededException'));
    const listed = await client(iam.IAMClient).send(new iam.ListPolicyVersionsCommand({ PolicyArn }));
    expect(listed.Versions?.map((version) => [version.VersionId, version.IsDefaultVersion, version.Document])).toEqual([
      ['v1', false, undefined],
      ['v2', false, undefined],
      ['v3', false, undefined],
      ['v4', false, undefined],
      ['v5', true, undefined],
    ]);
    await client(iam.IAMClient).send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect((await add()).PolicyVersion?.VersionId).toBe('v6');
    const version = await client(iam.IAMClient).send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v6' }));
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? '')).toBe(document);
  });

  it('lists everybody who has a policy, in pages of random size, some empty', async () => {
    const PolicyArn = await makePolicy();
    const roles = Array.from({ length: 20 }, (_, number) => `role-${number}`);
    for (const RoleName of roles) {
      await client(iam.IAMClient).send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      await client(iam.IAMClient).send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    await client(iam.IAMClient).send(new iam.CreateUserCommand({ UserName: 'ann' }));
    await client(iam.IAMClient).send(new iam.AttachUserPolicyCommand({ UserName: 'ann', PolicyArn }));
    await emulator.setPaging(true);
    const found: (string | undefined)[] = [];
    const sizes: number[] = [];
    let Marker: string | undefined;
    do {
      const page = await client(iam.IAMClient).send(new iam.ListEntitiesForPolicyCommand({ PolicyArn, Marker, MaxItems: 3 }));
      expect(page.IsTruncated).toBe(page.Marker !== undefined);
      const names = [...(page.PolicyRoles ?? []).map((role) => role.RoleName), ...(page.PolicyUsers ?? []).map((user) => user.UserName)];
      found.push(...names);
      sizes.push(names.length);
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(new Set(found)).toEqual(new Set([...roles, 'ann']));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
    expect(sizes).toContain(0);
    const missing = client(iam.IAMClient).send(new iam.ListEntitiesForPolicyCommand({ PolicyArn: `${PolicyArn}-none` }));
    await expect(missing).rejects.toThrow(named('NoSuchEntityException'));
  });
});

describe('a log group', () => {
  const logGroupName = '/prompts';
  const arn = `arn:aws:logs:${region}:${homeAccount}:log-group:${logGroupName}`;
  const group = () => client(logs.CloudWatchLogsClient);
  const describeGroup = async () => (await group().send(new logs.DescribeLogGroupsCommand({}))).logGroups?.[0];

  it('is kept for as long as AWS allows', async () => {
    await group().send(new logs.CreateLogGroupCommand({ logGroupName }));
    await group().send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 400 }));
    expect((await describeGroup())?.retentionInDays).toBe(400);
    const odd = group().send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 401 }));
    await expect(odd).rejects.toThrow(named('InvalidParameterException'));
    await group().send(new logs.DeleteRetentionPolicyCommand({ logGroupName }));
    expect(await describeGroup()).not.toHaveProperty('retentionInDays');
  });

  it('is protected from deletion until it is not', async () => {
    await group().send(new logs.CreateLogGroupCommand({ logGroupName }));
    expect((await describeGroup())?.deletionProtectionEnabled).toBe(false);
    const protect = (logGroupIdentifier: string, deletionProtectionEnabled: boolean) =>
      group().send(new logs.PutLogGroupDeletionProtectionCommand({ logGroupIdentifier, deletionProtectionEnabled }));
    await protect(arn, true);
    expect((await describeGroup())?.deletionProtectionEnabled).toBe(true);
    await expect(group().send(new logs.DeleteLogGroupCommand({ logGroupName }))).rejects.toThrow(named('ValidationException'));
    await expect(protect('/none', true)).rejects.toThrow(named('ResourceNotFoundException'));
    await protect(logGroupName, false);
    await group().send(new logs.DeleteLogGroupCommand({ logGroupName }));
    await group().send(new logs.CreateLogGroupCommand({ logGroupName, deletionProtectionEnabled: true }));
    expect((await describeGroup())?.deletionProtectionEnabled).toBe(true);
  });

  it('has tags under its ARN, without the asterisk', async () => {
    await group().send(new logs.CreateLogGroupCommand({ logGroupName, tags: { a: 'b' } }));
    await group().send(new logs.TagResourceCommand({ resourceArn: arn, tags: { c: 'd' } }));
    const { tags } = await group().send(new logs.ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ a: 'b', c: 'd' });
    for (const resourceArn of [`${arn}:*`, `${arn}-none`])
      await expect(group().send(new logs.ListTagsForResourceCommand({ resourceArn }))).rejects.toThrow(named('ResourceNotFoundException'));
  });
});

it('a document is described as AWS describes it', async () => {
  const mainSteps = [{ name: 'Wait', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }];
  const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps });
  const ssm = client(SSMClient);
  await ssm.send(new CreateDocumentCommand({ Name: 'Logging-Wait', Content, DocumentType: 'Automation', DocumentFormat: 'JSON' }));
  const { Document } = await ssm.send(new DescribeDocumentCommand({ Name: 'Logging-Wait' }));
  expect(Document).toMatchObject({ Name: 'Logging-Wait', Status: 'Active', PlatformTypes: ['Windows', 'Linux', 'MacOS'] });
});
