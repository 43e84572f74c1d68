import { expect, it } from 'vitest';
import type { LogBucket, LogGroupDestination } from '../../src/facts/log-destinations.ts';
import {
  accessPointQuestions,
  bucketDetours,
  bucketReads,
  confinement,
  logGroupDetours,
  logGroupReads,
  type ReadQuestion,
} from '../../src/facts/read-questions.ts';

const scope = { partition: 'aws-cn', account: '111122223333', region: 'cn-north-1' } as const;

const bucket = (...uses: LogBucket['uses']): LogBucket => ({ type: 'AWS::S3::Bucket', id: 'prompts', uses });
const group: LogGroupDestination = { type: 'AWS::Logs::LogGroup', id: '/bedrock/prompts' };

const asked = ({ action, target }: ReadQuestion): string => `${action} ${'arn' in target ? target.arn : `${target.prefix}*`}`;

it('asks for the objects of a bucket under the prefix of each use', () => {
  const questions = bucketReads(bucket({ delivers: 'records', keyPrefix: 'logs' }, { delivers: 'large data', keyPrefix: '' }), scope).map(
    asked,
  );
  expect(questions).toContain('s3:GetObject arn:aws-cn:s3:::prompts/logs/AWSLogs/111122223333/BedrockModelInvocationLogs/*');
  expect(questions).toContain('s3:GetObjectVersion arn:aws-cn:s3:::prompts/*');
  expect(questions).toHaveLength(8);
});

it('asks for an object through an access point, and for the bucket behind where that decides as well', () => {
  const through = (decidesAlone: boolean) =>
    accessPointQuestions(
      { name: 'team', keys: {}, policy: undefined, vpc: false, decidesAlone },
      bucket({ delivers: 'large data', keyPrefix: 'big' }),
      { name: 'bucket policy', parsed: { policy: { statements: [] } } },
      scope,
    );
  expect(through(true).map(asked)).toEqual([
    's3:GetObject arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/team/object/big/*',
    's3:GetObjectVersion arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/team/object/big/*',
  ]);
  expect(through(false).map((question) => [asked(question), question.via?.needsPrevious])).toEqual([
    ['s3:GetObject arn:aws-cn:s3:::prompts/big/*', false],
    ['s3:GetObject arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/team/object/big/*', true],
    ['s3:GetObjectVersion arn:aws-cn:s3:::prompts/big/*', false],
    ['s3:GetObjectVersion arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/team/object/big/*', true],
  ]);
});

it.each(['logs:FilterLogEvents', 'logs:StartQuery', 'logs:GetLogRecord', 'logs:StartLiveTail', 'logs:GetLogObject', 'logs:GetLogEvents'])(
  'asks %s of the log group with and without what stands behind its name, and of a stream',
  (action) => {
    const questions = logGroupReads(group, scope).filter((question) => question.action === action);
    const bare = 'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/bedrock/prompts';
    const documented = action === 'logs:GetLogEvents' ? `${bare}:log-stream:aws/bedrock/modelinvocations` : `${bare}:*`;
    expect(questions.map(asked).sort()).toEqual(
      [`${action} ${bare}`, `${action} ${bare}:*`, `${action} ${bare}:log-stream:aws/bedrock/modelinvocations`].sort(),
    );
    expect(questions.filter(({ isDocumented }) => isDocumented).map(asked)).toEqual([`${action} ${documented}`]);
  },
);

it("asks for the results of others' queries, by which whoever may ask the log reads nothing more", () => {
  const results = logGroupReads(group, scope).filter(({ isOfOthersQueries }) => isOfOthersQueries);
  expect(results.map(asked)).toEqual(['logs:GetQueryResults arn:aws-cn:logs:cn-north-1:111122223333:log-group:/bedrock/prompts:*']);
});

it('says of every detour what it lets somebody do', () => {
  const detours = [...bucketDetours(bucket({ delivers: 'records', keyPrefix: '' }), 'key', scope), ...logGroupDetours(group, scope)];
  expect(detours.filter(({ indirectly = '' }) => !/^[a-z]+ /.test(indirectly))).toEqual([]);
});

it('asks about the key only where there is one', () => {
  const ofKey = (key: string | undefined) =>
    bucketDetours(bucket({ delivers: 'records', keyPrefix: '' }), key, scope).filter(({ action }) => action.startsWith('kms:'));
  expect(ofKey('key').map(asked)).toEqual(['kms:PutKeyPolicy key', 'kms:CreateGrant key']);
  expect(ofKey(undefined)).toEqual([]);
});

it.each([
  ['arn:aws:s3:::prompts', true],
  ['arn:aws:s3:::prompts/*', true],
  ['arn:*:s3:::prompts/*', true],
  ['arn:aws:s3:::prompts/AWSLogs/*', true],
  ['arn:aws:s3:::prompts/${aws:username}/*', true],
  ['arn:aws:s3:us-east-1:111122223333:accesspoint/team/object/*', true],
  ['arn:aws:s3:us-east-1:111122223333:accesspoint/team2/object/*', false],
  ['arn:aws:s3:us-east-1:111122223333:accesspoint/*', false],
  ['*', false],
  ['arn:aws:s3:::*', false],
  ['arn:aws:s3:::prompts*', false],
  ['arn:aws:s3:::prompts?/*', false],
  ['arn:aws:s3:::prompt${*}/*', false],
  ['arn:aws:s3:::${aws:PrincipalAccount}-prompts/*', false],
  ['arn:aws:s3:*', false],
  ['arn:*:prompts/*', false],
  ['', false],
])('tells whether a grant on %s is made for the bucket: %s', (pattern, isConfined) => {
  expect(confinement(bucket({ delivers: 'records', keyPrefix: '' }), ['team'])(pattern)).toBe(isConfined);
});

it.each([
  ['arn:aws:s3:::prompts/logs/*', true],
  ['arn:aws:s3:::prompts/large/2026/*', true],
  ['arn:aws:s3:::prompts', true],
  ['arn:aws:s3:::prompts/*', false],
  ['arn:aws:s3:::prompts/logs*', false],
  ['arn:aws:s3:::prompts/other/*', false],
])('tells whether a grant on %s is made for the prefixes of a bucket: %s', (pattern, isConfined) => {
  const both = bucket({ delivers: 'records', keyPrefix: 'logs' }, { delivers: 'large data', keyPrefix: 'large' });
  expect(confinement(both)(pattern)).toBe(isConfined);
});

it.each([
  ['arn:aws:logs:us-east-1:111122223333:log-group:/bedrock/prompts', true],
  ['arn:aws:logs:us-east-1:111122223333:log-group:/bedrock/prompts:*', true],
  ['arn:aws:logs:*:*:log-group:/bedrock/prompts:log-stream:*', true],
  ['arn:aws:logs:us-east-1:111122223333:log-group:/bedrock/prompts*', false],
  ['arn:aws:logs:us-east-1:111122223333:log-group:/bedrock/*', false],
  ['arn:aws:logs:us-east-1:111122223333:log-group:*', false],
  ['arn:aws:logs:us-east-1:111122223333:*', false],
  ['*', false],
])('tells whether a grant on %s is made for the log group: %s', (pattern, isConfined) => {
  expect(confinement(group)(pattern)).toBe(isConfined);
});
