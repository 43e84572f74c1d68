import { CreateAliasCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { expect, it } from 'vitest';
import { kmsKey } from '../../src/facts/kms-key.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const stranger = '444455556666';
const kms = (account = home.account) => emulator.client(account, home.region, KMSClient);

async function makeKey(account = home.account): Promise<{ id: string; arn: string }> {
  const { KeyMetadata } = await kms(account).send(new CreateKeyCommand({}));
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
}

const seed = (seeded: { keyStates?: Record<string, string>; keySpecs?: Record<string, string> }) =>
  emulator.seed({ account: home.account, region: home.region, ...seeded });

it('is the same key by id, ARN, alias and ARN of the alias', async () => {
  const { id, arn } = await makeKey();
  await kms().send(new CreateAliasCommand({ AliasName: 'alias/prompts', TargetKeyId: id }));
  const key = { arn, account: '111122223333', manager: 'CUSTOMER', state: 'Enabled', spec: 'SYMMETRIC_DEFAULT' };
  for (const name of [id, arn, 'alias/prompts', 'arn:aws:kms:us-east-1:111122223333:alias/prompts'])
    expect(await read(kmsKey, name)).toEqual(key);
});

it('has the manager that KMS says, whatever the alias', async () => {
  expect(await read(kmsKey, 'alias/aws/s3')).toMatchObject({ manager: 'AWS' });
});

it.each([
  '11111111-2222-4333-8444-555555555555',
  'alias/none',
  'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555',
])('is absent when there is none of the name %s', async (name) => {
  expect(await read(kmsKey, name)).toBeUndefined();
});

it('is absent from another Region', async () => {
  const { id } = await makeKey();
  expect(await read(kmsKey, id, homeIn('eu-west-1'))).toBeUndefined();
});

it.each(['Disabled', 'PendingImport', 'Unavailable', 'Creating'])('tells that a key is %s', async (state) => {
  const { id } = await makeKey();
  await seed({ keyStates: { [id]: state } });
  expect(await read(kmsKey, id)).toMatchObject({ state });
});

it('tells when a key pending deletion is gone', async () => {
  const { id } = await makeKey();
  await kms().send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
  const inSevenDays = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  expect(await read(kmsKey, id)).toMatchObject({ state: 'PendingDeletion', deletionDate: inSevenDays });
});

it('tells that a key is asymmetric', async () => {
  const { id } = await makeKey();
  await seed({ keySpecs: { [id]: 'RSA_2048' } });
  expect(await read(kmsKey, id)).toMatchObject({ spec: 'RSA_2048' });
});

it('is unreadable when it is of an account that does not show it', async () => {
  const { arn } = await makeKey(stranger);
  await expect(read(kmsKey, arn)).rejects.toMatchObject({ refusal: 'denied', code: 'AccessDeniedException' });
});

it('tells the account of a key that another account shows', async () => {
  const { arn } = await makeKey(stranger);
  const Principal = { AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::111122223333:root'] };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }];
  await kms(stranger).send(new PutKeyPolicyCommand({ KeyId: arn, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  expect(await read(kmsKey, arn)).toMatchObject({ arn, account: stranger });
});
