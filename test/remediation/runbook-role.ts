import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { policyOf, type Permission } from '../../remediation/permission.ts';
import { account, emulator, region } from './runbook-place.ts';
import type { Run } from './interpreter/run.ts';

/** A run with a role that may do what the permissions say and no more; the emulator asks IAM from now on. */
export async function asRole(permissions: readonly Permission[]): Promise<Pick<Run, 'client' | 'environmentForScripts'>> {
  const iam = emulator.client(account, region, IAMClient);
  const trust = { Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const made = await iam.send(
    new CreateRoleCommand({ RoleName: 'runbook', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }) }),
  );
  const PolicyDocument = JSON.stringify(policyOf(permissions))
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::AccountId}', account);
  await iam.send(new PutRolePolicyCommand({ RoleName: 'runbook', PolicyName: 'runbook', PolicyDocument }));
  const sts = emulator.client(account, region, STSClient);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: made.Role?.Arn, RoleSessionName: 'runbook' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  await emulator.setIamEnforcement(true);
  return {
    client: (ClientClass) =>
      new ClientClass({
        region,
        endpoint: ClientClass.name === 'S3ControlClient' ? emulator.s3ControlUrl : emulator.url,
        credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
        maxAttempts: 1,
      }),
    environmentForScripts: {
      ...emulator.environmentOf(account),
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
    },
  };
}

/** Permissions without one action. */
export const without = (permissions: readonly Permission[], action: string): Permission[] =>
  permissions
    .map((permission) => ({ ...permission, actions: permission.actions.filter((each) => each !== action) }))
    .filter(({ actions }) => actions.length > 0);
