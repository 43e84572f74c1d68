import { IAMClient, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import pLimit from 'p-limit';
import { expect } from 'vitest';
import type { Rule } from '../../src/engine/rule.ts';
import { connect } from '../../src/facts/aws/connection.ts';
import { configOperations } from '../../src/lambda/config-service.ts';
import { configRuleHandler } from '../../src/lambda/handler.ts';
import { functionRole, type FunctionRole } from '../../src/lambda/role.ts';
import type { Emulator } from '../emulator/emulator.ts';

/** Where a function runs in a test. */
export interface RunPlace {
  readonly account: string;
  readonly region: string;
}

/** What became of one invocation. */
export interface Outcome {
  /** Compliance and annotation by resource, as AWS Config has them. */
  readonly results: Readonly<Record<string, readonly [compliance: string, annotation: string | undefined]>>;
  /** Why the invocation failed; left out when it did not. */
  readonly failure?: string;
}

/** The permissions of a role. */
export type Permissions = FunctionRole['permissions'];

/** One action on one resource. */
export interface Permission {
  /** The action, and for parameters their path. */
  readonly name: string;
  readonly action: string;
  readonly resource: string;
}

/** The permissions of a rule's function in the emulator. */
export const permissionsOf = (rule: Rule, { account, region }: RunPlace): Permissions =>
  functionRole(rule, { partition: 'aws', account, region, logGroup: `/aws/lambda/${rule.id}` }).permissions;

/** Every permission of a policy, each one for itself. */
export const eachPermission = ({ Statement }: Permissions): Permission[] =>
  Statement.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) =>
      Resource.map((resource) => {
        const [, path] = action === 'ssm:GetParametersByPath' ? resource.split(':parameter') : [];
        return { name: path === undefined ? action : `${action} ${path}`, action, resource };
      }),
    ),
  );

/** A policy without one permission. */
export function without({ Version, Statement }: Permissions, name: string): Permissions {
  const kept = eachPermission({ Version, Statement }).filter((permission) => permission.name !== name);
  return {
    Version,
    Statement: kept.map(({ action, resource }, index) => ({
      Sid: `Kept${index}`,
      Effect: 'Allow',
      Action: [action],
      Resource: [resource],
    })),
  };
}

let invocations = 0;

function ownCredentials(emulator: Emulator, account: string): AwsCredentialIdentity {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = emulator.environmentOf(account);
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
}

/** What AWS Config says when a rule is due. */
const due = (account: string) => ({
  messageType: 'ScheduledNotification',
  awsAccountId: account,
  notificationCreationTime: '2026-03-02T03:04:05.678Z',
});

/**
 * Invokes the function of a rule as AWS Config does, with no earlier results.
 *
 * @param credentials the function's; those of its account when left out
 * @param invokingEvent what AWS Config says; that the rule is due when left out
 */
export async function invoke(
  emulator: Emulator,
  rule: Rule,
  { account, region }: RunPlace,
  credentials?: AwsCredentialIdentity,
  invokingEvent: object = due(account),
): Promise<Outcome> {
  const acting = { region, credentials: async () => credentials ?? ownCredentials(emulator, account) };
  const handler = configRuleHandler(rule, {
    connect: () => connect(acting, account),
    config: async () => configOperations(acting),
    limit: pLimit(16),
    log: { info: () => undefined },
    now: () => new Date(),
  });
  const configRuleName = `${rule.id}-${(invocations += 1)}`;
  const resultToken = await emulator.resultToken({ account, region, configRuleName });
  const event = {
    accountId: account,
    configRuleName,
    resultToken,
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: '{}',
  };
  const context = { awsRequestId: configRuleName, invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:${rule.id}` };
  const failure = await handler(event, context).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { results: await resultsOf(emulator, configRuleName), ...(failure !== undefined && { failure }) };
}

async function resultsOf(emulator: Emulator, rule: string): Promise<Outcome['results']> {
  const reported = (await emulator.reportedResults()).filter(({ configRuleName }) => configRuleName === rule);
  return Object.fromEntries(
    reported.map(({ ComplianceResourceId, ComplianceType, Annotation }) => [ComplianceResourceId, [ComplianceType, Annotation]]),
  );
}

/** A function's role as the emulator knows it. */
export interface EnforcedRole {
  readonly credentials: AwsCredentialIdentity;
  /** Makes this all the role may do. */
  permit(permissions: Permissions): Promise<void>;
}

/** Makes the role of a rule's function, with no permissions yet, and takes it on. */
export async function enforcedRole(emulator: Emulator, rule: Rule, { account, region }: RunPlace): Promise<EnforcedRole> {
  const iam = emulator.client(account, region, IAMClient);
  const RoleName = `${rule.id}-${(invocations += 1)}`;
  const { trust } = functionRole(rule, { partition: 'aws', account, region, logGroup: '/aws/lambda/any' });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const RoleArn = `arn:aws:iam::${account}:role/${RoleName}`;
  const sts = emulator.client(account, region, STSClient);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'function' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  expect(SessionToken).not.toBe('');
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    permit: async (permissions) => {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'function', PolicyDocument: JSON.stringify(permissions) }));
    },
  };
}
