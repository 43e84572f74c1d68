import { accountKey, customerKey, goodBucket, goodLogGroup, landingZone, logGroupName, bucketName, oneBucket } from './landing-zone.ts';
import { applicationRole } from './landing-zone-identities.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000013';
const disabled = `arn:aws:kms:eu-west-1:${account}:key/aaaabbbb-0013-4ccc-8ddd-eeeeffff0001`;
const imported = `arn:aws:kms:eu-west-1:${account}:key/aaaabbbb-0013-4ccc-8ddd-eeeeffff0002`;
const hardware = `arn:aws:kms:eu-central-1:${account}:key/aaaabbbb-0013-4ccc-8ddd-eeeeffff0003`;
const replica = accountKey(account, 'us-east-1');

export const treasury: SampleAccount = {
  account,
  name: 'treasury',
  story:
    'Half-way through moving to keys of its own: material expired, a key store was disconnected, and nobody can read what the mover may do.',
  identities: {
    roles: [applicationRole('KeyMigration', { inline: { migration: '{"Statement":{"Effect":"Permit","Action":"*","Resource":"*"}}' } })],
  },
  regions: {
    'eu-central-1': {
      ...oneBucket(account, 'eu-central-1', 'northpike-treasury-prompts-fra', goodBucket(hardware)),
      keys: { [hardware]: customerKey(hardware, { state: 'Unavailable' }) },
    },
    'eu-west-1': {
      ...landingZone(account, 'eu-west-1'),
      buckets: { [bucketName(account, 'eu-west-1')]: goodBucket(imported) },
      logGroups: { [logGroupName]: goodLogGroup(disabled) },
      keys: {
        [disabled]: customerKey(disabled, { state: 'Disabled' }),
        [imported]: customerKey(imported, { state: 'PendingImport' }),
      },
    },
    'us-east-1': {
      ...oneBucket(account, 'us-east-1', 'northpike-treasury-prompts-us'),
      keys: { [replica]: customerKey(replica, { state: 'Creating' }) },
    },
  },
};
