import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { expect, it } from 'vitest';
import { accountAuthorization } from '../../src/facts/account-authorization.ts';
import { emulator } from './emulated.ts';
import { home, read } from './read-fact.ts';

const iam = emulator.client(home.account, home.region, IAMClient);

const document = (Action: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const AssumeRolePolicyDocument =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

const makeRole = (RoleName: string, more: { Path?: string; PermissionsBoundary?: string } = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...more }));

async function makePolicy(PolicyName: string, action: string): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document(action) }));
  return Policy?.Arn ?? '';
}

it('has nothing when the account has nobody', async () => {
  expect(await read(accountAuthorization)).toEqual({ documents: {}, policies: [], groups: [], principals: [] });
});

it('reads roles, users and groups with all their policies', async () => {
  const readLogs = await makePolicy('ReadLogs', 'logs:GetLogEvents');
  const limit = await makePolicy('Limit', 'ec2:*');
  await makeRole('app', { Path: '/service/', PermissionsBoundary: limit });
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn: readLogs }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'compute', PolicyDocument: document('ec2:RunInstances') }));
  await iam.send(new CreateUserCommand({ UserName: 'ann' }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'ann', PolicyName: 'own', PolicyDocument: document('s3:GetObject') }));
  await iam.send(new CreateGroupCommand({ GroupName: 'readers' }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'readers', PolicyArn: readLogs }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'readers', UserName: 'ann' }));
  const { documents, policies, groups, principals } = (await read(accountAuthorization)) ?? expect.fail();
  const textOf = (hash: string | undefined) => documents[hash ?? ''];
  expect(policies.map((policy) => ({ ...policy, document: textOf(policy.document) }))).toEqual([
    { name: 'ReadLogs', arn: readLogs, document: document('logs:GetLogEvents') },
    { name: 'Limit', arn: limit, document: document('ec2:*') },
    { name: 'own', document: document('s3:GetObject') },
  ]);
  expect(groups).toEqual([
    { name: 'readers', arn: 'arn:aws:iam::111122223333:group/readers', id: expect.any(String) as string, policies: [0] },
  ]);
  expect(principals.map((principal) => ({ ...principal, ...(principal.trust && { trust: textOf(principal.trust) }) }))).toEqual([
    {
      arn: 'arn:aws:iam::111122223333:role/service/app',
      id: expect.stringMatching(/^AROA/) as string,
      policies: [0],
      boundary: 1,
      trust: AssumeRolePolicyDocument,
    },
    { arn: 'arn:aws:iam::111122223333:user/ann', id: expect.any(String) as string, policies: [2], groups: [0] },
  ]);
});

it('reads the default version of a managed policy', async () => {
  const PolicyArn = await makePolicy('ReadLogs', 'logs:GetLogEvents');
  await makeRole('app');
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn }));
  const PolicyDocument = document('logs:StartQuery');
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document('logs:*') }));
  const { documents, policies } = (await read(accountAuthorization)) ?? expect.fail();
  expect(policies.map((policy) => documents[policy.document])).toEqual([PolicyDocument]);
});

it('reads the tag asked for', async () => {
  await makeRole('app');
  await iam.send(new TagRoleCommand({ RoleName: 'app', Tags: [{ Key: 'log-reader', Value: 'audit' }] }));
  expect((await read(accountAuthorization, 'log-reader'))?.principals).toMatchObject([{ tag: 'audit' }]);
  expect((await read(accountAuthorization))?.principals[0]).not.toHaveProperty('tag');
});

it('reads every page, and asks for large ones', async () => {
  const PolicyArn = await makePolicy('ReadLogs', 'logs:GetLogEvents');
  const names = Array.from({ length: 25 }, (_, number) => `app-${number + 10}`);
  for (const RoleName of names) {
    await makeRole(RoleName);
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  await emulator.clearCalls();
  const { principals } = (await read(accountAuthorization)) ?? expect.fail();
  expect(principals.map(({ arn }) => arn)).toEqual(names.map((name) => `arn:aws:iam::111122223333:role/${name}`));
  expect(principals.every(({ policies }) => policies.length === 1)).toBe(true);
  const calls = await emulator.calls();
  expect(calls.length).toBeGreaterThan(3);
  for (const { input } of calls) expect(input).toMatchObject({ MaxItems: 300 });
});
