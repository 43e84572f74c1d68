import { setTimeout } from 'node:timers/promises';
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  paginateListEntitiesForPolicy,
} from '@aws-sdk/client-iam';
import { BedrockClient, DeleteModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { CreateAccessPointCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { describe, expect, it } from 'vitest';
import { document as restoring } from '../../remediation/restore-previous-configuration/document.ts';
import { document } from '../../remediation/restrict-log-readers/document.ts';
import { bedrockLogReadersRestricted as rule } from '../../rules/bedrock-log-readers-restricted.ts';
import type { Statement } from '../cli/seeds.ts';
import type { ApprovalRequest } from './interpreter/actions/action.ts';
import type { Run } from './interpreter/run.ts';
import { account, changes, emulator, everyRunCalls, findingsOf, region, roleArn, runRunbook, seeds } from './runbook-place.ts';

const { iam } = seeds;
const policyArn = `arn:aws:iam::${account}:policy/BedrockLoggingDenyLogReaders-${region}`;
const ann = `arn:aws:iam::${account}:user/ann`;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const readsObjects: Statement = { Effect: 'Allow', Action: ['s3:GetObject', 'kms:Decrypt'], Resource: '*' };
const readers = [role(`log-reader-${region}`)];

type Parameters = NonNullable<Run['parameters']>;

const approve = (): Readonly<Record<string, 'Approve'>> => ({ [ann]: 'Approve' });

const run = (parameters: Parameters, options: Partial<Run> = {}) =>
  runRunbook(document, { Approver: ann, ...parameters }, { approve, ...options });

/** A run that stops, and what it said; it has changed nothing. */
async function stopped(parameters: Parameters, options: Partial<Run> = {}): Promise<string> {
  await emulator.clearCalls();
  const execution = await run(parameters, options);
  expect(execution.status).toBe('Failed');
  expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual([]);
  return execution.failure ?? '';
}

/** A run that ends well and has changed nothing. */
async function left(parameters: Parameters): Promise<Readonly<Record<string, unknown>>> {
  await emulator.clearCalls();
  const execution = await run(parameters);
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual([]);
  return execution.outputs;
}

const roleIn = (Path: string, RoleName: string) =>
  iam.send(new CreateRoleCommand({ Path, RoleName, AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }) }));

async function attached(): Promise<readonly (string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for await (const { PolicyRoles = [] } of paginateListEntitiesForPolicy({ client: iam }, { PolicyArn: policyArn }))
    names.push(...PolicyRoles.map(({ RoleName }) => RoleName));
  return names.sort((one = '', other = '') => one.localeCompare(other));
}

describe('with the policy of IAM it stops', () => {
  it('where nobody is given, and says how to find them', async () => {
    const { records } = await seeds.soundLogging();
    expect(await stopped({ ResourceId: records })).toContain(
      `Find who reads by \`bedrock-logging explain readers --destination ${records}\`, and give the ARNs of those who should not as Principals.`,
    );
    expect(await stopped({ ResourceId: records, DryRun: 'true' })).toContain('Nobody is given who is to lose reading.');
  });

  it('where nobody is there to approve of it', async () => {
    const { records } = await seeds.soundLogging();
    const Principals = [await seeds.role('reporting', readsObjects)];
    expect(await stopped({ ResourceId: records, Principals, Approver: '' })).toContain('give the ARN of somebody as Approver');
    expect((await run({ ResourceId: records, Principals, Approver: '', DryRun: 'true' })).status).toBe('Success');
  });

  it.each([
    ['the root user', `arn:aws:iam::${account}:root`, "is the account's root user, whom no policy of IAM restricts."],
    ['the delivery role', role(`bedrock-delivery-${region}`), 'is the role with which Amazon Bedrock delivers the logs.'],
    ['its own role', roleArn, 'is the role that this runbook works with.'],
    ['a principal of another account', 'arn:aws:iam::444455556666:role/siem', 'is of account 444455556666, where nothing can be attached'],
    ['a role that is not there', role('nobody'), `There is no role nobody in this account; given ${role('nobody')}.`],
    ['a user that is not there', `arn:aws:iam::${account}:user/nobody`, 'There is no user nobody in this account'],
    ['a group that is not there', `arn:aws:iam::${account}:group/nobody`, 'There is no group nobody in this account'],
    [
      'a role with another path',
      role('app/reporting'),
      `The ARN of role reporting is ${role('reporting')}; given ${role('app/reporting')}.`,
    ],
    ['a role of another partition', 'arn:aws-cn:iam::111122223333:role/reporting', `The ARN of role reporting is ${role('reporting')}`],
  ])('for %s', async (_who, arn, why) => {
    const { records } = await seeds.soundLogging();
    const reporting = await seeds.role('reporting', readsObjects);
    expect(await stopped({ ResourceId: records, Principals: [reporting, arn] })).toContain(why);
  });

  it('where IAM would attach no more policies to one of them', async () => {
    const { records } = await seeds.soundLogging();
    const Principals = [await seeds.role('first', readsObjects), await seeds.role('full', readsObjects)];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...readsObjects, Action: 'ec2:*' }] });
    for (let count = 0; count < 10; count += 1) {
      const made = await iam.send(new CreatePolicyCommand({ PolicyName: `p${count}`, PolicyDocument }));
      await iam.send(new AttachRolePolicyCommand({ RoleName: 'full', PolicyArn: made.Policy?.Arn }));
    }
    expect(await stopped({ ResourceId: records, Principals })).toContain('Role full has 10 managed policies, and IAM attaches 10.');
  });

  it('where the approval has no room for everybody who loses', async () => {
    const { records } = await seeds.soundLogging();
    const names = Array.from({ length: 25 }, (_, number) => `${'reporting-of-the-sales-department'.repeat(2).slice(0, 60)}${number}`);
    const Principals = await Promise.all(names.map((name) => seeds.role(name, readsObjects)));
    const said = await stopped({ ResourceId: records, Principals });
    expect(said).toMatch(/takes \d{4} characters, and an approval has room for 4096: give fewer Principals at a time/);
  });

  it('where the policy would be too long for IAM', async () => {
    const { records } = await seeds.soundLogging();
    const control = emulator.client(account, region, S3ControlClient);
    for (let number = 0; number < 50; number += 1)
      await control.send(new CreateAccessPointCommand({ AccountId: account, Name: `access-point-${number}`, Bucket: records }));
    const Principals = [await seeds.role('reporting', readsObjects)];
    expect(await stopped({ ResourceId: records, Principals })).toMatch(
      /would have \d{4} characters, and IAM takes 6144: it names 52 prefixes/,
    );
  });

  it.each([
    ['s3', 'GetBucketPolicy'],
    ['s3control', 'ListAccessPoints'],
    ['iam', 'GetPolicy'],
    ['iam', 'ListRolePolicies'],
    ['iam', 'GetAccountSummary'],
  ])('where %s refuses %s: a refusal is no absence', async (service, operation) => {
    const { records } = await seeds.soundLogging();
    const Principals = [await seeds.role('reporting', readsObjects)];
    await emulator.faults([{ fault: 'denied', service, operation }]);
    expect(await stopped({ ResourceId: records, Principals })).toMatch(/AccessDenied/);
  });

  it('where a policy of that name lies under another path', async () => {
    const { records } = await seeds.soundLogging();
    const Principals = [await seeds.role('reporting', readsObjects)];
    await emulator.faults([{ fault: 'invalid', service: 'iam', operation: 'CreatePolicy' }]);
    const execution = await run({ ResourceId: records, Principals });
    expect(execution.status).toBe('Failed');
    expect(await changes()).not.toContain('iam:AttachRolePolicy');
  });
});

it.each([
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:iam::111122223333:role/report?',
  'arn:aws:iam::*:role/reporting',
  'arn:aws:iam::111122223333:role/${aws:username}',
  'arn:aws:iam::111122223333:role/{{ global:REGION }}',
  'arn:aws:sts::111122223333:assumed-role/reporting/session',
  'arn:aws:iam::111122223333:policy/reporting',
  'arn:aws:iam::111122223333:role/a\nb',
  'reporting',
  '*',
])('takes no %j for a principal', async (principal) => {
  await expect(run({ ResourceId: 'amzn-s3-demo-bucket', Principals: [principal] })).rejects.toThrow('allowed pattern');
});

describe('it changes nothing', () => {
  it('where the resource is no destination and nobody', async () => {
    await seeds.soundLogging();
    for (const Method of ['identity-policy', 'bucket-policy'])
      expect(
        (await left({ ResourceId: 'holiday-pictures', Method, Principals: readers, AllowedReaders: readers }))['plan.Changes'],
      ).toEqual([expect.stringMatching(/^Nothing: model invocations are not logged to .*holiday-pictures/)]);
    expect((await left({ ResourceId: 'AROACKCEVSQ6C2EXAMPLE' }))['plan.Changes']).toEqual([
      'Nothing: model invocations are not logged to AROACKCEVSQ6C2EXAMPLE, and no role, user or group has that id.',
    ]);
  });

  it('where model invocations are logged nowhere', async () => {
    await emulator.client(account, region, BedrockClient).send(new DeleteModelInvocationLoggingConfigurationCommand({}));
    expect((await left({ ResourceId: 'records' }))['plan.Changes']).toEqual(['Nothing: model invocations are logged nowhere.']);
    expect((await left({ ResourceId: 'records', Method: 'bucket-policy' }))['plan.Changes']).toEqual([
      'Nothing: model invocations are not logged to a bucket records.',
    ]);
  });

  it('of roles that AWS alone changes, and says what to do', async () => {
    const { records } = await seeds.soundLogging();
    await roleIn('/aws-reserved/sso.amazonaws.com/eu-west-1/', 'AWSReservedSSO_Data_Analyst_0123456789abcdef');
    await roleIn('/aws-service-role/macie.amazonaws.com/', 'AWSServiceRoleForAmazonMacie');
    const outputs = await left({
      ResourceId: records,
      Principals: [
        role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Data_Analyst_0123456789abcdef'),
        role('aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie'),
      ],
    });
    expect(outputs['plan.Changes']).toEqual(['Nothing: only AWS changes what the given principals may do; see ByHand.']);
    const [ofSet, ofService, statements = ''] = outputs['plan.ByHand'] as readonly string[];
    expect(ofSet).toBe(
      'Role AWSReservedSSO_Data_Analyst_0123456789abcdef is of permission set Data_Analyst: in IAM Identity Center, add the statements to the inline policy of that.',
    );
    expect(ofService).toBe('Role AWSServiceRoleForAmazonMacie belongs to an AWS service, which alone changes it.');
    expect(JSON.parse(statements.replace('The statements: ', ''))).toMatchObject([{ Effect: 'Deny' }, { Effect: 'Deny' }]);
  });
});

describe('the approval', () => {
  const prepared = async () => {
    const { records } = await seeds.soundLogging();
    await roleIn('/aws-reserved/sso.amazonaws.com/', 'AWSReservedSSO_Operator_0123456789abcdef');
    await seeds.user('cho');
    await iam.send(new CreateGroupCommand({ GroupName: 'analysts' }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'analysts', UserName: 'cho' }));
    const Principals = [
      await seeds.role(
        'reporting',
        { ...readsObjects, Sid: 'Reports' },
        { ...readsObjects, Action: 'ec2:*' },
        { ...readsObjects, Action: 's3:Get*' },
      ),
      `arn:aws:iam::${account}:group/analysts`,
      role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Operator_0123456789abcdef'),
    ];
    return { ResourceId: records, Principals };
  };

  it('names everybody who loses reading and by which grants, and what stays', async () => {
    const asked: ApprovalRequest[] = [];
    const execution = await run(await prepared(), {
      approve: (request) => {
        asked.push(request);
        return { [ann]: 'Approve' };
      },
    });
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    expect(asked).toMatchObject([{ step: 'approve', approvers: [ann], minRequiredApprovals: 1 }]);
    const lines = asked[0]?.message.split('\n') ?? [];
    expect(lines[0]).toBe('Who loses reading the Amazon Bedrock invocation logs of us-east-1 in account 111122223333, and how:');
    expect(lines.slice(4)).toEqual([
      '- Group analysts (cho) loses reading, by whatever grant: none was found. The policy is attached to it.',
      '- Role reporting loses what it reads by inline policy reporting-may (statement Reports, statement 3). The policy is attached to it.',
      '- Left as it is: Role AWSReservedSSO_Operator_0123456789abcdef is of permission set Operator: in IAM Identity Center, add the statements to the inline policy of that.',
    ]);
    expect(execution.outputs['plan.Changes']).toHaveLength(5);
  });

  it('is asked of somebody of the account, where the ARN leaves that open', async () => {
    const execution = await run({ ...(await prepared()), Approver: 'arn:aws:iam:::user/ann' });
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  });

  it.each([
    ['is rejected', 'Rejected', () => ({ [ann]: 'Reject' as const })],
    ['nobody gives', 'TimedOut', () => ({})],
  ])('that %s leaves everything as it is', async (_how, status, answer) => {
    const parameters = await prepared();
    await emulator.clearCalls();
    const execution = await run(parameters, { approve: answer });
    expect(execution.status).toBe(status);
    expect(await changes()).toEqual([]);
  });

  it.each([
    ['the logging configuration', 'LoggingConfiguration', () => seeds.log({ s3Config: { bucketName: `records-${account}-${region}` } })],
    [
      'the members of a group',
      'Principals',
      async () => {
        await seeds.user('dan');
        await iam.send(new AddUserToGroupCommand({ GroupName: 'analysts', UserName: 'dan' }));
      },
    ],
    [
      'the policy',
      'Policy',
      () => {
        const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...readsObjects, Effect: 'Deny' }] });
        return iam.send(new CreatePolicyCommand({ PolicyName: policyArn.split('/')[1], PolicyDocument }));
      },
    ],
  ])('does not stand where %s changed meanwhile', async (_what, part, change) => {
    const parameters = await prepared();
    const execution = await run(parameters, {
      approve: async () => {
        await change();
        await emulator.clearCalls();
        return { [ann]: 'Approve' };
      },
    });
    expect(execution.status).toBe('Failed');
    expect(execution.failure).toContain(`Something has changed since it was planned (${part}), and another change was approved.`);
    expect(await changes()).toEqual(['ssm:PutParameter']);
  });
});

it('does not attach the policy to another role that has the name by then', async () => {
  const { records } = await seeds.soundLogging();
  const parameters = { ResourceId: records, Principals: [await seeds.role('reporting')] };
  const execution = await run(parameters, {
    approve: async () => {
      await iam.send(new DeleteRoleCommand({ RoleName: 'reporting' }));
      await seeds.role('reporting');
      return { [ann]: 'Approve' };
    },
  });
  expect(execution.status).toBe('Failed');
  expect(execution.failure).toContain('(Principals)');
});

describe('whoever has the policy already', () => {
  const old = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Deny', Action: 's3:GetObject', Resource: ['arn:aws:s3:::former-records/*'] },
  });

  it('is named where its text changes, with what it no longer denies', async () => {
    const { records } = await seeds.soundLogging();
    const Principals = [await seeds.role('reporting', readsObjects)];
    await seeds.role('earlier', readsObjects);
    const before = await findingsOf(rule);
    await iam.send(new CreatePolicyCommand({ PolicyName: policyArn.split('/')[1], PolicyDocument: old }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'earlier', PolicyArn: policyArn }));
    const execution = await run({ ResourceId: records, Principals });
    expect(execution, execution.failure).toMatchObject({ status: 'Success' });
    expect((execution.outputs['plan.Changes'] as readonly string[]).slice(3)).toEqual([
      'It no longer speaks of arn:aws:s3:::former-records/*.',
      'Role reporting loses what it reads by inline policy reporting-may (statement 1). The policy is attached to it.',
      'Role earlier loses what it reads by inline policy earlier-may (statement 1). It has the policy already.',
    ]);
    expect(JSON.parse(execution.outputs['plan.Before'] as string)).toEqual({
      policies: { [policyArn]: { document: expect.stringContaining('former-records') as string, attachedTo: ['role/earlier'] } },
    });
    expect(before.some(({ verdict }) => verdict === 'NON_COMPLIANT')).toBe(true);
    expect((await findingsOf(rule)).every(({ verdict }) => verdict === 'COMPLIANT')).toBe(true);
  });

  it('is left alone where it says what it should, and the new one is attached', async () => {
    const { records } = await seeds.soundLogging();
    const [first, second] = [await seeds.role('first', readsObjects), await seeds.role('second', readsObjects)];
    await run({ ResourceId: records, Principals: [first] });
    await emulator.clearCalls();
    const execution = await run({ ResourceId: records, Principals: [first, second, second] });
    expect(execution.outputs['plan.Changes']).toEqual([expect.stringMatching(/^Role second/)]);
    expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual(['iam:AttachRolePolicy']);
    expect(await attached()).toEqual(['first', 'second']);
  });
});

it('attaches the policy to more than twenty principals at once', async () => {
  const { records } = await seeds.soundLogging();
  const Principals = await Promise.all(Array.from({ length: 21 }, (_, number) => seeds.role(`reporting-${number}`, readsObjects)));
  const execution = await run({ ResourceId: records, Principals });
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
  expect(await attached()).toHaveLength(21);
});

it('goes on with the others where IAM refuses one, and fails', async () => {
  const { records } = await seeds.soundLogging();
  const Principals = [await seeds.role('guarded', readsObjects), await seeds.role('reporting', readsObjects)];
  await emulator.faults([{ fault: 'denied', service: 'iam', operation: 'AttachRolePolicy', resource: 'guarded' }]);
  const execution = await run({ ResourceId: records, Principals });
  expect(execution.status).toBe('Failed');
  expect(execution.failure).toMatch(/IAM did not attach .* to role\/guarded: .*AccessDenied.*\. It is attached to role\/reporting\./);
  expect(await attached()).toEqual(['reporting']);
  await emulator.clearFaults();
  expect(await run({ ResourceId: records, Principals })).toMatchObject({ status: 'Success' });
  expect(await attached()).toEqual(['guarded', 'reporting']);
});

it('waits until IAM knows the policy that was just made', async () => {
  const { records } = await seeds.soundLogging();
  const Principals = [await seeds.role('reporting', readsObjects)];
  let isKnownAgain: Promise<unknown> = Promise.resolve();
  const execution = await run(
    { ResourceId: records, Principals },
    {
      onStep: async ({ step }) => {
        if (step !== 'attachPolicy') return;
        const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: policyArn, VersionId: 'v1' }));
        await iam.send(new DeletePolicyCommand({ PolicyArn: policyArn }));
        const PolicyDocument = decodeURIComponent(PolicyVersion?.Document ?? '');
        isKnownAgain = setTimeout(2_000).then(() =>
          iam.send(new CreatePolicyCommand({ PolicyName: policyArn.split('/')[1], PolicyDocument })),
        );
      },
    },
  );
  await isKnownAgain;
  expect(execution, execution.failure).toMatchObject({ status: 'Success' });
}, 60_000);

it('fails where the policy is not attached afterwards', async () => {
  const { records } = await seeds.soundLogging();
  const Principals = [await seeds.role('reporting', readsObjects)];
  const execution = await run(
    { ResourceId: records, Principals },
    {
      onStep: async ({ step }) => {
        if (step === 'verify') await iam.send(new DetachRolePolicyCommand({ RoleName: 'reporting', PolicyArn: policyArn }));
      },
    },
  );
  expect(execution.status).toBe('Failed');
  expect(execution.failure).toContain(`${policyArn} is not attached to role/reporting.`);
}, 60_000);

it('is undone by restore-previous-configuration', async () => {
  const { records } = await seeds.soundLogging();
  const Principals = [await seeds.role('reporting', readsObjects)];
  const verdicts = async () => (await findingsOf(rule)).map(({ verdict }) => verdict);
  const before = await verdicts();
  const execution = await run({ ResourceId: records, Principals });
  expect(await verdicts()).not.toEqual(before);
  const executionId = '4105a4fc-f944-11e6-9d32-0123456789ab';
  const outputs = { 'plan.Before': [execution.outputs['plan.Before'] as string] };
  await emulator.seed({
    account,
    region,
    automationExecutions: [{ executionId, documentName: 'BedrockLogging-RestrictLogReaders', status: 'Failed', outputs }],
  });
  const restored = await runRunbook(restoring, { FormerExecutionId: executionId });
  expect(restored, restored.failure).toMatchObject({ status: 'Success' });
  expect(await verdicts()).toEqual(before);
});
