import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** How large a made-up account is. */
export interface SyntheticAccount {
  readonly roles: number;
  readonly managedPerRole: number;
  readonly inlinePerRole: number;
}

/** Customer-managed policies that the roles share. */
const managedPolicies = 1_500;
const rolesPerPage = 500;
const account = '111122223333';

type Statement = Readonly<Record<string, unknown>>;

/** Statements as applications have them; `name` is the application's own. */
const templates: readonly ((name: string) => Statement)[] = [
  (name) => ({
    Sid: 'Objects',
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
    Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
  }),
  (name) => ({
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
    Resource: `arn:aws:dynamodb:eu-west-1:${account}:table/${name}*`,
  }),
  (name) => ({
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `arn:aws:logs:eu-west-1:${account}:log-group:/aws/lambda/${name}:*`,
  }),
  (name) => ({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: `arn:aws:kms:eu-west-1:${account}:key/${name}`,
    Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
  }),
  (name) => ({
    Effect: 'Allow',
    Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    Resource: `arn:aws:sqs:eu-west-1:${account}:${name}`,
  }),
  (name) => ({
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    Resource: `arn:aws:secretsmanager:eu-west-1:${account}:secret:${name}-*`,
  }),
  () => ({ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'cloudwatch:PutMetricData'], Resource: '*' }),
  (name) => ({
    Effect: 'Allow',
    Action: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
    Resource: `arn:aws:ssm:eu-west-1:${account}:parameter/${name}/*`,
  }),
  (name) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${account}:role/${name}-*` }),
  (name) => ({
    Effect: 'Allow',
    Action: ['ec2:Describe*', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/application': name } },
  }),
];

/** Statements that reach the logs, as one in some policies has them. */
const reaching: readonly Statement[] = [
  { Sid: 'ReadAll', Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: '*' },
  { Effect: 'Allow', Action: 'logs:*', Resource: '*' },
  {
    Effect: 'Allow',
    Action: ['logs:Get*', 'logs:FilterLogEvents'],
    Resource: '*',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  },
  {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::prompts/*',
    Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } },
  },
  {
    Effect: 'Deny',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::prompts', 'arn:aws:s3:::prompts/*'],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
  { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
];

/** Whole numbers below a limit, the same in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * limit);
  };
}

/** Statements of one policy; one policy in twenty reaches the logs. */
function documentFor(name: string, next: (limit: number) => number): string {
  const statements = Array.from({ length: 3 }, () => (templates[next(templates.length)] as (typeof templates)[number])(name));
  if (next(20) === 0) statements.push(reaching[next(reaching.length)] as Statement);
  return encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}

const trust = encodeURIComponent(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
);

/** Writes the pages that `iam:GetAccountAuthorizationDetails` would answer, one a line, documents URL-encoded as the SDK returns them. */
export async function writeSyntheticAuthorization(path: string, { roles, managedPerRole, inlinePerRole }: SyntheticAccount): Promise<void> {
  const next = numbers(20_261_125);
  const file = createWriteStream(path);
  const page = async (content: object) => {
    if (!file.write(`${JSON.stringify(content)}\n`)) await once(file, 'drain');
  };
  const arnOf = (number: number) => `arn:aws:iam::${account}:policy/shared-${number}`;
  const Policies = Array.from({ length: managedPolicies }, (_, number) => ({
    PolicyName: `shared-${number}`,
    Arn: arnOf(number),
    PolicyVersionList: [{ IsDefaultVersion: true, VersionId: 'v1', Document: documentFor(`shared-${number}`, next) }],
  }));
  await page({ IsTruncated: true, Marker: 'policies', Policies, RoleDetailList: [], UserDetailList: [], GroupDetailList: [] });
  for (let first = 0; first < roles; first += rolesPerPage) {
    const RoleDetailList = Array.from({ length: Math.min(rolesPerPage, roles - first) }, (_, at) => {
      const RoleName = `application-${first + at}`;
      return {
        RoleName,
        RoleId: `AROA${String(first + at).padStart(17, '0')}`,
        Arn: `arn:aws:iam::${account}:role/${RoleName}`,
        AssumeRolePolicyDocument: trust,
        AttachedManagedPolicies: Array.from({ length: managedPerRole }, () => next(managedPolicies)).map((number) => ({
          PolicyName: `shared-${number}`,
          PolicyArn: arnOf(number),
        })),
        RolePolicyList: Array.from({ length: inlinePerRole }, (_each, number) => ({
          PolicyName: `own-${number}`,
          PolicyDocument: documentFor(`${RoleName}-${number}`, next),
        })),
        Tags: [],
      };
    });
    await page({ IsTruncated: first + rolesPerPage < roles, RoleDetailList, Policies: [], UserDetailList: [], GroupDetailList: [] });
  }
  file.end();
  await finished(file);
}
