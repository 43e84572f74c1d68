import { afterEach, expect, it, vi } from 'vitest';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import { bedrockLogDestinationsExist as rule } from '../../rules/bedrock-log-destinations-exist.ts';
import { lambdaFunction } from '../../src/lambda/main.ts';
import { emulator } from './emulated.ts';
import { distribute, functionArn, held, seeds, withToken } from './invoke.ts';
import { account, recorded, region } from './recorded-event.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What the function as it is deployed writes to its log. */
async function logOf(handler: ReturnType<typeof lambdaFunction>, event: unknown): Promise<{ lines: string[]; failure: unknown }> {
  const written: string[] = [];
  const keep = (chunk: unknown): boolean => written.push(String(chunk)) > 0;
  const spies = [vi.spyOn(process.stdout, 'write').mockImplementation(keep), vi.spyOn(process.stderr, 'write').mockImplementation(keep)];
  const failure = await handler(event, { awsRequestId: 'c6af9ac6-7b61', invokedFunctionArn: functionArn() }).catch(
    (error: unknown) => error,
  );
  for (const spy of spies) spy.mockRestore();
  return { lines: written.join('').split('\n').filter(Boolean), failure };
}

it('one line says how an invocation went, and nothing of what was read', async () => {
  const sound = await seeds.soundLogging();
  const exemption = {
    rule: rule.id,
    resource: 'nobody-*',
    account: '*',
    region: '*',
    reason: 'until the move of Anna Schmidt',
    approver: 'anna.schmidt@example.com',
    expires: '2999-12-31',
  };
  await distribute('/bedrock-logging/exemptions/all', JSON.stringify([exemption]));
  await seeds.log({ ...sound.config, s3Config: { bucketName: 'nobody-has-this-one' } });
  const { lines, failure } = await logOf(lambdaFunction(rule), await withToken(recorded('scheduled')));
  expect(failure).toBeUndefined();
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'INFO',
    message: 'evaluated',
    timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string,
    requestId: 'c6af9ac6-7b61',
    rule: rule.id,
    account,
    region,
    reported: 4,
    takenBack: 0,
    refused: 0,
    unread: 0,
    exempt: 1,
    exemptionsExpiringSoon: 0,
    milliseconds: expect.any(Number) as number,
  });
  expect(lines.join()).not.toMatch(/anna|schmidt|nobody|records|arn:|token|Statement/i);
});

it('a run that fails after reporting writes its line too, and throws nothing that names a caller', async () => {
  await seeds.soundLogging();
  await emulator.faults([
    { service: 'logs', fault: 'throttled' },
    { operation: 'GetComplianceDetailsByConfigRule', fault: 'denied' },
  ]);
  const { lines, failure } = await logOf(lambdaFunction(rule), await withToken(recorded('scheduled')));
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ reported: 3, unread: 1 }]);
  expect(String(failure)).toContain('could not be judged');
  expect(String(failure)).toContain('could not be read: denied (AccessDeniedException)');
  expect(`${lines.join()}${String(failure)}${JSON.stringify(failure)}`).not.toMatch(/auditor|arn:/);
});

it('a refused report throws nothing that names a caller, and writes no line', async () => {
  await emulator.faults([{ operation: 'PutEvaluations', fault: 'denied' }]);
  const { lines, failure } = await logOf(lambdaFunction(rule), await withToken(recorded('scheduled')));
  expect(lines).toEqual([]);
  expect(String(failure)).toBe('Error: AWS Config took only 0 of 1 evaluations: AccessDeniedException');
  expect(JSON.stringify(failure)).not.toMatch(/auditor|arn:/);
});

it('a function that is invoked again uses the clients it has, and reads everything anew', async () => {
  const handler = lambdaFunction(bedrockInvocationLoggingEnabled);
  const resource = `AWS::::Account ${account}`;
  await logOf(handler, await withToken(recorded('scheduled')));
  expect((await held())[resource]?.[0]).toBe('NON_COMPLIANT');
  await seeds.soundLogging();
  await logOf(handler, await withToken(recorded('scheduled')));
  expect((await held())[resource]?.[0]).toBe('COMPLIANT');
});
