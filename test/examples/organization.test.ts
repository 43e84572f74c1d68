import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { compressed, isOrganizationFresh, organizationEvidence, organizationFile } from '../../examples/build-organization.ts';
import { rules } from '../../rules/registry.ts';
import { judgeAccount } from '../../src/cli/account.ts';
import { recordedAccounts } from '../../src/cli/recorded.ts';
import { chosenRules } from '../../src/cli/rule-choice.ts';
import { parseHeader, trailerOf } from '../../src/engine/evidence-line.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { ConfiguredRule } from '../../src/engine/parameters.ts';

/** A line of the expected findings; `words` are part of the reason. */
type Expected = Pick<Finding, 'account' | 'region' | 'rule' | 'resource' | 'verdict'> & { readonly words?: string };

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

async function findingsOf(configured: readonly ConfiguredRule[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const account of recordedAccounts(organizationFile, rules, { accounts: undefined, regions: undefined })) {
    found.push(...(await judgeAccount(account, configured)));
  }
  return found;
}

async function expectedFindings(name: string): Promise<Expected[]> {
  const text = await readFile(example(name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Expected);
}

const place = ({ account, region, rule, resource, verdict }: Expected) => ({ account, region, rule, resource, verdict });

/** The groups of findings in which everything complies. */
function cleanGroups(findings: readonly Finding[], groupOf: (finding: Finding) => string): string[] {
  const groups = new Set(findings.map(groupOf));
  for (const finding of findings) if (finding.verdict !== 'COMPLIANT') groups.delete(groupOf(finding));
  return [...groups];
}

let evidence: string;
let byDefault: readonly Finding[];
let withParameters: readonly Finding[];

beforeAll(async () => {
  evidence = gunzipSync(await readFile(organizationFile)).toString();
  byDefault = await findingsOf(await chosenRules(rules, { rules: undefined, parameters: undefined, closedRegions: [] }));
  withParameters = await findingsOf(
    await chosenRules(rules, { rules: undefined, parameters: example('parameters.json'), closedRegions: [] }),
  );
});

describe('the findings', () => {
  it.each([
    ['by default', () => byDefault, 'expected-findings.jsonl'],
    ['with parameters.json', () => withParameters, 'expected-findings-with-parameters.jsonl'],
  ])('%s are those written down by hand', async (_name, findings, file) => {
    const expected = await expectedFindings(file);
    expect(findings().map(place)).toEqual(expected.map(place));
    const silent = findings().flatMap((finding, index) => {
      const words = expected[index]?.words;
      return (finding.because === undefined) === (words === undefined) && (finding.because ?? '').includes(words ?? '')
        ? []
        : [{ ...finding, words }];
    });
    expect(silent).toEqual([]);
  });

  it('have reasons of at most 256 characters', () => {
    const reasons = [...byDefault, ...withParameters].flatMap(({ because }) => because ?? []);
    expect(reasons.filter((reason) => reason.length > 256)).toEqual([]);
  });

  it('hold no resource that the evidence does not tell of', () => {
    expect([...byDefault, ...withParameters].filter(({ because }) => because?.includes('not-recorded'))).toEqual([]);
  });
});

const enabled = 'bedrock-invocation-logging-enabled';
const unexposed = 'bedrock-log-buckets-block-public-access';
const encrypted = 'bedrock-log-destinations-encrypted';
const exist = 'bedrock-log-destinations-exist';
const readers = 'bedrock-log-readers-restricted';
const retention = 'bedrock-log-retention-within-limits';

const closed = /^[a-z0-9-]+ of account \d{12} is closed to Amazon Bedrock \(closedRegions\)$/;
const noEndpoint = [
  /^Amazon Bedrock has no endpoint in [a-z0-9-]+ \(built-in list\); nothing to log in account \d{12}$/,
  /^Amazon Bedrock has no endpoint in [a-z0-9-]+ \(AWS public parameters\); nothing to log in account \d{12}$/,
];
/** The reason of an account, of a destination that the read is about, and of one that the read is not about. */
const unreadOfAccount = (what: string, refusal: string) =>
  new RegExp(`^account \\d{12} could not be judged: ${what} could not be read: ${refusal} \\(\\w+\\)$`);
const unreadOf = (what: string, refusal: string) => new RegExp(`^${what} \\S+ could not be read: ${refusal} \\(\\w+\\)$`);
const unreadFor = (what: string, refusal: string) =>
  new RegExp(`^\\S+ could not be judged: ${what}(?: \\S+)? could not be read: ${refusal} \\(\\w+\\)$`);
const notToJudge = [
  closed,
  ...noEndpoint,
  /^model invocation logging is off in [a-z0-9-]+ of account \d{12}; see bedrock-invocation-logging-enabled$/,
  /^model invocation logging has no destination in [a-z0-9-]+ of account \d{12}; see bedrock-invocation-logging-enabled$/,
];
const cannotReceive = /^\S+ cannot receive logs; see bedrock-log-destinations-exist$/;

/** The reason of a bucket in this situation, with these flags off. */
const bucketThat = (situation: string, flags: string) =>
  new RegExp(`^bucket \\S+ ${situation}; wanted: all four flags of the public access block on; off: ${flags}$`);

/** The reason of a destination, or of one of its readers, where nobody handed in the policies of the organisation. */
const ofReaders = (said: string) => new RegExp(`^${said}; SCPs and RCPs are not known and taken not to restrict$`);

/** Every reason that a rule can give, by rule. */
const reasons: Readonly<Record<string, readonly RegExp[]>> = {
  [enabled]: [
    closed,
    ...noEndpoint,
    /^model invocation logging is off in \S+ of account \d{12}; it must be on in every Region with Amazon Bedrock$/,
    /^model invocation logging is off in .*, which is in use: a model was called \d+ days ago$/,
    /^model invocation logging is off in .*, which is in use: a model was called today$/,
    /^model invocation logging is off in .*, which is in use: there is at least one \w/,
    /^model invocation logging is off in .*, where no model was called for 30 days and no Amazon Bedrock resource bills or serves$/,
    /^no destination is configured for model invocation logs in .*, so nothing is delivered$/,
    /^Amazon S3 is not a destination of model invocation logs in .*; wanted: both$/,
    /^CloudWatch Logs is not a destination of model invocation logs in .*; wanted: both$/,
    /^every data type \(text, image, embedding, video, audio\) is off in the logging configuration in .*, so nothing is delivered$/,
    unreadOfAccount('the list of Regions with Bedrock', 'denied'),
    unreadOfAccount('the model-invocation logging configuration', 'unreachable'),
    unreadOfAccount('the model-invocation logging configuration', 'region-not-enabled'),
    unreadOfAccount('the Bedrock resources of kind [a-z ]+', 'denied'),
  ],
  [unexposed]: [
    ...notToJudge,
    cannotReceive,
    /^no S3 bucket is configured for model invocation logs in [a-z0-9-]+ of account \d{12}$/,
    bucketThat('is exposed now: public policy; website hosting', 'all'),
    bucketThat('is exposed now: public ACL \\(AllUsers, AuthenticatedUsers\\)', 'blockPublicAcls, ignorePublicAcls'),
    bucketThat('is exposed now: public policy of access point \\S+', 'restrictPublicBuckets'),
    bucketThat('may become public; nothing found exposes it now', 'all'),
    bucketThat('may become public; nothing found exposes it now', 'restrictPublicBuckets'),
    bucketThat(
      'may become public; whether it is exposed now is not known: the policy status could not be read: denied \\(\\w+\\)',
      'blockPublicPolicy, restrictPublicBuckets',
    ),
    unreadOfAccount('the list of Regions with Bedrock', 'denied'),
  ],
  [encrypted]: [
    ...notToJudge,
    cannotReceive,
    /^\S+ has only SSE-S3; wanted: a customer-managed KMS key$/,
    /^\S+ has only SSE-S3; wanted: a customer-managed KMS key among allowedKeys$/,
    /^\S+ has no KMS key; wanted: a customer-managed KMS key$/,
    /^\S+ has no KMS key; wanted: a customer-managed KMS key among allowedKeys$/,
    /^\S+ is encrypted with the AWS-managed key aws\/s3; wanted: a customer-managed KMS key$/,
    /^\S+ is encrypted with the AWS-managed key aws\/s3; wanted: a customer-managed KMS key among allowedKeys$/,
    /^\S+ is encrypted with the AWS-managed key arn:aws:kms:\S+; wanted: a customer-managed KMS key$/,
    /^\S+ is encrypted with the AWS-managed key arn:aws:kms:\S+; wanted: a customer-managed KMS key among allowedKeys$/,
    /^the key of \S+ was not found: \S+; nothing new can be encrypted with it$/,
    /^the key of \S+ is in us-east-1, not in eu-central-1, and cannot be used: arn:aws:kms:us-east-1:/,
    /^the key of \S+ belongs to account 444455556666, which is not allowed: arn:/,
    /^the key of \S+ belongs to account 000000000003, which is not allowed: arn:/,
    /^the key of \S+ is not one of allowedKeys: arn:/,
    /^the key of \S+ cannot be used: it is disabled: arn:/,
    /^the key of \S+ cannot be used: it is pending deletion on \d{4}-\d\d-\d\d: arn:/,
    /^the key of \S+ cannot be used: it is pending deletion: arn:/,
    /^the key of \S+ cannot be used: it is pending import of its key material: arn:/,
    /^the key of \S+ cannot be used: its key store is unavailable: arn:/,
    /^the key of \S+ cannot be used: its state is Creating: arn:/,
    /^the key of \S+ cannot be used: it is not a symmetric encryption key but RSA_4096: arn:/,
    unreadOf('the default encryption of bucket', 'malformed'),
    unreadOf('the log group', 'throttled'),
    unreadFor('the KMS key', 'denied'),
  ],
  [exist]: [
    ...notToJudge,
    /^there is no log group named exactly \S+ in \S+ of account \d{12}, so nothing is delivered to it$/,
    /^there is no role named exactly arn:\S+ in account \d{12}, so Amazon Bedrock cannot write to the log group$/,
    /^bucket \S+ is held by another account: S3 answers 403 and account \d{12} does not own it; prompts may go to a stranger$/,
    /^bucket \S+ is not among the buckets of account \d{12}; the name is free or somebody else's: prompts may go to a stranger$/,
    /^bucket \S+ is in us-east-1; model invocations of ap-southeast-2 are logged only within ap-southeast-2$/,
    /^role arn:\S+ is of account 444455556666; logs are delivered only within account 000000000009$/,
    /^log group \S+ is of class DELIVERY, which no delivery role writes to; wanted: STANDARD$/,
    unreadOf('the ownership of bucket', 'denied'),
    unreadOf('the log group', 'throttled'),
  ],
  [readers]: [
    ...notToJudge,
    cannotReceive,
    ofReaders('212 roles can read log group \\S+ through 3 policies, first: \\w+ \\(statement [^)]+ on [^)]+\\)'),
    ofReaders('2 users can read bucket \\S+ through AmazonS3ReadOnlyAccess \\(statement 1: s3:Get\\* on \\*\\)'),
    ofReaders('(?:user|role|group) \\S+ can read (?:bucket|log group) \\S+ through \\S+ \\(statement 1: \\S+ on \\S+\\)'),
    /^role PalletVision can read log group \S+ through CloudWatchLogsFullAccess \(statement 1: logs:\* on \*\)$/,
    ofReaders('role \\S+ can read bucket \\S+ under conditions through \\S+ \\(statement FromTheOffice: s3:\\* on \\*\\)'),
    ofReaders('role \\S+ can read log group \\S+ under conditions through \\S+ \\(statement FromTheOffice: logs:\\* on \\*\\)'),
    ofReaders('role \\S+ can read bucket \\S+ indirectly \\(first: change the bucket policy\\) through \\S+ \\(statement [^)]+\\)'),
    ofReaders('account \\d{12} can read log group \\S+ by assuming role \\S+'),
    ofReaders('everybody can read bucket \\S+ through bucket policy \\(statement Website\\)'),
    ofReaders('account \\d{12} can read bucket \\S+ through policy of access point \\S+ \\(statement Agency\\)'),
    ofReaders(
      'everybody may read bucket \\S+ through bucket ACL \\(AllUsers, AuthenticatedUsers\\); in doubt: the ACLs of objects are not read',
    ),
    ofReaders('organisation o-\\w+ can read bucket \\S+ through bucket policy \\(statement Everyone if [^)]+\\)'),
    ofReaders('arn:\\S+:role/CustomsBroker can read bucket \\S+ through bucket policy \\(statement Partner\\)'),
    ofReaders(
      'account \\d{12} may read bucket \\S+ through bucket policy \\(statement Partner\\); in doubt: who may use the key of the bucket is not known.*',
    ),
    ofReaders('account \\d{12} can read log group \\S+ through subscription filter \\S+'),
    ofReaders('account \\d{12} can read log group \\S+ through account subscription policy \\S+'),
    ofReaders('account \\d{12} can read log group \\S+ through link to a monitoring account'),
    ofReaders('role \\S+ may read (?:bucket|log group) \\S+; in doubt: \\S+: statement 1 has Effect "Permit"; allowed: Allow, Deny'),
    ofReaders(
      '(?:user|group) \\S+ may read bucket \\S+ through \\S+ \\(statement 1: \\S+ on \\*\\); in doubt: cannot use the key of the bucket, but.*',
    ),
    unreadFor('the authorization details of IAM', 'denied'),
    unreadOf('the policy of bucket', 'denied'),
    unreadOf('the default encryption of bucket', 'malformed'),
  ],
  [retention]: [
    ...notToJudge,
    cannotReceive,
    /^\S+ can lose records after 30 days \(its retention setting\); at least 365 are wanted$/,
    /^\S+ can lose records after \d+ days \(lifecycle rule [\w-]+\); at least 365 are wanted$/,
    /^\S+ can lose records after 14 days \(lifecycle rule on prefix '\S+'\); at least 365 are wanted$/,
    /^\S+ can lose records at once \(lifecycle rule \S+ expires everything on \d{4}-\d\d-\d\d\); at least 365 are wanted$/,
    /^\S+ can lose records after 90 days \(default retention of Object Lock, 90 days, COMPLIANCE\); at least 365 are wanted$/,
    /^\S+ keeps records for ever: no retention is set; at most 2557 days are allowed$/,
    /^\S+ keeps records for ever: no enabled lifecycle rule expires all of them; at most 2557 days are allowed$/,
    /^\S+ keeps records for ever: versioning is enabled and no lifecycle rule expires the noncurrent versions of all records; at most 2557 days are allowed$/,
    /^\S+ keeps records for ever: versioning is suspended and no lifecycle rule expires the noncurrent versions of all records; at most 2557 days are allowed$/,
    /^\S+ keeps records for ever: lifecycle rule \S+ keeps 3 noncurrent versions for ever; at most 2557 days are allowed$/,
    /^\S+ keeps records up to 3653 days \(its retention setting\); at most 2557 are allowed$/,
    /^\S+ keeps records up to 3650 days \(lifecycle rule ten-years\); at most 2557 are allowed$/,
    /^\S+ keeps records up to 2645 days \(2555 days current and 90 days noncurrent\); at most 2557 are allowed$/,
    /^\S+ keeps records up to 3000 days \(default retention of Object Lock, 3000 days, GOVERNANCE\); at most 2557 are allowed$/,
    /^\S+ keeps records up to 3653 days \(default retention of Object Lock, 10 years, COMPLIANCE\); at most 2557 are allowed$/,
    unreadOf('the lifecycle configuration of bucket', 'failed'),
    unreadOf('the log group', 'throttled'),
  ],
};

describe.each(Object.entries(reasons))('the reasons of %s', (rule, templates) => {
  const given = () => [...byDefault, ...withParameters].filter((finding) => finding.rule === rule).flatMap(({ because }) => because ?? []);

  it.each(templates)('include %s', (template) => {
    expect(given().some((reason) => template.test(reason))).toBe(true);
  });

  it('are all known', () => {
    const more = [...templates, unreadOfAccount('[^:]+', '[a-z-]+')];
    expect(given().filter((reason) => !more.some((template) => template.test(reason)))).toEqual([]);
  });
});

describe('the sample organisation', () => {
  it('has reasons for every rule of the registry', () => {
    expect(Object.keys(reasons)).toEqual(rules.map(({ id }) => id));
  });

  it('has at least twelve accounts, nearly all in several Regions', () => {
    const regions = new Map<string, Set<string>>();
    for (const { account, region } of byDefault) regions.set(account, (regions.get(account) ?? new Set()).add(region));
    expect(regions.size).toBeGreaterThanOrEqual(12);
    expect([...regions.values()].filter(({ size }) => size < 2)).toEqual([]);
    expect([...regions.values()].filter(({ size }) => size >= 3).length).toBeGreaterThanOrEqual(12);
  });

  it('has accounts that comply in everything, and more that comply in a Region', () => {
    expect(cleanGroups(byDefault, ({ account }) => account)).toEqual(['000000000002', '000000000004']);
    expect(cleanGroups(byDefault, ({ account, region }) => `${account} ${region}`).length).toBeGreaterThanOrEqual(10);
  });

  it('is what the generator makes now', async () => {
    expect(evidence).toBe(await organizationEvidence());
    expect(await isOrganizationFresh()).toBe(true);
  });

  it('is compressed without time and operating system, the same at every run', async () => {
    const header = (await readFile(organizationFile)).subarray(0, 10);
    expect([...header]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, header[8], 255]);
    expect(compressed(evidence).equals(compressed(evidence))).toBe(true);
  });

  it('is ordered by account, Region, fact and resource', () => {
    const lines = evidence.trimEnd().split('\n');
    expect(parseHeader(lines[0] as string).partition).toBe('aws');
    expect(lines.at(-1)).toBe(trailerOf({ complete: true, failures: [] }));
    const places = lines.slice(1, -1).map((line) => {
      const { account, region, fact, resource } = JSON.parse(line) as Record<string, string>;
      return [account, region, fact, resource].join('\0');
    });
    expect(places).toEqual([...new Set(places)].sort());
  });

  it('names only accounts that do not exist, and holds no secret, address or text of a prompt', async () => {
    const files = ['expected-findings.jsonl', 'expected-findings-with-parameters.jsonl', 'parameters.json'];
    const texts = [evidence, ...(await Promise.all(files.map((file) => readFile(example(file), 'utf8'))))];
    for (const text of texts) {
      const ids = new Set(text.match(/(?<!\d)\d{12}(?!\d)/g));
      expect([...ids].filter((id) => !/^0{10}\d\d$|^111122223333$|^123456789012$|^444455556666$/.test(id))).toEqual([]);
      expect(text.match(/[\w.+-]+@[\w-]+\.\w+/)).toBeNull();
      expect(text.match(/\b(AKIA|ASIA|ABSK)[A-Z0-9]{8,}|-----BEGIN|(?<![\w/+])[\w/+]{40}(?![\w/+=])/)).toBeNull();
      expect(text.match(/"(input|output|inputBodyJson|outputBodyJson|messages|prompt|completion|content)"/)).toBeNull();
    }
  });
});
