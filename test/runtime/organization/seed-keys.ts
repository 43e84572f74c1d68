import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  type GrantOperation,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { landingZoneKeyPolicy } from '../../../examples/organization/landing-zone-policies.ts';
import type { SampleAccount, SampleRegion } from '../../../examples/organization/sample-account.ts';
import { policy, root } from '../../../examples/organization/policy-document.ts';
import type { KmsKey } from '../../../src/facts/kms-key.ts';
import { Unreadable } from '../../../src/facts/unreadable.ts';
import { parseArn } from '../../../src/policy/arn.ts';
import type { Emulator } from '../../emulator/emulator.ts';

/** The keys of the sample organisation, whose ids KMS chose. */
export interface SeededKeys {
  /** What a key of the sample is called in the emulator: the ARN of a key, anything else as it is. */
  named(key: string): string;
  /** A text of the sample with the ARNs and dates that the emulator gave. */
  translated(text: string): string;
}

/** How long a key that is scheduled for deletion still lives, in days: the shortest that KMS allows. */
const daysToDeletion = 7;

/** Makes the keys of every account, before anything that uses them. */
export async function seedKeys(emulator: Emulator, accounts: readonly SampleAccount[]): Promise<SeededKeys> {
  const translations = new Map<string, string>();
  for (const { account, regions } of accounts) {
    for (const [region, described] of Object.entries(regions)) {
      for (const [name, key] of Object.entries(described.keys ?? {})) {
        if (key instanceof Unreadable) continue;
        if (key.manager === 'AWS') await seedManagedKey(emulator, account, region);
        else await seedKey(emulator, { account, described }, name, key, translations);
      }
    }
  }
  return {
    named: (key) => translations.get(key) ?? key,
    translated: (text) => [...translations].reduce((translated, [from, to]) => translated.replaceAll(from, to), text),
  };
}

async function seedKey(
  emulator: Emulator,
  user: { readonly account: string; readonly described: SampleRegion },
  name: string,
  key: KmsKey,
  translations: Map<string, string>,
): Promise<void> {
  const { account = '', region = '' } = parseArn(key.arn) ?? {};
  const kms = emulator.client(account, region, KMSClient);
  if (!translations.has(key.arn)) {
    const isOwn = account === user.account;
    const Policy = isOwn
      ? (user.described.keyPolicies?.[key.arn] ?? landingZoneKeyPolicy(account, region))
      : sharing([account, user.account]);
    translations.set(key.arn, (await kms.send(new CreateKeyCommand({ Policy }))).KeyMetadata?.Arn ?? '');
  }
  const arn = translations.get(key.arn) ?? '';
  for (const { grantee, operations } of user.described.keyGrants?.[key.arn] ?? []) {
    await kms.send(new CreateGrantCommand({ KeyId: arn, GranteePrincipal: grantee, Operations: operations as GrantOperation[] }));
  }
  if (name.startsWith('alias/')) await kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: arn }));
  if (key.spec !== undefined) await emulator.seed({ account, region, keySpecs: { [arn]: key.spec } });
  if (key.deletionDate !== undefined) {
    const { DeletionDate } = await kms.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays: daysToDeletion }));
    translations.set(key.deletionDate, DeletionDate?.toISOString().slice(0, 10) ?? '');
  } else if (key.state !== 'Enabled') await emulator.seed({ account, region, keyStates: { [arn]: key.state } });
}

const sharing = (accounts: readonly string[]): string =>
  policy({ Effect: 'Allow', Principal: { AWS: accounts.map(root) }, Action: 'kms:*', Resource: '*' });

/** KMS makes the key that Amazon S3 manages when it is first asked for. */
async function seedManagedKey(emulator: Emulator, account: string, region: string): Promise<void> {
  await emulator.client(account, region, KMSClient).send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }));
}
