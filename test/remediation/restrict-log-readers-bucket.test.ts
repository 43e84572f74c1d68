import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  DeleteBucketEncryptionCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { document } from '../../remediation/restrict-log-readers/document.ts';
import { bedrockLogReadersRestricted as rule } from '../../rules/bedrock-log-readers-restricted.ts';
import type { Statement } from '../cli/seeds.ts';
import type { Run } from './interpreter/run.ts';
import { account, changes, emulator, everyRunCalls, findingsOf, region, roleArn, runRunbook, seeds } from './runbook-place.ts';

const { s3 } = seeds;
const ann = `arn:aws:iam::${account}:user/ann`;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const reader = role(`log-reader-${region}`);

const run = (ResourceId: string, parameters: Run['parameters'] = {}, options: Partial<Run> = {}) =>
  runRunbook(
    document,
    { ResourceId, Method: 'bucket-policy', AllowedReaders: [reader], Approver: ann, ...parameters },
    { approve: () => ({ [ann]: 'Approve' }), ...options },
  );

/** A run that stops, and what it said; it has changed nothing. */
async function stopped(bucket: string, parameters: Run['parameters'] = {}, options: Partial<Run> = {}): Promise<string> {
  await emulator.clearCalls();
  const execution = await run(bucket, parameters, options);
  expect(execution.status).toBe('Failed');
  expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual([]);
  return execution.failure ?? '';
}

const policyText = async (Bucket: string): Promise<string> => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '';
const statements = async (bucket: string): Promise<readonly Statement[]> =>
  (JSON.parse(await policyText(bucket)) as { Statement: readonly Statement[] }).Statement;

const ofRecords = `arn:aws:s3:::records-${account}-${region}/bedrock/AWSLogs/${account}/BedrockModelInvocationLogs/*`;
const siem: Statement = {
  Sid: 'Siem',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::444455556666:role/siem' },
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: [`arn:aws:s3:::records-${account}-${region}`, `arn:aws:s3:::records-${account}-${region}/*`],
};

describe('in the policy of the bucket it stops', () => {
  it.each([
    ['is not given', []],
    ['names services and identity providers alone', ['athena.amazonaws.com', `arn:aws:iam::${account}:saml-provider/Corp`]],
  ])('where AllowedReaders %s: that would shut out everybody', async (_what, AllowedReaders) => {
    const { records } = await seeds.soundLogging();
    expect(await stopped(records, { AllowedReaders })).toContain('AllowedReaders names no user or role, so that nobody could read');
  });

  it.each([
    ['a session', `arn:aws:sts::${account}:assumed-role/Auditor/ann`],
    ['a group', `arn:aws:iam::${account}:group/auditors`],
  ])('where AllowedReaders names %s, which no condition exempts', async (_what, arn) => {
    const { records } = await seeds.soundLogging();
    expect(await stopped(records, { AllowedReaders: [`${reader},${arn}`] })).toContain(`A bucket policy cannot exempt ${arn}`);
  });

  it('where somebody who is to lose reading is exempted', async () => {
    const { records } = await seeds.soundLogging();
    for (const arn of [reader, roleArn, `arn:aws:iam::${account}:root`])
      expect(await stopped(records, { Principals: [arn], AllowedReaders: [role('log-reader-*')] })).toContain(`${arn} would go on reading`);
  });

  it('for a log group', async () => {
    const { logGroup } = await seeds.soundLogging();
    expect(await stopped(logGroup)).toContain(
      'CloudWatch Logs takes no policy of a log group that denies reading. Use Method identity-policy.',
    );
  });

  it('for the id of a principal', async () => {
    await seeds.soundLogging();
    await seeds.role('reporting');
    const { Role } = await seeds.iam.send(new GetRoleCommand({ RoleName: 'reporting' }));
    expect(await stopped(Role?.RoleId ?? '')).toContain('is a principal. Give the name of the bucket as ResourceId.');
  });

  it('where the policy would be larger than S3 takes', async () => {
    const { records } = await seeds.soundLogging();
    const long = Array.from({ length: 40 }, (_, number) => ({ ...siem, Sid: `Siem${number}`, Resource: `${ofRecords}${'x'.repeat(300)}` }));
    await seeds.bucketPolicy(records, ...long);
    expect(await stopped(records)).toMatch(/would have 2\d{4} bytes, and S3 takes 20480/);
  });

  it('where the policy has two members of one name, of which one would be lost', async () => {
    const { records } = await seeds.soundLogging();
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [siem] }).replace('"Effect"', '"Action":"s3:PutObject","Effect"');
    await s3.send(new PutBucketPolicyCommand({ Bucket: records, Policy }));
    expect(await stopped(records)).toContain('The bucket policy has two members of one name: Sid, Action, Effect, Principal, Action');
  });

  it('where the policy changed while the approval was awaited', async () => {
    const { records } = await seeds.soundLogging();
    const execution = await run(
      records,
      {},
      {
        approve: async () => {
          await seeds.bucketPolicy(records, siem);
          return { [ann]: 'Approve' };
        },
      },
    );
    expect(execution.failure).toContain('Something has changed since it was planned (BucketPolicy)');
    expect(await statements(records)).toEqual([siem]);
  });

  it('where the statement is not there afterwards', async () => {
    const { records } = await seeds.soundLogging();
    const onStep = async ({ step }: { step: string }) => {
      if (step === 'verify') await seeds.bucketPolicy(records, siem);
    };
    const execution = await run(records, {}, { onStep });
    expect(execution.failure).toContain(`The policy of bucket ${records} does not have the statement.`);
  }, 60_000);

  it('where the policy cannot be read: a refusal is no absence', async () => {
    const { records } = await seeds.soundLogging();
    await emulator.faults([{ fault: 'denied', service: 's3', operation: 'GetBucketPolicy' }]);
    expect(await stopped(records)).toContain('AccessDenied');
  });
});

describe('in the policy of the bucket', () => {
  it('it leaves every other statement as it is, and exempts the readers, the root user, its role and AWS services', async () => {
    const { records } = await seeds.soundLogging();
    await s3.send(
      new PutBucketPolicyCommand({ Bucket: records, Policy: JSON.stringify({ Version: '2012-10-17', Id: 'Ours', Statement: siem }) }),
    );
    const execution = await run(records);
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    expect(JSON.parse(await policyText(records))).toEqual({
      Version: '2012-10-17',
      Id: 'Ours',
      Statement: [
        siem,
        {
          Sid: 'BedrockLoggingDenyReaders',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:GetObject*',
          Resource: [ofRecords],
          Condition: {
            ArnNotLike: { 'aws:PrincipalArn': [reader, `arn:aws:iam::${account}:root`, roleArn] },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        },
        {
          Sid: 'BedrockLoggingDenyOtherAccounts',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:GetObject*',
          Resource: [ofRecords],
          Condition: {
            StringNotEquals: { 'aws:PrincipalAccount': [account] },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        },
      ],
    });
    expect(execution.outputs['plan.Changes']).toEqual([
      `The policy of bucket ${records} gets BedrockLoggingDenyReaders and BedrockLoggingDenyOtherAccounts: denies s3:GetObject* on ${ofRecords} to everybody but ${reader}, arn:aws:iam::${account}:root, ${roleArn} and AWS services.`,
      'Its statement Siem lets arn:aws:iam::444455556666:role/siem read; by that nobody reads any more who is not exempted.',
    ]);
  });

  it('it makes a policy where there is none, and says so before', async () => {
    const { records } = await seeds.soundLogging();
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: records }));
    const execution = await run(records);
    expect(JSON.parse(execution.outputs['plan.Before'] as string)).toEqual({ buckets: { [records]: { policy: null } } });
    expect(await statements(records)).toHaveLength(2);
  });

  it('it names those who are given, of this account and of others', async () => {
    const { records } = await seeds.soundLogging();
    const reporting = await seeds.role('reporting', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const execution = await run(records, { Principals: [reporting, 'arn:aws:iam::444455556666:user/ben'] });
    expect((execution.outputs['plan.Changes'] as readonly string[]).slice(1)).toEqual([
      'Role reporting loses what it reads by inline policy reporting-may (statement 1).',
      `arn:aws:iam::444455556666:user/ben, of another account, loses reading bucket ${records}.`,
    ]);
  });

  it.each([
    ['as AWS Config hands it over', [`${reader},athena.amazonaws.com,arn:aws:iam::${account}:role/audit/*`]],
    ['as a list', [`arn:aws:iam::${account}:role/audit/*`, reader, reader]],
  ])('it takes AllowedReaders %s', async (_how, AllowedReaders) => {
    const { records } = await seeds.soundLogging();
    expect(await run(records, { AllowedReaders })).toMatchObject({ status: 'Success' });
    expect((await statements(records)).at(-2)).toMatchObject({
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [role('audit/*'), reader, `arn:aws:iam::${account}:root`, roleArn] } },
    });
  });

  it('it puts its own statements in place of those it has', async () => {
    const { records } = await seeds.soundLogging();
    await run(records);
    const execution = await run(records, { AllowedReaders: [reader, 'arn:aws:iam::*:role/siem'] });
    expect((execution.outputs['plan.Changes'] as readonly string[])[0]).toContain(
      'gets BedrockLoggingDenyReaders, in place of what it has:',
    );
    // Readers of any account leave no accounts to name.
    expect((await statements(records)).map(({ Sid }) => Sid)).toEqual([undefined, 'BedrockLoggingDenyReaders']);
    expect((await statements(records)).at(-1)).toMatchObject({
      Condition: { ArnNotLike: { 'aws:PrincipalArn': expect.arrayContaining(['arn:aws:iam::*:role/siem']) as unknown } },
    });
  });

  it('it exempts readers of other accounts, whom the rule allows', async () => {
    const { records } = await seeds.soundLogging();
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket: records }));
    await seeds.bucketPolicy(records, siem, { ...siem, Sid: 'Others', Principal: { AWS: '444455556666' } });
    const allowedReaders = ['arn:aws:iam::444455556666:role/siem'];
    expect(await run(records, { AllowedReaders: [reader, ...allowedReaders] })).toMatchObject({ status: 'Success' });
    const found = await findingsOf(rule, { allowedReaders });
    // Of the whole account somebody may still be that role: nobody can tell.
    expect(found.filter(({ verdict }) => verdict === 'NON_COMPLIANT')).toEqual([]);
  });

  it('it writes a key prefix so that none of its characters stands for others', async () => {
    const { records, config } = await seeds.soundLogging();
    await seeds.log({ ...config, s3Config: { bucketName: records, keyPrefix: 'a*b?c${aws:username}/' } });
    expect(await run(records)).toMatchObject({ status: 'Success' });
    expect((await statements(records)).at(-1)).toMatchObject({
      Resource: [`arn:aws:s3:::${records}/a\${*}b\${?}c\${$}{aws:username}/AWSLogs/${account}/BedrockModelInvocationLogs/*`],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: records, Policy: JSON.stringify({ Version: '2008-10-17', Statement: siem }) }));
    expect(await stopped(records)).toContain('is of version 2008-10-17, in which the key prefix cannot be written');
  });

  it('it denies reading both, the log and large data in one bucket, and leaves a log group of its name', async () => {
    const { records, roleArn: delivery } = await seeds.soundLogging();
    await seeds.logGroup(records, undefined);
    const largeDataDeliveryS3Config = { bucketName: records, keyPrefix: 'large' };
    await seeds.log({
      s3Config: { bucketName: records },
      cloudWatchConfig: { logGroupName: records, roleArn: delivery, largeDataDeliveryS3Config },
    });
    const execution = await run(records);
    expect(execution.outputs['plan.ByHand']).toEqual([`Log group ${records}: use Method identity-policy for it.`]);
    expect((await statements(records)).at(-1)).toMatchObject({
      Resource: [`arn:aws:s3:::${records}/AWSLogs/${account}/BedrockModelInvocationLogs/*`, `arn:aws:s3:::${records}/large/*`],
    });
  });
});
