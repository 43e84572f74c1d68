import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutBucketPolicyCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunbookRun } from '../../src/cli/remediate/runbook-run.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { homeAccount } from '../emulator/emulator.ts';
import {
  caller,
  deployChanged,
  documentName,
  emulator,
  isBlocked,
  logTo,
  openBucket,
  remediate,
  rule,
  service,
  withApproval,
} from './remediate-place.ts';
import type { Run } from './run.ts';
import { saying } from './saying.ts';
import { seedsFor } from './seeds.ts';

interface Report {
  readonly account: string;
  readonly region: string;
  readonly findingsBefore: readonly Finding[];
  readonly executions: readonly RunbookRun[];
  readonly findingsAfter: readonly Finding[] | null;
  readonly failures: readonly string[];
  readonly exitCode: number;
}

const inJson = ({ stdout, stderr }: Run): Report => {
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Report;
};
const changes = async () =>
  (await emulator.calls()).filter(({ operation }) => /^(Put|Delete|Create)/.test(operation)).map(({ operation }) => operation);
const seeds = seedsFor(emulator, homeAccount);
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
const allOff = null;
const allOn = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remediate-'));
  return () => rm(folder, { recursive: true });
});

describe('a dry run', () => {
  it('shows what is wrong, what was found and what would change, and changes nothing', async () => {
    await openBucket('records');
    await logTo('records');
    await emulator.clearCalls();
    const { exitCode, stdout, stderr } = await remediate('--dry-run');
    expect(exitCode).toBe(1);
    expect(flat(stdout), stdout).toEqual(saying('✗ CRITICAL', rule, 'found buckets › records › publicAccessBlock: none'));
    expect(flat(stdout)).toMatch(
      /plan Bucket records: turns on BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets/,
    );
    expect(stdout).not.toMatch(/ $/m);
    expect(stderr).toMatch(/^dry run of BedrockLogging-BlockLogBucketPublicAccess on records: execution [0-9a-f-]{36}\n/);
    expect(stderr).toMatch(/^ {2}plan: Success, \d+\.\d s$/m);
    expect(await changes()).toEqual([]);
    expect(await isBlocked('records')).toBe(false);
  });

  it('is started with the role of the runbook, once', async () => {
    await openBucket('records');
    await logTo('records');
    await remediate('--dry-run');
    expect(service.executions().map(({ started }) => started)).toMatchObject([
      {
        documentName,
        account: homeAccount,
        region: 'us-east-1',
        principal: caller,
        parameters: {
          AutomationAssumeRole: [`arn:aws:iam::${homeAccount}:role/bedrock-logging-block-log-bucket-public-access`],
          ResourceId: ['records'],
          DryRun: ['true'],
        },
      },
    ]);
  });

  it('tells in full why a runbook refuses, and what is to be done', async () => {
    await openBucket('records');
    await logTo('records');
    const Statement = ['*', { AWS: 'arn:aws:iam::444455556666:role/siem' }].map((Principal) => ({
      Effect: 'Allow',
      Principal,
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::records/*',
    }));
    await seeds.s3.send(new PutBucketPolicyCommand({ Bucket: 'records', Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
    const { exitCode, stdout, stderr } = await remediate('--yes');
    expect(exitCode, stderr).toBe(2);
    expect(flat(stdout), stdout).toEqual(
      saying('failed plan Failed', 'also lets in arn:aws:iam::444455556666:role/siem', 'run this again'),
    );
    expect(stderr).toMatch(/would change nothing; by hand: turn on all four flags/);
    expect(await isBlocked('records')).toBe(false);
    const report = inJson(await remediate('--yes', '--format', 'json'));
    expect(report).toMatchObject({
      exitCode: 2,
      findingsAfter: null,
      executions: [{ dryRun: true, status: 'Failed', before: null, after: null }],
    });
    expect(report.executions[0]?.failure).toMatch(/siem/);
    expect(report.executions[0]?.steps.at(-1)).toMatchObject({
      name: 'plan',
      status: 'Failed',
      failure: expect.stringMatching(/siem/) as string,
    });
  });
});

describe('with --yes', () => {
  it('puts right, shows what changed and judges again', async () => {
    await openBucket('records');
    await logTo('records');
    const { exitCode, stdout, stderr } = await remediate('--yes');
    expect(exitCode, stderr).toBe(0);
    const [, after = ''] = stdout.split(/^records {2}Success/m);
    expect(after.match(/^ +[+~-] .*$/gm)?.map((line) => line.trim())).toEqual(
      Object.keys(allOn).map((flag) => `+ buckets › records › publicAccessBlock › ${flag}: true`),
    );
    expect(after).toMatch(/✓ ok +bedrock-log-buckets-block-public-access/);
    expect(stderr).toMatch(/^ {2}blockPublicAccess: Success/m);
    expect(await isBlocked('records')).toBe(true);
  });

  it('reports in JSON what was found, done and found again', async () => {
    await openBucket('records');
    await openBucket('large');
    await seeds.s3.send(
      new PutPublicAccessBlockCommand({ Bucket: 'large', PublicAccessBlockConfiguration: { ...allOn, BlockPublicAcls: false } }),
    );
    await logTo('records', 'large');
    const { stdout, stderr, exitCode } = await remediate('--yes', '--format', 'json');
    expect(exitCode, stderr).toBe(0);
    const { account, region, findingsBefore, executions, findingsAfter, ...rest } = JSON.parse(stdout) as Report;
    expect({ account, region, ...rest }).toMatchObject({ account: homeAccount, region: 'us-east-1', failures: [], exitCode: 0 });
    expect(findingsBefore.map(({ verdict }) => verdict)).toEqual(['NON_COMPLIANT', 'NON_COMPLIANT']);
    expect(findingsAfter?.map(({ verdict }) => verdict)).toEqual(['COMPLIANT', 'COMPLIANT']);
    expect(executions.map(({ resource, dryRun, status }) => `${resource} ${dryRun ? 'dry' : 'wet'} ${status}`)).toEqual([
      'large dry Success',
      'records dry Success',
      'large wet Success',
      'records wet Success',
    ]);
    expect(executions.map(({ id }) => id)).toEqual(service.executions().map(({ id }) => id));
    expect(executions[2]).toMatchObject({
      document: documentName,
      changes: ['Bucket large: turns on BlockPublicAcls of the public access block.'],
      before: { buckets: { large: { publicAccessBlock: { ...allOn, BlockPublicAcls: false } } } },
      after: { buckets: { large: { publicAccessBlock: allOn } } },
      failure: null,
    });
    expect(executions[3]).toMatchObject({ before: { buckets: { records: { publicAccessBlock: allOff } } } });
    expect(executions[0]).toMatchObject({ after: null, failure: null });
    expect(executions[3]?.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'takeTurn Success',
      'plan Success',
      'chooseWhetherToChange Success',
      'blockPublicAccess Success',
      'verify Success',
      'evaluateAgain Success',
    ]);
  });

  it('does nothing where nothing is wrong', async () => {
    await seeds.newBucket('records');
    await logTo('records');
    const { exitCode, stderr } = await remediate('--yes');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^bedrock-logging: there is nothing to put right: [^\n]*\n$/);
    expect(service.executions()).toEqual([]);
  });

  it('does nothing where nobody could tell, and says so by its exit code', async () => {
    await openBucket('records');
    await logTo('records');
    await emulator.faults([{ service: 'bedrock', fault: 'denied' }]);
    const { exitCode, stdout } = await remediate('--yes');
    expect(stdout).toMatch(/\? UNKNOWN/);
    expect(exitCode).toBe(2);
    expect(service.executions()).toEqual([]);
  });

  it('puts right only the resources that were asked for, and goes by the rest in its exit code', async () => {
    await openBucket('records');
    await openBucket('large');
    await logTo('records', 'large');
    const { exitCode, stderr } = await remediate('--yes', '--resource', 'large');
    expect(exitCode, stderr).toBe(1);
    expect(await Promise.all(['large', 'records'].map((bucket) => isBlocked(bucket)))).toEqual([true, false]);
    expect((await remediate('--yes', '--resource', 'large', '--resource', 'records')).exitCode).toBe(0);
    expect(await isBlocked('records')).toBe(true);
  });

  it('goes on with the other resources where one cannot be put right', async () => {
    await openBucket('records');
    await openBucket('large');
    await logTo('records', 'large');
    await emulator.faults([{ service: 's3', operation: 'PutPublicAccessBlock', resource: 'large', fault: 'denied' }]);
    const { exitCode, stdout, stderr } = await remediate('--yes');
    expect(exitCode, stderr).toBe(2);
    expect(flat(stdout), stdout).toEqual(
      saying('large Failed', 'acceptPolicyOfOrganization Failed', 'does not have BlockPublicAcls', 'records Success'),
    );
    expect(flat(stdout)).toMatch(/failed blockPublicAccess Failed: An error occurred \(AccessDenied\)/);
    expect(await isBlocked('records')).toBe(true);
  });

  it('says what AWS refused to start, and starts the others', async () => {
    await openBucket('records');
    await openBucket('large');
    await logTo('records', 'large');
    const code = 'AutomationExecutionLimitExceededException';
    service.refuse({ operation: 'StartAutomationExecution', code, message: 'too many', after: 2, times: 1 });
    const report = inJson(await remediate('--yes', '--format', 'json'));
    expect(report.executions.map(({ status }) => status)).toEqual(['Success', 'Success', 'NotStarted', 'Success']);
    expect(report.executions[2]).toMatchObject({
      id: null,
      failure: expect.stringMatching(/AutomationExecutionLimitExceededException: too many/) as string,
    });
    expect(report.exitCode).toBe(2);
  });

  it('works in the Region and, by a role, the account that were asked for', async () => {
    await openBucket('there', '444455556666', 'eu-central-1');
    await logTo('there', undefined, '444455556666', 'eu-central-1');
    const { exitCode, stdout, stderr } = await remediate(
      '--yes',
      '--account',
      '444455556666',
      '--assume-role',
      'fixer',
      '--region',
      'eu-central-1',
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^444455556666 {2}eu-central-1$/m);
    expect(service.executions().map(({ started: { account, region, principal } }) => ({ account, region, principal }))).toContainEqual({
      account: '444455556666',
      region: 'eu-central-1',
      principal: 'arn:aws:sts::444455556666:assumed-role/fixer/bedrock-logging',
    });
    expect(await isBlocked('there', '444455556666', 'eu-central-1')).toBe(true);
  });

  it('writes the report to a file', async () => {
    await openBucket('records');
    await logTo('records');
    const path = join(folder, 'report.txt');
    const { exitCode, stdout } = await remediate('--yes', '--output', path);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(await readFile(path, 'utf8')).toEqual(saying('✗ CRITICAL', 'records  Success', '✓ ok'));
    expect(await readdir(folder)).toEqual(['report.txt']);
  });

  it('takes throttled calls, and answers in pieces', async () => {
    await openBucket('records');
    await logTo('records');
    for (const operation of ['StartAutomationExecution', 'GetAutomationExecution'])
      service.refuse({ operation, code: 'ThrottlingException', message: 'Rate exceeded', times: 2 });
    service.showSteps(2);
    const report = inJson(await remediate('--yes', '--format', 'json'));
    expect(report.exitCode).toBe(0);
    expect(report.executions[1]?.steps).toHaveLength(6);
    expect(report.executions[1]?.after).toEqual({ buckets: { records: { publicAccessBlock: allOn } } });
  });

  it('tells how to follow an execution that it must lose sight of', async () => {
    await openBucket('records');
    await logTo('records');
    service.refuse({ operation: 'GetAutomationExecution', code: 'AccessDeniedException', message: 'no' });
    const { exitCode, stderr } = await remediate('--yes');
    expect(exitCode).toBe(2);
    const id = service.executions()[0]?.id ?? '';
    expect(stderr).toContain(`execution ${id} goes on in AWS (how it goes could not be read: denied (AccessDeniedException))`);
    expect(stderr).toContain(`aws ssm get-automation-execution --automation-execution-id ${id} --region us-east-1`);
    expect(stderr).toContain(`aws ssm stop-automation-execution --automation-execution-id ${id} --region us-east-1`);
    expect(await isBlocked('records')).toBe(false);
  });

  it('reports an execution that somebody stops', async () => {
    await openBucket('records');
    await logTo('records');
    await deployChanged((steps) =>
      withApproval(
        caller,
        'second',
      )(steps).map((step) => (step.name === 'askForApproval' ? { ...step, inputs: { ...step.inputs, MinRequiredApprovals: 2 } } : step)),
    );
    const running = remediate('--yes', '--format', 'json');
    let waiting;
    while (!waiting) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      waiting = service.executions().find(({ steps }) => steps.some(({ StepStatus }) => StepStatus === 'Waiting'));
    }
    waiting.stop();
    const report = inJson(await running);
    expect(report).toMatchObject({ exitCode: 2, executions: [{ status: 'Success' }, { status: 'Cancelled' }] });
    expect(report.findingsAfter?.[0]?.verdict).toBe('NON_COMPLIANT');
  });

  it('is still red where the runbook did not do what the rule wants', async () => {
    await openBucket('records');
    await logTo('records');
    await deployChanged((steps) =>
      steps.map((step) => (step.name === 'chooseWhetherToChange' ? { ...step, inputs: { ...step.inputs, Choices: neverTrue } } : step)),
    );
    const { exitCode, stdout, stderr } = await remediate('--yes');
    expect(exitCode, stderr).toBe(1);
    expect(stdout.match(/✗ CRITICAL/g)).toHaveLength(2);
  });
});

/** Goes on only where nothing is needed. */
const neverTrue = [
  {
    And: [
      { Variable: '{{ plan.IsNeeded }}', BooleanEquals: false },
      { Variable: '{{ DryRun }}', BooleanEquals: false },
    ],
    NextStep: 'blockPublicAccess',
  },
];

describe('an approval, without a terminal,', () => {
  it('is given with --yes by a caller who is an approver', async () => {
    await openBucket('records');
    await logTo('records');
    await deployChanged(withApproval('somebody-else', 'auditor'));
    const { exitCode, stderr } = await remediate('--yes');
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/askForApproval waits for an approval by somebody-else, auditor:\nPublic access to records is shut\.\n/);
    expect(await isBlocked('records')).toBe(true);
  });

  it('is left to whoever may give it', async () => {
    await openBucket('records');
    await logTo('records');
    await deployChanged(withApproval('arn:aws:iam::111122223333:role/Approvers'));
    const { exitCode, stdout, stderr } = await remediate('--yes');
    expect(exitCode, stderr).toBe(2);
    const id = service.executions()[1]?.id ?? '';
    expect(stderr).toContain(`execution ${id} goes on in AWS (nobody approved askForApproval)`);
    expect(stderr).toContain(`aws ssm send-automation-signal --automation-execution-id ${id} --signal-type Approve --region us-east-1`);
    expect(flat(stdout), stdout).toEqual(saying('records Waiting', 'not followed to its end: nobody approved askForApproval'));
    expect(await isBlocked('records')).toBe(false);
    service.executions()[1]?.decide('arn:aws:sts::111122223333:assumed-role/Approvers/ann', 'Approve');
  });
});

describe('parameters', () => {
  it('of the rule decide what is red', async () => {
    await openBucket('records');
    await logTo('records');
    const path = join(folder, 'parameters.json');
    await writeFile(path, JSON.stringify({ [rule]: { closedRegions: ['us-east-1'] } }));
    const { exitCode, stdout } = await remediate('--yes', '--parameters', path);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/- n\/a/);
    expect(service.executions()).toEqual([]);
  });
});
