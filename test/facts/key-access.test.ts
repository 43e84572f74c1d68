import { CreateGrantCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { keyGrants } from '../../src/facts/key-grants.ts';
import { keyPolicy } from '../../src/facts/key-policy.ts';
import { emulator } from './emulated.ts';
import { home, read } from './read-fact.ts';

const stranger = '444455556666';
const kms = (account = home.account) => emulator.client(account, home.region, KMSClient);
const noKey = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';

async function makeKey(account = home.account): Promise<string> {
  const { KeyMetadata } = await kms(account).send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? '';
}

describe.each([keyPolicy, keyGrants].map((fact) => [fact.id, fact] as const))('%s', (_id, fact) => {
  it('is absent when there is no such key', async () => {
    expect(await read<unknown>(fact, noKey)).toBeUndefined();
  });

  it('is unreadable when the key is of an account that does not show it', async () => {
    await expect(read<unknown>(fact, await makeKey(stranger))).rejects.toMatchObject({ refusal: 'denied', code: 'AccessDeniedException' });
  });
});

it('key-policy is the text as it was put', async () => {
  const KeyId = await makeKey();
  const Statement = [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement }, null, 2);
  await kms().send(new PutKeyPolicyCommand({ KeyId, Policy }));
  expect(await read(keyPolicy, KeyId)).toEqual({ document: Policy });
});

describe('key-grants', () => {
  const GranteePrincipal = 'arn:aws:iam::444455556666:role/Reader';

  it('is an empty list when there are none', async () => {
    expect(await read(keyGrants, await makeKey())).toEqual({ grants: [] });
  });

  it('tells who may do what with which encryption context, and no name', async () => {
    const KeyId = await makeKey();
    const context = { 'aws:s3:arn': 'arn:aws:s3:::prompts' };
    const grants = [
      { GranteePrincipal, Operations: ['Decrypt', 'GenerateDataKey'], Name: 'of-ann' },
      { GranteePrincipal, Operations: ['Decrypt'], Constraints: { EncryptionContextEquals: context } },
      { GranteePrincipal: 'rds.us-east-1.amazonaws.com', Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: context } },
    ] as const;
    for (const grant of grants) await kms().send(new CreateGrantCommand({ ...grant, Operations: [...grant.Operations], KeyId }));
    const id = expect.stringMatching(/^[0-9a-f]+$/) as string;
    expect(await read(keyGrants, KeyId)).toEqual({
      grants: [
        { id, grantee: GranteePrincipal, operations: ['Decrypt', 'GenerateDataKey'] },
        { id, grantee: GranteePrincipal, operations: ['Decrypt'], contextEquals: context },
        { id, grantee: 'rds.us-east-1.amazonaws.com', operations: ['Decrypt'], contextSubset: context },
      ],
    });
  });

  it('reads every page', async () => {
    const KeyId = await makeKey();
    for (let number = 10; number < 35; number += 1) {
      const grantee = `arn:aws:iam::444455556666:role/Reader${number}`;
      await kms().send(new CreateGrantCommand({ KeyId, GranteePrincipal: grantee, Operations: ['Decrypt'] }));
    }
    expect((await read(keyGrants, KeyId))?.grants).toHaveLength(25);
  });
});
