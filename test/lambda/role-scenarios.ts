import {
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { PutAccessPointPolicyCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Emulator } from '../emulator/emulator.ts';
import { everyDataType, seedsFor } from '../cli/seeds.ts';
import type { RunPlace } from './role-runs.ts';

/** An account in a state that makes a rule read certain facts. */
interface Scenario extends RunPlace {
  seed(emulator: Emulator): Promise<void>;
}

/** An account that shares a key. */
const keyOwner = '300000000008';

const enabled = 'bedrock-invocation-logging-enabled';

async function parameter(emulator: Emulator, { account, region }: RunPlace, Name: string, Value: string): Promise<void> {
  await emulator.client(account, region, SSMClient).send(new PutParameterCommand({ Name, Value, Type: 'String' }));
}

/** Logging is off and only Regions in use matter, so every sign of use is looked for; there is none. */
const unused: Scenario = {
  account: '300000000001',
  region: 'us-east-1',
  seed: (emulator) => parameter(emulator, unused, `/bedrock-logging/parameters/${enabled}/appliesTo`, 'regions-in-use'),
};

/** Logging is off, and that is exempt. */
const exempt: Scenario = {
  account: '300000000002',
  region: 'us-east-1',
  seed: (emulator) => {
    const exemption = { rule: enabled, resource: '*', account: '*', region: '*', reason: 'pilot', approver: 'CISO', expires: '2999-12-31' };
    return parameter(emulator, exempt, '/bedrock-logging/exemptions/pilots', JSON.stringify([exemption]));
  },
};

/** A Region that the built-in list does not know, so that AWS's is asked. */
const unlisted: Scenario = { account: '300000000003', region: 'ap-east-1', seed: async () => undefined };

/** Every destination is sound; the bucket of records has versions and Object Lock besides. */
const sound: Scenario = {
  account: '300000000004',
  region: 'us-east-1',
  async seed(emulator) {
    const seeds = seedsFor(emulator, sound.account);
    const { records: Bucket } = await seeds.soundLogging();
    await seeds.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } as const;
    await seeds.s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule } }));
    const days = { Expiration: { Days: 400 }, NoncurrentVersionExpiration: { NoncurrentDays: 30 } };
    await seeds.expire(Bucket, { ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, ...days });
  },
};

/** Records go to a bucket of another account, large data to one in another Region; the log group has no key and keeps records for too short. */
const astray: Scenario = {
  account: '300000000005',
  region: 'us-east-1',
  async seed(emulator) {
    await seedsFor(emulator, '300000000009').newBucket('of-a-stranger');
    await seedsFor(emulator, astray.account, 'eu-west-1').newBucket('in-ireland');
    const seeds = seedsFor(emulator, astray.account);
    await seeds.logGroup('/bedrock/invocations', undefined, 30);
    await seeds.log({
      s3Config: { bucketName: 'of-a-stranger' },
      cloudWatchConfig: {
        logGroupName: '/bedrock/invocations',
        roleArn: await seeds.role('delivery'),
        largeDataDeliveryS3Config: { bucketName: 'in-ireland' },
      },
      ...everyDataType,
    });
  },
};

/** No flag of the public access block is on; a public ACL opens the bucket of large data, nothing that of records, which has an access point. */
const open: Scenario = {
  account: '300000000006',
  region: 'us-east-1',
  async seed(emulator) {
    const { account, region } = open;
    const seeds = seedsFor(emulator, account);
    for (const Bucket of ['closed-by-luck', 'open-to-all']) {
      await seeds.newBucket(Bucket);
      await seeds.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    }
    const Bucket = 'open-to-all';
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] };
    await seeds.s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    await seeds.s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
    const accessPoints = [{ name: 'reports', bucket: 'closed-by-luck', isPublic: false }];
    await emulator.seed({ account, region, accessPoints });
    await seeds.log({
      s3Config: { bucketName: 'closed-by-luck' },
      cloudWatchConfig: {
        logGroupName: '/bedrock/invocations',
        roleArn: await seeds.role('delivery'),
        largeDataDeliveryS3Config: { bucketName: 'open-to-all' },
      },
      ...everyDataType,
    });
  },
};

/** The log group is encrypted with a key that another account shares, which is allowed. */
const shared: Scenario = {
  account: '300000000007',
  region: 'us-east-1',
  async seed(emulator) {
    const principal = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
    const Statement = [keyOwner, shared.account].map((account) => ({
      Effect: 'Allow',
      Principal: principal(account),
      Action: 'kms:*',
      Resource: '*',
    }));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const kms = emulator.client(keyOwner, shared.region, KMSClient);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
    const seeds = seedsFor(emulator, shared.account);
    await seeds.logGroup('/bedrock/invocations', KeyMetadata?.Arn);
    const roleArn = await seeds.role('delivery');
    await seeds.log({ cloudWatchConfig: { logGroupName: '/bedrock/invocations', roleArn }, ...everyDataType });
    await parameter(emulator, shared, '/bedrock-logging/parameters/bedrock-log-destinations-encrypted/allowedKeyAccounts', keyOwner);
  },
};

/**
 * Who reads is decided by all that can decide: the bucket of records leaves it to access points of the account, one of which has a policy, that of large
 * data names a reader, and a monitoring account is linked. A role reads more than it should.
 */
const read: Scenario = {
  account: '300000000010',
  region: 'us-east-1',
  async seed(emulator) {
    const { account, region } = read;
    const seeds = seedsFor(emulator, account);
    const { records, largeData, reader } = await seeds.soundLogging();
    const letsRead = (principal: string, resource: string) => ({
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 's3:GetObject',
      Resource: resource,
    });
    const Condition = { StringEquals: { 's3:DataAccessPointAccount': account } };
    await seeds.bucketPolicy(records, { ...letsRead(account, `arn:aws:s3:::${records}/*`), Condition });
    await seeds.bucketPolicy(largeData, letsRead(reader, `arn:aws:s3:::${largeData}/*`));
    const links = [{ sinkArn: `arn:aws:oam:${region}:999988887777:sink/monitoring`, resourceTypes: ['AWS::CloudWatch::Metric'] }];
    await emulator.seed({ account, region, links, accessPoints: [{ name: 'readers', bucket: records }] });
    const Statement = [letsRead(reader, `arn:aws:s3:${region}:${account}:accesspoint/readers/object/bedrock/*`)];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const control = emulator.client(account, region, S3ControlClient);
    await control.send(new PutAccessPointPolicyCommand({ AccountId: account, Name: 'readers', Policy }));
    await seeds.role('support', { Effect: 'Allow', Action: 'logs:Get*', Resource: '*' });
  },
};

/** The states in which a function is run, by name. */
export const scenarios = { unused, exempt, unlisted, sound, astray, open, shared, read } as const;

export type ScenarioName = keyof typeof scenarios;
