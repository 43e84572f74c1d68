import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { expect, it } from 'vitest';
import { iamRole } from '../../src/facts/iam-role.ts';
import { emulator } from './emulated.ts';
import { home, read } from './read-fact.ts';

const makeRole = (RoleName: string, Path = '/') =>
  emulator
    .client(home.account, home.region, IAMClient)
    .send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' }));

it.each([
  ['/', 'arn:aws:iam::111122223333:role/Delivery'],
  ['/logging/bedrock/', 'arn:aws:iam::111122223333:role/logging/bedrock/Delivery'],
])('finds a role on the path %s', async (path, arn) => {
  await makeRole('Delivery', path);
  expect(await read(iamRole, arn)).toEqual({ arn });
});

it.each([
  ['nobody has the name', 'arn:aws:iam::111122223333:role/Other'],
  ['the role of that name is on another path', 'arn:aws:iam::111122223333:role/logging/Delivery'],
  ['the role of that name is of another account', 'arn:aws:iam::444455556666:role/Delivery'],
  ['the ARN is of a user', 'arn:aws:iam::111122223333:user/Delivery'],
  ['the ARN has no name', 'arn:aws:iam::111122223333:role/'],
  ['it is not an ARN', 'Delivery'],
])('is absent when %s', async (_reason, arn) => {
  await makeRole('Delivery');
  expect(await read(iamRole, arn)).toBeUndefined();
});
