import { CloudFormationClient, DescribeOrganizationsAccessCommand, ListStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import { ConfigServiceClient, DescribeConfigurationRecorderStatusCommand } from '@aws-sdk/client-config-service';
import {
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import {
  DisableOrganizationAdminAccountCommand,
  EnableOrganizationAdminAccountCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { homeAccount, type Emulator } from './emulator.ts';
import { startEmulator } from './start.ts';

const region = 'us-east-1';
const [member, suspended, ...others] = ['123456789012', '100000000001', '100000000002', '100000000003', '100000000004'];
const ServicePrincipal = 'config-multiaccountsetup.amazonaws.com';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: 73 });
}, 300_000);
afterAll(() => emulator?.stop());
beforeEach(async () => {
  await emulator.reset();
  await emulator.seed({ organization: { management: homeAccount, accounts: [member, { id: suspended, status: 'SUSPENDED' }, ...others] } });
});

const organizations = (account = homeAccount) => emulator.client(account, region, OrganizationsClient);
const letIn = (account = homeAccount) => organizations(account).send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
const register = (AccountId: string) => organizations().send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
const violated = (message: string) => expect.objectContaining({ name: 'ConstraintViolationException', message }) as Error;
const denied = expect.objectContaining({ name: 'AccessDeniedException' }) as Error;

it('takes administrators in AWS’s order, to AWS’s limits', async () => {
  await expect(letIn(member)).rejects.toEqual(denied);
  await expect(register(member)).rejects.toEqual(violated('SERVICE_ACCESS_NOT_ENABLED'));
  await letIn();
  await expect(register(suspended)).rejects.toEqual(violated('CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR'));
  for (const account of others) await register(account);
  await expect(register(member)).rejects.toEqual(violated('MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED'));
  await expect(organizations().send(new DisableAWSServiceAccessCommand({ ServicePrincipal }))).rejects.toEqual(
    violated('DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE'),
  );
});

it('shows the organisation to a delegated administrator, and to no member else', async () => {
  const list = (account: string) => organizations(account).send(new ListAWSServiceAccessForOrganizationCommand({}));
  await expect(list(member)).rejects.toEqual(denied);
  await letIn();
  await register(member);
  await expect(list(member)).resolves.toBeDefined();
});

it('has one administrator of Security Hub in a Region', async () => {
  const hub = emulator.client(homeAccount, region, SecurityHubClient);
  await hub.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId: member }));
  await expect(hub.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId: suspended }))).rejects.toMatchObject({
    name: 'ResourceConflictException',
  });
  await hub.send(new DisableOrganizationAdminAccountCommand({ AdminAccountId: member }));
  const elsewhere = emulator.client(member, region, SecurityHubClient);
  await expect(elsewhere.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId: member }))).rejects.toMatchObject({
    name: 'InvalidAccessException',
  });
});

it('holds a delegated administrator of StackSets to saying so', async () => {
  const cloudFormation = emulator.client(member, region, CloudFormationClient);
  await expect(cloudFormation.send(new DescribeOrganizationsAccessCommand({ CallAs: 'DELEGATED_ADMIN' }))).rejects.toMatchObject({
    name: 'ValidationError',
  });
  const stackSets = [{ name: 'bedrock-logging-functions' }];
  const common = { regions: [region], functions: {}, documents: {}, stackSets, pack: 'bedrock-logging' };
  await emulator.seed({ deployment: { administrator: member, accounts: [member], ...common } });
  const StackSetName = 'bedrock-logging-functions';
  await expect(cloudFormation.send(new ListStackInstancesCommand({ StackSetName }))).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(cloudFormation.send(new ListStackInstancesCommand({ StackSetName, CallAs: 'DELEGATED_ADMIN' }))).resolves.toBeDefined();
});

it('leaves accounts that no deployment names to moto', async () => {
  const config = emulator.client(member, region, ConfigServiceClient);
  expect((await config.send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus).toEqual([]);
  expect(await emulator.violations()).toEqual([]);
  await expect(
    emulator.seed({
      deployment: {
        administrator: member,
        accounts: [],
        regions: [],
        functions: {},
        documents: {},
        stackSets: [],
        pack: '',
        exceptions: [{ recoder: 'on' }],
      },
    } as never),
  ).rejects.toThrow("unknown members of a place ['recoder']");
});
