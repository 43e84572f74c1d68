import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeAccountPoliciesCommand,
  DescribeSubscriptionFiltersCommand,
  PutAccountPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreatePolicyCommand, CreateRoleCommand, GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateGrantCommand, CreateKeyCommand, KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateAccessPointCommand,
  DeleteAccessPointPolicyCommand,
  GetAccessPointPolicyCommand,
  PutAccessPointPolicyCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oamOperations } from '../../src/facts/aws/oam.ts';
import { useEndpoints } from '../facts/read-fact.ts';
import { homeAccount, type ClientSettings, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 5 });
  useEndpoints(emulator.environment);
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());
afterEach(async () => {
  expect(await emulator.violations()).toEqual([]);
});

const client = <Client>(ClientClass: new (settings: ClientSettings) => Client) => emulator.client(homeAccount, region, ClientClass);
const document = '{"Version":"2012-10-17","Statement":[]}';
const allowing = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';

describe('GetAccountAuthorizationDetails', () => {
  it('comes in pages of roles and policies, each saying whether it is the last', async () => {
    const iam = client(IAMClient);
    for (let number = 0; number < 12; number += 1) {
      await iam.send(new CreateRoleCommand({ RoleName: `app-${number}`, AssumeRolePolicyDocument: document }));
      await iam.send(new CreatePolicyCommand({ PolicyName: `policy-${number}`, PolicyDocument: allowing }));
    }
    const found: string[] = [];
    const sizes: number[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ Marker, MaxItems: 3 }));
      expect(page.IsTruncated).toBe(page.Marker !== undefined);
      const names = [...(page.RoleDetailList ?? []), ...(page.Policies ?? [])].map((each) => each.Arn?.split(':').at(-1) ?? '');
      found.push(...names);
      sizes.push(names.length);
      Marker = page.Marker;
    } while (Marker !== undefined);
    const numbers = Array.from({ length: 12 }, (_, number) => number);
    expect(new Set(found)).toEqual(new Set(numbers.flatMap((number) => [`role/app-${number}`, `policy/policy-${number}`])));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
    expect(sizes).toContain(0);
  });

  it('encodes every document, and names every policy', async () => {
    const iam = client(IAMClient);
    await emulator.setPaging(false);
    await iam.send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: document }));
    await iam.send(new CreatePolicyCommand({ PolicyName: 'nothing', Path: '/of/logs/', PolicyDocument: allowing }));
    const { RoleDetailList, Policies, IsTruncated } = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(RoleDetailList).toMatchObject([{ AssumeRolePolicyDocument: encodeURIComponent(document) }]);
    expect(Policies).toMatchObject([
      {
        PolicyName: 'nothing',
        PolicyVersionList: [{ Document: expect.stringMatching(/^%7B%22Version%22/) as string, IsDefaultVersion: true }],
      },
    ]);
    expect(IsTruncated).toBe(false);
  });
});

describe('ListGrants', () => {
  it('comes in pages, and says of a key that is not there that it is not', async () => {
    const kms = client(KMSClient);
    await emulator.setPaging(false);
    const KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
    const GranteePrincipal = 'arn:aws:iam::444455556666:role/Reader';
    for (let number = 0; number < 3; number += 1)
      await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Decrypt'] }));
    const first = await kms.send(new ListGrantsCommand({ KeyId, Limit: 2 }));
    expect([first.Grants?.length, first.Truncated]).toEqual([2, true]);
    const second = await kms.send(new ListGrantsCommand({ KeyId, Limit: 2, Marker: first.NextMarker }));
    expect([second.Grants?.length, second.Truncated, second.NextMarker]).toEqual([1, false, undefined]);
    const missing = kms.send(new ListGrantsCommand({ KeyId: KeyId.replace(/.$/, 'x') }));
    await expect(missing).rejects.toThrow(expect.objectContaining({ name: 'NotFoundException' }));
  });
});

describe('subscriptions', () => {
  it('of an account are kept by type and name', async () => {
    const logs = client(CloudWatchLogsClient);
    await emulator.setPaging(false);
    const put = (policyName: string, policyType: 'SUBSCRIPTION_FILTER_POLICY' | 'DATA_PROTECTION_POLICY', policyDocument: string) =>
      logs.send(new PutAccountPolicyCommand({ policyName, policyType, policyDocument }));
    await put('all', 'SUBSCRIPTION_FILTER_POLICY', '{"DestinationArn":"arn:1"}');
    await put('all', 'DATA_PROTECTION_POLICY', '{}');
    await put('all', 'SUBSCRIPTION_FILTER_POLICY', '{"DestinationArn":"arn:2"}');
    const policyType = 'SUBSCRIPTION_FILTER_POLICY';
    const { accountPolicies } = await logs.send(new DescribeAccountPoliciesCommand({ policyType }));
    expect(accountPolicies).toMatchObject([
      { policyName: 'all', policyType, policyDocument: '{"DestinationArn":"arn:2"}', scope: 'ALL', accountId: homeAccount },
    ]);
    const others = await logs.send(new DescribeAccountPoliciesCommand({ policyType, policyName: 'other' }));
    expect(others.accountPolicies).toEqual([]);
  });

  it('of an account are refused when the service model does not know their type', async () => {
    const policyType = 'SULKING_POLICY' as 'TRANSFORMER_POLICY';
    const sent = client(CloudWatchLogsClient).send(new DescribeAccountPoliciesCommand({ policyType }));
    await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'InvalidParameterException' }));
  });

  it('of a log group can be seeded, with any destination', async () => {
    const logs = client(CloudWatchLogsClient);
    const logGroupName = '/bedrock/prompts';
    await emulator.setPaging(false);
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const destinationArn = 'arn:aws:logs:us-east-1:444455556666:destination:central';
    await emulator.seed({ account: homeAccount, region, subscriptions: [{ logGroup: logGroupName, name: 'central', destinationArn }] });
    const { subscriptionFilters } = await logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName }));
    expect(subscriptionFilters).toMatchObject([{ filterName: 'central', destinationArn, logGroupName }]);
  });
});

it('an access point has a policy from when it is put until it is deleted', async () => {
  await client(S3Client).send(new CreateBucketCommand({ Bucket: 'records' }));
  const control = client(S3ControlClient);
  const point = { AccountId: homeAccount, Name: 'reports' };
  await control.send(new CreateAccessPointCommand({ ...point, Bucket: 'records' }));
  const noPolicy = expect.objectContaining({ name: 'NoSuchAccessPointPolicy' }) as Error;
  await expect(control.send(new GetAccessPointPolicyCommand(point))).rejects.toThrow(noPolicy);
  await control.send(new PutAccessPointPolicyCommand({ ...point, Policy: document }));
  expect((await control.send(new GetAccessPointPolicyCommand(point))).Policy).toBe(document);
  await control.send(new DeleteAccessPointPolicyCommand(point));
  await expect(control.send(new GetAccessPointPolicyCommand(point))).rejects.toThrow(noPolicy);
});

describe('links', () => {
  const oam = () => oamOperations({ region, credentials: async () => ({ accessKeyId: `AKIATEST${homeAccount}`, secretAccessKey: 'x' }) });
  const sinkArn = 'arn:aws:oam:us-east-1:444455556666:sink/1';
  const shared = { sinkArn, resourceTypes: ['AWS::Logs::LogGroup'] };

  it('are listed without what they filter', async () => {
    await emulator.setPaging(false);
    await emulator.seed({ account: homeAccount, region, links: [{ ...shared, logGroupFilter: "LogGroupName LIKE 'a%'" }, shared] });
    const { Items = [] } = await oam().listLinks(undefined);
    expect(Items).toMatchObject([{ SinkArn: sinkArn }, { SinkArn: sinkArn, ResourceTypes: ['AWS::Logs::LogGroup'] }]);
    expect(Items[0]).not.toHaveProperty('LinkConfiguration');
    const { LinkConfiguration } = await oam().getLink(Items[0]?.Arn ?? '');
    expect(LinkConfiguration).toEqual({ LogGroupConfiguration: { Filter: "LogGroupName LIKE 'a%'" } });
  });

  it('are not found under another ARN', async () => {
    const arn = 'arn:aws:oam:us-east-1:111122223333:link/11111111-2222-4333-8444-555555555555';
    await expect(oam().getLink(arn)).rejects.toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  });

  it('are not seeded with members that nobody knows', async () => {
    const link = { ...shared, filter: 'typo' };
    await expect(emulator.seed({ account: homeAccount, region, links: [link] })).rejects.toThrow('unknown members of a link');
  });
});
