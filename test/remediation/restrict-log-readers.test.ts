import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  GetRoleCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteBucketEncryptionCommand, DeletePublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { CreateAccessPointCommand, PutAccessPointPolicyCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { document } from '../../remediation/restrict-log-readers/document.ts';
import { bedrockLogReadersRestricted as rule } from '../../rules/bedrock-log-readers-restricted.ts';
import type { SoundLogging, Statement } from '../cli/seeds.ts';
import { prove, type Fault } from './proof.ts';
import { account, emulator, region, seeds } from './runbook-place.ts';

const { iam, s3 } = seeds;
const denyPolicy = `arn:aws:iam::${account}:policy/BedrockLoggingDenyLogReaders-${region}`;

const may = (...Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' });
const readsObjects = may('s3:GetObject', 'kms:Decrypt');
const policyOf = (...Statement: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

const ann = `arn:aws:iam::${account}:user/ann`;
const approved = { parameters: { Approver: ann }, approve: () => ({ [ann]: 'Approve' as const }) };

/** Somebody who should not read, and where AWS Config finds fault. */
interface Intruder {
  readonly principals: readonly string[];
  /** The destination that is found fault with; the bucket with the records where it is left out. */
  readonly at?: 'records' | 'largeData' | 'logGroup';
  readonly ruleParameters?: Fault['ruleParameters'];
  make(world: SoundLogging): Promise<unknown>;
}

const ofPrincipals = ({ principals, at = 'records', ruleParameters, make }: Intruder): Fault => ({
  rule,
  ...(ruleParameters && { ruleParameters }),
  seed: async () => {
    const world = await seeds.soundLogging();
    await make(world);
    return world[at];
  },
  parameters: { ...approved.parameters, Principals: principals.map((each) => `arn:aws:iam::${account}:${each}`) },
  approve: approved.approve,
});

/** People whose unique ids begin as AWS's do. */
const planted = (user: string, group?: string): Promise<void> => {
  const readsAll = [{ PolicyName: 'read', PolicyDocument: policyOf(readsObjects) }];
  const of = { Path: '/', AttachedManagedPolicies: [] };
  return emulator.seed({
    account,
    authorizationDetails: {
      GroupDetailList: group
        ? [{ ...of, GroupName: group, GroupId: groupId, Arn: `arn:aws:iam::${account}:group/${group}`, GroupPolicyList: readsAll }]
        : [],
      UserDetailList: [
        {
          ...of,
          UserName: user,
          UserId: userId,
          Arn: `arn:aws:iam::${account}:user/${user}`,
          UserPolicyList: group ? [] : readsAll,
          GroupList: group ? [group] : [],
        },
      ],
    },
  });
};
const [userId, groupId] = ['AIDACKCEVSQ6C2EXAMPLE', 'AGPACKCEVSQ6C2EXAMPLE'];

/** A principal that AWS Config finds fault with by itself, and names by its unique id. */
const ofId = (make: () => Promise<string>): Fault => ({
  rule,
  ruleParameters: { reportPrincipals: true },
  seed: async () => {
    await seeds.soundLogging();
    return make();
  },
  ...approved,
});

const managed = async (PolicyName: string, ...statements: readonly Statement[]): Promise<string> =>
  (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policyOf(...statements) }))).Policy?.Arn ?? '';

/** A bucket whose policy lets in those who should not read; no key keeps them out. */
const ofBucketPolicy = (statement: (world: SoundLogging) => Statement, at: 'records' | 'largeData' = 'records'): Fault => ({
  rule,
  seed: async () => {
    const world = await seeds.soundLogging();
    const Bucket = world[at];
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await seeds.bucketPolicy(Bucket, statement(world));
    return Bucket;
  },
  parameters: {
    ...approved.parameters,
    Method: 'bucket-policy',
    AllowedReaders: `arn:aws:iam::${account}:role/log-reader-${region},arn:aws:iam::${account}:role/audit/*`,
  },
  approve: approved.approve,
});

const lets = (AWS: string, bucket: string, more: Statement = {}): Statement => ({
  Sid: 'Partner',
  Effect: 'Allow',
  Principal: { AWS },
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${bucket}/*`,
  ...more,
});

prove({
  document,
  faults: {
    'a role with an inline policy for every object': ofPrincipals({
      principals: ['role/reporting'],
      make: () => seeds.role('reporting', readsObjects),
    }),
    'a role with a managed policy for every log group': ofPrincipals({
      principals: ['role/support'],
      at: 'logGroup',
      async make() {
        await seeds.role('support');
        await iam.send(new AttachRolePolicyCommand({ RoleName: 'support', PolicyArn: await managed('Support', may('logs:*')) }));
      },
    }),
    'a user': ofPrincipals({
      principals: ['user/ben'],
      at: 'largeData',
      async make() {
        await seeds.user('ben', readsObjects);
        await iam.send(new AttachUserPolicyCommand({ UserName: 'ben', PolicyArn: await managed('Everything', may('logs:Get*')) }));
      },
    }),
    'the users of a group': ofPrincipals({
      principals: ['group/analysts'],
      async make() {
        await seeds.user('cho');
        await iam.send(new CreateGroupCommand({ GroupName: 'analysts' }));
        await iam.send(new AddUserToGroupCommand({ GroupName: 'analysts', UserName: 'cho' }));
        await iam.send(new PutGroupPolicyCommand({ GroupName: 'analysts', PolicyName: 'read', PolicyDocument: policyOf(readsObjects) }));
        await iam.send(new AttachGroupPolicyCommand({ GroupName: 'analysts', PolicyArn: await managed('Logs', may('logs:*')) }));
      },
    }),
    'a user by a group': ofPrincipals({
      principals: ['user/cho'],
      async make() {
        await seeds.user('cho');
        await iam.send(new CreateGroupCommand({ GroupName: 'analysts' }));
        await iam.send(new AddUserToGroupCommand({ GroupName: 'analysts', UserName: 'cho' }));
        await iam.send(new PutGroupPolicyCommand({ GroupName: 'analysts', PolicyName: 'read', PolicyDocument: policyOf(readsObjects) }));
      },
    }),
    'a role that is reported by itself': ofId(async () => {
      await seeds.role('reporting', readsObjects);
      return (await iam.send(new GetRoleCommand({ RoleName: 'reporting' }))).Role?.RoleId ?? '';
    }),
    'a user that is reported by itself': ofId(async () => {
      await planted('ben');
      return userId;
    }),
    'a group that is reported by itself': ofId(async () => {
      await planted('ben', 'analysts');
      return groupId;
    }),
    'administrators, where they count': ofPrincipals({
      principals: [`role/administrator-${region}`, 'role/operations'],
      ruleParameters: { administrators: 'report' },
      make: () => seeds.role('operations', may('*')),
    }),
    'a role that the bucket policy lets in': ofPrincipals({
      principals: ['role/partner'],
      ruleParameters: { standard: 'listed-only', allowedReaders: [`arn:aws:iam::${account}:role/log-reader-*`] },
      async make({ records }) {
        await seeds.role('partner', may('kms:Decrypt'));
        await seeds.bucketPolicy(records, lets(`arn:aws:iam::${account}:role/partner`, records));
      },
    }),
    'a role that goes through an access point': ofPrincipals({
      principals: ['role/analytics'],
      async make({ records }) {
        await seeds.role('analytics', readsObjects);
        const control = emulator.client(account, region, S3ControlClient);
        await control.send(new CreateAccessPointCommand({ AccountId: account, Name: 'analytics', Bucket: records }));
        const Resource = `arn:aws:s3:${region}:${account}:accesspoint/analytics/object/*`;
        const Policy = policyOf({ Effect: 'Allow', Principal: { AWS: account }, Action: 's3:GetObject', Resource });
        await control.send(new PutAccessPointPolicyCommand({ AccountId: account, Name: 'analytics', Policy }));
        const Condition = { StringEquals: { 's3:DataAccessPointAccount': account } };
        await seeds.bucketPolicy(records, lets('*', records, { Action: '*', Condition }));
      },
    }),
    'a policy that denies too little': ofPrincipals({
      principals: ['role/reporting'],
      async make() {
        await seeds.role('reporting', readsObjects);
        const policy = await managed(`BedrockLoggingDenyLogReaders-${region}`, {
          ...may('s3:GetObject'),
          Effect: 'Deny',
          Resource: 'arn:aws:s3:::old/*',
        });
        await iam.send(new AttachRolePolicyCommand({ RoleName: 'reporting', PolicyArn: policy }));
      },
    }),
    'a policy that denies too little and has five versions': ofPrincipals({
      principals: ['role/reporting'],
      async make() {
        await seeds.role('reporting', readsObjects);
        const deny = { ...may('s3:GetObject'), Effect: 'Deny', Resource: 'arn:aws:s3:::old/*' };
        await managed(`BedrockLoggingDenyLogReaders-${region}`, deny);
        for (const SetAsDefault of [true, false, true, false])
          await iam.send(new CreatePolicyVersionCommand({ PolicyArn: denyPolicy, PolicyDocument: policyOf(deny), SetAsDefault }));
      },
    }),
    'another account that the bucket policy lets in': ofBucketPolicy(({ records }) => lets('arn:aws:iam::444455556666:role/siem', records)),
    'everybody of another account': ofBucketPolicy(({ largeData }) => lets('444455556666', largeData), 'largeData'),
    everybody: ofBucketPolicy(({ records }) => lets('*', records)),
  },
  killedIn: ['a policy that denies too little and has five versions', 'another account that the bucket policy lets in'],
});
