import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { reportOf, run, type JsonReport } from './run.ts';
import { saying } from './saying.ts';
import { seedsFor } from './seeds.ts';

const [second, third, fourth] = ['222233334444', '333344445555', '444455556666'];
const enabled = 'bedrock-invocation-logging-enabled';

/** Regions that every account has without opting in, by the account guide of AWS. */
const everyAccountHas = (
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 ' +
  'eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'
).split(' ');

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: 15 });
}, 120_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());

const evaluate = (...args: readonly string[]) => run(['evaluate', '--format', 'json', ...args], emulator.environment);
const judge = async (...args: readonly string[]) => reportOf(await evaluate(...args));
/** A list of as many of these. */
const times = (count: number, row: readonly unknown[]) => Array.from({ length: count }, () => row);
/** Verdicts by account and Region of a report of one rule. */
const verdicts = ({ findings }: JsonReport) => findings.map(({ account, region, verdict }) => [account, region, verdict]);

describe('exit code', () => {
  it('is 0 when everything complies', async () => {
    await seedsFor(emulator, homeAccount).soundLogging();
    const told = await evaluate();
    expect(reportOf(told).summary).toMatchObject({
      findings: { COMPLIANT: 16, NON_COMPLIANT: 0, NOT_APPLICABLE: 0, UNKNOWN: 0 },
      exitCode: 0,
    });
    expect(told.exitCode).toBe(0);
  });

  it('is 0 when nothing applies', async () => {
    expect(await evaluate('--closed-regions', 'us-east-1')).toMatchObject({ exitCode: 0 });
  });

  it('is 1 when something does not comply', async () => {
    const seeds = seedsFor(emulator, homeAccount);
    const { logGroup } = await seeds.soundLogging();
    await seeds.logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup }));
    expect(await evaluate()).toMatchObject({ exitCode: 1 });
  });

  it('is 2 when something is unknown, whatever else does not comply', async () => {
    const seeds = seedsFor(emulator, homeAccount);
    const { logGroup } = await seeds.soundLogging();
    await seeds.logs.send(new DeleteLogGroupCommand({ logGroupName: logGroup }));
    await emulator.faults([{ service: 'iam', fault: 'denied' }]);
    const told = await evaluate();
    expect(reportOf(told).summary.findings).toMatchObject({ NON_COMPLIANT: 1, UNKNOWN: 3 });
    expect(told.exitCode).toBe(2);
  });
});

describe('accounts', () => {
  it('are judged in order, each once, the caller’s own without assuming a role', async () => {
    await emulator.faults([{ service: 'sts', operation: 'AssumeRole', resource: homeAccount, fault: 'denied' }]);
    const report = await judge('--accounts', `${third},${homeAccount},${second},${third}`, '--assume-role', 'auditor', '--rules', enabled);
    expect(verdicts(report)).toEqual([homeAccount, second, third].map((account) => [account, 'us-east-1', 'NON_COMPLIANT']));
  });

  it('that cannot be entered do not stop the others', async () => {
    await seedsFor(emulator, homeAccount).soundLogging();
    await seedsFor(emulator, third).soundLogging();
    await emulator.faults([{ service: 'sts', operation: 'AssumeRole', resource: second, fault: 'denied' }]);
    const told = await evaluate('--accounts', `${homeAccount},${second},${third}`, '--assume-role', 'auditor');
    const { findings, summary } = reportOf(told);
    const of = (account: string) => findings.filter((finding) => finding.account === account);
    expect(of(homeAccount).map(({ verdict }) => verdict)).toEqual(Array(16).fill('COMPLIANT'));
    expect(of(third).map(({ verdict }) => verdict)).toEqual(Array(16).fill('COMPLIANT'));
    expect(of(second).map(({ verdict }) => verdict)).toEqual(Array(6).fill('UNKNOWN'));
    for (const { because } of of(second)) expect(because).toEqual(saying('could not be read: denied (AccessDenied)'));
    const failures = [`account ${second}: it could not be entered by role auditor: denied (AccessDenied)`];
    expect(summary).toMatchObject({ accounts: 3, coverage: { enabled: 2, inScope: 3 }, failures, complete: true, exitCode: 2 });
    expect(told.exitCode).toBe(2);
  });

  it('of an organisation are judged when they are active', async () => {
    const accounts = [
      second,
      { id: third, status: 'SUSPENDED' },
      { id: fourth, status: 'PENDING_CLOSURE' },
      '555566667777',
      '666677778888',
    ];
    await emulator.seed({ organization: { management: homeAccount, accounts } });
    await seedsFor(emulator, '555566667777').soundLogging();
    await emulator.faults([{ service: 'sts', operation: 'AssumeRole', resource: '666677778888', fault: 'denied' }]);
    const report = await judge('--organization', '--assume-role', 'auditor', '--rules', enabled);
    expect(verdicts(report)).toEqual([
      [homeAccount, 'us-east-1', 'NON_COMPLIANT'],
      [second, 'us-east-1', 'NON_COMPLIANT'],
      ['555566667777', 'us-east-1', 'COMPLIANT'],
      ['666677778888', 'us-east-1', 'UNKNOWN'],
    ]);
    expect(report.summary.exitCode).toBe(2);
  });

  it('of a large organisation are all found, page by page', async () => {
    const accounts = Array.from({ length: 20 }, (_, number) => `${300_000_000_000 + number}`);
    await emulator.seed({ organization: { management: homeAccount, accounts } });
    const { findings } = await judge('--organization', '--assume-role', 'auditor', '--closed-regions', 'us-east-1', '--rules', enabled);
    expect(findings.map(({ account }) => account)).toEqual([homeAccount, ...accounts]);
  });
});

describe('Regions', () => {
  it('are judged one by one, in order', async () => {
    await seedsFor(emulator, homeAccount, 'eu-west-1').soundLogging();
    const report = await judge('--regions', 'us-west-2, eu-west-1,us-west-2', '--rules', enabled);
    expect(verdicts(report)).toEqual([
      [homeAccount, 'eu-west-1', 'COMPLIANT'],
      [homeAccount, 'us-west-2', 'NON_COMPLIANT'],
    ]);
  });

  it('that cannot be read do not stop the others', async () => {
    const faults = { 'eu-west-1': 'denied', 'eu-west-2': 'throttled', 'eu-west-3': 'not-enabled' } as const;
    await seedsFor(emulator, homeAccount).soundLogging();
    await emulator.faults(Object.entries(faults).map(([region, fault]) => ({ region, service: 'bedrock', fault })));
    const regions = `us-east-1,${Object.keys(faults).join(',')}`;
    const told = await run(['evaluate', '--format', 'json', '--regions', regions], { ...emulator.environment, AWS_MAX_ATTEMPTS: '1' });
    const { findings } = reportOf(told);
    const of = (region: string) =>
      findings.filter((finding) => finding.region === region).map(({ verdict, because }) => [verdict, because]);
    expect(of('us-east-1')).toEqual(times(16, ['COMPLIANT', undefined]));
    expect(of('eu-west-1')).toEqual(times(6, ['UNKNOWN', saying('denied (AccessDeniedException)')]));
    expect(of('eu-west-2')).toEqual(times(6, ['UNKNOWN', saying('throttled (ThrottlingException)')]));
    expect(of('eu-west-3')).toEqual(times(6, ['UNKNOWN', saying('region-not-enabled (UnrecognizedClientException)')]));
    expect(told.exitCode).toBe(2);
  });

  it('without Bedrock have nothing to judge, as have closed ones', async () => {
    const { findings, summary } = await judge('--regions', 'ap-east-1,us-east-1', '--closed-regions', 'us-east-1');
    const because = findings.map((finding) => finding.because);
    expect(because.slice(0, 6)).toEqual(Array(6).fill(saying('no endpoint in ap-east-1')));
    expect(because.slice(6)).toEqual(Array(6).fill(saying('us-east-1', 'closed to Amazon Bedrock')));
    expect(summary).toMatchObject({ coverage: { enabled: 0, inScope: 0, share: null }, exitCode: 0 });
  });

  it('are all enabled ones with Bedrock when asked for all, by account', async () => {
    await emulator.seed({
      account: homeAccount,
      regionOptStatus: { 'af-south-1': 'DISABLED', 'il-central-1': 'DISABLING', 'ap-south-2': 'ENABLING' },
    });
    await emulator.seed({ account: second, regionOptStatus: { 'me-south-1': 'DISABLED' } });
    const closed = ['--closed-regions', 'eu-west-1,ca-central-1'];
    const accounts = ['--accounts', `${homeAccount},${second}`, '--assume-role', 'auditor'];
    const { findings, summary } = await judge('--regions', 'all', ...accounts, ...closed, '--rules', enabled);
    const of = (account: string) => findings.filter((finding) => finding.account === account).map(({ region }) => region);
    for (const account of [homeAccount, second]) {
      expect(of(account)).toEqual(expect.arrayContaining(everyAccountHas));
      expect(of(account)).toEqual([...new Set(of(account))].sort());
    }
    expect(of(homeAccount)).toContain('me-south-1');
    expect(of(second)).toEqual(expect.arrayContaining(['af-south-1', 'il-central-1', 'ap-south-2']));
    for (const region of ['af-south-1', 'il-central-1', 'ap-south-2']) expect(of(homeAccount)).not.toContain(region);
    expect(of(second)).not.toContain('me-south-1');
    expect(findings.filter(({ verdict }) => verdict === 'NOT_APPLICABLE').map(({ region }) => region)).toEqual(
      'ca-central-1 eu-west-1 ca-central-1 eu-west-1'.split(' '),
    );
    expect(summary.coverage?.inScope).toBe(summary.accountRegions - 4);
    expect(summary.exitCode).toBe(1);
  });

  it('are those that every account has when the enabled ones cannot be read, which is a failure', async () => {
    await emulator.faults([{ service: 'account', fault: 'denied' }]);
    const told = await evaluate('--regions', 'all', '--rules', enabled);
    const { findings, summary } = reportOf(told);
    expect(findings.map(({ region }) => region)).toEqual(everyAccountHas);
    expect(summary.failures).toEqual([
      expect.stringMatching(
        /^account 111122223333: the enabled Regions could not be read: denied \(AccessDeniedException\); judged the 17 Regions/,
      ),
    ]);
    expect(told.exitCode).toBe(2);
  });

  it('are the one of the environment when none is named', async () => {
    const told = await run(['evaluate', '--format', 'json', '--rules', enabled], { ...emulator.environment, AWS_REGION: 'eu-north-1' });
    expect(verdicts(reportOf(told))).toEqual([[homeAccount, 'eu-north-1', 'NON_COMPLIANT']]);
  });
});
