import { describe, expect, it } from 'vitest';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import { bedrockLogDestinationsExist as rule } from '../../rules/bedrock-log-destinations-exist.ts';
import { bedrockLogRetentionWithinLimits } from '../../rules/bedrock-log-retention-within-limits.ts';
import type { FaultKind } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { held, invoke, reportedEarlier, seeds, verdictsHeld, withToken } from './invoke.ts';
import { account, recorded } from './recorded-event.ts';

const scheduled = (ruleParameters = '{}') => withToken(recorded('scheduled', { event: { ruleParameters } }));
const failing = '{"whenUnreadable":"FAIL"}';

describe('what may be readable at another try', () => {
  it.each<[FaultKind, string]>([
    ['throttled', 'throttled (ThrottlingException)'],
    ['server-error', 'failed (InternalServerError)'],
    ['expired', 'denied (ExpiredTokenException)'],
  ])('(%s) fails the run after everything else is reported', async (fault, refusal) => {
    const { records, largeData, logGroup, roleArn } = await seeds.soundLogging();
    await reportedEarlier('2016-01-01T00:00:00Z', { [`AWS::Logs::LogGroup ${logGroup}`]: 'NON_COMPLIANT' });
    await emulator.faults([{ service: 'logs', fault }]);
    const { failure, logged } = await invoke(rule, await scheduled());
    expect(failure).toBe(`1 of 4 resources could not be judged, first: the log group ${logGroup} could not be read: ${refusal}`);
    expect(logged).toMatchObject([{ reported: 3, unread: 1 }]);
    expect(await verdictsHeld()).toEqual({
      [`AWS::S3::Bucket ${records}`]: 'COMPLIANT',
      [`AWS::S3::Bucket ${largeData}`]: 'COMPLIANT',
      [`AWS::IAM::Role ${roleArn}`]: 'COMPLIANT',
      [`AWS::Logs::LogGroup ${logGroup}`]: 'NON_COMPLIANT',
    });
    await emulator.clearFaults();
    expect((await invoke(rule, await scheduled())).failure).toBeUndefined();
    expect((await verdictsHeld())[`AWS::Logs::LogGroup ${logGroup}`]).toBe('COMPLIANT');
  });

  it('fails the run alike when nobody could tell what there is to judge', async () => {
    await emulator.faults([{ service: 'bedrock', fault: 'throttled' }]);
    expect((await invoke(rule, await scheduled())).failure).toContain('could not be read: throttled');
    expect(await held()).toEqual({});
  });

  it('is never green', async () => {
    await seeds.soundLogging();
    for (const service of ['bedrock', 's3', 'logs', 'iam', 'kms']) {
      await emulator.faults([{ service, fault: 'throttled' }]);
      expect((await invoke(rule, await scheduled())).failure === undefined).toBe(service === 'kms');
      await emulator.clearFaults();
    }
  });
});

describe('what nobody may read', () => {
  it('is non-compliant and says so first', async () => {
    const { logGroup } = await seeds.soundLogging();
    await emulator.faults([{ service: 'logs', fault: 'denied' }]);
    expect(await invoke(rule, await scheduled())).toMatchObject({ failure: undefined, logged: [{ reported: 4, unread: 1 }] });
    expect((await held())[`AWS::Logs::LogGroup ${logGroup}`]).toEqual([
      'NON_COMPLIANT',
      `UNVERIFIED: the log group ${logGroup} could not be read: denied (AccessDeniedException)`,
    ]);
  });

  it('is non-compliant for the account when it is the setting itself', async () => {
    await emulator.faults([{ service: 'bedrock', fault: 'denied' }]);
    expect((await invoke(bedrockInvocationLoggingEnabled, await scheduled('{"whenUnreadable":"NON_COMPLIANT"}'))).failure).toBeUndefined();
    expect(await held()).toEqual({
      [`AWS::::Account ${account}`]: ['NON_COMPLIANT', expect.stringMatching(/^UNVERIFIED: .*denied \(AccessDeniedException\)$/)],
    });
    await emulator.clearFaults();
    await seeds.soundLogging();
    await invoke(rule, await scheduled());
    expect((await verdictsHeld())[`AWS::::Account ${account}`]).toBe('NOT_APPLICABLE');
  });

  it('fails the run where that is wished, after everything else is reported', async () => {
    const { logGroup } = await seeds.soundLogging();
    await reportedEarlier('2016-01-01T00:00:00Z', { [`AWS::Logs::LogGroup ${logGroup}`]: 'NON_COMPLIANT' });
    await emulator.faults([{ service: 'logs', fault: 'denied' }]);
    const { failure, logged } = await invoke(bedrockLogRetentionWithinLimits, await scheduled(failing));
    expect(failure).toContain('1 of 3 resources could not be judged, first: ');
    expect(logged).toMatchObject([{ reported: 2, unread: 1 }]);
    expect((await verdictsHeld())[`AWS::Logs::LogGroup ${logGroup}`]).toBe('NON_COMPLIANT');
  });

  it('is an answer that no AWS service gives, too', async () => {
    const { logGroup } = await seeds.soundLogging();
    for (const fault of ['malformed', 'html', 'empty-body'] as const) {
      await emulator.faults([{ service: 'logs', fault }]);
      expect((await invoke(rule, await scheduled())).failure).toBeUndefined();
      await emulator.clearFaults();
      expect((await held())[`AWS::Logs::LogGroup ${logGroup}`]?.[1]).toMatch(/^UNVERIFIED: .*malformed/);
    }
  });
});
