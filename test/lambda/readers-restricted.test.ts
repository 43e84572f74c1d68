import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  DeleteRolePolicyCommand,
  GetGroupCommand,
  GetRoleCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, it } from 'vitest';
import { bedrockLogReadersRestricted as rule } from '../../rules/bedrock-log-readers-restricted.ts';
import { emulator } from './emulated.ts';
import { held, invoke, seeds, withToken } from './invoke.ts';
import { recorded } from './recorded-event.ts';

const scheduled = (notificationCreationTime: string, ruleParameters: object) =>
  withToken(recorded('scheduled', { event: { ruleParameters: JSON.stringify(ruleParameters) }, invoking: { notificationCreationTime } }));

const everyLog = { Effect: 'Allow', Action: 'logs:Get*', Resource: '*' };
const notKnown = 'SCPs and RCPs are not known and taken not to restrict';

/** A role that reads more than it should, and a group that makes its only member do so. */
async function seedOffenders() {
  const { iam } = seeds;
  const sound = await seeds.soundLogging();
  await seeds.role('analyst', everyLog);
  await seeds.user('operator');
  await iam.send(new CreateGroupCommand({ GroupName: 'operators' }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [everyLog] });
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'operators', PolicyName: 'operators-may', PolicyDocument }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'operators', UserName: 'operator' }));
  const { Group, Users } = await iam.send(new GetGroupCommand({ GroupName: 'operators' }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'analyst' }));
  return { ...sound, role: `${Role?.RoleId}`, user: `${Users?.[0]?.UserId}`, group: `${Group?.GroupId}` };
}

it('names those who should not read in one result for each destination', async () => {
  const { logGroup, records, largeData } = await seedOffenders();
  expect(await invoke(rule, await scheduled('2026-03-02T03:04:05.678Z', {}))).toMatchObject({
    failure: undefined,
    logged: [{ reported: 3 }],
  });
  expect(await held()).toEqual({
    [`AWS::S3::Bucket ${records}`]: ['COMPLIANT', undefined],
    [`AWS::S3::Bucket ${largeData}`]: ['COMPLIANT', undefined],
    [`AWS::Logs::LogGroup ${logGroup}`]: [
      'NON_COMPLIANT',
      `1 user and 1 role can read log group ${logGroup} through 2 policies, first: analyst-may (statement 1: logs:Get* on *); ${notKnown}`,
    ],
  });
});

it('reports each of them when asked to, by the ids of AWS Config, and takes back who no longer reads', async () => {
  const { role, user, group, logGroup } = await seedOffenders();
  const each = { reportPrincipals: 'true' };
  await invoke(rule, await scheduled('2026-03-02T03:04:05.678Z', each));
  const reads = (who: string, policy: string) =>
    `${who} can read log group ${logGroup} through ${policy} (statement 1: logs:Get* on *); ${notKnown}`;
  expect(await held()).toMatchObject({
    [`AWS::IAM::Role ${role}`]: ['NON_COMPLIANT', reads('role analyst', 'analyst-may')],
    [`AWS::IAM::User ${user}`]: ['NON_COMPLIANT', reads('user operator', 'operators-may')],
    [`AWS::IAM::Group ${group}`]: ['NON_COMPLIANT', reads('group operators', 'operators-may')],
  });
  await seeds.iam.send(new DeleteRolePolicyCommand({ RoleName: 'analyst', PolicyName: 'analyst-may' }));
  await invoke(rule, await scheduled('2026-03-03T03:04:05.678Z', each));
  expect(await held()).toMatchObject({
    [`AWS::IAM::Role ${role}`]: ['NOT_APPLICABLE', 'no longer judged by this rule'],
    [`AWS::IAM::User ${user}`]: ['NON_COMPLIANT', reads('user operator', 'operators-may')],
    [`AWS::Logs::LogGroup ${logGroup}`]: ['NON_COMPLIANT', reads('user operator', 'operators-may')],
  });
  expect(await emulator.violations()).toEqual([]);
});
