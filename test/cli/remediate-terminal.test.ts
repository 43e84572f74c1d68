import { expect, it } from 'vitest';
import { homeAccount } from '../emulator/emulator.ts';
import { interrupt, onTerminal, type Typed } from './on-terminal.ts';
import { caller, deployChanged, documentName, isBlocked, logTo, openBucket, rule, service, withApproval } from './remediate-place.ts';

const remediate = (typed: readonly Typed[], ...args: readonly string[]) =>
  onTerminal(['remediate', '--rule', rule, ...args], service.environmentOf(homeAccount), typed);

const goOn = /would change records in account 111122223333, Region us-east-1\. Go on\? \[y\/N\] $/;
const approve = /Approve it as arn:aws:iam::111122223333:user\/auditor\? \[y\/N\] $/;

async function faulty(): Promise<void> {
  await openBucket('records');
  await logTo('records');
}

it('asks when the plan is on the screen, and goes on', async () => {
  await faulty();
  const { exitCode, screen } = await remediate([[goOn, 'y\n']]);
  expect(exitCode, screen).toBe(0);
  expect(screen.indexOf('turns on BlockPublicAcls')).toBeLessThan(screen.indexOf('Go on?'));
  expect(screen.indexOf('Go on?')).toBeLessThan(screen.indexOf('✓ ok'));
  expect(await isBlocked('records')).toBe(true);
});

it.each([
  ['no', 'n\n'],
  ['nothing', '\n'],
  ['the end of input', String.fromCharCode(4)],
])(
  'changes nothing when the answer is %s',
  async (_what, keys) => {
    await faulty();
    const { exitCode, screen } = await remediate([[goOn, keys]]);
    expect(exitCode, screen).toBe(1);
    expect(screen).toContain('bedrock-logging: nothing was changed');
    expect(service.executions().map(({ started }) => started.parameters['DryRun'])).toEqual([['true']]);
  },
  60_000,
);

it('takes Ctrl-C for no', async () => {
  await faulty();
  const { exitCode, screen } = await remediate([[goOn, interrupt]]);
  expect(exitCode, screen).toBe(2);
  expect(screen).toContain('bedrock-logging: nothing was changed');
  expect(await isBlocked('records')).toBe(false);
});

it('shows somebody who is asked what a JSON report will say', async () => {
  await faulty();
  const { exitCode, screen } = await remediate([[goOn, 'yes\n']], '--format', 'json');
  expect(exitCode, screen).toBe(0);
  expect(screen.indexOf('publicAccessBlock: none')).toBeLessThan(screen.indexOf('Go on?'));
  expect(screen).toContain('"findingsAfter": [');
});

it('asks for an approval, with its message, and gives it', async () => {
  await faulty();
  await deployChanged(withApproval(caller));
  const { exitCode, screen } = await remediate([
    [goOn, 'y\n'],
    [approve, 'y\n'],
  ]);
  expect(exitCode, screen).toBe(0);
  expect(screen).toContain(`askForApproval waits for an approval by ${caller}:\nPublic access to records is shut.\n`);
  expect(await isBlocked('records')).toBe(true);
});

it('leaves an approval that is not given, and tells how to give it', async () => {
  await faulty();
  await deployChanged(withApproval(caller));
  const { exitCode, screen } = await remediate([
    [goOn, 'y\n'],
    [approve, 'n\n'],
  ]);
  expect(exitCode, screen).toBe(2);
  expect(screen).toContain('goes on in AWS (nobody approved askForApproval)');
  expect(screen).toContain('--signal-type Approve --region us-east-1');
  expect(await isBlocked('records')).toBe(false);
  service.executions()[1]?.stop();
});

it('explains why an approval does not count, waits for who may give it, and is left by Ctrl-C', async () => {
  await faulty();
  await deployChanged(withApproval('somebody-else'));
  const { exitCode, screen } = await remediate(
    [
      [approve, 'y\n'],
      [/it takes one of somebody-else\n$/m, interrupt],
    ],
    '--yes',
  );
  expect(exitCode, screen).toBe(2);
  expect(screen.replaceAll('\n', ' ')).toMatch(
    /AWS did not take the approval of .*auditor \(AccessDeniedException: .* is no approver of askForApproval\)/,
  );
  const id = service.executions()[1]?.id ?? '';
  expect(screen).toContain(`execution ${id} goes on in AWS (interrupted)`);
  expect(screen).toContain(`stop it:    aws ssm stop-automation-execution --automation-execution-id ${id} --region us-east-1`);
  service.executions()[1]?.stop();
});

it('goes on when somebody else approves meanwhile', async () => {
  await faulty();
  await deployChanged(withApproval('somebody-else'));
  const running = remediate([[approve, 'y\n']], '--yes');
  const approver = setInterval(() => {
    const waiting = service.executions().find(({ steps }) => steps.some(({ StepStatus }) => StepStatus === 'Waiting'));
    if (waiting) setTimeout(() => waiting.decide('arn:aws:iam::111122223333:user/somebody-else', 'Approve'), 2_000);
    if (waiting) clearInterval(approver);
  }, 100);
  const { exitCode, screen } = await running;
  expect(exitCode, screen).toBe(0);
  expect(screen).toMatch(/askForApproval: Success/);
});

it('reports a rejection', async () => {
  await faulty();
  await deployChanged(withApproval('somebody-else'));
  const running = remediate([[approve, 'y\n']], '--yes');
  const approver = setInterval(() => {
    const waiting = service.executions().find(({ steps }) => steps.some(({ StepStatus }) => StepStatus === 'Waiting'));
    if (waiting) setTimeout(() => waiting.decide('arn:aws:iam::111122223333:user/somebody-else', 'Reject'), 2_000);
    if (waiting) clearInterval(approver);
  }, 100);
  const { exitCode, screen } = await running;
  expect(exitCode, screen).toBe(2);
  expect(screen).toMatch(/askForApproval: Rejected/);
  expect(await isBlocked('records')).toBe(false);
});

it('tells, when it is interrupted under way, that the execution goes on', async () => {
  await faulty();
  const { exitCode, screen } = await remediate([[new RegExp(`^${documentName} on records: execution`, 'm'), interrupt]], '--yes');
  expect(exitCode, screen).toBe(2);
  const id = service.executions()[1]?.id ?? '';
  expect(screen).toContain(`execution ${id} goes on in AWS (interrupted)`);
});
