import { DisassociateKmsKeyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BedrockClient, DeleteModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { DeleteBucketEncryptionCommand, DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { document } from '../../remediation/encrypt-log-destination/document.ts';
import { bedrockLogDestinationsEncrypted as rule } from '../../rules/bedrock-log-destinations-encrypted.ts';
import {
  associate,
  deliverable,
  disable,
  disabledKey,
  encryptionOf,
  forBedrock,
  forLogs,
  keyOf,
  letUse,
  namesakes,
  ownChanges,
  run,
  usableKey,
} from './encrypt-log-destination-seeds.ts';
import type { Execution } from './interpreter/execution.ts';
import type { Run } from './interpreter/run.ts';
import { account, emulator, findingsOf, region, seeds } from './runbook-place.ts';
import { asRole, without } from './runbook-role.ts';

const { s3, logs } = seeds;

const bedrock = emulator.client(account, region, BedrockClient);

/** Runs it where delivery is checked. */
async function checkedRun(resource: string, parameters: Run['parameters'] = {}, options: Partial<Run> = {}): Promise<Execution> {
  await emulator.setDeliveryValidation(true);
  await emulator.clearCalls();
  return run(resource, parameters, options);
}

const refused = async (...given: Parameters<typeof checkedRun>): Promise<string> => {
  const execution = await checkedRun(...given);
  expect(execution.status).not.toBe('Success');
  expect(execution.outputs).not.toHaveProperty(['verify.After']);
  return execution.failure ?? '';
};

const succeeded = async (...given: Parameters<typeof checkedRun>): Promise<Execution> => {
  const execution = await checkedRun(...given);
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  return execution;
};

/** A bucket that S3 encrypts by itself; the policy of the given key names no service but these. */
async function bucketAndKeyFor(...statements: Parameters<typeof letUse>[1][]) {
  const logging = await deliverable();
  await s3.send(new DeleteBucketEncryptionCommand({ Bucket: logging.records }));
  await letUse(logging.given, ...statements);
  return logging;
}

const theWholeStatement = `{"Action":["kms:GenerateDataKey"],"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:bedrock:${region}:${account}:*"},"StringEquals":{"aws:SourceAccount":"${account}"}},"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},"Resource":"*"}`;

describe('where Amazon Bedrock may not use the key', () => {
  it('says so beforehand, and puts the former encryption back', async () => {
    const { given, records } = await bucketAndKeyFor(forLogs);
    const before = await encryptionOf(records);
    const lacks = `The policy of key ${given} does not let bedrock.amazonaws.com do kms:GenerateDataKey; it lacks ${theWholeStatement}.`;
    const dry = await succeeded(records, { DryRun: 'true' });
    expect(dry.outputs['plan.Changes']).toContain(lacks);

    const failure = await refused(records);
    expect(failure).toContain(`Failed to validate permissions for bucket: ${records}`);
    expect(failure).toContain(`Bucket ${records} is encrypted as before. ${lacks}`);
    expect(await encryptionOf(records)).toEqual(before);
    expect(await ownChanges()).toEqual([
      's3:PutBucketEncryption',
      'bedrock:PutModelInvocationLoggingConfiguration',
      's3:PutBucketEncryption',
    ]);
  });

  it('takes the default encryption off a bucket that had none', async () => {
    const { records } = await bucketAndKeyFor();
    await emulator.setNewBucketDefaults(false);
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket: records }));
    expect(await refused(records)).toContain(`Bucket ${records} is encrypted as before.`);
    await expect(encryptionOf(records)).rejects.toThrow('server side encryption configuration was not found');
    expect(await ownChanges()).toContain('s3:DeleteBucketEncryption');
  });

  it('puts back a key that was lost, where the policy of the given one lacks something', async () => {
    const { key, records, given } = await deliverable();
    await Promise.all([disable(key), letUse(given, forLogs)]);
    const before = await encryptionOf(records);
    await refused(records);
    expect(await encryptionOf(records)).toEqual(before);
  });

  it.each([
    ['is missing', []],
    ['has too few actions', [{ ...forLogs, Action: ['kms:Encrypt', 'kms:GenerateDataKey'] }]],
    ['denies', [{ ...forLogs, Action: 'kms:Encrypt', Effect: 'Deny' }]],
    ['names another service', [{ ...forLogs, Principal: { Service: ['logs.eu-west-1.amazonaws.com', 'bedrock.amazonaws.com'] } }]],
    ['names an account', [{ ...forLogs, Principal: { AWS: account } }]],
    ['names everybody', [{ ...forLogs, Principal: '*' }]],
  ])('leaves the log group as it was, where the statement for CloudWatch Logs %s', async (_how, statements) => {
    const { given, logGroup } = await deliverable();
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName: logGroup }));
    await letUse(given, forBedrock, ...statements);
    const failure = await refused(logGroup);
    expect(failure).toContain('The specified KMS key does not exist or is not allowed to be used');
    expect(failure).toContain(
      `Log group ${logGroup} is encrypted as before. The policy of key ${given} does not let logs.${region}.amazonaws.com do`,
    );
    expect(failure).toContain(
      `{"ArnEquals":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:${region}:${account}:log-group:${logGroup}"}}`,
    );
    expect(await keyOf(logGroup)).toBeUndefined();
    expect(await ownChanges()).toEqual(['logs:AssociateKmsKey']);
  });

  it('puts back a bucket, too, where its namesake is refused', async () => {
    const logging = await deliverable();
    const name = await namesakes(logging, await disabledKey());
    const before = await encryptionOf(name);
    await letUse(logging.given, forBedrock);
    expect(await refused(name)).toContain(`Bucket ${name} is encrypted as before. Log group ${name} is encrypted as before.`);
    expect(await encryptionOf(name)).toEqual(before);
  });
});

describe('where Amazon Bedrock refuses for another reason', () => {
  const brokenElsewhere = async () => {
    const logging = await deliverable();
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: logging.largeData }));
    return logging;
  };

  it('takes the key off a log group that had none', async () => {
    const { given, largeData, logGroup } = await brokenElsewhere();
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName: logGroup }));
    const failure = await refused(logGroup);
    expect(failure).toContain(`Failed to validate permissions for bucket: ${largeData}`);
    expect(failure).toContain(`The policy of key ${given} names what AWS documents; look at its conditions and Deny statements`);
    expect(await keyOf(logGroup)).toBeUndefined();
  });

  it('needs logs:DisassociateKmsKey for that, and tells where it lacks it', async () => {
    const { given, logGroup } = await brokenElsewhere();
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName: logGroup }));
    const failure = await refused(logGroup, {}, await asRole(without(document.permissions, 'logs:DisassociateKmsKey')));
    expect(failure).toContain(`Log group ${logGroup} is not encrypted as before, null: An error occurred (AccessDeniedException)`);
    expect(await keyOf(logGroup)).toBe(given);
  });

  it('is enough of a role to put a log group back', async () => {
    const { logGroup } = await brokenElsewhere();
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName: logGroup }));
    expect(await refused(logGroup, {}, await asRole(document.permissions))).toContain(`Log group ${logGroup} is encrypted as before.`);
  });

  it('puts a former key of a log group back', async () => {
    const { given, key, logGroup } = await brokenElsewhere();
    expect(await refused(logGroup, { AllowedKeys: given })).toContain(`Log group ${logGroup} is encrypted as before.`);
    expect(await keyOf(logGroup)).toBe(key);
  });

  it('says that a former key cannot be put back where CloudWatch Logs does not take it', async () => {
    const { given, logGroup } = await brokenElsewhere();
    const lost = await disabledKey();
    await associate(logGroup, lost);
    expect(await refused(logGroup)).toContain(
      `Log group ${logGroup} is not encrypted as before, "${lost}": An error occurred (InvalidParameterException)`,
    );
    expect(await keyOf(logGroup)).toBe(given);
  });

  it('puts a bucket back that delivery worked with, however many keys were lost', async () => {
    const { key, records } = await deliverable();
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket: records }));
    await disable(key);
    expect(await refused(records)).toContain(`Bucket ${records} is encrypted as before.`);
  });

  it('says where a bucket could not be put back', async () => {
    const { records } = await bucketAndKeyFor(forLogs);
    const refuse = ({ step }: { step: string }) =>
      step === 'restore' ? emulator.faults([{ fault: 'denied', service: 's3', operation: 'PutBucketEncryption' }]) : undefined;
    expect(await refused(records, {}, { onStep: refuse })).toContain(`Bucket ${records} is not encrypted as before, {"Rules":`);
  });
});

describe('destinations whose keys were lost together', () => {
  it('are put right one by one, and Amazon Bedrock has the last word', async () => {
    const { key, given, largeData, logGroup, records } = await deliverable();
    await disable(key);
    const delivery = async (resource: string) => (await succeeded(resource)).outputs['validate.Delivery'];
    const first = await delivery(records);
    expect(first).toContain('Amazon Bedrock does not take the logging configuration, for which there is another reason.');
    expect(first).toContain(
      `Bucket ${largeData} has the key ${key}, which is Disabled. Log group ${logGroup} has the key ${key}, which is Disabled.`,
    );
    expect(await delivery(logGroup)).toContain(`Bucket ${largeData} has the key ${key}`);
    expect(await delivery(largeData)).toBe('Amazon Bedrock took the unchanged logging configuration.');
    expect(new Set((await findingsOf(rule)).map(({ verdict }) => verdict))).toEqual(new Set(['COMPLIANT']));
    expect(await keyOf(logGroup)).toBe(given);
  }, 120_000);

  it('are no excuse where nobody may look at the others', async () => {
    const { key, largeData, records } = await deliverable();
    await disable(key);
    await emulator.faults([
      { fault: 'denied', service: 's3', resource: largeData },
      { fault: 'denied', service: 'logs' },
    ]);
    expect(await refused(records)).toContain(`Bucket ${records} is encrypted as before.`);
  });

  it('are no excuse where Amazon Bedrock did not check', async () => {
    const { key, records } = await deliverable();
    await disable(key);
    await emulator.faults([{ fault: 'denied', service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration' }]);
    expect(await refused(records)).toContain(`Bucket ${records} is encrypted as before.`);
  });

  it('may be one that is gone altogether', async () => {
    const { config, records } = await deliverable();
    await seeds.encrypt(records, await disabledKey());
    await seeds.log({
      ...config,
      cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName: '/gone' },
    });
    expect((await succeeded(records)).outputs['validate.Delivery']).toContain('Log group /gone does not exist.');
  });
});

describe('a run that is stopped', () => {
  it.each(['encryptBucket', 'chooseWhetherToEncryptLogGroup', 'letChangeSpread', 'validate'])(
    'by its user in %s puts the former encryption back',
    async (cancelInStep) => {
      const { records } = await bucketAndKeyFor(forBedrock);
      const before = await encryptionOf(records);
      expect(await refused(records, {}, { cancelInStep })).toContain(`Bucket ${records} is encrypted as before.`);
      expect(await encryptionOf(records)).toEqual(before);
    },
  );

  it('by force before Amazon Bedrock has checked is noticed by the next, where the policy of the key lacks something', async () => {
    const { given, records } = await bucketAndKeyFor(forLogs);
    await checkedRun(records, {}, { stopAfterStep: 'encryptBucket' });
    const failure = await refused(records);
    expect(failure).toContain(`Failed to validate permissions for bucket: ${records}`);
    expect(failure).toContain('This run has changed nothing; the run that set the key has the former encryption among its outputs.');
    expect(await ownChanges()).toEqual(['bedrock:PutModelInvocationLoggingConfiguration']);

    await letUse(given, forBedrock);
    expect((await succeeded(records)).outputs['plan.Changes']).toEqual([
      `Nothing: ${records} is encrypted with ${given}, which the rule allows.`,
    ]);
    expect(await ownChanges()).toEqual([]);
  });

  it('is not seen where Amazon Bedrock takes the key all the same', async () => {
    const { given, records } = await bucketAndKeyFor(forLogs);
    await seeds.encrypt(records, given);
    const execution = await run(records);
    expect(execution.outputs).toMatchObject({
      'plan.Before': '{}',
      'verify.After': '{}',
      'validate.Delivery': expect.stringContaining('took'),
    });
    expect((await succeeded(records, { DryRun: 'true' })).outputs['plan.Changes']).toEqual([
      `${records} stays as it is; the logging configuration is put again unchanged, so that Amazon Bedrock checks delivery.`,
      expect.stringContaining('does not let bedrock.amazonaws.com do kms:GenerateDataKey'),
    ]);
  });
});

describe('the logging configuration', () => {
  it('is put again as it is by then', async () => {
    const { config, records } = await bucketAndKeyFor(forBedrock, forLogs);
    const changed = { ...config, textDataDeliveryEnabled: false };
    const change = ({ step }: { step: string }) => (step === 'validate' ? seeds.log(changed) : undefined);
    await succeeded(records, {}, { onStep: change });
    const put = (await emulator.calls()).filter(({ operation }) => operation === 'PutModelInvocationLoggingConfiguration');
    expect(put.map(({ input }) => input)).toEqual([{ loggingConfig: changed }, { loggingConfig: changed }]);
  });

  it('is not put again where logging was turned off meanwhile', async () => {
    const { records } = await bucketAndKeyFor(forBedrock);
    const turnOff = async ({ step }: { step: string }) => {
      if (step === 'validate') await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
    };
    const execution = await succeeded(records, {}, { onStep: turnOff });
    expect(execution.outputs['validate.Delivery']).toBe('Model invocation logging has been turned off; nothing is delivered.');
  });

  it('is put again after Amazon Bedrock was busy', async () => {
    const { records } = await bucketAndKeyFor(forBedrock);
    await emulator.faults([{ fault: 'throttled', service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration', times: 2 }]);
    await succeeded(records);
  });

  it.each(['denied', 'server-error'] as const)('and the encryption stay as they were where the answer is %s', async (fault) => {
    const { records } = await bucketAndKeyFor(forBedrock);
    const before = await encryptionOf(records);
    await emulator.faults([{ fault, service: 'bedrock', operation: 'PutModelInvocationLoggingConfiguration' }]);
    expect(await refused(records)).toContain('Amazon Bedrock does not take the logging configuration: An error occurred');
    expect(await encryptionOf(records)).toEqual(before);
  });

  it('is not put again where S3 did not take the key', async () => {
    const { records } = await bucketAndKeyFor(forBedrock);
    await emulator.faults([{ fault: 'denied', service: 's3', operation: 'PutBucketEncryption' }]);
    expect(await refused(records)).toContain(`Bucket ${records} is encrypted as before.`);
    expect(await ownChanges()).toEqual(['s3:PutBucketEncryption']);
  });
});

it('waits before it has Amazon Bedrock check', async () => {
  const { records } = await bucketAndKeyFor(forBedrock);
  const waited: number[] = [];
  await succeeded(records, {}, { wait: async (seconds) => void waited.push(seconds) });
  expect(waited).toEqual([30]);
});

it('lets a key be used that was made for it', async () => {
  const { records } = await bucketAndKeyFor();
  await succeeded(records, { KmsKey: await usableKey() });
});
