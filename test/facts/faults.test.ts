import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { accessPointPolicies } from '../../src/facts/access-point-policies.ts';
import { bedrockEndpoint } from '../../src/facts/bedrock-endpoint.ts';
import { bucketAccessPoints } from '../../src/facts/bucket-access-points.ts';
import { bucketHolder } from '../../src/facts/bucket-holder.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { invocationActivity } from '../../src/facts/invocation-activity.ts';
import { oamLinks } from '../../src/facts/oam-links.ts';
import type { FaultKind } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { everyFact, type ReadableFact } from './every-fact.ts';
import { home, homeIn, read } from './read-fact.ts';

const refusals = {
  denied: 'denied',
  throttled: 'throttled',
  'server-error': 'failed',
  'not-enabled': 'region-not-enabled',
  expired: 'denied',
} as const;

/** What each service calls the error. */
const codes: Record<ReadableFact['service'], Record<keyof typeof refusals, string>> = {
  'rest-json': {
    denied: 'AccessDeniedException',
    throttled: 'ThrottlingException',
    'server-error': 'InternalServerException',
    'not-enabled': 'UnrecognizedClientException',
    expired: 'ExpiredTokenException',
  },
  json: {
    denied: 'AccessDeniedException',
    throttled: 'ThrottlingException',
    'server-error': 'InternalServerError',
    'not-enabled': 'UnrecognizedClientException',
    expired: 'ExpiredTokenException',
  },
  iam: {
    denied: 'AccessDenied',
    throttled: 'Throttling',
    'server-error': 'InternalFailure',
    'not-enabled': 'InvalidClientTokenId',
    expired: 'ExpiredToken',
  },
  s3: {
    denied: 'AccessDenied',
    throttled: 'SlowDown',
    'server-error': 'InternalError',
    'not-enabled': 'InvalidAccessKeyId',
    expired: 'ExpiredToken',
  },
};

const foreign = ['malformed', 'wrong-type', 'html', 'empty-body'] as const;

describe.each(everyFact)('$fact.id of "$resource"', ({ fact, resource, service }) => {
  it.each(Object.entries(refusals))('is unreadable when AWS answers %s: %s', async (fault, refusal) => {
    await emulator.faults([{ fault: fault as FaultKind }]);
    const code = codes[service][fault as keyof typeof refusals];
    await expect(read(fact, resource)).rejects.toMatchObject({ name: 'Error', refusal, code });
  });

  it.each(foreign)('is unreadable when the answer is %s', async (fault) => {
    await emulator.faults([{ fault }]);
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'malformed', code: 'MalformedAnswer' });
  });
});

describe('a fact that takes several calls', () => {
  const activity = { fact: invocationActivity, resource: '' };
  const accessPoints = { fact: bucketAccessPoints, resource: 'prompt-records' };
  const policies = { fact: accessPointPolicies, resource: 'prompt-records' };
  const links = { fact: oamLinks, resource: '' };
  const calls: readonly { fact: Fact<unknown>; resource: string; operation: string }[] = [
    { ...activity, operation: 'ListMetrics' },
    { ...activity, operation: 'GetMetricData' },
    { ...activity, operation: 'ListFoundationModels' },
    { ...activity, operation: 'ListInferenceProfiles' },
    { ...accessPoints, operation: 'ListAccessPoints' },
    { ...accessPoints, operation: 'GetAccessPoint' },
    { ...accessPoints, operation: 'GetAccessPointPolicyStatus' },
    { ...policies, operation: 'ListAccessPoints' },
    { ...policies, operation: 'GetAccessPoint' },
    { ...policies, operation: 'GetAccessPointPolicy' },
    { ...links, operation: 'ListLinks' },
    { ...links, operation: 'GetLink' },
  ];

  it.each(calls)('$fact.id is unreadable when $operation alone fails', async ({ fact, resource, operation }) => {
    await emulator.client(home.account, home.region, S3Client).send(new CreateBucketCommand({ Bucket: 'prompt-records' }));
    await emulator.seed({
      account: home.account,
      region: home.region,
      accessPoints: [{ name: 'readers', bucket: 'prompt-records' }],
      links: [{ sinkArn: 'arn:aws:oam:us-east-1:444455556666:sink/1', resourceTypes: ['AWS::Logs::LogGroup'] }],
    });
    await read(fact, resource);
    await emulator.faults([{ operation, fault: 'denied' }]);
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'denied' });
    await emulator.clearFaults();
    await emulator.faults([{ operation, fault: 'wrong-type' }]);
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'malformed' });
  });
});

describe('bucket-holder', () => {
  it.each(['denied', 'not-enabled'] as const)('takes 403 (%s) for a bucket of somebody', async (fault) => {
    await emulator.faults([{ fault }]);
    expect(await read(bucketHolder, 'prompt-records')).toBe('somebody');
  });

  it.each(['throttled', 'server-error', 'expired'] as const)(
    'is unreadable when AWS answers %s, of which HEAD shows no code',
    async (fault) => {
      await emulator.faults([{ fault }]);
      await expect(read(bucketHolder, 'prompt-records')).rejects.toMatchObject({ refusal: 'failed' });
    },
  );

  it.each(foreign)('is unreadable when the answer is %s', async (fault) => {
    await emulator.faults([{ fault }]);
    await expect(read(bucketHolder, 'prompt-records')).rejects.toMatchObject({ refusal: 'malformed' });
  });
});

describe('bedrock-endpoint', () => {
  const passing = ['throttled', 'server-error'];
  const lasting = ([...Object.keys(refusals), ...foreign] as FaultKind[]).filter((fault) => !passing.includes(fault));

  it.each(lasting)('is decided by the built-in list when SSM answers %s', async (fault) => {
    await emulator.faults([{ service: 'ssm', fault }]);
    expect(await read(bedrockEndpoint, '', homeIn('ap-east-1'))).toEqual({ exists: false, source: 'built-in list' });
  });

  it.each(passing as FaultKind[])('is unreadable when SSM answers %s, which another try may end', async (fault) => {
    await emulator.faults([{ service: 'ssm', fault }]);
    await expect(read(bedrockEndpoint, '', homeIn('ap-east-1'))).rejects.toMatchObject({
      refusal: expect.stringMatching(/throttled|failed/) as string,
    });
  });
});
