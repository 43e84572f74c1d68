import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { bucketReads, logGroupReads } from '../../src/facts/read-questions.ts';
import { runPython } from './interpreter/run-python.ts';

const files = ['state', 'digests', 'denial', 'grants', 'identity_policy', 'bucket_policy', 'restriction'];
const paths = ['logging_configuration', ...files.map((file) => `restrict-log-readers/${file}`)];
const texts = await Promise.all(paths.map((path) => readFile(new URL(`../../remediation/${path}.py`, import.meta.url), 'utf8')));

const account = '111122223333';
const place = { Account: account, Region: 'us-east-1', Partition: 'aws' };

/** What an expression is in the script of the plan, where buckets have these access points. */
async function valueOf(expression: string, events: object = {}, accessPointPages: readonly (readonly string[])[] = [[]]): Promise<unknown> {
  const fake = `
class S3Control:
    pages = ${JSON.stringify(accessPointPages)}

    def list_access_points(self, AccountId, Bucket, NextToken="0"):
        names, more = self.pages[int(NextToken)], int(NextToken) + 1 < len(self.pages)
        return {"AccessPointList": [{"Name": each} for each in names], **({"NextToken": str(int(NextToken) + 1)} if more else {})}


boto3.client = lambda service: {"s3control": S3Control()}[service]


def probe(events, context):
    return ${expression}
`;
  const outcome = await runPython({
    script: [...texts, fake].join('\n\n'),
    handler: 'probe',
    events: { ...place, ...events },
    environment: {},
    seconds: 30,
  });
  if ('error' in outcome) throw new Error(outcome.error);
  return JSON.parse(outcome.payload) as unknown;
}

interface Denial {
  readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[];
}

const denial = async (configuration: object, where: object = {}, pages?: readonly (readonly string[])[]): Promise<Denial> =>
  (await valueOf('denial(events["Configuration"], events)', { ...where, Configuration: configuration }, pages)) as Denial;

const sorted = (some: Iterable<string>): string[] => [...new Set(some)].sort();

const logGroup = { cloudWatchConfig: { logGroupName: '/bedrock', roleArn: '' } };

describe('the policy that denies reading', () => {
  const bucket = {
    type: 'AWS::S3::Bucket',
    id: 'logs',
    uses: [
      { delivers: 'records', keyPrefix: 'bedrock' },
      { delivers: 'large data', keyPrefix: '' },
    ],
  } as const;
  const scope = { account, region: 'us-east-1', partition: 'aws' };

  it('denies all that the rule asks about, and nothing else', async () => {
    const configuration = {
      s3Config: { bucketName: 'logs', keyPrefix: 'bedrock/' },
      cloudWatchConfig: { ...logGroup.cloudWatchConfig, largeDataDeliveryS3Config: { bucketName: 'logs' } },
    };
    const [objects, events] = (await denial(configuration)).Statement;
    const reads = bucketReads(bucket, scope);
    expect(objects?.Action).toEqual(sorted(reads.map(({ action }) => action)));
    expect(sorted(objects?.Resource ?? [])).toEqual(sorted(reads.map(({ target }) => ('prefix' in target ? `${target.prefix}*` : ''))));
    const ofGroup = logGroupReads({ type: 'AWS::Logs::LogGroup', id: '/bedrock' }, scope);
    expect(events?.Action).toEqual(sorted(ofGroup.map(({ action }) => action)));
    const arn = `arn:aws:logs:us-east-1:${account}:log-group:/bedrock`;
    expect(events?.Resource).toEqual([arn, `${arn}:*`]);
    for (const { target } of ofGroup) expect('arn' in target ? target.arn : '').toMatch(new RegExp(`^${arn}(:.*)?$`));
  });

  it.each([
    ['a bucket alone', { s3Config: { bucketName: 'logs' } }, ['DenyReadingLogObjects']],
    ['a log group alone', logGroup, ['DenyReadingLogEvents']],
    ['empty members', { s3Config: {}, cloudWatchConfig: { logGroupName: '' } }, []],
  ])('has one statement for each kind of destination: %s', async (_what, configuration, sids) => {
    expect((await denial(configuration)).Statement).toMatchObject(sids.map((Sid) => ({ Sid })));
  });

  it('is of the partition and the Region', async () => {
    const configuration = { s3Config: { bucketName: 'logs' }, ...logGroup };
    const { Statement } = await denial(configuration, { Partition: 'aws-cn', Region: 'cn-north-1' }, [['b'], ['a']]);
    expect(Statement.flatMap(({ Resource }) => Resource)).toEqual([
      `arn:aws-cn:s3:::logs/AWSLogs/${account}/BedrockModelInvocationLogs/*`,
      `arn:aws-cn:s3:cn-north-1:${account}:accesspoint/a/object/AWSLogs/${account}/BedrockModelInvocationLogs/*`,
      `arn:aws-cn:s3:cn-north-1:${account}:accesspoint/b/object/AWSLogs/${account}/BedrockModelInvocationLogs/*`,
      `arn:aws-cn:logs:cn-north-1:${account}:log-group:/bedrock`,
      `arn:aws-cn:logs:cn-north-1:${account}:log-group:/bedrock:*`,
    ]);
  });
});

describe('a bucket policy', () => {
  const other = { Sid: 'Other', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'r' };
  const own = { Sid: 'BedrockLoggingDenyReaders', Effect: 'Deny', Resource: ['r/*'] };
  const merged = (text: string | null, wanted: readonly object[] = [own]) =>
    valueOf('with_statements(events["Text"], events["Wanted"], "b")', { Text: text, Wanted: wanted });
  const policy = (Statement: unknown, more = {}): string => JSON.stringify({ Version: '2012-10-17', ...more, Statement });

  it.each([
    ['is made', null, policy([own])],
    ['gets it at its end', policy([other]), policy([other, own])],
    ['of one statement becomes a list', policy(other), policy([other, own])],
    ['has it once', policy([own, other, own]), policy([other, own])],
    ['loses a former one that is not wanted', policy([{ ...own, Sid: 'BedrockLoggingDenyOtherAccounts' }]), policy([own])],
    [
      'keeps its version, its id and the order of members',
      `{"Statement":[],"Id":"x","Version":"2008-10-17"}`,
      `{"Statement":[${JSON.stringify(own)}],"Id":"x","Version":"2008-10-17"}`,
    ],
    ['keeps characters of other scripts', policy([{ ...other, Sid: 'Größe' }]), policy([{ ...other, Sid: 'Größe' }, own])],
  ])('%s', async (_what, text, expected) => {
    expect(await merged(text)).toBe(expected);
  });

  it.each([
    [
      { Sid: 'a', Resource: ['r'], Condition: { Bool: { k: ['false'] } } },
      { Condition: { Bool: { k: 'false' } }, Sid: 'a', Resource: 'r' },
      true,
    ],
    [[{ Resource: ['a', 'b'] }, { Sid: 'x' }], [{ Sid: 'x' }, { Resource: ['b', 'a'] }], true],
    [{ Resource: ['a', 'b'] }, { Resource: ['a'] }, false],
    [{ Resource: [] }, { Resource: 'a' }, false],
  ])('%j and %j are alike: %j', async (one, another, isAlike) => {
    expect(await valueOf('alike(events["One"]) == alike(events["Other"])', { One: one, Other: another })).toBe(isAlike);
  });

  it.each([
    [{ Principal: '*' }, ['*']],
    [{ Principal: { AWS: 'a' } }, ['a']],
    [{ Principal: { AWS: ['a', 'b'], CanonicalUser: 'c', Service: 's' } }, ['a', 'b', 'c']],
    [{ NotPrincipal: { AWS: 'a' } }, []],
  ])('names in %j the people %j', async (statement, people) => {
    expect(await valueOf('people_of(events["Statement"])', { Statement: statement })).toEqual(people);
  });
});

it.each([
  [{ Statement: { Effect: 'Allow', Action: '*' } }, ['statement 1']],
  [{ Statement: [{ Effect: 'Allow', Action: ['ec2:*', 'S3:getobject'], Sid: 'Read' }] }, ['statement Read']],
  [
    {
      Statement: [
        { Effect: 'Allow', Action: 's3:Put*' },
        { Effect: 'Allow', NotAction: 'iam:*' },
      ],
    },
    ['statement 2'],
  ],
  [{ Statement: [{ Effect: 'Deny', Action: '*' }] }, []],
  [{ Statement: [{ Effect: 'Allow', Action: 's3:Get?bject' }] }, ['statement 1']],
  [{ Statement: [{ Effect: 'Allow', Action: 's3:[G]etObject' }] }, []],
  [
    { Statement: [{ Effect: 'Allow', Action: 's3:*', Sid: 'a\nApprove: nobody loses anything' }] },
    ['statement a Approve: nobody loses anything'],
  ],
  [{}, []],
])('of %j it names the statements %j', async (policy, names) => {
  expect(await valueOf('names_of(allowing(events["Policy"], OBJECT_READS))', { Policy: policy })).toEqual(names);
});

it.each([
  ['AROACKCEVSQ6C2EXAMPL-', null],
  ['AROA', null],
  ['records', null],
  ['AKIACKCEVSQ6C2EXAMPLE', null],
])('takes %j for no id of a principal', async (text, expected) => {
  expect(await valueOf('arn_of_id(events["Text"])', { Text: text })).toBe(expected);
});
