import type { KeyState } from '../policy/request-context.ts';
import type { Target } from '../policy/resource-match.ts';
import type { NamedPolicy } from '../policy/sources.ts';
import type { Scope } from './fact.ts';
import type { LogBucket, LogGroupDestination } from './log-destinations.ts';

/** One way to ask whether somebody can read a destination. */
export interface ReadQuestion {
  readonly action: string;
  readonly target: Target;
  /** False where AWS does not document that the action is asked of such an ARN: then a grant of it is in doubt. */
  readonly isDocumented: boolean;
  /** What the action lets somebody do, for actions that do not read by themselves. */
  readonly indirectly?: string;
  /** Whether it returns what others have asked the log: nothing more, to somebody who may ask it. */
  readonly isOfOthersQueries?: boolean;
  /** The access point through which it is asked. */
  readonly via?: Via;
}

/** A way through an access point. */
interface Via {
  /** Condition keys that such requests have. */
  readonly keys: Readonly<Record<string, KeyState>>;
  /** The policy of what is asked for: the access point, or the bucket behind it. */
  readonly policy: NamedPolicy | undefined;
  /** Whether the bucket lets in nobody that this lets in: then the question before must be answered as well. */
  readonly needsPrevious: boolean;
  /** Whether it is only asked for the sake of the next question. */
  readonly isForNext: boolean;
  /** Whether it can be asked only from a network. */
  readonly isFromNetwork: boolean;
}

/**
 * Actions that return objects.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const objectReads = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTorrent', 's3:GetObjectVersionForReplication'];

/** The first part of every key under which a bucket's use puts log objects; the layout of large data is not documented. */
function logPrefixes({ id, uses }: LogBucket, { partition, account }: Scope): string[] {
  return uses.map(({ delivers, keyPrefix }) => {
    const start = `arn:${partition}:s3:::${id}/${keyPrefix === '' ? '' : `${keyPrefix}/`}`;
    return delivers === 'records' ? `${start}AWSLogs/${account}/BedrockModelInvocationLogs/` : start;
  });
}

/** How the log objects of a bucket can be read. */
export function bucketReads(bucket: LogBucket, scope: Scope): ReadQuestion[] {
  return logPrefixes(bucket, scope).flatMap((prefix) =>
    objectReads.map((action): ReadQuestion => ({ action, target: { prefix }, isDocumented: true })),
  );
}

/** The actions that an access point is asked for; the others are not for objects of access points, or read what these do. */
const accessPointReads = ['s3:GetObject', 's3:GetObjectVersion'];

/** An access point of a bucket, as somebody reads through it. */
export interface ReadableAccessPoint {
  readonly name: string;
  readonly keys: Via['keys'];
  readonly policy: NamedPolicy | undefined;
  /** Whether it can be reached only from one VPC. */
  readonly vpc: boolean;
  /** Whether the bucket lets in whoever the access point does. */
  readonly decidesAlone: boolean;
}

/** How the log objects of a bucket can be read through an access point. Unless it decides alone, the bucket must let the reader in as well. */
export function accessPointQuestions(
  point: ReadableAccessPoint,
  bucket: LogBucket,
  bucketPolicy: NamedPolicy,
  scope: Scope,
): ReadQuestion[] {
  const { keys, policy, decidesAlone, vpc: isFromNetwork } = point;
  const ofBucket = `arn:${scope.partition}:s3:::${bucket.id}/`;
  return logPrefixes(bucket, scope).flatMap((prefix) =>
    accessPointReads.flatMap((action): ReadQuestion[] => {
      const behind = { keys, policy: bucketPolicy, needsPrevious: false, isForNext: true, isFromNetwork };
      const ofPoint = `${accessPointObjects(point.name, scope)}${prefix.slice(ofBucket.length)}`;
      const via = { keys, policy, needsPrevious: !decidesAlone, isForNext: false, isFromNetwork };
      return [
        ...(decidesAlone ? [] : [{ action, target: { prefix }, isDocumented: true, via: behind }]),
        { action, target: { prefix: ofPoint }, isDocumented: true, via },
      ];
    }),
  );
}

/** How the ARNs of objects begin that are asked for through an access point. */
export const accessPointObjects = (name: string, { partition, region, account }: Scope): string =>
  `arn:${partition}:s3:${region}:${account}:accesspoint/${name}/object/`;

/** Actions on a log group, or on its streams, that return records. */
const groupReads = ['logs:FilterLogEvents', 'logs:StartQuery', 'logs:GetLogRecord', 'logs:StartLiveTail', 'logs:GetLogObject'];
const streamReads = ['logs:GetLogEvents'];

/** The stream that Amazon Bedrock writes to. */
const stream = 'aws/bedrock/modelinvocations';

/**
 * How the records of a log group can be read. Most actions are asked of the ARN with `:*` behind it, some of a stream; all are asked of each, as AWS does not
 * say for every action which it is.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function logGroupReads(group: LogGroupDestination, scope: Scope): ReadQuestion[] {
  const bare = logGroupArn(group, scope);
  const forms = { group: `${bare}:*`, bare, stream: `${bare}:log-stream:${stream}` };
  const ask = (actions: readonly string[], documented: keyof typeof forms) =>
    actions.flatMap((action) =>
      Object.entries(forms).map(([form, arn]): ReadQuestion => ({ action, target: { arn }, isDocumented: form === documented })),
    );
  // It takes no more than the id of a query, and policies grant it on every log group as a rule.
  const results = { action: 'logs:GetQueryResults', target: { arn: forms.group }, isDocumented: true, isOfOthersQueries: true };
  return [...ask(groupReads, 'group'), ...ask(streamReads, 'stream'), results];
}

/** The ARN of a log group, without anything behind its name. */
export const logGroupArn = ({ id }: LogGroupDestination, { partition, account, region }: Scope): string =>
  `arn:${partition}:logs:${region}:${account}:log-group:${id}`;

/** Ways to get at the objects of a bucket that begin with changing something. */
export function bucketDetours(bucket: LogBucket, key: string | undefined, scope: Scope): ReadQuestion[] {
  const { partition, account, region } = scope;
  const own = { arn: `arn:${partition}:s3:::${bucket.id}` };
  const s3 = (resource: string): Target => ({ prefix: `arn:${partition}:s3:${region}:${account}:${resource}` });
  return [
    detour('s3:PutBucketPolicy', own, 'change the bucket policy'),
    detour('s3:PutBucketAcl', own, 'change the bucket ACL'),
    ...logPrefixes(bucket, scope).flatMap((prefix) => [
      detour('s3:PutObjectAcl', { prefix }, 'change the ACLs of objects'),
      detour('s3:PutObjectVersionAcl', { prefix }, 'change the ACLs of objects'),
    ]),
    detour('s3:PutBucketOwnershipControls', own, 'turn ACLs on'),
    detour('s3:PutReplicationConfiguration', own, 'replicate the bucket'),
    detour('s3:CreateAccessPoint', s3('accesspoint/'), 'create an access point'),
    detour('s3:PutAccessPointPolicy', s3('accesspoint/'), 'change an access point policy'),
    detour('s3:CreateAccessGrant', s3('access-grants/'), 'create an access grant'),
    detour('s3:GetDataAccess', s3('access-grants/'), 'use an access grant'),
    detour('s3:CreateJob', { arn: '*' }, 'copy objects by a batch job'),
    ...(key === undefined
      ? []
      : [
          detour('kms:PutKeyPolicy', { arn: key }, 'change the key policy'),
          detour('kms:CreateGrant', { arn: key }, 'create a grant on the key'),
        ]),
    ...commonDetours(scope),
  ];
}

/** Ways to get at the records of a log group that begin with changing something. */
export function logGroupDetours(group: LogGroupDestination, scope: Scope): ReadQuestion[] {
  const { partition, account, region } = scope;
  const own = { arn: `${logGroupArn(group, scope)}:*` };
  const logs = (resource: string): Target => ({ prefix: `arn:${partition}:logs:${region}:${account}:${resource}` });
  return [
    detour('logs:PutSubscriptionFilter', own, 'subscribe to the log group'),
    detour('logs:CreateExportTask', own, 'export the log group'),
    detour('logs:PutAccountPolicy', { arn: '*' }, 'subscribe to every log group'),
    detour('logs:CreateScheduledQuery', logs('scheduled-query:'), 'schedule a query'),
    detour('logs:UpdateScheduledQuery', logs('scheduled-query:'), 'change a scheduled query'),
    detour('logs:ListAnomalies', logs('anomaly-detector:'), 'read samples of anomalies'),
    detour('logs:PutIntegration', logs('integration:'), 'integrate with OpenSearch'),
    detour('oam:CreateLink', { prefix: `arn:${partition}:oam:${region}:${account}:` }, 'link to a monitoring account'),
    ...commonDetours(scope),
  ];
}

function commonDetours({ partition, account }: Scope): ReadQuestion[] {
  const iam = (resource: string): Target => ({ prefix: `arn:${partition}:iam::${account}:${resource}` });
  return [
    detour('bedrock:PutModelInvocationLoggingConfiguration', { arn: '*' }, 'send the logs elsewhere'),
    detour('iam:AttachRolePolicy', iam('role/'), 'attach policies to roles'),
    detour('iam:PutRolePolicy', iam('role/'), 'write policies of roles'),
    detour('iam:UpdateAssumeRolePolicy', iam('role/'), 'change who may assume roles'),
    detour('iam:AttachUserPolicy', iam('user/'), 'attach policies to users'),
    detour('iam:PutUserPolicy', iam('user/'), 'write policies of users'),
    detour('iam:AttachGroupPolicy', iam('group/'), 'attach policies to groups'),
    detour('iam:PutGroupPolicy', iam('group/'), 'write policies of groups'),
    detour('iam:CreatePolicyVersion', iam('policy/'), 'rewrite managed policies'),
    detour('iam:SetDefaultPolicyVersion', iam('policy/'), 'turn managed policies back'),
    detour('iam:AddUserToGroup', iam('group/'), 'join groups'),
    detour('iam:CreateAccessKey', iam('user/'), 'make access keys of others'),
  ];
}

const detour = (action: string, target: Target, indirectly: string): ReadQuestion => ({ action, target, isDocumented: true, indirectly });

/**
 * Whether a resource pattern of a policy names the destination and nothing else: up to its first wildcard or variable it must spell out the bucket and the
 * log prefix, the name of an access point of the bucket, or the whole name of the log group.
 */
export function confinement(
  destination: LogBucket | LogGroupDestination,
  accessPoints: readonly string[] = [],
): (pattern: string) => boolean {
  const ofPoints = accessPoints.map((name) => `accesspoint/${name}/`);
  const ofDestination =
    destination.type === 'AWS::S3::Bucket'
      ? destination.uses.map(({ keyPrefix }) => `${destination.id}/${keyPrefix === '' ? '' : `${keyPrefix}/`}`)
      : [`log-group:${destination.id}:`];
  const whole = destination.type === 'AWS::S3::Bucket' ? destination.id : `log-group:${destination.id}`;
  return (pattern) => {
    const resource = pattern.split(':').slice(5).join(':');
    if (resource === whole) return true;
    const spelled = /^(?:[^*?$]|\$(?!\{))*/.exec(resource)?.[0] ?? '';
    return [...ofDestination, ...ofPoints].some((start) => spelled.startsWith(start));
  };
}
