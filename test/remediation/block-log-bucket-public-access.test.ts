import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { S3ControlClient, PutPublicAccessBlockCommand as PutAccountBlockCommand } from '@aws-sdk/client-s3-control';
import { describe, expect, it } from 'vitest';
import { document } from '../../remediation/block-log-bucket-public-access/document.ts';
import { bedrockLogBucketsBlockPublicAccess as rule } from '../../rules/bedrock-log-buckets-block-public-access.ts';
import { prove, type Fault } from './proof.ts';
import { account, changes, emulator, everyRunCalls, region, runRunbook, seeds } from './runbook-place.ts';

const { s3 } = seeds;
const allOn = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

const unblocked = async (Bucket: string) => s3.send(new DeletePublicAccessBlockCommand({ Bucket }));

const run = (ResourceId: string, parameters = {}, options = {}) => runRunbook(document, { ResourceId, ...parameters }, options);

const everybody = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records-111122223333-us-east-1/*' };

/** A fault of the bucket with the records. */
const ofRecords = (make: (bucket: string) => Promise<unknown>): Fault => ({
  rule,
  seed: async () => {
    const { records } = await seeds.soundLogging();
    await make(records);
    return records;
  },
});

prove({
  document,
  faults: {
    'a bucket without a block': ofRecords(unblocked),
    'a block with one flag off': ofRecords((Bucket) =>
      s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { ...allOn, RestrictPublicBuckets: false } })),
    ),
    'a public policy': ofRecords(async (bucket) => {
      await unblocked(bucket);
      await seeds.bucketPolicy(bucket, everybody);
    }),
    'a large-data bucket': {
      rule,
      seed: async () => {
        const { largeData } = await seeds.soundLogging();
        await unblocked(largeData);
        return largeData;
      },
    },
  },
  killedIn: ['a public policy'],
});

describe('it stops where a principal of another account would be shut out:', () => {
  it.each([
    [{ AWS: 'arn:aws:iam::444455556666:role/siem' }, undefined, 'arn:aws:iam::444455556666:role/siem'],
    [{ AWS: ['111122223333', '444455556666'] }, undefined, '444455556666'],
    [{ AWS: '*' }, { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }, 'aws:PrincipalAccount 444455556666'],
    ['*', { StringLike: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5'] } }, 'aws:PrincipalOrgID o-a1b2c3d4e5'],
  ])('%j %j', async (Principal, Condition, named) => {
    const { records } = await seeds.soundLogging();
    await unblocked(records);
    await seeds.bucketPolicy(records, everybody, { ...everybody, Principal, ...(Condition && { Condition }) });
    await emulator.clearCalls();
    const execution = await run(records);
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain(`also lets in ${named}, who would be shut out`);
    expect(await changes()).toEqual(['ssm:PutParameter']);
  });

  it('but not for principals of its own, of services, or where the policy is not public', async () => {
    const { records } = await seeds.soundLogging();
    await unblocked(records);
    await seeds.bucketPolicy(records, everybody, { ...everybody, Principal: { AWS: account, Service: 'bedrock.amazonaws.com' } });
    expect((await run(records)).status).toBe('Success');

    await unblocked(records);
    await seeds.bucketPolicy(records, { ...everybody, Principal: { AWS: 'arn:aws:iam::444455556666:root' } });
    expect((await run(records)).status).toBe('Success');
  });
});

describe('it changes nothing', () => {
  const left = async (bucket: string) => {
    await emulator.clearCalls();
    const execution = await run(bucket);
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual([]);
    return execution.outputs['plan.Changes'];
  };

  it('where the account blocks public access', async () => {
    const { records } = await seeds.soundLogging();
    await unblocked(records);
    const control = emulator.client(account, region, S3ControlClient);
    await control.send(new PutAccountBlockCommand({ AccountId: account, PublicAccessBlockConfiguration: allOn }));
    expect(await left(records)).toEqual([
      `Nothing: the account or its organisation already blocks public access to ${records} with all four flags.`,
    ]);
  });

  it('of a bucket that is no destination', async () => {
    await seeds.soundLogging();
    await s3.send(new CreateBucketCommand({ Bucket: 'holiday-pictures' }));
    await unblocked('holiday-pictures');
    expect(await left('holiday-pictures')).toEqual(['Nothing: model invocations are not logged to a bucket holiday-pictures.']);
  });
});

describe('where S3 refuses the change', () => {
  const refused = async (inBetween: () => Promise<unknown>) => {
    const { records } = await seeds.soundLogging();
    await unblocked(records);
    await emulator.faults([{ fault: 'denied', service: 's3', operation: 'PutPublicAccessBlock' }]);
    return run(records, {}, { onStep: ({ step }: { step: string }) => (step === 'blockPublicAccess' ? inBetween() : undefined) });
  };

  it('because the organisation blocks public access, it has succeeded', async () => {
    const execution = await refused(() => {
      const control = emulator.client(account, region, S3ControlClient);
      return control.send(new PutAccountBlockCommand({ AccountId: account, PublicAccessBlockConfiguration: allOn }));
    });
    expect(execution, execution.failure).toMatchObject({
      status: 'Success',
      outputs: {
        'acceptPolicyOfOrganization.Reason': 'S3 refused the change; the account or its organisation blocks all public access.',
      },
    });
  });

  it('and nobody else blocks public access, it fails', async () => {
    const execution = await refused(async () => undefined);
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain('S3 refused to change the public access block of records-111122223333-us-east-1');
  });
});

it('stops where the policy cannot be read: a refusal is no absence', async () => {
  const { records } = await seeds.soundLogging();
  await unblocked(records);
  await s3.send(new PutBucketPolicyCommand({ Bucket: records, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [everybody] }) }));
  await emulator.faults([{ fault: 'denied', service: 's3', operation: 'GetBucketPolicyStatus' }]);
  const execution = await run(records);
  expect(execution.status).toBe('Failed');
  expect(execution.failure).toContain('AccessDenied');
});
