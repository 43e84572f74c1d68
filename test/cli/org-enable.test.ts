import { EnableAWSServiceAccessCommand, OrganizationsClient, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations';
import { EnableOrganizationAdminAccountCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind, SeenCall } from '../emulator/control.ts';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { onTerminal } from './on-terminal.ts';
import { refusal } from './refusal.ts';
import { run } from './run.ts';
import { saying } from './saying.ts';

const [administrator, another, suspended] = ['123456789012', '444455556666', '100000000001'];
const others = ['100000000002', '100000000003', '100000000004'];
const [setup, config, stackSets] = [
  'config-multiaccountsetup.amazonaws.com',
  'config.amazonaws.com',
  'member.org.stacksets.cloudformation.amazonaws.com',
];
const accounts = [administrator, another, { id: suspended, status: 'SUSPENDED' }, ...others];

let emulator: Emulator;
let organizations: OrganizationsClient;
beforeAll(async () => {
  emulator = await startEmulator({ seed: 61 });
}, 120_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await emulator.seed({ organization: { management: homeAccount, accounts } });
  organizations = emulator.client(homeAccount, 'us-east-1', OrganizationsClient);
});

const environment = (account = homeAccount) => ({ ...emulator.environmentOf(account), AWS_MAX_ATTEMPTS: '1' });
const org = (command: string, ...args: readonly string[]) =>
  run(['org', command, '--administrator', administrator, ...args], environment());
const enable = (...args: readonly string[]) => org('enable', '--yes', ...args);
const disable = (...args: readonly string[]) => org('disable', '--yes', ...args);
const refused = (...args: readonly string[]) => refusal(['org', ...args], environment());
const isWriting = ({ operation }: SeenCall) => /^(Enable|Disable|Register|Deregister|Activate|Deactivate)/.test(operation);
const written = async () =>
  (await emulator.calls()).filter(isWriting).map(({ operation, resource, region }) => [operation, resource ?? '', region].join(' ').trim());
const letIn = (ServicePrincipal: string) => organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
const register = (AccountId: string, ServicePrincipal: string) =>
  organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));

const everything = [
  `EnableAWSServiceAccess ${setup} us-east-1`,
  `RegisterDelegatedAdministrator ${administrator} us-east-1`,
  `EnableAWSServiceAccess ${config} us-east-1`,
  `RegisterDelegatedAdministrator ${administrator} us-east-1`,
  'ActivateOrganizationsAccess  us-east-1',
  `EnableAWSServiceAccess ${stackSets} us-east-1`,
  `RegisterDelegatedAdministrator ${administrator} us-east-1`,
];

describe('org enable', () => {
  it('lets the services in, registers the administrator, and says why; a second run changes nothing', async () => {
    const first = await enable();
    expect(first, first.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await written()).toEqual(everything);
    expect(first.stdout).toEqual(saying(homeAccount, '+ to do', `trusted access of ${setup}`, 'so that the administrator deploys'));
    expect(first.stdout).toMatch(/^done: trusted access of config-multiaccountsetup/m);
    expect(first.stdout).toMatch(/^7 changes made$/m);
    await emulator.clearCalls();
    const second = await enable();
    expect(second).toMatchObject({ exitCode: 0, stdout: saying('✓ so already', 'nothing to do') });
    expect(second.stdout).not.toContain('+ to do');
    expect(await written()).toEqual([]);
  });

  it('does only what is missing', async () => {
    await letIn(setup);
    await letIn(config);
    await register(administrator, config);
    await emulator.clearCalls();
    expect(await enable()).toMatchObject({ exitCode: 0 });
    expect(await written()).toEqual([everything[1], ...everything.slice(4)]);
  });

  it('changes nothing in a dry run, without a terminal to ask on', async () => {
    const { exitCode, stdout } = await org('enable', '--dry-run');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^dry run: nothing was changed, 7 changes would be made$/m);
    expect(await written()).toEqual([]);
    await enable();
    expect(await org('enable', '--dry-run')).toMatchObject({ exitCode: 0 });
  });

  it('asks, and takes no for an answer', async () => {
    const args = ['org', 'enable', '--administrator', administrator];
    const declined = await onTerminal(args, environment(), [[/Make 7 changes\? \[y\/N\]/, 'n\n']]);
    expect(declined.exitCode).toBe(1);
    expect(declined.screen).toContain('nothing was changed');
    expect(await written()).toEqual([]);
    const agreed = await onTerminal(args, environment(), [[/Make 7 changes\? \[y\/N\]/, 'y\n']]);
    expect(agreed.exitCode).toBe(0);
    expect(await written()).toEqual(everything);
  });

  it('makes it the administrator of Security Hub in each Region that is named', async () => {
    const hubs = ['eu-west-1', 'us-east-1'].map((region) => `EnableOrganizationAdminAccount ${administrator} ${region}`);
    expect(await enable('--security-hub', '--regions', 'us-east-1,eu-west-1')).toMatchObject({ exitCode: 0 });
    expect(await written()).toEqual([...everything, ...hubs]);
    await emulator.clearCalls();
    expect(await enable('--security-hub', '--regions', 'us-east-1,eu-west-1')).toMatchObject({
      exitCode: 0,
      stdout: saying('nothing to do'),
    });
    expect(await written()).toEqual([]);
  });

  it.each([
    ['outside the management account', another, [], `management account ${homeAccount}`],
    ['outside any organisation', '100000000099', [], 'not part of an organisation'],
  ])('refuses %s', async (_where, account, args, said) => {
    const line = await refusal(['org', 'enable', '--yes', '--administrator', administrator, ...args], environment(account));
    expect(line).toContain(said);
    expect(await written()).toEqual([]);
  });

  it.each([
    ['what is no account id', ['--administrator', '12345'], "'12345' is not an account id"],
    ['the management account', ['--administrator', homeAccount], 'is the management account'],
    ['who is no member', ['--administrator', '100000000099'], 'is no member of o-'],
    ['who is suspended', ['--administrator', suspended], 'is suspended or being closed'],
    ['Regions without Security Hub', ['--administrator', administrator, '--regions', 'eu-west-1'], 'takes --security-hub'],
    ['no administrator', [], '--administrator <id>'],
  ])('refuses %s', async (_what, args, said) => {
    expect(await refused('enable', '--yes', ...args)).toContain(said);
    expect(await written()).toEqual([]);
  });

  it('refuses to go on unasked without --yes', async () => {
    expect(await refused('enable', '--administrator', administrator)).toContain('give --yes');
  });

  it('refuses an organisation without all features', async () => {
    await emulator.reset();
    await emulator.seed({ organization: { management: homeAccount, accounts, featureSet: 'CONSOLIDATED_BILLING' } });
    expect(await refused('enable', '--yes', '--administrator', administrator)).toContain('wanted: all features');
  });

  it('refuses a fourth administrator of organisation packs, but takes one of the three', async () => {
    await letIn(setup);
    for (const account of others) await register(account, setup);
    expect(await refused('enable', '--yes', '--administrator', administrator)).toEqual(
      saying(setup, 'has 3 delegated administrators already', others.join(', '), 'AWS allows 3'),
    );
    const third = others[2] ?? '';
    expect(await run(['org', 'enable', '--yes', '--administrator', third], environment())).toMatchObject({ exitCode: 0 });
  });

  it('refuses another administrator of Security Hub', async () => {
    const client = emulator.client(homeAccount, 'eu-west-1', SecurityHubClient);
    await client.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId: another }));
    await emulator.clearCalls();
    const line = await refused('enable', '--yes', '--administrator', administrator, '--security-hub', '--regions', 'eu-west-1,us-east-1');
    expect(line).toEqual(saying(`administered by ${another} in eu-west-1`, 'allowed: one administrator'));
    expect(await written()).toEqual([]);
  });

  it.each<[service: string, operation: string, fault: FaultKind, said: string]>([
    ['organizations', 'DescribeOrganization', 'denied', 'it takes organizations:DescribeOrganization'],
    ['organizations', 'DescribeAccount', 'denied', 'denied'],
    ['organizations', 'ListAWSServiceAccessForOrganization', 'throttled', 'throttled'],
    ['organizations', 'ListDelegatedAdministrators', 'html', 'malformed'],
    ['organizations', 'ListAWSServiceAccessForOrganization', 'empty-body', 'malformed'],
    ['cloudformation', 'DescribeOrganizationsAccess', 'denied', 'denied'],
    ['cloudformation', 'DescribeOrganizationsAccess', 'html', 'malformed'],
    ['securityhub', 'ListOrganizationAdminAccounts', 'denied', 'denied'],
  ])('changes nothing when %s %s is %s', async (service, operation, fault, said) => {
    await emulator.faults([{ service, operation, fault }]);
    expect(await refused('enable', '--yes', '--administrator', administrator, '--security-hub')).toContain(said);
    expect(await written()).toEqual([]);
  });

  it('retries what is throttled', async () => {
    await emulator.faults([
      { service: 'organizations', operation: 'RegisterDelegatedAdministrator', fault: 'throttled', times: 2 },
      { service: 'organizations', operation: 'ListDelegatedAdministrators', fault: 'throttled', times: 2 },
    ]);
    const args = ['org', 'enable', '--yes', '--administrator', administrator];
    expect(await run(args, { ...environment(), AWS_MAX_ATTEMPTS: '3' })).toMatchObject({ exitCode: 0 });
  });

  it('says what AWS refused and how far it came, and goes on from there the next time', async () => {
    await emulator.faults([{ service: 'cloudformation', operation: 'ActivateOrganizationsAccess', fault: 'denied' }]);
    const stopped = await enable();
    expect(stopped.exitCode).toBe(2);
    expect(stopped.stderr).toEqual(
      saying('AWS refused this: access of StackSets', 'AccessDenied', '4 of 7 changes made before', 'run it again'),
    );
    await emulator.clearFaults();
    await emulator.clearCalls();
    expect(await enable()).toMatchObject({ exitCode: 0 });
    expect(await written()).toEqual(everything.slice(4));
  });

  it('does not believe an answer that changed nothing', async () => {
    await emulator.faults([{ service: 'organizations', operation: 'EnableAWSServiceAccess', resource: stackSets, fault: 'empty-body' }]);
    await letIn(setup);
    await letIn(config);
    for (const principal of [setup, config]) await register(administrator, principal);
    await emulator.faults([{ service: 'organizations', operation: 'RegisterDelegatedAdministrator', fault: 'empty-body' }]);
    const { exitCode, stderr } = await enable();
    expect(exitCode).toBe(2);
    expect(stderr).toEqual(saying('does not show all of them', `trusted access of ${stackSets}`));
  });
});

describe('org disable', () => {
  const undone = [
    `DeregisterDelegatedAdministrator ${administrator} us-east-1`,
    'DeactivateOrganizationsAccess  us-east-1',
    `DisableAWSServiceAccess ${stackSets} us-east-1`,
    `DeregisterDelegatedAdministrator ${administrator} us-east-1`,
    `DisableAWSServiceAccess ${config} us-east-1`,
    `DeregisterDelegatedAdministrator ${administrator} us-east-1`,
    `DisableAWSServiceAccess ${setup} us-east-1`,
  ];

  it('undoes exactly what enable does, warns, and changes nothing a second time', async () => {
    await enable('--security-hub');
    await letIn('ssm.amazonaws.com');
    await emulator.clearCalls();
    const first = await disable('--security-hub');
    expect(first, first.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await written()).toEqual([`DisableOrganizationAdminAccount ${administrator} us-east-1`, ...undone]);
    expect(first.stdout).toEqual(saying('then no service-managed StackSet of the organisation deploys', 'whoever made it'));
    await emulator.clearCalls();
    expect(await disable('--security-hub')).toMatchObject({ exitCode: 0, stdout: saying('nothing to do') });
    expect(await written()).toEqual([]);
  });

  it('asks first', async () => {
    await enable();
    await emulator.clearCalls();
    const { exitCode } = await onTerminal(['org', 'disable', '--administrator', administrator], environment(), [
      [/Make 7 changes\?/, '\n'],
    ]);
    expect(exitCode).toBe(1);
    expect(await written()).toEqual([]);
  });

  it('keeps what another administrator needs, and their registrations', async () => {
    await enable();
    await register(another, config);
    await emulator.clearCalls();
    const { exitCode, stdout } = await disable();
    expect(exitCode).toBe(0);
    expect(stdout).toEqual(saying('- kept', `no trusted access of ${config}`, `${another} administers it too`));
    expect(await written()).toEqual(undone.filter((each) => each !== `DisableAWSServiceAccess ${config} us-east-1`));
  });

  it('only deregisters when trusted access is to stay', async () => {
    await enable();
    await emulator.clearCalls();
    expect(await disable('--keep-trusted-access')).toMatchObject({ exitCode: 0 });
    expect(await written()).toEqual(undone.filter((each) => each.startsWith('Deregister')));
  });

  it('takes trusted access back that nobody administers, though the administrator is gone', async () => {
    await letIn(setup);
    await emulator.clearCalls();
    const { exitCode } = await run(['org', 'disable', '--yes', '--administrator', '100000000099'], environment());
    expect(exitCode).toBe(0);
    expect(await written()).toEqual([`DisableAWSServiceAccess ${setup} us-east-1`]);
  });

  it('leaves another administrator of Security Hub alone', async () => {
    const client = emulator.client(homeAccount, 'us-east-1', SecurityHubClient);
    await client.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId: another }));
    await emulator.clearCalls();
    expect(await disable('--security-hub')).toMatchObject({ exitCode: 0, stdout: saying('nothing to do') });
    expect(await written()).toEqual([]);
  });
});

it('reads what a delegated administrator may see, and no member else', async () => {
  await enable();
  expect(await refusal(['org', 'policies', '--output', 'p.json'], environment(another))).toContain('denied');
  const told = await run(['org', 'policies', '--output', '/dev/null'], environment(administrator));
  expect(told, told.stderr).toMatchObject({ exitCode: 0 });
});
