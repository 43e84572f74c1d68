import { expect, it } from 'vitest';
import { bedrockLogReadersRestricted } from '../../rules/bedrock-log-readers-restricted.ts';
import { documentHash } from '../../src/facts/organization-policies.ts';
import { allow, deny, group as team, idOf, people, policy, role as job, trusts, user, type Statement } from './people.ts';
import {
  absent,
  bothWays,
  bucket,
  denied,
  destinationCases,
  group,
  inBedrockRegion,
  judges,
  large,
  logsTo,
  missingBucketCases,
  missingGroupCases,
  refused,
  role,
  toAll,
  toBucket,
  toGroup,
  verdicts,
  type Case,
  type World,
} from './world.ts';

const account = '111122223333';
const other = '444455556666';
const everywhere = 'arn:aws:s3:::*';
const objects = `arn:aws:s3:::${bucket}/*`;
const logs = `arn:aws:s3:::${bucket}/AWSLogs/${account}/BedrockModelInvocationLogs/*`;
const groupArn = `arn:aws:logs:us-east-1:${account}:log-group:${group}`;
const key = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const foreignKey = `arn:aws:kms:us-east-1:${other}:key/ffff4444-12ab-34cd-56ef-1234567890ab`;
const gitHub = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const identityCenter = `arn:aws:iam::${account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;

const writer = job('Delivery', [
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `${groupArn}:log-stream:aws/bedrock/modelinvocations`),
]);
const ofService = job('AWSServiceRoleForConfig', [allow(['s3:Get*', 'logs:*'], '*')], {
  path: 'aws-service-role/config.amazonaws.com/',
  trust: [trusts({ Service: 'config.amazonaws.com' })],
});
const admin = job('Admin', [allow('*', '*')]);
const auditor = job('Auditor', [allow('s3:GetObject', logs), allow(['logs:FilterLogEvents', 'logs:StartQuery'], `${groupArn}:*`)]);
const others = [writer, ofService, admin, auditor];

/** Those who may be there, and more. */
const besides = (...more: Parameters<typeof people>[0]): World => people([...others, ...more]);

/** Somebody with a grant, among those who may be there. */
const reader = (...statements: readonly Statement[]): World => besides(job('Reader', statements));

const open = { blockPublicAcls: false, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: false };
const unrestricted = { documents: {}, scps: [], rcps: [] };

/** Records go to a bucket that is encrypted by S3; the policies of the organisation are known, and restrict nothing. */
const good: World = {
  ...inBedrockRegion,
  ...toBucket,
  ...people(others),
  'own-bucket': { [bucket]: { region: 'us-east-1' }, [large]: { region: 'us-east-1' } },
  'log-group': { [group]: {} },
  'bucket-encryption': { [bucket]: { algorithm: 'AES256' }, [large]: { algorithm: 'AES256' } },
  'bucket-policy': { [bucket]: absent, [large]: absent },
  'bucket-public-access-block': { [bucket]: open, [large]: open },
  'account-public-access-block': { '': absent },
  'bucket-acl': { [bucket]: { publicGroups: [] }, [large]: { publicGroups: [] } },
  'bucket-ownership': { [bucket]: absent, [large]: absent },
  'access-point-policies': { [bucket]: { accessPoints: [] } },
  'organization-policies': { '': unrestricted },
  'log-subscriptions': { [group]: { filters: [] } },
  'account-subscriptions': { '': { policies: [] } },
  'oam-links': { '': { links: [] } },
};

const compliant: Case['expected'] = [['COMPLIANT', bucket]];
const ofBucket = (...statements: readonly object[]): World => ({
  'bucket-policy': { [bucket]: { document: policy(...(statements as Statement[])) } },
});
const opens = (Principal: object | string, Condition?: object, more: object = {}): World =>
  ofBucket({ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: objects, ...(Condition && { Condition }), ...more });
const listed = (parameters: object = {}): Record<string, unknown> => ({
  standard: 'listed-only',
  allowedReaders: [`arn:aws:iam::${account}:role/Auditor`],
  ...parameters,
});

/** A text that speaks of S3 and is no policy. */
const odd = '"s3:*"';

/** The bucket is encrypted with a customer-managed key of the account. */
const underKey = (keyStatements: readonly object[], grants: readonly object[] = [], encryption: object = {}): World => ({
  'bucket-encryption': { [bucket]: { algorithm: 'aws:kms', kmsKey: key, ...encryption } },
  'kms-key': { [key]: { arn: key, account, manager: 'CUSTOMER', state: 'Enabled', spec: 'SYMMETRIC_DEFAULT' } },
  'key-policy': { [key]: { document: policy(...(keyStatements as Statement[])) } },
  'key-grants': { [key]: { grants } },
});
const toAccount = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
const toKeyAdmin = { ...toAccount, Principal: { AWS: `arn:aws:iam::${account}:role/KeyAdmin` } };
const toDecrypt = (name: string) => ({ ...toKeyAdmin, Principal: { AWS: `arn:aws:iam::${account}:role/${name}` }, Action: 'kms:Decrypt' });
const grantTo = (grantee: string, more: object = {}) => ({ id: 'g', grantee, operations: ['Decrypt'], ...more });
const isUnderKey = { allObjectsUnderBucketKey: true };

/** Policies handed in: one level each. */
function organization(scps: readonly Statement[], rcps: readonly Statement[] = []): World {
  const [scp, rcp] = [policy(...scps), policy(...rcps)];
  return {
    'organization-policies': {
      '': {
        documents: { [documentHash(scp)]: scp, [documentHash(rcp)]: rcp },
        scps: scps.length > 0 ? [[{ name: 'scp', document: documentHash(scp) }]] : [],
        rcps: rcps.length > 0 ? [[{ name: 'rcp', document: documentHash(rcp) }]] : [],
      },
    },
  };
}

/** A grant of the role `Reader`, and what it is. */
const broadGrants: readonly (readonly [string, ...Statement[]])[] = [
  ['every object of every bucket', allow('s3:GetObject', '*')],
  ['every action of S3', allow('s3:*', everywhere)],
  ['every action that begins with Get', allow('s3:Get*', '*')],
  ['the action in other letters', allow('S3:getobject', '*')],
  ['versions of objects', allow('s3:GetObjectVersion', '*')],
  ['torrents of objects', allow('s3:GetObjectTorrent', '*')],
  ['replication of objects', allow('s3:GetObjectVersionForReplication', '*')],
  ['buckets whose names begin alike', allow('s3:GetObject', 'arn:aws:s3:::prompt*')],
  ['the bucket and those whose names go on', allow('s3:GetObject', `arn:aws:s3:::${bucket}*`)],
  ['buckets whose names differ in a letter', allow('s3:GetObject', 'arn:aws:s3:::prompt?/*')],
  ['buckets whose names end alike', allow('s3:GetObject', `arn:aws:s3:::*${bucket}/*`)],
  ['one path in any bucket', allow('s3:GetObject', 'arn:aws:s3:::*/AWSLogs/*')],
  ['objects in any partition and bucket', allow('s3:GetObject', 'arn:*:s3:::*')],
  [
    'a bucket by the name of whoever asks',
    allow('s3:GetObject', 'arn:aws:s3:::${aws:PrincipalAccount}*/*', undefined),
    allow('s3:GetObject', '*'),
  ],
  ['everything but an action', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
  ['everything but another bucket', { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::payroll/*' }],
  [
    'one Region of the log, in any bucket',
    allow('s3:GetObject', `arn:aws:s3:::*/AWSLogs/${account}/BedrockModelInvocationLogs/us-east-1/*`),
  ],
  ['the log and every bucket', allow('s3:GetObject', [logs, '*'])],
  // The first star may stand for more than the name of a bucket.
  ['the log of another account in any bucket', allow('s3:GetObject', `arn:aws:s3:::*/AWSLogs/${other}/*`)],
];

/** Grants that are made for the log, or reach none of it. */
const otherGrants: readonly (readonly [string, ...Statement[]])[] = [
  ['the log by its prefix', allow('s3:GetObject', logs)],
  ['the whole bucket by its name', allow('s3:*', [`arn:aws:s3:::${bucket}`, objects])],
  ['the bucket in any partition', allow('s3:GetObject', `arn:*:s3:::${bucket}/*`)],
  ['some log objects', allow('s3:GetObject', `arn:aws:s3:::${bucket}/AWSLogs/${account}/*/us-east-1/*`)],
  ['the own folder in the bucket', allow('s3:GetObject', `arn:aws:s3:::${bucket}/\${aws:username}/*`)],
  ['another bucket', allow('s3:GetObject', 'arn:aws:s3:::payroll/*')],
  ['the names of objects', allow(['s3:ListBucket', 's3:GetBucketLocation'], '*')],
  ['writing', allow('s3:PutObject', '*')],
  ['everything but reading', { Effect: 'Allow', NotAction: ['s3:*', 'logs:*'], Resource: '*' }],
  ['everything but the bucket', { Effect: 'Allow', Action: 's3:*', NotResource: objects }],
];

/** Grants of a log group. */
const broadGroupGrants: readonly (readonly [string, Statement])[] = [
  ['every log group', allow('logs:FilterLogEvents', '*')],
  ['every action on every log group', allow('logs:*', 'arn:aws:logs:us-east-1:111122223333:log-group:*')],
  ['log groups whose names begin alike', allow('logs:StartQuery', 'arn:aws:logs:us-east-1:111122223333:log-group:/bedrock/*')],
  ['the log group and those whose names go on', allow('logs:StartQuery', `${groupArn}*`)],
  ['every stream of every log group', allow('logs:GetLogEvents', 'arn:aws:logs:*:*:log-group:*:log-stream:*')],
  ['every record', allow('logs:GetLogRecord', '*')],
  ['live tails', allow('logs:StartLiveTail', '*')],
  ['large records', allow('logs:GetLogObject', '*')],
  ["the results of others' queries", allow('logs:GetQueryResults', '*')],
];

const otherGroupGrants: readonly (readonly [string, ...Statement[]])[] = [
  ['the log group', allow('logs:*', `${groupArn}:*`)],
  ['the log group in any Region', allow('logs:FilterLogEvents', `arn:aws:logs:*:${account}:log-group:${group}:*`)],
  ['the stream of Bedrock', allow('logs:GetLogEvents', `${groupArn}:log-stream:aws/bedrock/modelinvocations`)],
  ['the log group without what stands behind its name', allow('logs:FilterLogEvents', groupArn)],
  ['the log group, and results of queries', allow('logs:StartQuery', `${groupArn}:*`), allow('logs:GetQueryResults', '*')],
  ['unmasking, and nothing to unmask', allow('logs:Unmask', '*')],
  ['other log groups', allow('logs:*', 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/*')],
  ['the log groups of another Region', allow('logs:*', 'arn:aws:logs:eu-west-1:111122223333:*')],
  ['names of log groups', allow(['logs:DescribeLogGroups', 'logs:DescribeLogStreams'], '*')],
];

/** Conditions on a broad grant, and what they make of it. */
const conditions: readonly (readonly [string, object, 'certain' | 'conditional' | 'unclear' | 'never'])[] = [
  ['multi-factor authentication', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'conditional'],
  ['a VPC endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }, 'conditional'],
  ['a network', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'conditional'],
  ['a time', { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }, 'conditional'],
  ['a user agent', { StringLike: { 'aws:UserAgent': 'audit-tool/*' } }, 'certain'],
  ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, 'certain'],
  ['the organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'certain'],
  ['the own account', { StringEquals: { 'aws:PrincipalAccount': account } }, 'certain'],
  ['another account', { StringEquals: { 'aws:PrincipalAccount': other } }, 'never'],
  ['the role itself', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Reader` } }, 'certain'],
  ['another role', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Other` } }, 'never'],
  ['the name of a user', { StringEquals: { 'aws:username': 'ann' } }, 'never'],
  ['another Region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, 'never'],
  ['an AWS service that asks', { ArnLike: { 'aws:SourceArn': '*' } }, 'never'],
  ['a tag of whoever asks', { StringEquals: { 'aws:PrincipalTag/team': 'audit' } }, 'unclear'],
  ['a tag of the object', { StringEquals: { 's3:ExistingObjectTag/class': 'public' } }, 'unclear'],
  ['an operator that AWS does not document', { StringAlmost: { 'aws:PrincipalArn': 'x' } }, 'unclear'],
];

/** Denies beside a broad grant, and whether the role still reads. */
const denies: readonly (readonly [string, Statement, 'certain' | 'conditional' | 'never'])[] = [
  ['everything', deny('*', '*'), 'never'],
  ['reading in the bucket', deny('s3:Get*', objects), 'never'],
  ['reading the log', deny('s3:GetObject*', logs), 'never'],
  ['everything but other actions', { Effect: 'Deny', NotAction: 'ec2:*', Resource: '*' }, 'never'],
  ['everything but other buckets', { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::payroll/*' }, 'never'],
  [
    'a part of the log',
    deny('s3:GetObject*', `arn:aws:s3:::${bucket}/AWSLogs/${account}/BedrockModelInvocationLogs/us-east-1/2026/*`),
    'certain',
  ],
  ['one action', deny('s3:GetObjectVersion', '*'), 'certain'],
  ['another bucket', deny('s3:*', 'arn:aws:s3:::payroll/*'), 'certain'],
  ['reading without TLS', deny('s3:*', '*', { Bool: { 'aws:SecureTransport': 'false' } }), 'certain'],
  [
    'reading from elsewhere than a VPC endpoint',
    deny('s3:*', '*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }),
    'conditional',
  ],
  [
    'everybody but another role',
    deny('s3:*', '*', { ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Auditor` } }),
    'never',
  ],
  [
    'everybody but roles of the account',
    deny('s3:*', '*', { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/*` } }),
    'certain',
  ],
  ['strangers to the organisation', deny('s3:*', '*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), 'certain'],
];

const byHow = {
  certain: [['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts through ReaderPolicy (statement 1: ']],
  conditional: [['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts under conditions through ReaderPolicy']],
  unclear: [
    [
      'UNKNOWN',
      bucket,
      'role Reader may read bucket prompts through ReaderPolicy',
      'in doubt: its policies ask for what is not known here',
    ],
  ],
  never: compliant,
} as const satisfies Record<string, Case['expected']>;

/** A policy on one condition, written as text, as JavaScript has some names for itself. */
const conditioned = (operator: string, keyName: string): string =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"${operator}":{"${keyName}":"x"}}}]}`;

/** A policy with a condition in lists in lists. */
const nested = (depth: number): string =>
  `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:username":${'['.repeat(depth)}${']'.repeat(depth)}}}}]}`;

/** A bucket that is open to everybody, and a Deny of everybody but some. */
function openedBut(Condition: object): World {
  return ofBucket(
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: objects },
    { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: objects, Condition },
  );
}

const onlyThroughAccessPoints = ofBucket({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:GetObject*',
  Resource: objects,
  Condition: { StringNotEquals: { 's3:DataAccessPointAccount': account } },
});

judges(bedrockLogReadersRestricted, good, [
  ...destinationCases,
  ...missingBucketCases,
  // Who reads a log group can be told though the log group itself could not be read.
  ...missingGroupCases.filter(({ name }) => name !== 'cannot tell when the log group cannot be read'),
  {
    name: 'accepts a log group that cannot be read but whose readers can be told',
    changes: { ...toGroup, 'log-group': { [group]: refused('throttled', 'ThrottlingException') } },
    expected: [['COMPLIANT', group]],
  },

  // what is judged
  { name: 'accepts a bucket that only those read who should', expected: compliant },
  { name: 'accepts a log group that only those read who should', changes: toGroup, expected: [['COMPLIANT', group]] },
  {
    name: 'accepts a bucket, a large-data bucket and a log group',
    changes: toAll,
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', large],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports each destination by itself',
    changes: { ...toAll, ...besides(job('Reader', [allow('s3:GetObject', '*')]), job('Operator', [allow('logs:StartQuery', '*')])) },
    expected: [
      ['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts'],
      ['NON_COMPLIANT', large, 'role Reader can read bucket large-prompts'],
      ['NON_COMPLIANT', group, 'role Operator can read log group /bedrock/prompts'],
    ],
  },
  {
    name: 'accepts a grant of the large-data bucket, which has no layout',
    changes: { ...toAll, ...reader(allow('s3:GetObject', [`arn:aws:s3:::${large}/*`])) },
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', large],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a grant of one path in any large-data bucket',
    changes: { ...toAll, ...reader(allow('s3:GetObject', 'arn:aws:s3:::large-*/images/*')) },
    expected: [
      ['COMPLIANT', bucket],
      ['NON_COMPLIANT', large, 'role Reader', 'large-*/images/*'],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'accepts a grant of either prefix of a bucket that serves both ways',
    changes: {
      ...bothWays,
      ...besides(
        job('One', [allow('s3:GetObject', `arn:aws:s3:::${bucket}/records/*`)]),
        job('Two', [allow('s3:GetObject', `arn:aws:s3:::${bucket}/large/*`)]),
      ),
    },
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a grant of all of a bucket that serves both ways under prefixes',
    changes: { ...bothWays, ...people([writer, admin, job('Reader', [allow('s3:GetObject', objects)])]) },
    expected: [
      ['NON_COMPLIANT', bucket, 'role Reader', objects],
      ['COMPLIANT', group],
    ],
  },
  {
    name: 'reports a grant of all of a bucket where logs have a prefix, as other keys are there too',
    changes: {
      ...logsTo({ s3: { bucketName: bucket, keyPrefix: 'bedrock' } }),
      ...people([job('Reader', [allow('s3:GetObject', objects)])]),
    },
    expected: [['NON_COMPLIANT', bucket, 'role Reader', objects]],
  },
  {
    name: 'accepts a grant of the prefix where logs have one',
    changes: {
      ...logsTo({ s3: { bucketName: bucket, keyPrefix: 'bedrock/' } }),
      ...people([job('Reader', [allow('s3:GetObject', `arn:aws:s3:::${bucket}/bedrock/*`)])]),
    },
    expected: compliant,
  },
  {
    name: 'accepts a grant of another prefix, which reads no logs',
    changes: {
      ...logsTo({ s3: { bucketName: bucket, keyPrefix: 'bedrock' } }),
      ...people([job('Reader', [allow('s3:GetObject', `arn:aws:s3:::${bucket}/app/*`)])]),
    },
    expected: compliant,
  },

  // grants
  ...broadGrants.map(([what, ...statements]): Case => ({
    name: `reports a role that is granted ${what}`,
    changes: reader(...statements),
    expected: byHow.certain,
  })),
  ...otherGrants.map(([what, ...statements]): Case => ({
    name: `accepts a role that is granted ${what}`,
    changes: reader(...statements),
    expected: compliant,
  })),
  ...broadGroupGrants.map(([what, statement]): Case => ({
    name: `reports a role that is granted ${what} of CloudWatch Logs`,
    changes: { ...toGroup, ...reader(statement) },
    expected: [['NON_COMPLIANT', group, 'role Reader can read log group /bedrock/prompts through ReaderPolicy (statement 1: logs:']],
  })),
  ...otherGroupGrants.map(([what, ...statements]): Case => ({
    name: `accepts a role that is granted ${what} of CloudWatch Logs`,
    changes: { ...toGroup, ...reader(...statements) },
    expected: [['COMPLIANT', group]],
  })),
  {
    name: 'says which statement allows it, and on what',
    changes: reader(allow('s3:PutObject', '*'), { Sid: 'ReadAll', ...allow(['s3:Get*', 's3:List*'], '*') }),
    expected: [
      ['NON_COMPLIANT', bucket, /^role Reader can read bucket prompts through ReaderPolicy \(statement ReadAll: s3:Get\* on \*\)$/],
    ],
  },
  {
    name: 'says that the policies of the organisation are not known',
    changes: { ...reader(allow('s3:GetObject', '*')), 'organization-policies': { '': absent } },
    expected: [
      ['NON_COMPLIANT', bucket, /^role Reader can read bucket prompts through .*; SCPs and RCPs are not known and taken not to restrict$/],
    ],
  },
  {
    name: 'accepts a bucket that nobody should read where the policies of the organisation are not known',
    changes: { 'organization-policies': { '': absent } },
    expected: compliant,
  },
  ...conditions.map(([what, condition, how]): Case => ({
    name: `${how === 'never' ? 'accepts' : how === 'unclear' ? 'cannot tell of' : 'reports'} a broad grant on condition of ${what}`,
    changes: reader(allow('s3:GetObject', '*', condition)),
    expected: byHow[how],
  })),
  ...denies.map(([what, statement, how]): Case => ({
    name: `${how === 'never' ? 'accepts' : 'reports'} a broad grant beside a Deny of ${what}`,
    changes: reader(allow('s3:GetObject', '*'), statement),
    expected: byHow[how],
  })),
  {
    name: 'accepts grants under conditions that AWS attests where those will do',
    changes: reader(allow('s3:GetObject', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })),
    parameters: { treatConditional: 'accept' },
    expected: compliant,
  },
  {
    name: 'reports grants that hold whatever the caller chooses, though conditions that AWS attests will do',
    changes: reader(allow('s3:GetObject', '*', { StringLike: { 'aws:UserAgent': 'audit-tool/*' } })),
    parameters: { treatConditional: 'accept' },
    expected: byHow.certain,
  },
  {
    name: 'counts those who read only under conditions',
    changes: besides(
      job('One', [allow('s3:GetObject', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })]),
      job('Two', [allow('s3:GetObject', '*')]),
    ),
    expected: [['NON_COMPLIANT', bucket, '2 roles (1 under conditions) can read bucket prompts through 2 policies, first: OnePolicy']],
  },

  // users, groups, boundaries
  {
    name: 'reports a user',
    changes: besides(user('Ann', [allow('s3:GetObject', '*')])),
    expected: [['NON_COMPLIANT', bucket, 'user Ann can read bucket prompts through AnnPolicy']],
  },
  {
    name: 'reports a user for what her group is granted',
    changes: besides(team('Analysts', [allow('s3:GetObject', '*')]), user('Ann', [], { groups: ['Analysts'] })),
    expected: [['NON_COMPLIANT', bucket, 'user Ann can read bucket prompts through AnalystsPolicy']],
  },
  {
    name: 'accepts a group without members',
    changes: besides(team('Analysts', [allow('s3:GetObject', '*')]), user('Ann', [])),
    expected: compliant,
  },
  {
    name: 'accepts a user who is denied what her group is granted',
    changes: besides(team('Analysts', [allow('s3:GetObject', '*')]), user('Ann', [deny('s3:*', '*')], { groups: ['Analysts'] })),
    expected: compliant,
  },
  {
    name: 'accepts a user who is allowed by name beside her group',
    changes: besides(team('Analysts', [allow('s3:GetObject', '*')]), user('Ann', [], { groups: ['Analysts'] })),
    parameters: { allowedReaders: [`arn:aws:iam::${account}:user/Ann`] },
    expected: compliant,
  },
  {
    name: 'reports two hundred roles with one managed policy as one cause',
    changes: people([...others, ...Array.from({ length: 200 }, (_, at) => job(`Worker${at}`, ['ReadOnly'])), user('Ann', ['ReadOnly'])], {
      ReadOnly: [allow(['s3:Get*', 's3:List*'], '*')],
    }),
    expected: [
      ['NON_COMPLIANT', bucket, /^1 user and 200 roles can read bucket prompts through ReadOnly \(statement 1: s3:Get\* on \*\)$/],
    ],
  },
  {
    name: 'reports hundreds of roles in one sentence, the policy of most of them first',
    changes: {
      ...logsTo({ cloudWatch: { logGroupName: '/aws/bedrock/invocations', roleArn: role } }),
      'log-group': { '/aws/bedrock/invocations': {} },
      'log-subscriptions': { '/aws/bedrock/invocations': { filters: [] } },
      ...people(
        [
          writer,
          admin,
          job('Solo', ['Solo']),
          ...Array.from({ length: 200 }, (_, at) => job(`Data${at}`, ['DatabaseAdministrator'])),
          ...Array.from({ length: 11 }, (_, at) => job(`Ops${at}`, ['Operations'])),
        ],
        {
          DatabaseAdministrator: [allow('rds:*', '*'), allow(['logs:Describe*', 'logs:Get*'], '*')],
          Operations: [allow('logs:*', '*')],
          Solo: [allow('logs:StartQuery', '*')],
        },
      ),
    },
    expected: [
      [
        'NON_COMPLIANT',
        '/aws/bedrock/invocations',
        /^212 roles can read log group \/aws\/bedrock\/invocations through 3 policies, first: DatabaseAdministrator \(statement 2: logs:Get\* on \*\)$/,
      ],
    ],
  },
  {
    name: 'reports users and roles with one policy in one sentence',
    changes: people(
      [
        ...[1, 2, 3].map((at) => user(`U${at}`, ['DatabaseAdministrator'])),
        job('A', ['DatabaseAdministrator']),
        job('B', ['DatabaseAdministrator']),
      ],
      {
        DatabaseAdministrator: [allow('rds:*', '*'), allow('s3:*', '*')],
      },
    ),
    expected: [
      ['NON_COMPLIANT', bucket, /^3 users and 2 roles can read bucket prompts through DatabaseAdministrator \(statement 2: s3:\* on \*\)$/],
    ],
  },
  {
    name: 'accepts a role whose permissions boundary does not allow reading',
    changes: people([...others, job('Reader', [allow('s3:GetObject', '*')], { boundary: 'Limit' })], { Limit: [allow('ec2:*', '*')] }),
    expected: compliant,
  },
  {
    name: 'accepts a role whose permissions boundary denies reading',
    changes: people([...others, job('Reader', [allow('s3:GetObject', '*')], { boundary: 'Limit' })], {
      Limit: [allow('*', '*'), deny('s3:GetObject', objects)],
    }),
    expected: compliant,
  },
  {
    name: 'reports a role whose permissions boundary allows reading',
    changes: people([...others, job('Reader', [allow('s3:GetObject', '*')], { boundary: 'Limit' })], { Limit: [allow('s3:*', '*')] }),
    expected: byHow.certain,
  },
  {
    name: 'reports a role that its permissions boundary lets read from a network',
    changes: people([...others, job('Reader', [allow('s3:GetObject', '*')], { boundary: 'Limit' })], {
      Limit: [allow('s3:*', '*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    }),
    expected: byHow.conditional,
  },

  // who is not a reader, and who is
  {
    name: 'accepts a service-linked role that can read everything',
    changes: people([ofService]),
    parameters: listed(),
    expected: compliant,
  },
  {
    name: 'accepts the delivery role that only writes',
    changes: { ...toGroup, ...people([writer]) },
    parameters: listed(),
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'reports a delivery role that can read',
    changes: {
      ...toGroup,
      ...people([job('Delivery', [allow('logs:*', '*')], { trust: [trusts({ Service: 'bedrock.amazonaws.com' })] })]),
    },
    expected: [['NON_COMPLIANT', group, 'role Delivery', 'logs:* on *']],
  },
  {
    name: 'accepts the bucket policy by which Bedrock writes',
    changes: ofBucket({
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: logs,
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    }),
    parameters: listed(),
    expected: compliant,
  },

  // administrators
  { name: 'accepts administrators, whatever is asked for besides', parameters: listed(), expected: compliant },
  {
    name: 'reports administrators, named and counted, where they are to be reported',
    changes: besides(user('Root', [allow('*:*', '*')])),
    parameters: { administrators: 'report' },
    expected: [['NON_COMPLIANT', bucket, /^2 administrators can read bucket prompts: role Admin, user Root$/]],
  },
  {
    name: 'reports administrators as a class of their own',
    changes: people([
      ...['A', 'B', 'C', 'D', 'E'].map((name) => job(name, [allow('*', '*')])),
      job('Reader', [allow('s3:GetObject', '*')]),
    ]),
    parameters: { administrators: 'report' },
    expected: [
      [
        'NON_COMPLIANT',
        bucket,
        /^role Reader can read bucket prompts through ReaderPolicy .*; also 5 administrators: role A, role B, role C and 2 more$/,
      ],
    ],
  },
  {
    name: 'reports one administrator',
    parameters: { administrators: 'report' },
    expected: [['NON_COMPLIANT', bucket, /^1 administrator can read bucket prompts: role Admin$/]],
  },
  {
    name: 'accepts an administrator through a group',
    changes: besides(team('Admins', [allow('*', '*')]), user('Ann', [], { groups: ['Admins'] })),
    expected: compliant,
  },
  {
    name: 'accepts an administrator whose permissions boundary leaves everything',
    changes: people([job('Boss', [allow('*', '*')], { boundary: 'All' })], { All: [allow('*', '*'), deny('s3:DeleteBucket', '*')] }),
    expected: compliant,
  },
  {
    name: 'reports whoever has every action, but a permissions boundary that leaves a part',
    changes: people([job('Reader', [allow('*', '*')], { boundary: 'Part' })], { Part: [allow('s3:*', '*')] }),
    expected: byHow.certain,
  },
  {
    name: 'reports whoever has every action but those of IAM, who is no administrator',
    changes: besides(job('Reader', [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }])),
    expected: [['NON_COMPLIANT', bucket, 'role Reader', 'everything but iam:*, organizations:* on *']],
  },
  {
    name: 'accepts administrators who are denied reading even where they are reported',
    changes: people([job('Admin', [allow('*', '*'), deny('s3:GetObject*', objects)])]),
    parameters: { administrators: 'report' },
    expected: compliant,
  },

  // trust
  {
    name: 'reports an administrator whom another account may assume',
    changes: people([job('Admin', [allow('*', '*')], { trust: [trusts({ AWS: `arn:aws:iam::${other}:root` })] })]),
    expected: [['NON_COMPLIANT', bucket, /^account 444455556666 can read bucket prompts by assuming role Admin$/]],
  },
  {
    name: 'reports a role that is allowed by name and that a role of another account may assume',
    changes: people([job('Auditor', [allow('s3:GetObject', logs)], { trust: [trusts({ AWS: `arn:aws:iam::${other}:role/Ci` })] })]),
    parameters: listed(),
    expected: [['NON_COMPLIANT', bucket, 'arn:aws:iam::444455556666:role/Ci can read bucket prompts by assuming role Auditor']],
  },
  {
    name: 'accepts a role that an allowed account may assume',
    changes: people([job('Auditor', [allow('s3:GetObject', logs)], { trust: [trusts({ AWS: other })] })]),
    parameters: { allowedAccounts: [other] },
    expected: compliant,
  },
  {
    name: 'accepts a role that an allowed role of another account may assume',
    changes: people([job('Auditor', [allow('s3:GetObject', logs)], { trust: [trusts({ AWS: `arn:aws:iam::${other}:role/Ci` })] })]),
    parameters: { allowedReaders: [`arn:aws:iam::${other}:role/*`] },
    expected: compliant,
  },
  {
    name: 'accepts a role that the account itself may assume',
    changes: people([job('Auditor', [allow('s3:GetObject', logs)], { trust: [trusts({ AWS: `arn:aws:iam::${account}:root` })] })]),
    expected: compliant,
  },
  {
    name: 'reports a role that everybody in an organisation may assume',
    changes: people([
      job('Auditor', [allow('s3:GetObject', logs)], {
        trust: [trusts('*', 'sts:AssumeRole', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
      }),
    ]),
    expected: [['NON_COMPLIANT', bucket, 'organisation o-a1b2c3d4e5 can read bucket prompts by assuming role Auditor']],
  },
  {
    name: 'accepts a role that everybody in an allowed organisation may assume',
    changes: people([
      job('Auditor', [allow('s3:GetObject', logs)], {
        trust: [trusts('*', 'sts:AssumeRole', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
      }),
    ]),
    parameters: { allowedAccounts: ['o-a1b2c3d4e5'] },
    expected: compliant,
  },
  {
    name: 'reports a role that everybody may assume',
    changes: people([job('Auditor', [allow('s3:GetObject', logs)], { trust: [trusts('*')] })]),
    expected: [['NON_COMPLIANT', bucket, 'everybody can read bucket prompts by assuming role Auditor']],
  },
  {
    name: 'reports an accepted role that an identity provider lets people assume',
    changes: people([job('Admin', [allow('*', '*')], { trust: [trusts({ Federated: gitHub }, 'sts:AssumeRoleWithWebIdentity')] })]),
    expected: [['NON_COMPLIANT', bucket, `identity provider ${gitHub} can read bucket prompts by assuming role Admin`]],
  },
  {
    name: 'accepts a role that an allowed identity provider lets people assume',
    changes: people([
      job('Auditor', [allow('s3:GetObject', logs)], { trust: [trusts({ Federated: gitHub }, 'sts:AssumeRoleWithWebIdentity')] }),
    ]),
    parameters: { allowedReaders: [gitHub] },
    expected: compliant,
  },
  {
    name: 'accepts a role of IAM Identity Center',
    changes: people([
      job('Auditor', [allow('s3:GetObject', logs)], {
        trust: [trusts({ Federated: identityCenter }, ['sts:AssumeRoleWithSAML', 'sts:TagSession'])],
      }),
    ]),
    expected: compliant,
  },
  {
    name: 'counts the roles that outsiders may assume',
    changes: people(['One', 'Two', 'Three'].map((name) => job(name, [allow('s3:GetObject', logs)], { trust: [trusts({ AWS: other })] }))),
    expected: [
      [
        'NON_COMPLIANT',
        bucket,
        /^account 444455556666 can read bucket prompts by assuming role One \(and 2 more roles that outsiders can assume\)$/,
      ],
    ],
  },
  {
    name: 'passes over the trust of a role that does not read',
    changes: people([job('Worker', [allow('ec2:*', '*')], { trust: [trusts({ AWS: other })] })]),
    expected: compliant,
  },
  {
    name: 'passes over trust that is denied an action',
    changes: people([job('Auditor', [allow('s3:GetObject', logs)], { trust: [trusts({ AWS: other }, 'sts:TagSession')] })]),
    expected: compliant,
  },
  {
    name: 'cannot tell of a role whose trust policy cannot be read',
    changes: people([job('Auditor', [allow('s3:GetObject', logs)], { trust: '{' })]),
    expected: [['UNKNOWN', bucket, 'outsiders may read bucket prompts by assuming role Auditor; in doubt: trust policy: it is not JSON']],
  },

  // listed-only
  { name: 'accepts a listed reader', parameters: listed(), expected: compliant },
  {
    name: 'reports a reader that is not listed, though its grant is made for the log',
    parameters: listed({ allowedReaders: [] }),
    expected: [['NON_COMPLIANT', bucket, 'role Auditor can read bucket prompts through AuditorPolicy', logs]],
  },
  {
    name: 'accepts readers that a pattern lists',
    changes: people([job('LogAuditor1', [allow('s3:GetObject', '*')], { path: 'audit/' })]),
    parameters: { standard: 'listed-only', allowedReaders: ['arn:aws:iam::*:role/audit/LogAuditor?'] },
    expected: compliant,
  },
  {
    name: 'reports a reader that a pattern does not list',
    changes: people([job('LogAuditor12', [allow('s3:GetObject', '*')], { path: 'audit/' })]),
    parameters: { standard: 'listed-only', allowedReaders: ['arn:aws:iam::*:role/audit/LogAuditor?'] },
    expected: [['NON_COMPLIANT', bucket, 'role LogAuditor12']],
  },
  {
    name: 'accepts a listed reader that is granted everything of S3',
    changes: reader(allow('s3:*', '*')),
    parameters: { allowedReaders: [`arn:aws:iam::${account}:role/Reader`] },
    expected: compliant,
  },
  {
    name: 'cannot tell of a grant of the log group by the ARN that AWS does not document for the action',
    changes: { ...toGroup, ...people([job('Reader', [allow('logs:FilterLogEvents', groupArn)])]) },
    parameters: listed(),
    expected: [
      [
        'UNKNOWN',
        group,
        'role Reader may read log group /bedrock/prompts',
        'in doubt: AWS does not say whether the action is asked of such an ARN',
      ],
    ],
  },
  {
    name: 'reports a role that is not listed and that the bucket policy names',
    changes: { ...people([job('Reader', [])]), ...opens({ AWS: `arn:aws:iam::${account}:role/Reader` }) },
    parameters: listed(),
    expected: [['NON_COMPLIANT', bucket, /^role Reader can read bucket prompts through bucket policy$/]],
  },
  {
    name: 'reports the one role that the bucket policy leaves of everybody, where it is not listed',
    changes: {
      ...people([job('Reader', []), job('Other', [])]),
      ...opens('*', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Reader` } }),
    },
    parameters: listed(),
    expected: [['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts through bucket policy']],
  },
  {
    name: 'accepts a role that only the account root is passed the decision on to',
    changes: { ...people([job('Reader', [])]), ...opens({ AWS: `arn:aws:iam::${account}:root` }) },
    parameters: listed(),
    expected: compliant,
  },

  // tags
  ...(
    [
      ['accepts a reader that carries the tag', {}, 'role/logs=yes', compliant],
      ['reports a reader that carries the tag with another value', { tag: 'no' }, 'role/logs=yes', byHow.certain],
      ['reports a reader that does not carry the tag', { tag: undefined }, 'role/logs=yes', byHow.certain],
      ['accepts a tag whose value has the sign between key and value', { tag: 'a=b' }, 'role/logs=a=b', compliant],
      ['accepts a tag without a value', { tag: '' }, 'role/logs=', compliant],
      [
        'reports a reader that carries the tag where a session may be given any',
        { trust: [trusts({ AWS: account }, ['sts:AssumeRole', 'sts:TagSession'])] },
        'role/logs=yes',
        byHow.certain,
      ],
    ] satisfies [string, Parameters<typeof job>[2], string, Case['expected']][]
  ).map(([name, details, allowedReaderTag, expected]): Case => ({
    name,
    changes: people([admin, job('Reader', [allow('s3:GetObject', '*')], { tag: 'yes', ...details })], {}, 'role/logs'),
    parameters: { allowedReaderTag },
    expected,
  })),
  {
    name: 'reports a reader that carries the tag where others may set it',
    changes: people([job('Reader', [allow('s3:GetObject', '*')], { tag: 'yes' }), job('Tagger', [allow('iam:TagRole', '*')])], {}, 'logs'),
    parameters: { allowedReaderTag: 'logs=yes' },
    expected: byHow.certain,
  },
  {
    name: 'accepts a reader that carries the tag where others may set only those of users',
    changes: people([job('Reader', [allow('s3:GetObject', '*')], { tag: 'yes' }), job('Tagger', [allow('iam:TagUser', '*')])], {}, 'logs'),
    parameters: { allowedReaderTag: 'logs=yes' },
    expected: compliant,
  },
  {
    name: 'accepts a reader that carries the tag where others may set only other tags',
    changes: people(
      [
        job('Reader', [allow('s3:GetObject', '*')], { tag: 'yes' }),
        job('Tagger', [allow('iam:TagRole', '*'), deny('iam:TagRole', '*', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['logs'] } })]),
      ],
      {},
      'logs',
    ),
    parameters: { allowedReaderTag: 'logs=yes' },
    expected: compliant,
  },
  {
    name: 'reports a user that carries the tag where she may set it herself',
    changes: people([user('Ann', [allow(['s3:GetObject', 'iam:Tag*'], '*')], { tag: 'yes' })], {}, 'logs'),
    parameters: { allowedReaderTag: 'logs=yes' },
    expected: [['NON_COMPLIANT', bucket, 'user Ann']],
  },
  {
    name: 'accepts a reader that carries the tag where an SCP keeps others from setting it',
    changes: {
      ...people([job('Reader', [allow('s3:GetObject', '*')], { tag: 'yes' }), job('Tagger', [allow('iam:TagRole', '*')])], {}, 'logs'),
      ...organization([allow('*', '*'), deny('iam:Tag*', '*')]),
    },
    parameters: { allowedReaderTag: 'logs=yes' },
    expected: compliant,
  },

  // the bucket policy and outsiders
  {
    name: 'reports a bucket that is open to everybody',
    changes: opens('*'),
    expected: [['NON_COMPLIANT', bucket, /^everybody can read bucket prompts through bucket policy \(statement 1\)$/]],
  },
  {
    name: 'reports a bucket that is open to everybody by NotPrincipal',
    changes: ofBucket({ Effect: 'Allow', NotPrincipal: { AWS: other }, Action: 's3:*', Resource: objects }),
    expected: [['NON_COMPLIANT', bucket, 'everybody can read bucket prompts']],
  },
  {
    name: 'reports a bucket that is open to everybody who uses TLS',
    changes: opens('*', { Bool: { 'aws:SecureTransport': 'true' } }),
    expected: [
      ['NON_COMPLIANT', bucket, 'everybody can read bucket prompts through bucket policy (statement 1 if aws:SecureTransport Bool true)'],
    ],
  },
  {
    name: 'reports a bucket that is open to everybody from a VPC endpoint',
    changes: opens('*', { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }),
    expected: [
      [
        'NON_COMPLIANT',
        bucket,
        'everybody can read bucket prompts under conditions through bucket policy (statement 1 if aws:SourceVpce StringEquals vpce-1a2b3c4d)',
      ],
    ],
  },
  {
    name: 'accepts a bucket that is open to everybody from a VPC endpoint where conditions will do',
    changes: opens('*', { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }),
    parameters: { treatConditional: 'accept' },
    expected: compliant,
  },
  {
    name: 'cannot tell of a bucket that is open to everybody with a tag',
    changes: opens('*', { StringEquals: { 'aws:PrincipalTag/team': 'audit' } }),
    expected: [['UNKNOWN', bucket, 'everybody may read bucket prompts']],
  },
  {
    name: 'reports everybody in the account where RestrictPublicBuckets closes an open bucket policy to all others',
    changes: { ...opens('*'), 'bucket-public-access-block': { [bucket]: { ...open, restrictPublicBuckets: true } } },
    expected: [['NON_COMPLIANT', bucket, /^account 111122223333 can read bucket prompts through bucket policy \(statement 1\)$/]],
  },
  {
    name: 'reports everybody in the account where the RestrictPublicBuckets of the account closes an open bucket policy to all others',
    changes: { ...opens('*'), 'account-public-access-block': { '': { ...open, restrictPublicBuckets: true } } },
    expected: [['NON_COMPLIANT', bucket, 'account 111122223333 can read bucket prompts']],
  },
  {
    name: 'accepts everybody in the account where the account is allowed',
    changes: { ...opens('*'), 'bucket-public-access-block': { [bucket]: { ...open, restrictPublicBuckets: true } } },
    parameters: { allowedAccounts: [account] },
    expected: compliant,
  },
  {
    name: 'reports a bucket that is open to everybody in the account',
    changes: opens('*', { StringEquals: { 'aws:PrincipalAccount': account } }),
    expected: [['NON_COMPLIANT', bucket, 'account 111122223333 can read bucket prompts']],
  },
  {
    name: 'accepts another account that RestrictPublicBuckets keeps from a bucket whose policy is public',
    changes: {
      ...ofBucket(
        { Effect: 'Allow', Principal: '*', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
        { Effect: 'Allow', Principal: { AWS: other }, Action: 's3:GetObject', Resource: objects },
      ),
      'bucket-public-access-block': { [bucket]: { ...open, restrictPublicBuckets: true } },
    },
    expected: compliant,
  },
  {
    name: 'names the statement that opens a bucket, by its Sid',
    changes: ofBucket(
      { Sid: 'Writers', Effect: 'Allow', Principal: { AWS: other }, Action: 's3:PutObject', Resource: objects },
      {
        Sid: 'Never',
        Effect: 'Allow',
        Principal: { AWS: other },
        Action: 's3:GetObject',
        Resource: objects,
        Condition: { StringEquals: { 'aws:PrincipalAccount': '777788889999' } },
      },
      { Sid: 'Partner', Effect: 'Allow', Principal: { AWS: other }, Action: 's3:GetObject', Resource: objects },
    ),
    expected: [['NON_COMPLIANT', bucket, /^account 444455556666 can read bucket prompts through bucket policy \(statement Partner\)$/]],
  },
  // Grants to everybody that only some of everybody can use.
  ...(
    [
      ['any organisation by a wildcard', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, 'NON_COMPLIANT'],
      ['any organisation by its presence', { Null: { 'aws:PrincipalOrgID': 'false' } }, 'NON_COMPLIANT'],
      ['any account by a wildcard', { StringLike: { 'aws:PrincipalAccount': '*' } }, 'NON_COMPLIANT'],
      ['every other account', { StringNotEquals: { 'aws:PrincipalAccount': account } }, 'NON_COMPLIANT'],
      ['any path of any organisation', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': '*' } }, 'UNKNOWN'],
      ['any role of a name', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Ci' } }, 'UNKNOWN'],
    ] as const
  ).map(([what, condition, verdict]): Case => ({
    name: `${verdict === 'UNKNOWN' ? 'cannot tell of' : 'reports'} a bucket that is open to everybody on condition of ${what}`,
    changes: opens('*', condition),
    expected: [[verdict, bucket, 'everybody', 'read bucket prompts through bucket policy (statement 1 if ']],
  })),
  {
    name: 'reports the organisation that a Deny leaves of everybody',
    changes: openedBut({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    expected: [['NON_COMPLIANT', bucket, 'organisation o-a1b2c3d4e5 can read bucket prompts through bucket policy (statement 1)']],
  },
  {
    name: 'reports the account that a Deny leaves of everybody',
    changes: openedBut({ StringNotEquals: { 'aws:PrincipalAccount': [account, other] } }),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 and 1 more can read bucket prompts through bucket policy (statement 1)']],
  },
  {
    name: 'accepts the account that a Deny leaves of everybody, where it is allowed',
    changes: { ...openedBut({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }) },
    parameters: { allowedAccounts: ['o-a1b2c3d4e5'] },
    expected: compliant,
  },
  {
    name: 'reports the account that an RCP leaves of everybody',
    changes: {
      ...opens('*'),
      ...organization([], [{ ...deny('s3:*', '*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), Principal: '*' }]),
    },
    expected: [['NON_COMPLIANT', bucket, 'organisation o-a1b2c3d4e5 can read bucket prompts']],
  },

  // ACLs
  {
    name: 'cannot tell of a bucket whose ACL lets strangers list it',
    changes: { 'bucket-acl': { [bucket]: { publicGroups: ['AllUsers'] } } },
    expected: [
      ['UNKNOWN', bucket, 'everybody may read bucket prompts through bucket ACL (AllUsers); in doubt: the ACLs of objects are not read'],
    ],
  },
  {
    name: 'accepts a public ACL where ACLs are off',
    changes: {
      'bucket-acl': { [bucket]: { publicGroups: ['AllUsers'] } },
      'bucket-ownership': { [bucket]: { objectOwnership: 'BucketOwnerEnforced' } },
    },
    expected: compliant,
  },
  {
    name: 'accepts a public ACL that the public access block ignores',
    changes: {
      'bucket-acl': { [bucket]: denied },
      'bucket-public-access-block': { [bucket]: { ...open, ignorePublicAcls: true } },
    },
    expected: compliant,
  },
  {
    name: 'accepts a public ACL where every object is under a key that strangers cannot use',
    changes: { 'bucket-acl': { [bucket]: { publicGroups: ['AuthenticatedUsers'] } }, ...underKey([toAccount]) },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'reports a bucket that is open to an account, which RestrictPublicBuckets does not close',
    changes: { ...opens({ AWS: other }), 'bucket-public-access-block': { [bucket]: { ...open, restrictPublicBuckets: true } } },
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read bucket prompts through bucket policy']],
  },
  {
    name: 'accepts a bucket that is open to an allowed account',
    changes: opens({ AWS: `arn:aws:iam::${other}:root` }),
    parameters: listed({ allowedAccounts: [other] }),
    expected: compliant,
  },
  {
    name: 'reports a bucket that is open to a role of another account',
    changes: opens({ AWS: `arn:aws:iam::${other}:role/Reader` }),
    expected: [['NON_COMPLIANT', bucket, 'arn:aws:iam::444455556666:role/Reader can read bucket prompts through bucket policy']],
  },
  {
    name: 'accepts a bucket that is open to a role of an allowed account',
    changes: opens({ AWS: `arn:aws:iam::${other}:role/Reader` }),
    parameters: { allowedAccounts: [other] },
    expected: compliant,
  },
  {
    name: 'reports a bucket that is open to an organisation',
    changes: opens('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    expected: [['NON_COMPLIANT', bucket, 'organisation o-a1b2c3d4e5 can read bucket prompts through bucket policy']],
  },
  {
    name: 'reports a bucket that is open to a part of an organisation',
    changes: opens('*', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } }),
    expected: [['UNKNOWN', bucket, 'organisation o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*']],
  },
  {
    name: 'accepts a bucket that is open to an allowed organisation',
    changes: opens('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    parameters: { allowedAccounts: ['o-a1b2c3d4e5'] },
    expected: compliant,
  },
  {
    name: 'accepts a bucket policy that names an AWS service',
    changes: opens({ Service: 'cloudtrail.amazonaws.com' }),
    expected: compliant,
  },
  {
    name: 'reports a bucket policy that names an AWS service that is not listed',
    changes: opens({ Service: 'cloudtrail.amazonaws.com' }),
    parameters: listed(),
    expected: [['NON_COMPLIANT', bucket, 'service cloudtrail.amazonaws.com can read bucket prompts']],
  },
  {
    name: 'accepts a bucket policy that names a listed AWS service',
    changes: opens({ Service: 'cloudtrail.amazonaws.com' }),
    parameters: listed({ allowedReaders: ['cloudtrail.amazonaws.com', `arn:aws:iam::${account}:role/Auditor`] }),
    expected: compliant,
  },
  {
    name: 'cannot tell whose account a canonical user is',
    changes: opens({ CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }),
    expected: [['UNKNOWN', bucket, /^canonical user 79a59df900….* may read bucket prompts/]],
  },
  {
    name: 'cannot tell who comes through an origin access identity of CloudFront',
    changes: opens({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }),
    expected: [['UNKNOWN', bucket, 'canonical user arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1 may read']],
  },
  {
    name: 'cannot tell who comes through an identity provider that the bucket policy names',
    changes: opens({ Federated: 'cognito-identity.amazonaws.com' }),
    expected: [['UNKNOWN', bucket, 'identity provider cognito-identity.amazonaws.com may read bucket prompts']],
  },
  {
    name: 'reports the account that a Deny exempts by NotPrincipal',
    changes: ofBucket(
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: objects },
      { Effect: 'Deny', NotPrincipal: { AWS: `arn:aws:iam::${other}:root` }, Action: 's3:*', Resource: objects },
    ),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read bucket prompts through bucket policy (statement 1)']],
  },
  {
    name: 'accepts a bucket policy that names a principal that is gone',
    changes: opens({ AWS: 'AROAEXAMPLEEXAMPLE' }),
    expected: compliant,
  },
  {
    name: 'accepts another account that the bucket policy denies',
    changes: ofBucket(
      { Effect: 'Allow', Principal: { AWS: other }, Action: 's3:*', Resource: objects },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:GetObject*',
        Resource: objects,
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': account } },
      },
    ),
    expected: compliant,
  },
  {
    name: 'accepts a role that the bucket policy denies',
    changes: {
      ...reader(allow('s3:GetObject', '*')),
      ...ofBucket({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:GetObject*',
        Resource: objects,
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': [`arn:aws:iam::${account}:role/Admin`, `arn:aws:iam::${account}:role/Auditor`] } },
      }),
    },
    expected: compliant,
  },
  {
    name: 'says how many more read from outside',
    changes: opens({ AWS: [other, '777788889999'] }),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 and 1 more can read bucket prompts through bucket policy']],
  },
  {
    name: 'reports outsiders before the own principals',
    changes: { ...opens({ AWS: other }), ...reader(allow('s3:GetObject', '*')) },
    expected: [['NON_COMPLIANT', bucket, /^account 444455556666 can read bucket prompts .*; also role Reader through ReaderPolicy/]],
  },

  // access points
  {
    name: 'reports an access point that is open to another account, where the bucket passes decisions on',
    changes: {
      ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({
        policy: policy({
          ...trusts({ AWS: other }, 's3:GetObject'),
          Resource: `arn:aws:s3:us-east-1:${account}:accesspoint/team/object/*`,
        }),
      }),
    },
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read bucket prompts through policy of access point team']],
  },
  {
    name: 'reports an access point in a VPC that is open to another account, under conditions',
    changes: {
      ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({ vpc: true, policy: policy({ ...trusts({ AWS: other }, 's3:GetObject'), Resource: '*' }) }),
    },
    expected: [['NON_COMPLIANT', bucket, 'can read bucket prompts under conditions through policy of access point team']],
  },
  {
    name: 'passes over access points where the bucket does not pass decisions on',
    changes: { ...opens({ AWS: `arn:aws:iam::${account}:root` }), 'access-point-policies': { [bucket]: denied } },
    expected: compliant,
  },
  {
    name: 'accepts access points without a policy',
    changes: { ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }), ...accessPoint({}) },
    expected: compliant,
  },
  {
    name: 'reports everybody in the account where an open access point is closed to all others',
    changes: {
      ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({ restrictsPublic: true, policy: policy({ ...trusts('*', 's3:GetObject'), Resource: '*' }) }),
    },
    expected: [['NON_COMPLIANT', bucket, 'account 111122223333 can read bucket prompts through policy of access point team']],
  },
  {
    name: 'accepts an access point that is open to another account, where the bucket denies that account',
    changes: {
      ...ofBucket(
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:*',
          Resource: objects,
          Condition: { StringEquals: { 's3:DataAccessPointAccount': account } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: objects,
          Condition: { StringNotEquals: { 'aws:PrincipalAccount': account } },
        },
      ),
      ...accessPoint({ policy: policy({ ...trusts({ AWS: other }, 's3:GetObject'), Resource: '*' }) }),
    },
    expected: compliant,
  },
  {
    name: 'reports a role that reads through any access point, where the bucket passes decisions on',
    changes: {
      ...reader(allow('s3:GetObject', 'arn:aws:s3:*:*:accesspoint/*')),
      ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({}),
    },
    expected: [['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts through ReaderPolicy', 'accesspoint/*']],
  },
  {
    name: 'reports a role that reads through an access point in a VPC, under conditions',
    changes: {
      ...reader(allow('s3:GetObject', 'arn:aws:s3:*:*:accesspoint/*')),
      ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({ vpc: true }),
    },
    expected: [['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts under conditions through ReaderPolicy']],
  },
  {
    name: 'accepts a role that is granted an access point of the bucket by its name',
    changes: {
      ...reader(allow('s3:GetObject', `arn:aws:s3:us-east-1:${account}:accesspoint/team/object/*`)),
      ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({}),
    },
    expected: compliant,
  },
  {
    name: 'reports a role that is not listed and that the policy of an access point names',
    changes: {
      ...people([job('Reader', [])]),
      ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({ policy: policy({ ...trusts({ AWS: `arn:aws:iam::${account}:role/Reader` }, 's3:GetObject'), Resource: '*' }) }),
    },
    parameters: listed(),
    expected: [['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts']],
  },
  {
    name: 'accepts a role that is granted access points, where the bucket does not pass decisions on to them',
    changes: {
      ...reader(allow('s3:GetObject', `arn:aws:s3:us-east-1:${account}:accesspoint/*`)),
      ...opens({ AWS: `arn:aws:iam::${account}:root` }, { StringEquals: { 's3:DataAccessPointAccount': account } }),
      ...accessPoint({}),
    },
    expected: compliant,
  },
  {
    name: 'reports a role that reads a bucket through an access point only, as the bucket denies everything else',
    changes: { ...reader(allow('s3:GetObject', '*')), ...onlyThroughAccessPoints, ...accessPoint({}) },
    expected: byHow.certain,
  },
  {
    name: 'accepts a role that is not granted the access point through which alone the bucket lets in anybody',
    changes: { ...reader(allow('s3:GetObject', 'arn:aws:s3:::*')), ...onlyThroughAccessPoints, ...accessPoint({}) },
    expected: compliant,
  },
  {
    name: 'accepts a role where the bucket lets in nobody but through access points, and there are none',
    changes: { ...reader(allow('s3:GetObject', '*')), ...onlyThroughAccessPoints },
    expected: compliant,
  },
  {
    name: 'cannot tell of a role that may read through access points only, as nobody asked for them',
    changes: reader(allow('s3:GetObject', '*', { StringEquals: { 's3:DataAccessPointAccount': account } })),
    expected: byHow.unclear,
  },
  {
    name: 'reports a bucket that passes decisions on to access points of another account',
    changes: opens('*', { StringEquals: { 's3:DataAccessPointAccount': other } }),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read bucket prompts through bucket policy']],
  },
  {
    name: 'reports a bucket that passes decisions on to an access point of another account',
    changes: opens('*', { ArnLike: { 's3:DataAccessPointArn': `arn:aws:s3:us-east-1:${other}:accesspoint/*` } }),
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read bucket prompts through bucket policy']],
  },
  {
    name: 'reports a bucket that passes decisions on to any access point',
    changes: opens('*', { ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:*:*:accesspoint/*' } }),
    expected: [['NON_COMPLIANT', bucket, 'everybody can read bucket prompts through bucket policy']],
  },
  {
    name: 'cannot tell of an access point whose policy cannot be read',
    changes: { ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }), ...accessPoint({ policy: '[]' }) },
    expected: [
      ['UNKNOWN', bucket, 'everybody may read bucket prompts through policy of access point team; in doubt: policy of access point team: '],
    ],
  },

  // the KMS gate
  {
    name: 'reports a reader that may use the key, as the key policy passes the decision on',
    changes: { ...reader(allow(['s3:GetObject', 'kms:Decrypt'], '*')), ...underKey([toAccount]) },
    expected: byHow.certain,
  },
  {
    name: 'cannot tell of a reader that may not use the key, as older objects may be under another',
    changes: { ...reader(allow('s3:GetObject', '*')), ...underKey([toAccount]) },
    expected: [
      [
        'UNKNOWN',
        bucket,
        'role Reader may read bucket prompts',
        'in doubt: cannot use the key of the bucket, but objects may be under another',
        'objects may be under another',
      ],
    ],
  },
  {
    name: 'accepts a reader that may not use the key, where every object is under it',
    changes: { ...reader(allow('s3:GetObject', '*')), ...underKey([toAccount]) },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'accepts a reader that may decrypt, where the key policy says nothing of it',
    changes: { ...reader(allow(['s3:GetObject', 'kms:Decrypt'], '*')), ...underKey([toKeyAdmin]) },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'reports a reader that the key policy names',
    changes: { ...reader(allow('s3:GetObject', '*')), ...underKey([toKeyAdmin, toDecrypt('Reader')]) },
    parameters: isUnderKey,
    expected: byHow.certain,
  },
  {
    name: 'reports a reader that may use the key by way of S3',
    changes: {
      ...reader(
        allow('s3:GetObject', '*'),
        allow('kms:Decrypt', key, { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }),
      ),
      ...underKey([toAccount]),
    },
    parameters: isUnderKey,
    expected: byHow.certain,
  },
  {
    name: 'accepts a reader that may use the key by way of another service',
    changes: {
      ...reader(
        allow('s3:GetObject', '*'),
        allow('kms:Decrypt', key, { StringEquals: { 'kms:ViaService': 'rds.us-east-1.amazonaws.com' } }),
      ),
      ...underKey([toAccount]),
    },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'reports a reader with a grant on the key',
    changes: { ...reader(allow('s3:GetObject', '*')), ...underKey([toKeyAdmin], [grantTo(`arn:aws:iam::${account}:role/Reader`)]) },
    parameters: isUnderKey,
    expected: byHow.certain,
  },
  {
    name: 'accepts a reader whose grant on the key is not for decrypting',
    changes: {
      ...reader(allow('s3:GetObject', '*')),
      ...underKey([toKeyAdmin], [grantTo(`arn:aws:iam::${account}:role/Reader`, { operations: ['Encrypt'] })]),
    },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'reports a reader whose grant on the key is for the bucket, where S3 uses a bucket key',
    changes: {
      ...reader(allow('s3:GetObject', '*')),
      ...underKey(
        [toKeyAdmin],
        [grantTo(`arn:aws:iam::${account}:role/Reader`, { contextSubset: { 'aws:s3:arn': `arn:aws:s3:::${bucket}` } })],
        { bucketKey: true },
      ),
    },
    parameters: isUnderKey,
    expected: byHow.certain,
  },
  {
    name: 'accepts a reader that the key policy denies decrypting',
    changes: {
      ...reader(allow(['s3:GetObject', 'kms:Decrypt'], '*')),
      ...underKey([
        toAccount,
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Auditor` } },
        },
      ]),
    },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'cannot tell of readers where the key policy cannot be read',
    changes: {
      ...reader(allow(['s3:GetObject', 'kms:Decrypt'], '*')),
      ...underKey([toAccount]),
      'key-policy': { [key]: { document: '{}' } },
    },
    expected: [['UNKNOWN', bucket, 'role Reader may read bucket prompts', 'in doubt: key policy: it has no Statement']],
  },
  {
    name: 'cannot tell of readers where the key belongs to another account, which shows its policy to nobody',
    changes: {
      ...reader(allow(['s3:GetObject', 'kms:Decrypt'], '*')),
      'bucket-encryption': { [bucket]: { algorithm: 'aws:kms', kmsKey: foreignKey } },
      'kms-key': { [foreignKey]: { arn: foreignKey, account: other, manager: 'CUSTOMER', state: 'Enabled' } },
    },
    expected: [
      [
        'UNKNOWN',
        bucket,
        'role Reader may read bucket prompts',
        `in doubt: who may use the key of the bucket is not known (${foreignKey})`,
      ],
    ],
  },
  {
    name: 'accepts readers that may not decrypt by their own policies, where the key belongs to another account',
    changes: {
      ...reader(allow('s3:GetObject', '*')),
      'bucket-encryption': { [bucket]: { algorithm: 'aws:kms', kmsKey: foreignKey } },
      'kms-key': { [foreignKey]: denied },
    },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'reports a reader where the key is that of S3',
    changes: { ...reader(allow('s3:GetObject', '*')), 'bucket-encryption': { [bucket]: { algorithm: 'aws:kms' } } },
    parameters: isUnderKey,
    expected: byHow.certain,
  },
  {
    name: 'reports a reader where the key is managed by AWS',
    changes: {
      ...reader(allow('s3:GetObject', '*')),
      ...underKey([]),
      'kms-key': { [key]: { arn: key, account, manager: 'AWS', state: 'Enabled' } },
      'key-policy': {},
    },
    parameters: isUnderKey,
    expected: byHow.certain,
  },
  {
    name: 'reports a reader where the bucket has no default encryption',
    changes: { ...reader(allow('s3:GetObject', '*')), 'bucket-encryption': { [bucket]: absent } },
    parameters: isUnderKey,
    expected: byHow.certain,
  },
  {
    name: 'cannot tell of another account that the bucket policy lets in and the key does not',
    changes: { ...opens({ AWS: other }), ...underKey([toAccount]) },
    expected: [
      ['UNKNOWN', bucket, 'account 444455556666 may read', 'in doubt: cannot use the key of the bucket, but objects may be under another'],
    ],
  },
  {
    name: 'accepts another account that the bucket policy lets in and the key does not, where every object is under the key',
    changes: { ...opens({ AWS: other }), ...underKey([toAccount]) },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'cannot tell of an account whose own key encrypts the bucket, as nobody shows its policy',
    changes: {
      ...opens({ AWS: other }),
      'bucket-encryption': { [bucket]: { algorithm: 'aws:kms', kmsKey: foreignKey } },
      'kms-key': { [foreignKey]: { arn: foreignKey, account: other, manager: 'CUSTOMER', state: 'Enabled' } },
    },
    parameters: isUnderKey,
    expected: [['UNKNOWN', bucket, 'account 444455556666 may read bucket prompts', 'who may use the key of the bucket is not known']],
  },
  {
    name: 'cannot tell of another account where the key is that of S3, which lets in nobody else, but older objects may be under another',
    changes: { ...opens({ AWS: other }), 'bucket-encryption': { [bucket]: { algorithm: 'aws:kms' } } },
    expected: [
      ['UNKNOWN', bucket, 'account 444455556666 may read', 'cannot use the key of the bucket, but objects may be under another (aws/s3)'],
    ],
  },
  {
    name: 'reports the account alone where everybody is let in, and every object is under the key of S3, which lets in nobody else',
    changes: { ...opens('*'), 'bucket-encryption': { [bucket]: { algorithm: 'aws:kms' } } },
    parameters: isUnderKey,
    expected: [['NON_COMPLIANT', bucket, `account ${account} can read bucket prompts`]],
  },
  {
    name: 'accepts another account where every object is under a key managed by AWS',
    changes: {
      ...opens({ AWS: other }),
      ...underKey([]),
      'kms-key': { [key]: { arn: key, account, manager: 'AWS', state: 'Enabled' } },
      'key-policy': {},
    },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'reports another account that the bucket policy and the key let in',
    changes: { ...opens({ AWS: other }), ...underKey([toAccount, { ...toAccount, Principal: { AWS: other }, Action: 'kms:Decrypt' }]) },
    parameters: isUnderKey,
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read']],
  },
  {
    name: 'reports an account of which the key lets in a role by a grant',
    changes: { ...opens({ AWS: other }), ...underKey([toAccount], [grantTo(`arn:aws:iam::${other}:role/Ci`)]) },
    parameters: isUnderKey,
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read']],
  },
  {
    name: 'reports an account of which the key policy names a role',
    changes: {
      ...opens({ AWS: other }),
      ...underKey([toAccount, { ...toDecrypt('x'), Principal: { AWS: `arn:aws:iam::${other}:role/Ci` } }]),
    },
    parameters: isUnderKey,
    expected: [['NON_COMPLIANT', bucket, 'account 444455556666 can read']],
  },
  {
    name: 'reports everybody of whom the key lets in an account',
    changes: { ...opens('*'), ...underKey([toAccount, { ...toAccount, Principal: { AWS: other }, Action: 'kms:Decrypt' }]) },
    parameters: isUnderKey,
    expected: [['NON_COMPLIANT', bucket, 'everybody can read']],
  },
  {
    name: 'accepts a bucket that is open to an account, where the key lets in another one',
    changes: { ...opens({ AWS: other }), ...underKey([toAccount], [grantTo('arn:aws:iam::777788889999:role/Ci')]) },
    parameters: isUnderKey,
    expected: compliant,
  },
  {
    name: 'passes over a grant on the key to another account that the bucket does not let in',
    changes: underKey([toAccount], [grantTo(`arn:aws:iam::${other}:role/Ci`)]),
    expected: compliant,
  },
  {
    name: 'reports a reader of a log group with a key that it may not use, as CloudWatch Logs decrypts for it',
    changes: { ...toGroup, ...reader(allow('logs:FilterLogEvents', '*')), 'log-group': { [group]: { kmsKeyId: key } } },
    expected: [['NON_COMPLIANT', group, 'role Reader']],
  },

  // the organisation
  {
    name: 'accepts a reader that an SCP denies',
    changes: {
      ...reader(allow('s3:GetObject', '*')),
      ...organization([
        allow('*', '*'),
        deny('s3:GetObject*', objects, { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Auditor' } }),
      ]),
    },
    expected: compliant,
  },
  {
    name: 'accepts a reader that no SCP allows',
    changes: { ...reader(allow('s3:GetObject', '*')), ...organization([allow('logs:*', '*')]) },
    expected: compliant,
  },
  {
    name: 'reports a reader that an SCP stops elsewhere',
    changes: { ...reader(allow('s3:GetObject', '*')), ...organization([allow('*', '*'), deny('s3:*', 'arn:aws:s3:::payroll/*')]) },
    expected: byHow.certain,
  },
  {
    name: 'accepts a reader that an RCP denies',
    changes: { ...reader(allow('s3:GetObject', '*')), ...organization([], [{ ...deny('s3:GetObject*', '*'), Principal: '*' }]) },
    expected: compliant,
  },
  {
    name: 'accepts another account that an RCP keeps out',
    changes: {
      ...opens({ AWS: other }),
      ...organization([], [{ ...deny('s3:*', '*', { StringNotEqualsIfExists: { 'aws:PrincipalAccount': account } }), Principal: '*' }]),
    },
    expected: compliant,
  },

  // ways out of a log group
  {
    name: 'reports a subscription filter to another account',
    changes: {
      ...toGroup,
      'log-subscriptions': { [group]: { filters: [{ name: 'siem', destinationArn: `arn:aws:logs:us-east-1:${other}:destination:siem` }] } },
    },
    expected: [['NON_COMPLIANT', group, /^account 444455556666 can read log group \/bedrock\/prompts through subscription filter siem$/]],
  },
  {
    name: 'accepts a subscription filter to an allowed account',
    changes: {
      ...toGroup,
      'log-subscriptions': { [group]: { filters: [{ name: 'siem', destinationArn: `arn:aws:logs:us-east-1:${other}:destination:siem` }] } },
    },
    parameters: { allowedAccounts: [other] },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'accepts a subscription filter to the own account',
    changes: {
      ...toGroup,
      'log-subscriptions': {
        [group]: { filters: [{ name: 'index', destinationArn: `arn:aws:lambda:us-east-1:${account}:function:index` }] },
      },
    },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'reports a subscription filter to nobody knows where',
    changes: { ...toGroup, 'log-subscriptions': { [group]: { filters: [{ name: 'odd', destinationArn: 'odd' }] } } },
    expected: [['NON_COMPLIANT', group, 'through subscription filter odd']],
  },
  {
    name: 'accepts a log group whose filters are gone',
    changes: { ...toGroup, 'log-subscriptions': { [group]: absent } },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'reports a subscription of the whole account to another account',
    changes: { ...toGroup, ...subscribed({}) },
    expected: [
      ['NON_COMPLIANT', group, 'account 444455556666 can read log group /bedrock/prompts through account subscription policy all'],
    ],
  },
  {
    name: 'accepts a subscription of the whole account that leaves the log group out',
    changes: { ...toGroup, ...subscribed({ selectionCriteria: `LogGroupName NOT IN ["/other", "${group}"]` }) },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'reports a subscription of the whole account that leaves other log groups out',
    changes: { ...toGroup, ...subscribed({ selectionCriteria: 'LogGroupName NOT IN ["/other"]' }) },
    expected: [
      ['NON_COMPLIANT', group, 'account 444455556666 can read log group /bedrock/prompts through account subscription policy all'],
    ],
  },
  {
    name: 'cannot tell of a subscription of the whole account with other criteria',
    changes: { ...toGroup, ...subscribed({ selectionCriteria: 'LogGroupName LIKE "x"' }) },
    expected: [['UNKNOWN', group, 'account 444455556666 may read', 'in doubt: which log groups LogGroupName LIKE "x" selects']],
  },
  {
    name: 'reports a link to a monitoring account that shares log groups',
    changes: { ...toGroup, ...linked({}) },
    expected: [['NON_COMPLIANT', group, 'account 444455556666 can read log group /bedrock/prompts through link to a monitoring account']],
  },
  {
    name: 'accepts a link to an allowed monitoring account',
    changes: { ...toGroup, ...linked({}) },
    parameters: listed({ allowedAccounts: [other] }),
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'accepts a link to a monitoring account that shares no log groups',
    changes: { ...toGroup, ...linked({ resourceTypes: ['AWS::CloudWatch::Metric'] }) },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'reports a link that shares the log group among some',
    changes: { ...toGroup, ...linked({ logGroupFilter: "LogGroupName LIKE '/bedrock/%'" }) },
    expected: [['NON_COMPLIANT', group, 'account 444455556666 can read log group /bedrock/prompts through link to a monitoring account']],
  },
  {
    name: 'accepts a link that shares other log groups',
    changes: { ...toGroup, ...linked({ logGroupFilter: "LogGroupName LIKE '/aws/lambda/%'" }) },
    expected: [['COMPLIANT', group]],
  },
  {
    name: 'cannot tell of a link whose filter is not understood',
    changes: { ...toGroup, ...linked({ logGroupFilter: "LogGroupName LIKE '/bedrock/%' OR LogGroupName = 'a' AND LogGroupName = 'b'" }) },
    expected: [['UNKNOWN', group, 'account 444455556666 may read', "in doubt: which log groups LogGroupName LIKE '/bedrock/%' OR"]],
  },

  // detours
  {
    name: 'passes over detours by default',
    changes: besides(job('Operator', [allow(['s3:PutBucketPolicy', 'iam:PutRolePolicy'], '*')])),
    expected: compliant,
  },
  ...(
    [
      ['s3:PutBucketPolicy', 'change the bucket policy'],
      ['s3:PutReplicationConfiguration', 'replicate the bucket'],
      ['s3:CreateAccessPoint', 'create an access point'],
      ['s3:GetDataAccess', 'use an access grant'],
      ['bedrock:PutModelInvocationLoggingConfiguration', 'send the logs elsewhere'],
      ['iam:AttachRolePolicy', 'attach policies to roles'],
      ['iam:UpdateAssumeRolePolicy', 'change who may assume roles'],
      ['iam:CreatePolicyVersion', 'rewrite managed policies'],
    ] as const
  ).map(([action, what]): Case => ({
    name: `reports whoever may ${what}, where detours count`,
    changes: besides(job('Operator', [allow(action, '*')])),
    parameters: { includeIndirect: true },
    expected: [
      [
        'NON_COMPLIANT',
        bucket,
        `role Operator can read bucket prompts indirectly (first: ${what}) through OperatorPolicy (statement 1: ${action} on *)`,
      ],
    ],
  })),
  ...(
    [
      ['logs:PutSubscriptionFilter', 'subscribe to the log group'],
      ['logs:CreateExportTask', 'export the log group'],
      ['oam:CreateLink', 'link to a monitoring account'],
    ] as const
  ).map(([action, what]): Case => ({
    name: `reports whoever may ${what}, where detours count`,
    changes: { ...toGroup, ...besides(job('Operator', [allow(action, '*')])) },
    parameters: { includeIndirect: true },
    expected: [
      ['NON_COMPLIANT', group, `role Operator can read log group /bedrock/prompts indirectly (first: ${what}) through OperatorPolicy`],
    ],
  })),
  {
    name: 'reports whoever may change the key policy, where detours count',
    changes: { ...besides(job('KeyAdmin', [])), ...underKey([toKeyAdmin]) },
    parameters: { includeIndirect: true, ...isUnderKey },
    expected: compliant,
  },
  {
    name: 'reports another account that the bucket policy lets change it, where detours count',
    changes: ofBucket({
      Effect: 'Allow',
      Principal: { AWS: other },
      Action: ['s3:PutBucketPolicy', 's3:PutReplicationConfiguration'],
      Resource: `arn:aws:s3:::${bucket}`,
    }),
    parameters: { includeIndirect: true },
    expected: [
      [
        'NON_COMPLIANT',
        bucket,
        /^account 444455556666 can read bucket prompts indirectly \(first: change the bucket policy\) through bucket policy \(statement 1\)$/,
      ],
    ],
  },
  {
    name: 'says once of another account that it reads and can change the bucket policy',
    changes: opens({ AWS: other }, undefined, { Action: 's3:*', Resource: [`arn:aws:s3:::${bucket}`, objects] }),
    parameters: { includeIndirect: true },
    expected: [['NON_COMPLIANT', bucket, /^account 444455556666 can read bucket prompts through bucket policy \(statement 1\)$/]],
  },
  {
    name: 'passes over another account that the bucket policy lets change it by default',
    changes: ofBucket({ Effect: 'Allow', Principal: { AWS: other }, Action: 's3:PutBucketPolicy', Resource: `arn:aws:s3:::${bucket}` }),
    expected: compliant,
  },
  {
    name: 'accepts a detour that is made for the bucket',
    changes: besides(job('Operator', [allow('s3:PutBucketPolicy', `arn:aws:s3:::${bucket}`)])),
    parameters: { includeIndirect: true },
    expected: compliant,
  },
  {
    name: 'reports a detour that is made for the bucket by whoever is not listed',
    changes: besides(job('Operator', [allow('s3:PutBucketPolicy', `arn:aws:s3:::${bucket}`)])),
    parameters: listed({ includeIndirect: true }),
    expected: [['NON_COMPLIANT', bucket, 'role Operator can read bucket prompts indirectly (first: change the bucket policy)']],
  },
  {
    name: 'accepts a detour under conditions where those will do',
    changes: besides(job('Operator', [allow('s3:PutBucketPolicy', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })])),
    parameters: { includeIndirect: true, treatConditional: 'accept' },
    expected: compliant,
  },
  {
    name: 'reports a detour under conditions',
    changes: besides(job('Operator', [allow('s3:PutBucketPolicy', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })])),
    parameters: { includeIndirect: true },
    expected: [
      ['NON_COMPLIANT', bucket, 'role Operator can read bucket prompts under conditions indirectly (first: change the bucket policy)'],
    ],
  },
  {
    name: 'counts readers before those who take a detour',
    changes: besides(job('Reader', [allow('s3:GetObject', '*')]), job('One', [allow('s3:Put*', '*')]), user('Two', [allow('iam:*', '*')])),
    parameters: { includeIndirect: true },
    expected: [
      [
        'NON_COMPLIANT',
        bucket,
        /^role Reader can read bucket prompts through .*; also 1 user and 1 role indirectly \(first: change the bucket policy\) through 2 policies/,
      ],
    ],
  },

  // principals as resources
  {
    name: 'reports users, roles and groups by themselves where that is asked for',
    changes: besides(
      job('Reader', [allow('s3:GetObject', '*')]),
      team('Analysts', [allow('s3:Get*', '*')]),
      user('Ann', [], { groups: ['Analysts'] }),
    ),
    parameters: { reportPrincipals: true },
    expected: [
      ['NON_COMPLIANT', bucket, '1 user and 1 role'],
      [
        'NON_COMPLIANT',
        idOf({ kind: 'role', name: 'Reader' }),
        /^role Reader can read bucket prompts through ReaderPolicy \(statement 1: s3:GetObject on \*\)$/,
      ],
      ['NON_COMPLIANT', idOf({ kind: 'user', name: 'Ann' }), 'user Ann can read bucket prompts through AnalystsPolicy'],
      ['NON_COMPLIANT', idOf({ kind: 'group', name: 'Analysts' }), 'group Analysts can read bucket prompts through AnalystsPolicy'],
    ],
  },
  {
    name: 'passes over a group all of whose members may read',
    changes: besides(team('Analysts', [allow('s3:Get*', '*')]), user('Ann', [], { groups: ['Analysts'] })),
    parameters: { reportPrincipals: true, allowedReaders: [`arn:aws:iam::${account}:user/*`] },
    expected: compliant,
  },
  {
    name: 'reports a role by itself once, though it reads two destinations',
    changes: { ...toAll, ...besides(job('Reader', [allow(['s3:GetObject', 'logs:StartQuery'], '*')])) },
    parameters: { reportPrincipals: true },
    expected: [
      ['NON_COMPLIANT', bucket, 'role Reader'],
      ['NON_COMPLIANT', large, 'role Reader'],
      ['NON_COMPLIANT', group, 'role Reader'],
      ['NON_COMPLIANT', idOf({ kind: 'role', name: 'Reader' }), 'role Reader can read bucket prompts'],
    ],
  },
  {
    name: 'reports a role by itself for the destination that it surely reads',
    changes: {
      ...toAll,
      ...besides(
        job('Reader', [allow('s3:GetObject', '*', { StringEquals: { 'aws:PrincipalTag/team': 'audit' } }), allow('logs:StartQuery', '*')]),
      ),
    },
    parameters: { reportPrincipals: true },
    expected: [
      ['UNKNOWN', bucket, 'role Reader'],
      ['UNKNOWN', large, 'role Reader'],
      ['NON_COMPLIANT', group, 'role Reader'],
      ['NON_COMPLIANT', idOf({ kind: 'role', name: 'Reader' }), 'role Reader can read log group /bedrock/prompts'],
    ],
  },
  {
    name: 'reports the principals of one destination where another cannot be judged',
    changes: {
      ...toAll,
      ...besides(job('Reader', [allow(['s3:GetObject', 'logs:StartQuery'], '*')])),
      'bucket-policy': { [bucket]: denied },
    },
    parameters: { reportPrincipals: true },
    expected: [
      ['UNKNOWN', bucket, 'the policy of bucket prompts could not be read'],
      ['NON_COMPLIANT', large, 'role Reader'],
      ['NON_COMPLIANT', group, 'role Reader'],
      ['NON_COMPLIANT', idOf({ kind: 'role', name: 'Reader' }), 'role Reader can read bucket large-prompts'],
    ],
  },
  {
    name: 'reports no principals of a destination that is not there',
    changes: { ...reader(allow('s3:GetObject', '*')), 'own-bucket': { [bucket]: absent }, 'bucket-holder': { [bucket]: 'somebody' } },
    parameters: { reportPrincipals: true },
    expected: [['NOT_APPLICABLE', bucket, 'bedrock-log-destinations-exist']],
  },
  {
    name: 'reports a trusted role by itself',
    changes: people([job('Admin', [allow('*', '*')], { trust: [trusts({ AWS: other })] })]),
    parameters: { reportPrincipals: true },
    expected: [
      ['NON_COMPLIANT', bucket, 'by assuming role Admin'],
      ['NON_COMPLIANT', idOf({ kind: 'role', name: 'Admin' }), 'account 444455556666 can read bucket prompts by assuming role Admin'],
    ],
  },
  {
    name: 'passes over the account once, principals or not',
    changes: { 'invocation-logging': { '': absent } },
    parameters: { reportPrincipals: true },
    expected: [['NOT_APPLICABLE', account, 'logging is off']],
  },

  // documents that cannot be read
  {
    name: 'cannot tell of a role whose policy cannot be read',
    changes: besides(job('Reader', [], { broken: '{"Version": "2012-10-17", "Id": "s3:*"}' })),
    expected: [['UNKNOWN', bucket, /^role Reader may read bucket prompts; in doubt: Broken: it has no Statement$/]],
  },
  {
    name: 'judges the others where one policy cannot be read',
    changes: besides(job('Reader', [allow('s3:GetObject', '*')]), job('Odd', [], { broken: odd })),
    parameters: { reportPrincipals: true },
    expected: [
      ['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts through ReaderPolicy'],
      ['NON_COMPLIANT', idOf({ kind: 'role', name: 'Reader' }), 'role Reader'],
      ['UNKNOWN', idOf({ kind: 'role', name: 'Odd' }), 'role Odd may read bucket prompts; in doubt: Broken: '],
    ],
  },
  {
    name: 'cannot tell of a broad reader one of whose policies cannot be read, as it may deny',
    changes: besides(job('Reader', [allow('s3:GetObject', '*')], { broken: odd })),
    expected: [['UNKNOWN', bucket, 'role Reader may read bucket prompts', 'in doubt: Broken: ']],
  },
  {
    name: 'accepts whoever is allowed by name, though a policy cannot be read',
    changes: besides(job('Reader', [allow('s3:GetObject', '*')], { broken: odd })),
    parameters: { allowedReaders: [`arn:aws:iam::${account}:role/Reader`] },
    expected: compliant,
  },
  {
    name: 'accepts a role that is denied everything, though a policy cannot be read',
    changes: besides(job('Reader', [deny('*', '*')], { broken: odd })),
    expected: compliant,
  },
  {
    name: 'cannot tell of a role whose permissions boundary cannot be read',
    changes: people([job('Reader', [allow('s3:GetObject', '*')], { boundary: 'Odd' })], { Odd: [{ Effect: 'Perhaps' }] }),
    expected: [['UNKNOWN', bucket, 'role Reader may read bucket prompts', 'in doubt: Odd: statement 1 has Effect "Perhaps"']],
  },
  {
    name: 'cannot tell where the bucket policy cannot be read',
    changes: { 'bucket-policy': { [bucket]: { document: 'odd' } } },
    expected: [['UNKNOWN', bucket, 'everybody may read bucket prompts through bucket policy', 'in doubt: bucket policy: ']],
  },
  {
    name: 'reports nobody in whose name an SCP cannot be read, but says that nobody can tell',
    changes: { ...reader(allow('s3:GetObject', '*')), ...organization([{ Effect: 'Perhaps' }]) },
    expected: [['UNKNOWN', bucket, 'role Reader may read bucket prompts']],
  },

  // documents that AWS would refuse, or that are made to take long
  ...(
    [
      ['an Effect of another kind', policy({ Effect: 'Perhaps', Action: 's3:*', Resource: '*' }), 'statement 1 has Effect "Perhaps"'],
      ['no Resource', policy({ Effect: 'Allow', Action: 's3:*' }), 'statement 1 has neither Resource nor NotResource'],
      [
        'both Action and NotAction',
        policy({ Effect: 'Allow', Action: '*', NotAction: 's3:*', Resource: '*' }),
        'both Action and NotAction',
      ],
      ['a Principal', policy({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }), 'has a Principal'],
      [
        'an Action that is no text',
        policy({ Effect: 'Allow', Action: [{ a: 's3:*' }], Resource: '*' }),
        'Action of statement 1 has an object',
      ],
      [
        'a member __proto__',
        '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","__proto__":{"a":1}}]}',
        'an element "__proto__"',
      ],
      ['an operator __proto__', conditioned('__proto__', 'aws:username'), 'its policies ask for what is not known here'],
      ['an operator constructor', conditioned('constructor', 'aws:username'), 'its policies ask for what is not known here'],
      ['a condition key constructor', conditioned('StringEquals', 'constructor'), 'its policies ask for what is not known here'],
      ['statements nested five thousand deep', `{"Statement":${'['.repeat(5000)}"s3:*"${']'.repeat(5000)}}`, 'statement 1 is a list'],
      ['a condition nested five thousand deep', nested(5000), 'must be a text, a number or a boolean'],
      ['half a character', '{"Statement":[{"Effect":"\ud800","Action":"s3:*","Resource":"*"}]}', 'statement 1 has Effect'],
      ['no text', '', 'it is not JSON'],
      ['a text that is no JSON', 'odd', 'it is not JSON'],
      ['JSON that is cut off', '{"Statement":[{"Effect":"Allow"', 'it is not JSON'],
      ['URL-encoded JSON that is cut off', '%7B%22Statement%22%3A"s3:*"', 'it is not JSON'],
    ] satisfies [string, string, string][]
  ).map(([what, broken, problem]): Case => ({
    name: `cannot tell of a role with a policy of ${what}, and judges the others`,
    changes: besides(job('Odd', [], { broken })),
    parameters: { reportPrincipals: true },
    expected: [
      ['UNKNOWN', bucket, 'role Odd may read bucket prompts', 'in doubt: ', problem],
      ['UNKNOWN', idOf({ kind: 'role', name: 'Odd' }), problem],
    ],
  })),
  {
    name: 'reports a reader besides a role with a policy that is no policy',
    changes: besides(job('Odd', [], { broken: odd }), job('Reader', [allow('s3:GetObject', '*')])),
    expected: [['NON_COMPLIANT', bucket, /^role Reader can read bucket prompts through ReaderPolicy \(statement 1: s3:GetObject on \*\)$/]],
  },
  ...(
    [
      ['stars', '*'],
      ['question marks between stars', '*?'],
      ['stars between letters', '*a'],
      ['letters that the name begins with', 'a*'],
    ] as const
  ).map(([what, part]): Case => ({
    name: `judges a policy of 6,144 characters of ${what}`,
    changes: besides(
      job('Wild', [allow(`s3:${part.repeat(3000 / part.length)}`, `arn:aws:s3:::${part.repeat(2900 / part.length)}`)]),
      job('Reader', [allow('s3:GetObject', '*')]),
    ),
    expected: [['NON_COMPLIANT', bucket, 'can read bucket prompts through']],
  })),
  {
    name: 'cannot tell of a role whose policy the evidence names and does not hold',
    changes: {
      'account-authorization': {
        '': {
          documents: {},
          policies: [],
          groups: [],
          principals: [{ arn: `arn:aws:iam::${account}:user/Lost`, id: 'AIDALOST', policies: [7] }],
        },
      },
    },
    expected: [['UNKNOWN', bucket, 'user Lost may read bucket prompts', 'it is not JSON']],
  },
  {
    name: 'judges a policy that is URL-encoded, as IAM sends it',
    changes: besides(job('Reader', [], { broken: encodeURIComponent(policy(allow('s3:GetObject', '*'))) })),
    expected: [['NON_COMPLIANT', bucket, 'role Reader can read bucket prompts through Broken']],
  },
  {
    name: 'judges a role of a name in other letters',
    changes: besides(job('Prüfer\u202e', [allow('s3:GetObject', '*')])),
    expected: [['NON_COMPLIANT', bucket, 'role Prüfer']],
  },

  // what could not be read
  ...(
    [
      ['account-authorization', '', 'the authorization details of IAM'],
      ['bucket-policy', bucket, 'the policy of bucket'],
      ['bucket-encryption', bucket, 'the default encryption of bucket'],
    ] as const
  ).map(([fact, resource, about]): Case => ({
    name: `cannot tell when ${about} may not be read`,
    changes: { [fact]: { [resource]: refused('denied', 'AccessDenied') } },
    expected: [['UNKNOWN', bucket, about, 'could not be read', 'denied', 'AccessDenied']],
  })),
  ...(
    [
      ['key-policy', key, 'the policy of the KMS key'],
      ['key-grants', key, 'the grants of the KMS key'],
      ['kms-key', key, 'the KMS key'],
    ] as const
  ).map(([fact, resource, about]): Case => ({
    name: `cannot tell when ${about} may not be read`,
    changes: { ...underKey([toAccount]), [fact]: { [resource]: denied } },
    expected: [['UNKNOWN', bucket, about, 'could not be read', 'denied']],
  })),
  ...(
    [
      ['bucket-public-access-block', bucket, 'the public access block of bucket'],
      ['account-public-access-block', '', 'the public access block of the account'],
    ] as const
  ).map(([fact, resource, about]): Case => ({
    name: `cannot tell when ${about} may not be read, and it would close the bucket policy`,
    changes: { ...opens('*'), [fact]: { [resource]: denied } },
    expected: [['UNKNOWN', bucket, about, 'could not be read']],
  })),
  {
    name: 'cannot tell when the access points may not be read, and the bucket passes decisions on',
    changes: { ...opens('*', { StringEquals: { 's3:DataAccessPointAccount': account } }), 'access-point-policies': { [bucket]: denied } },
    expected: [['UNKNOWN', bucket, 'the access point policies of bucket', 'could not be read']],
  },
  ...(
    [
      ['account-authorization', '', 'the authorization details of IAM'],
      ['log-subscriptions', group, 'the subscription filters of log group'],
      ['account-subscriptions', '', 'the subscription filters of the account'],
      ['oam-links', '', 'the links to monitoring accounts'],
    ] as const
  ).map(([fact, resource, about]): Case => ({
    name: `cannot tell of the log group when ${about} may not be read`,
    changes: { ...toGroup, [fact]: { [resource]: denied } },
    expected: [['UNKNOWN', group, about, 'could not be read', 'denied']],
  })),
]);

function accessPoint(point: object): World {
  return { 'access-point-policies': { [bucket]: { accessPoints: [{ name: 'team', vpc: false, restrictsPublic: false, ...point }] } } };
}

function subscribed(more: object): World {
  return {
    'account-subscriptions': {
      '': { policies: [{ name: 'all', destinationArn: `arn:aws:logs:us-east-1:${other}:destination:siem`, ...more }] },
    },
  };
}

function linked(more: object): World {
  const link = {
    id: 'l',
    sinkArn: `arn:aws:oam:us-east-1:${other}:sink/s`,
    resourceTypes: ['AWS::Logs::LogGroup', 'AWS::CloudWatch::Metric'],
  };
  return { 'oam-links': { '': { links: [{ ...link, ...more }] } } };
}

it('knows the delivery role of these tables by its name', () => {
  expect(role).toBe(`arn:aws:iam::${account}:role/${writer.name}`);
});

it.each([
  { standard: 'no-grants' },
  { allowedReaders: ['role/Reader'] },
  { allowedReaders: ['*'] },
  { allowedReaderTag: 'logs' },
  { allowedAccounts: ['4444'] },
  { administrators: 'ignore' },
  { treatConditional: 'COMPLIANT' },
  { reportPrincipals: 'sometimes' },
])('refuses the parameters %j', async (parameters) => {
  await expect(verdicts(bedrockLogReadersRestricted, good, parameters)).rejects.toThrow(Object.keys(parameters)[0]);
});
